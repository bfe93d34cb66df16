// Types: what stands before a declared name, types in casts, and where a declaration begins.
import { isAttribute, isInlineWord, skipAttributes } from './attributes.ts';
import type { Cursor } from './cursor.ts';
import { isArithmeticWord, isReserved } from './token.ts';
import type { Storage, TypeExpression } from './tree.ts';

export interface Specifiers {
  readonly storage: readonly Storage[];
  readonly type: TypeExpression;
}

type TypeBase = TypeExpression['base'];

const plainStorage: ReadonlyMap<string, Storage> = new Map([
  ['static', 'static'],
  ['extern', 'extern'],
  ['inline', 'inline'],
  ['const', 'const'],
  ['volatile', 'volatile'],
]);

/** Contextual: storage only where a type follows. */
const scenarioStorage: ReadonlyMap<string, Storage> = new Map([
  ['ghost', 'ghost'],
  ['pool', 'pool'],
  ['thread_local', 'thread_local'],
  ['_Thread_local', 'thread_local'],
]);

/** Contextual storage words in a row that are seen as such. */
const storageMax = 4;

/** What may follow `Name Name` or `Name *Name` in a declaration. */
const afterDeclaredName = /^[;=,[:)]$/;

/** Names that are types by their looks, as `(pte_t) -x` needs to know. */
const typeLike =
  /^(?:[us](?:8|16|32|64)|__[us](?:8|16|32|64)|size_t|ssize_t|[a-z_][A-Za-z0-9_]*_t)$/;

export function isTypeLike(word: string): boolean {
  return typeLike.test(word);
}

/** Words before a declared name: storage, qualifiers and one type, in any order. */
export function parseSpecifiers(cursor: Cursor): Specifiers {
  return specifiers(cursor, false);
}

/** The same for a parameter, which may be a bare type name: `void f(pte_t, int);` */
export function parseParameterSpecifiers(cursor: Cursor): Specifiers {
  return specifiers(cursor, true);
}

function specifiers(cursor: Cursor, isBareNameType: boolean): Specifiers {
  const start = cursor.token.start;
  const storage: Storage[] = [];
  const words: string[] = [];
  let base: TypeBase | undefined;
  let typeStart = start;
  let typeEnd = start;
  for (;;) {
    const { text, kind } = cursor.token;
    const word = storageWord(cursor);
    if (word !== undefined) {
      if (!storage.includes(word)) storage.push(word);
      cursor.take();
    } else if (kind === 'word' && isSkippable(cursor, base !== undefined)) {
      skipOne(cursor);
    } else if (isArithmeticWord(text) && (base === undefined || words.length > 0)) {
      if (words.length === 0) typeStart = cursor.token.start;
      words.push(cursor.take().text);
      base = { kind: 'Arithmetic', words };
      typeEnd = cursor.previousEnd;
    } else if (base === undefined && startsBase(cursor, isBareNameType)) {
      typeStart = cursor.token.start;
      base = parseBase(cursor);
      typeEnd = cursor.previousEnd;
    } else {
      break;
    }
  }
  if (base !== undefined) {
    return { storage, type: { kind: 'Type', start: typeStart, end: typeEnd, base, pointers: 0 } };
  }
  return { storage, type: absentType(cursor) };
}

function absentType(cursor: Cursor): TypeExpression {
  cursor.error('RW0101', `expected a type, found ${cursor.found}`);
  const name = cursor.absentName();
  return {
    kind: 'Type',
    start: name.start,
    end: name.end,
    base: { kind: 'Named', name },
    pointers: 0,
  };
}

function storageWord(cursor: Cursor): Storage | undefined {
  const { text, kind } = cursor.token;
  if (kind !== 'word') return undefined;
  const plain = plainStorage.get(text);
  if (plain !== undefined) return plain;
  const own = scenarioStorage.get(text);
  if (own !== undefined && isTypeStart(cursor, 1)) return own;
  return isInlineWord(text) ? 'inline' : undefined;
}

/** A known attribute, or a `__word` between a type and more of the declaration. */
function isSkippable(cursor: Cursor, hasBase: boolean): boolean {
  if (isAttribute(cursor, 0)) return true;
  const { text } = cursor.token;
  if (!text.startsWith('__') || isTypeLike(text)) return false;
  const next = cursor.peek(1).text;
  if (isArithmeticWord(next) || next === 'struct' || next === 'enum') return true;
  if (hasBase) return cursor.peekIsName(1) || next === '*';
  return cursor.peekIsName(1) && cursor.peekIsName(2);
}

