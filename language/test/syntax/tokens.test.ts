// What the lexer tells apart by characters is what these patterns tell apart.
import { lex } from '@racewalk/language';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const word = '[A-Za-z_][A-Za-z0-9_]*';
const number = '[0-9][A-Za-z0-9_]*(?:\\.[0-9][A-Za-z0-9_]*)*';
const long = '<<=|>>=|\\.\\.\\.|->|\\+\\+|--|<<|>>|<=|>=|==|!=|&&|\\|\\||[+\\-*/%&|^]=|\\.\\.';
const single = '[{}()[\\];,:?=<>+\\-*/%&|^!~.]';
const pattern = new RegExp(`(${word})|(${number})|${long}|${single}`, 'g');

test('words, numbers and punctuators, whatever stands beside them', () => {
  const pieces = [...'aZz_09xU.;,:?()[]{}<>=+-*%&|^!~ \t\n', '->', '...', '<<=', '1.5', 'a_1'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 24 }), (parts) => {
      const text = parts.join('');
      const wanted = [...text.matchAll(pattern)].map((match) => {
        const kind = match[1] !== undefined ? 'word' : match[2] !== undefined ? 'number' : '';
        return `${match.index} ${kind === '' ? 'punctuator' : kind} ${match[0]}`;
      });
      const { tokens, errors } = lex(text);
      expect(errors).toEqual([]);
      expect(tokens.map((one) => `${one.start} ${one.kind} ${one.text}`)).toEqual([
        ...wanted,
        `${text.length} end `,
      ]);
    }),
    { numRuns: 2000 },
  );
});

test('characters beside letters and digits are no part of a word', () => {
  for (const character of '@`$ä\u0131\u212a') {
    const { tokens, errors } = lex(`a${character}b`);
    expect(tokens.map(({ text }) => text)).toEqual(['a', 'b', '']);
    expect(errors.map(({ code }) => code)).toEqual(['RW0105']);
  }
});
