// Tokens: what the lexer hands to the parser. White space and comments are no tokens; they lie
// between the end of one token and the start of the next.
import type { Doc } from './tree.ts';

export type TokenKind =
  /** Identifiers, C keywords and scenario words alike. */
  | 'word'
  | 'number'
  | 'character'
  | 'string'
  | 'punctuator'
  /** The text of CPU columns in a `schedule`. */
  | 'columns'
  /** `#define` or `#include`. */
  | 'directive'
  /** `<linux/mm.h>` after `#include`. */
  | 'system-path'
  /** End of a directive's line. */
  | 'line-end'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Width of the white space before the first token of a line; -1 for the others. */
  readonly indent: number;
}

/** Something wrong with the text, before it has a file name. */
export interface LexicalError {
  readonly code: 'RW0103' | 'RW0104' | 'RW0105' | 'RW0112' | 'RW0113';
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface LexedText {
  /** Ends with one token of kind `end`. */
  readonly tokens: readonly Token[];
  /** Doc comments by the index of the token they stand above. */
  readonly docs: ReadonlyMap<number, Doc>;
  /** The first of them; `errorCount` says how many there are. */
  readonly errors: readonly LexicalError[];
  readonly errorCount: number;
  /**
   * Tokens (by index) before which the lexer reported something that explains what the parser
   * misses.
   */
  readonly echoes: ReadonlySet<number>;
  /** The text stopped being text (a NUL): what the parser misses after it is no news. */
  readonly cutShort: boolean;
}

const reserved: ReadonlySet<string> = new Set(
  (
    'if else while do for switch case default break continue goto return struct enum typedef ' +
    'const static inline volatile extern void int unsigned signed long short char bool _Bool sizeof'
  ).split(' '),
);

/** Only C keywords are reserved; scenario words are names wherever a name can stand. */
export function isReserved(word: string): boolean {
  return reserved.has(word);
}

const arithmetic: ReadonlySet<string> = new Set(
  'void int unsigned signed long short char bool _Bool'.split(' '),
);

/** C's own type words. */
export function isArithmeticWord(word: string): boolean {
  return arithmetic.has(word);
}

/** A token in a message: `'foo'`, `a string`, `the end of the file`. */
export function describeToken(token: Token): string {
  if (token.kind === 'end') return 'the end of the file';
  if (token.kind === 'line-end') return 'the end of the line';
  if (token.kind === 'string') return 'a string';
  if (token.kind === 'columns') return 'columns';
  const text = token.text.length > 40 ? `${token.text.slice(0, 37)}...` : token.text;
  return `'${text}'`;
}

/** Whether a string or character token has its closing quote. */
export function isClosed(text: string): boolean {
  if (text.length < 2 || text[text.length - 1] !== text[0]) return false;
  let slashes = 0;
  while (text[text.length - 2 - slashes] === '\\') slashes += 1;
  return slashes % 2 === 0;
}
