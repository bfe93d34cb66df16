// The parser's front door: a text to its tree and to what is wrong with it. Never throws.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { Cursor } from './cursor.ts';
import { lex } from './lexer.ts';
import { isDeclaration, parseDeclaration, parseVariableOrFunction } from './parse-declaration.ts';
import { parseString } from './parse-literal.ts';
import { isProperty, parseProperty } from './parse-property.ts';
import { isKernel, parseReleaseRange } from './parse-release.ts';
import {
  isPatch,
  isScenario,
  isStrayClause,
  parseScenario,
  skipStrayClause,
} from './parse-scenario.ts';
import type { Item, PatchDeclaration, SourceTree } from './tree.ts';
import { limitHeight } from './tree-height.ts';

export interface Parsed {
  readonly tree: SourceTree;
  /** Ordered by place. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a text. `file` is the name that its diagnostics carry. */
export function parse(text: string, file: string): Parsed {
  const cursor = new Cursor(lex(text), file);
  const items: Item[] = [];
  while (!cursor.atEnd) {
    const before = cursor.place;
    const item = cursor.accept(';') ? undefined : parseTopItem(cursor);
    if (item !== undefined) items.push(item);
    if (cursor.place === before) cursor.take();
  }
  const tree: SourceTree = { kind: 'SourceTree', start: 0, end: text.length, items };
  return { tree, diagnostics: cursor.diagnostics.finish() };
}

function parseTopItem(cursor: Cursor): Item | undefined {
  const { start } = cursor.token;
  cursor.beginItem();
  const item = parseItem(cursor);
  if (item === undefined || limitHeight(cursor, item)) return item;
  return { kind: 'ErrorItem', start, end: item.end };
}

function parseItem(cursor: Cursor): Item | undefined {
  if (isScenario(cursor)) return parseScenario(cursor);
  if (isPatch(cursor)) return parsePatch(cursor);
  if (isProperty(cursor)) return parseProperty(cursor);
  if (isKernel(cursor)) return parseReleased(cursor);
  if (isStrayClause(cursor)) return skipStrayClause(cursor);
  if (isDeclaration(cursor)) return parseDeclaration(cursor);
  const start = cursor.token.start;
  if (isUnion(cursor)) cursor.error('RW0116', 'unions are not in the language');
  else cursor.error('RW0101', unexpected(cursor));
  cursor.skipDeclaration(isItemStart, false);
  return { kind: 'ErrorItem', start: cursor.since(start), end: cursor.previousEnd };
}

function unexpected(cursor: Cursor): string {
  if (cursor.at('}')) return "this '}' closes nothing";
  if (cursor.at('scenario')) return "expected a title in quotes after 'scenario'";
  return `expected a declaration, found ${cursor.found}`;
}

function isUnion(cursor: Cursor): boolean {
  return cursor.at('union') && (cursor.peekIs(1, '{') || cursor.peekIs(2, '{'));
}

function isItemStart(cursor: Cursor): boolean {
  if (isScenario(cursor) || isPatch(cursor) || isProperty(cursor)) return true;
  return isKernel(cursor) || isDeclaration(cursor);
}

/** `kernel v5.10 .. v6.1` and the function it stands before. */
function parseReleased(cursor: Cursor): Item {
  const { doc } = cursor;
  const range = parseReleaseRange(cursor);
  if (isDeclaration(cursor)) return parseVariableOrFunction(cursor, doc, range);
  cursor.error('RW0117', `expected a function after the kernel range, found ${cursor.found}`);
  cursor.skipStatement();
  return { kind: 'ErrorItem', start: cursor.since(range.start), end: cursor.previousEnd };
}

/** `patch name "title" { declarations }`. */
function parsePatch(cursor: Cursor): PatchDeclaration {
  const { doc } = cursor;
  const start = cursor.take().start;
  const name = cursor.expectName("a name after 'patch'");
  const title = cursor.token.kind === 'string' ? parseString(cursor) : undefined;
  const items: Item[] = [];
  cursor.braces(title === undefined ? 'the name' : 'the title', () => {
    if (cursor.accept(';')) return;
    const item = parsePatchItem(cursor);
    if (item !== undefined) items.push(item);
  });
  return {
    kind: 'Patch',
    start: cursor.since(start),
    end: cursor.previousEnd,
    doc,
    name,
    title,
    items,
  };
}

function parsePatchItem(cursor: Cursor): Item | undefined {
  const { start } = cursor.token;
  cursor.beginItem();
  if (isKernel(cursor)) return parseReleased(cursor);
  if (isStrayClause(cursor)) return skipStrayClause(cursor);
  if (isDeclaration(cursor)) return parseDeclaration(cursor);
  cursor.error('RW0101', `expected a function or a declaration, found ${cursor.found}`);
  cursor.skipDeclaration(isDeclaration, true);
  return { kind: 'ErrorItem', start: cursor.since(start), end: cursor.previousEnd };
}
