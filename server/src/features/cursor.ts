// What stands before the cursor, as tokens: half-typed text has no tree worth its name, but what
// was typed so far says what may come next.
import { lex, type Token, textOf, treeOf } from '@racewalk/language';
import type { Place } from './place.ts';

export type Frame =
  | 'file'
  | 'scenario'
  | 'variant'
  | 'patch'
  | 'schedule'
  | 'code'
  | 'property'
  | 'fields'
  | 'members'
  | 'list';

export interface Cursor {
  /** `comment` and `string`: nothing of the language can be typed. */
  readonly kind: 'code' | 'comment' | 'string';
  /** The word being typed: it ends at the cursor, and may be empty. */
  readonly word: string;
  readonly wordStart: number;
  /** The tokens before that word, the nearest last; from the item around on. */
  readonly before: readonly Token[];
  /** The braces around, the innermost last. Never empty: it begins with `file`. */
  readonly frames: readonly Frame[];
  /** The tokens since the last `;`, `{` or `}`. */
  readonly head: readonly Token[];
  /** The call whose arguments are being typed. */
  readonly call: OpenCall | undefined;
}

export interface OpenCall {
  readonly name: string;
  readonly nameStart: number;
  readonly opening: number;
  /** 0-based. */
  readonly argument: number;
}

export function cursorAt(place: Place): Cursor {
  const text = textOf(place.analysis, place.file) ?? '';
  const from = itemStart(place);
  const typed = text.slice(from, place.offset);
  const { tokens, errors } = lex(typed);
  const shifted = tokens
    .filter(({ kind }) => kind !== 'end')
    .map((token) => ({ ...token, start: token.start + from, end: token.end + from }));
  const last = shifted.at(-1);
  const isWord = last?.kind === 'word' && last.end === place.offset;
  const before = isWord ? shifted.slice(0, -1) : shifted;
  const { frames, head } = nesting(before);
  return {
    kind: kindOf(typed, errors, last, place.offset),
    word: isWord ? last.text : '',
    wordStart: isWord ? last.start : place.offset,
    before,
    frames,
    head,
    call: openCall(head),
  };
}

/** Lexing may begin where an item does: what is before it is closed. */
function itemStart({ analysis, file, offset }: Place): number {
  const items = treeOf(analysis, file)?.items ?? [];
  return items.findLast(({ start }) => start < offset)?.start ?? 0;
}

function kindOf(
  typed: string,
  errors: ReturnType<typeof lex>['errors'],
  last: Token | undefined,
  offset: number,
): Cursor['kind'] {
  if (errors.some(({ code }) => code === 'RW0104')) return 'comment';
  const line = typed.slice(typed.lastIndexOf('\n') + 1);
  if (/^(?:[^"/]|"(?:[^"\\]|\\.)*"|\/(?!\/))*\/\//u.test(line)) return 'comment';
  const isOpen = errors.some(({ code }) => code === 'RW0103') && last?.kind === 'string';
  return isOpen && last.end >= offset ? 'string' : 'code';
}

function nesting(tokens: readonly Token[]): {
  readonly frames: readonly Frame[];
  readonly head: readonly Token[];
} {
  const frames: Frame[] = ['file'];
  let head: Token[] = [];
  let directive = false;
  for (const token of tokens) {
    if (token.kind === 'directive') directive = true;
    if (token.kind === 'line-end') {
      directive = false;
      head = [];
      continue;
    }
    if (directive || token.kind === 'string' || !/^[{};]$/u.test(token.text)) {
      head.push(token);
      continue;
    }
    // `for (a; b; c)`: a semicolon inside parentheses ends nothing.
    if (token.text === ';' && depthOf(head) > 0) {
      head.push(token);
      continue;
    }
    if (token.text === '{') frames.push(frameOf(head, frames.at(-1) ?? 'file'));
    if (token.text === '}' && frames.length > 1) frames.pop();
    head = [];
  }
  return { frames, head };
}

function depthOf(head: readonly Token[]): number {
  let depth = 0;
  for (const { text } of head) {
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
  }
  return depth;
}

const frameWords: Readonly<Record<string, Frame>> = {
  scenario: 'scenario',
  variant: 'variant',
  patch: 'patch',
  schedule: 'schedule',
  property: 'property',
  invariant: 'property',
  thread: 'code',
  setup: 'code',
  finally: 'code',
  enum: 'members',
  flags: 'members',
};

/** Where code stands, everything inside is code or a list. */
function frameOf(head: readonly Token[], outer: Frame): Frame {
  const last = head.at(-1)?.text;
  if (last === '=' || last === ',') return 'list';
  if (outer === 'code' || outer === 'list') return outer;
  const first = head[0]?.text ?? '';
  const known = Object.hasOwn(frameWords, first) ? frameWords[first] : undefined;
  if (known !== undefined) return known;
  if (last === ')') return 'code';
  return first === 'struct' || first === 'typedef' || first === 'union' ? 'fields' : 'code';
}

/** The innermost parenthesis that is still open, where a name stands before it. */
function openCall(head: readonly Token[]): OpenCall | undefined {
  let depth = 0;
  let commas = 0;
  for (let index = head.length - 1; index > 0; index -= 1) {
    const token = head[index];
    if (token === undefined) continue;
    if (token.text === ')' || token.text === ']' || token.text === '}') depth += 1;
    else if (token.text === '[' || token.text === '{') depth -= 1;
    else if (token.text === ',' && depth === 0) commas += 1;
    else if (token.text === '(') {
      if (depth > 0) {
        depth -= 1;
        continue;
      }
      const name = head[index - 1];
      if (name?.kind === 'word' && !controls.has(name.text)) {
        const { text, start } = name;
        return { name: text, nameStart: start, opening: token.start, argument: commas };
      }
      commas = 0;
    }
  }
  return undefined;
}

const controls: ReadonlySet<string> = new Set([
  'if',
  'while',
  'for',
  'switch',
  'return',
  'forall',
  'exists',
]);
