// Numbers, characters and strings: from their spelling to their value.
import type { Cursor } from './cursor.ts';
import { isClosed } from './token.ts';
import type { NumberLiteral, StringLiteral } from './tree.ts';

const spelling =
  /^(0[xX][0-9a-fA-F]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)(?:([uU])([lL]{0,2})|([lL]{1,2})([uU]?))?$/;
const largest = 0xffff_ffff;
const largestSigned = 0x7fff_ffff;

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
]);

/** A number token. One that can't be represented is reported and becomes 0. */
export function parseNumber(cursor: Cursor): NumberLiteral {
  const token = cursor.take();
  const place = { start: token.start, end: token.end };
  const parts = spelling.exec(token.text);
  if (parts === null) {
    const shown = token.text.slice(0, 40);
    const message = token.text.includes('.')
      ? `'${shown}' is not a whole number: there is no floating point here`
      : `'${shown}' is not a number`;
    cursor.errorAt('RW0107', message, place);
    return { kind: 'Number', ...place, value: 0, unsigned: false, long: false };
  }
  const value = digitsValue(parts[1] ?? '');
  const isTooLarge = value > largest;
  if (isTooLarge) {
    const message = `'${token.text.slice(0, 40)}' does not fit into 32 bits`;
    cursor.errorAt('RW0106', message, place);
  }
  const isUnsigned = parts[2] !== undefined || (parts[5] ?? '') !== '' || value > largestSigned;
  const isLong = (parts[3] ?? '') !== '' || parts[4] !== undefined;
  return {
    kind: 'Number',
    ...place,
    value: isTooLarge ? 0 : value,
    unsigned: isUnsigned,
    long: isLong,
  };
}

function digitsValue(digits: string): number {
  if (/^0[0-7]+$/.test(digits)) return Number.parseInt(digits, 8);
  return Number(digits);
}

/** `'c'`, a number. */
export function parseCharacter(cursor: Cursor): NumberLiteral {
  const token = cursor.take();
  const place = { start: token.start, end: token.end };
  const hasEnd = isClosed(token.text);
  const text = unescapeText(token.text.slice(1, hasEnd ? -1 : undefined));
  const value = text.codePointAt(0) ?? 0;
  if (hasEnd && (Array.from(text).length !== 1 || value > 127)) {
    const shown = token.text.slice(0, 40);
    cursor.errorAt('RW0107', `${shown} is not one ASCII character`, place);
  }
  return { kind: 'Number', ...place, value, unsigned: false, long: false };
}

export function parseString(cursor: Cursor): StringLiteral {
  const { start, end, text } = cursor.take();
  return {
    kind: 'String',
    start,
    end,
    text: unescapeText(text.slice(1, isClosed(text) ? -1 : undefined)),
  };
}

function unescapeText(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:x([0-9a-fA-F]{1,2})|(.)|$)/g, (_, code, letter) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return escapes.get(letter) ?? letter ?? '';
  });
}
