// Where clauses of a scenario or variant stand, and where another one goes.
import { type Analysis, type tree, treeOf } from '@racewalk/language';
import type { FileEdit } from './rename.ts';

export type Titled = tree.ScenarioDeclaration | tree.VariantBlock;

/** The scenarios of a file, each with its variants behind it. */
export function titledBlocks(analysis: Analysis, file: string): readonly Titled[] {
  return (treeOf(analysis, file)?.items ?? []).flatMap((item): readonly Titled[] =>
    item.kind === 'Scenario'
      ? [item, ...item.items.filter((inner) => inner.kind === 'Variant')]
      : [],
  );
}

/** The variant, else the scenario, around a place. */
export function blockAt(analysis: Analysis, file: string, offset: number): Titled | undefined {
  return titledBlocks(analysis, file).findLast(
    ({ start, end }) => start <= offset && offset <= end,
  );
}

/** The scenario that a variant stands in; of a scenario, itself. */
export function scenarioOf(analysis: Analysis, file: string, block: Titled): Titled {
  if (block.kind === 'Scenario') return block;
  const blocks = titledBlocks(analysis, file);
  return blocks.findLast((one) => one.kind === 'Scenario' && one.start <= block.start) ?? block;
}

/** Behind the last of those kinds that stands there, else first in the block. */
export function clauseEdit(
  { file, text }: { readonly file: string; readonly text: string },
  block: Titled,
  behind: readonly tree.ScenarioItem['kind'][],
  clause: string,
): FileEdit | undefined {
  const items: readonly tree.ScenarioItem[] = block.items;
  const last = items.findLast(({ kind }) => behind.includes(kind));
  const brace = text.indexOf('{', block.title.end);
  if (last === undefined && (brace < 0 || brace >= block.end)) return undefined;
  const at = last?.end ?? brace + 1;
  const isOneLine = !text.slice(block.start, block.end).includes('\n');
  const indent = isOneLine ? ' ' : `\n${indentOf(text, block.start)}${indentUnit(text)}`;
  return { file, start: at, end: at, text: `${indent}${clause}` };
}

/** The white space before the first character of the line. */
export function indentOf(text: string, offset: number): string {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/u.exec(text.slice(line))?.[0] ?? '';
}

/** What this text indents by: a tab, unless its first indented line says otherwise. */
export function indentUnit(text: string): string {
  return /^( {2,8}|\t)\S/mu.exec(text)?.[1] ?? '\t';
}

/** With the white space before it, and the line break where nothing else is on the line. */
export function wholeLines(text: string, { start, end }: tree.Span): tree.Span {
  let from = start;
  while (from > 0 && /[ \t]/u.test(text[from - 1] ?? '')) from -= 1;
  const isAlone = (from === 0 || text[from - 1] === '\n') && text[end] === '\n';
  return { start: from, end: isAlone ? end + 1 : end };
}