function skipOne(cursor: Cursor): void {
  const before = cursor.place;
  skipAttributes(cursor);
  if (cursor.place === before) cursor.take();
}

function startsBase(cursor: Cursor, isBareNameType: boolean): boolean {
  if (cursor.at('struct') || cursor.at('enum')) return true;
  if (!cursor.peekIsName(0)) return false;
  // The return type may have a line of its own.
  const isReturnType = cursor.peekIsName(1) && cursor.peekIs(2, '(');
  return isBareNameType || isReturnType || isTypeName(cursor, 0);
}

/** Whether the name so many tokens ahead is a type, by what follows it. */
function isTypeName(cursor: Cursor, ahead: number): boolean {
  if (!cursor.peekIsName(ahead)) return false;
  const next = cursor.peek(ahead + 1);
  if (next.text === '*' || next.text === 'const' || next.text === 'volatile') return true;
  return next.kind === 'word' && !isReserved(next.text) && next.indent < 0;
}

function parseBase(cursor: Cursor): TypeBase {
  const { text } = cursor.token;
  if (text !== 'struct' && text !== 'enum') return { kind: 'Named', name: cursor.takeName() };
  cursor.take();
  skipAttributes(cursor);
  return { kind: 'Tagged', tag: text, name: cursor.expectName(`a name after '${text}'`) };
}

/**
 * Whether a type can only be meant: `int`, `struct`, `const`, or a name that is one by what
 * follows.
 */
export function isTypeStart(cursor: Cursor, ahead: number): boolean {
  const { text, kind } = cursor.peek(ahead);
  if (kind !== 'word') return false;
  if (isArithmeticWord(text) || plainStorage.has(text)) return true;
  if (text === 'struct' || text === 'enum' || isInlineWord(text)) return true;
  if (isAttribute(cursor, ahead)) return true;
  if (scenarioStorage.has(text) && ahead < storageMax && isTypeStart(cursor, ahead + 1))
    return true;
  return isTypeName(cursor, ahead);
}

/** Whether a declaration begins here rather than an expression. */
export function isDeclarationStart(cursor: Cursor): boolean {
  const { text, kind } = cursor.token;
  if (kind !== 'word') return false;
  if (!cursor.peekIsName(0)) return isTypeStart(cursor, 0);
  if (isInlineWord(text) || isAttribute(cursor, 0)) return true;
  if (scenarioStorage.has(text) && isTypeStart(cursor, 1)) return true;
  return declaresName(cursor);
}

/** `Name Name` or `Name *Name`, and then what follows a declared name. */
function declaresName(cursor: Cursor): boolean {
  let ahead = 1;
  for (;;) {
    if (/^(?:\*|const|volatile)$/.test(cursor.peek(ahead).text)) ahead += 1;
    else if (isAttribute(cursor, ahead)) ahead += cursor.peekIs(ahead + 1, '(') ? 4 : 1;
    else break;
  }
  if (!cursor.peekIsName(ahead)) return false;
  const after = cursor.peek(ahead + 1);
  if (afterDeclaredName.test(after.text) || isAttribute(cursor, ahead + 1)) return true;
  if (ahead > 1 || cursor.peek(1).indent >= 0) return false;
  // `u8 x` with nothing more on its line lacks its semicolon.
  return after.indent >= 0 || after.kind === 'end' || after.text === '}';
}

/** A type without a name, as in a cast: `unsigned long`, `struct page *`. */
export function parseAbstractType(cursor: Cursor): TypeExpression {
  const start = cursor.token.start;
  const { type } = parseParameterSpecifiers(cursor);
  const pointers = parseStars(cursor);
  return {
    kind: 'Type',
    start: cursor.since(start),
    end: cursor.previousEnd,
    base: type.base,
    pointers,
  };
}

/** Stars, with the qualifiers that may stand between them. */
export function parseStars(cursor: Cursor): number {
  let pointers = 0;
  for (;;) {
    if (cursor.at('*') && cursor.mayChain(pointers)) {
      cursor.take();
      pointers += 1;
    } else if (cursor.at('const') || cursor.at('volatile')) {
      cursor.take();
    } else if (isAttribute(cursor, 0)) {
      skipAttributes(cursor);
    } else {
      return pointers;
    }
  }
}
