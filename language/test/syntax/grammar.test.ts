// Every rule of docs/language/grammar.ebnf has a text that it accepts and one that it rejects.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkSyntax } from '../check.ts';

const fixtures = new URL('../fixtures/grammar/', import.meta.url);
const grammar = readFileSync(
  new URL('../../../docs/language/grammar.ebnf', import.meta.url),
  'utf8',
);
const withoutComments = grammar.replace(/\(\*[\s\S]*?\*\)/g, '');
const rules = Array.from(withoutComments.matchAll(/^([A-Za-z-]+) =/gm), (match) => match[1] ?? '');
const letters = new Set(
  'LETTER DIGIT ANY ASCII ESCAPE SUFFIX DECIMAL OCTAL HEXADECIMAL BINARY BINARY-OPERATOR LINE-END'.split(
    ' ',
  ),
);

test('every rule has both fixtures, and there are no others', () => {
  const expected = rules.flatMap((rule) => [`${rule}.err.race`, `${rule}.ok.race`]);
  expect(readdirSync(fixtures).sort()).toEqual(expected.sort());
});

test('every rule that is used is there', () => {
  const withoutTexts = withoutComments.replace(/'[^']*'|"[^"]*"/g, '');
  const used = Array.from(withoutTexts.matchAll(/[A-Za-z][A-Za-z-]*/g), (match) => match[0]);
  const unknown = used.filter((name) => !rules.includes(name) && !letters.has(name));
  expect(unknown).toEqual([]);
});

describe.each(rules)('%s', (rule) => {
  test('accepts', () => {
    checkSyntax(read(`${rule}.ok.race`));
  });

  test('rejects', () => {
    const text = read(`${rule}.err.race`);
    expect(text).toMatch(/\^ error RW01\d\d: /);
    checkSyntax(text);
  });
});

function read(name: string): string {
  return readFileSync(new URL(name, fixtures), 'utf8');
}
