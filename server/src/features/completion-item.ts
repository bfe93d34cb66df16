// One proposal, as plain data; what it says at length is asked for later.
import type { FileEdit } from './rename.ts';

export type CompletionKind =
  | 'function'
  | 'builtin'
  | 'variable'
  | 'field'
  | 'constant'
  | 'type'
  | 'word'
  | 'property'
  | 'patch'
  | 'thread'
  | 'release'
  | 'snippet'
  | 'label'
  | 'file';

export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Follows the label, in grey: `(struct page *page)`, `(not in v6.10)`. */
  readonly note: string;
  /** What is put in; `${1:name}` are places to fill in where `isSnippet`. */
  readonly insert: string;
  readonly isSnippet: boolean;
  readonly isDeprecated: boolean;
  /** The lowest come first; within a rank, the alphabet decides. */
  readonly rank: number;
  /** Other changes that come with it: an `#include`. */
  readonly edits: readonly FileEdit[];
}

/** Ranks in use, the most likely first. */
export const ranks = {
  expected: 0,
  local: 1,
  own: 2,
  library: 3,
  language: 4,
  word: 5,
  snippet: 6,
  elsewhere: 7,
  absent: 8,
} as const;

export function plain(label: string, kind: CompletionKind, note: string, rank: number): Completion {
  return {
    label,
    kind,
    note,
    insert: label,
    isSnippet: false,
    isDeprecated: false,
    rank,
    edits: [],
  };
}

/** `<name>` in the body is a place to fill in, the same name the same text; `<>` one without a name. */
export function snippet(label: string, body: string, note: string): Completion {
  const numbers = new Map<string, number>();
  let count = 0;
  const insert = body.replace(/<([^<>]*)>/gu, (_, name: string) => {
    const known = name === '' ? undefined : numbers.get(name);
    if (known !== undefined) return `$${known}`;
    count += 1;
    if (name === '') return `$${count}`;
    numbers.set(name, count);
    return `\${${count}:${quoted(name)}}`;
  });
  return { ...plain(label, 'snippet', note, ranks.snippet), insert, isSnippet: true };
}

/** Text that is not a snippet's own: `$`, `}` and `\` mean themselves. */
export function quoted(text: string): string {
  return /[\\$}]/u.test(text) ? text.replace(/[\\$}]/gu, '\\$&') : text;
}
