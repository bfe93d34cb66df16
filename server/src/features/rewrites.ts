// Rewritings of what is selected: into one step, into a variant, into what later releases call.
import {
  bodiesOf,
  boundTo,
  type FunctionSymbol,
  nodeAt,
  type tree,
  treeOf,
} from '@racewalk/language';
import { blockAt, indentOf, indentUnit } from './clauses.ts';
import type { ActionInput, ActionKind, CodeAction } from './code-action.ts';
import { tagged } from './markdown.ts';
import type { Node } from './place.ts';
import { nextRelease, releaseName } from './releases.ts';
import type { FileEdit } from './rename.ts';

export function rewrites(input: ActionInput): readonly CodeAction[] {
  return [...wrapInAtomic(input), ...extractVariant(input), ...replaceCall(input)];
}

function made(title: string, kind: ActionKind, edits: readonly FileEdit[]): CodeAction {
  return { title, kind, edits, mends: undefined, isPreferred: false, isSafe: false };
}

/** The statements of one block that the selection holds whole. */
function wrapInAtomic(input: ActionInput): readonly CodeAction[] {
  const { analysis, file, text } = input;
  const selection = trimmed(input);
  const root = treeOf(analysis, file);
  if (root === undefined || selection === undefined) return [];
  const path = nodeAt(root, selection.start);
  if (path.some(({ kind }) => kind === 'Atomic' || kind === 'Ghost')) return [];
  const block = path.findLast((node) => node.kind === 'Block' && node.end >= selection.end);
  if (block?.kind !== 'Block') return [];
  const inside = within(block.statements, selection);
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined || inside.some(({ kind }) => kind === 'Variable')) {
    return [];
  }
  const body = text.slice(first.start, last.end);
  const isOneLine = !text.slice(block.start, block.end).includes('\n');
  const [indent, unit] = [indentOf(text, first.start), indentUnit(text)];
  const wrapped = isOneLine
    ? `atomic { ${body} }`
    : `atomic {\n${indent}${unit}${deeper(body, unit)}\n${indent}}`;
  const edit = { file, start: first.start, end: last.end, text: wrapped };
  return [made('wrap in atomic', 'refactor.rewrite', [edit])];
}

function deeper(body: string, unit: string): string {
  return body.replace(/\n(?=[^\n])/gu, `\n${unit}`);
}

const movable: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'KernelClause',
  'PatchClause',
  'ForbidClause',
  'ExpectClause',
  'Function',
  'Property',
]);

/** Clauses and functions of a scenario become a variant at its end. */
function extractVariant(input: ActionInput): readonly CodeAction[] {
  const { analysis, file, text } = input;
  const selection = trimmed(input);
  if (selection === undefined) return [];
  const scenario = blockAt(analysis, file, selection.start);
  if (scenario?.kind !== 'Scenario' || text[scenario.end - 1] !== '}') return [];
  const inside = within(scenario.items, selection);
  if (inside.length === 0 || inside.some(({ kind }) => !movable.has(kind))) return [];
  const unit = indentUnit(text);
  const outer = indentOf(text, scenario.start) + unit;
  const parts = inside.map((item) => deeper(text.slice(startOf(item), item.end), unit));
  const variant = [
    `${outer}variant "extracted" {`,
    ...parts.map((part) => `${outer}${unit}${part}`),
    `${outer}}`,
  ];
  const at = scenario.end - 1;
  const isOwnLine = text.slice(text.lastIndexOf('\n', at) + 1, at).trim() === '';
  const end = isOwnLine ? text.lastIndexOf('\n', at) + 1 : at;
  const insert = `${isOwnLine ? '' : '\n'}${variant.join('\n')}\n`;
  const removed = inside.map((item) => ({
    file,
    ...lineOf(text, startOf(item), item.end),
    text: '',
  }));
  const edits = [...removed, { file, start: end, end, text: insert }];
  return [made('extract into a variant', 'refactor.extract', edits)];
}

function startOf(item: tree.ScenarioItem): number {
  return 'doc' in item && item.doc !== undefined ? item.doc.start : item.start;
}

/** With the rest of the line, where there is nothing else on it. */
function lineOf(text: string, start: number, end: number): tree.Span {
  let from = start;
  while (from > 0 && /[ \t]/u.test(text[from - 1] ?? '')) from -= 1;
  const isAlone = text[from - 1] === '\n' && text[end] === '\n';
  return isAlone ? { start: from, end: end + 1 } : { start, end };
}

/** A call of what a later release has put something else in the place of. */
function replaceCall({ analysis, file, start }: ActionInput): readonly CodeAction[] {
  const root = treeOf(analysis, file);
  const call = (root === undefined ? [] : nodeAt(root, start)).findLast(
    (node) => node.kind === 'Call' && node.callee.start <= start && start <= node.callee.end,
  );
  if (call?.kind !== 'Call') return [];
  const symbol = boundTo(analysis, call.callee);
  if (symbol?.kind !== 'function') return [];
  const found = successorOf(symbol);
  if (found === undefined) return [];
  const { start: from, end, text: name } = call.callee;
  const edit = { file, start: from, end, text: found.name };
  const title = `replace ${name} by ${found.name} for ${found.release}`;
  return [made(title, 'refactor.rewrite', [edit])];
}

function successorOf(
  symbol: FunctionSymbol,
): { readonly name: string; readonly release: string } | undefined {
  const bodies = bodiesOf(symbol);
  const last = Math.max(...bodies.map(({ to }) => to));
  if (!Number.isFinite(last)) return undefined;
  const release = releaseName(nextRelease(last));
  for (const { doc } of bodies) {
    const name = /^(\w+)\(\)$/u.exec(tagged(doc, 'instead')[0] ?? '')?.[1];
    if (name !== undefined) return { name, release };
  }
  return undefined;
}

/** The selection without the white space at its ends; undefined where it is empty. */
function trimmed({ text, start, end }: ActionInput): tree.Span | undefined {
  const selected = text.slice(start, end);
  if (selected.trim() === '') return undefined;
  const from = start + (selected.length - selected.trimStart().length);
  return { start: from, end: start + selected.trimEnd().length };
}

/** Those that the selection holds; empty where it holds a part of one. */
function within<Item extends tree.Span>(
  items: readonly Item[],
  { start, end }: tree.Span,
): readonly Item[] {
  const touched = items.filter((item) => item.start < end && start < item.end);
  return touched.every((item) => start <= item.start && item.end <= end) ? touched : [];
}
