// Fixes for what has no part in any run: statements, names of properties, variants.
import { type Diagnostic, nodeAt, type tree, treeOf } from '@racewalk/language';
import { blockAt, wholeLines } from './clauses.ts';
import { type ActionInput, type CodeAction, fix } from './code-action.ts';

export function idleFixes(diagnostic: Diagnostic, input: ActionInput): readonly CodeAction[] {
  switch (diagnostic.code) {
    case 'RW0905':
      return removeStatements(diagnostic, input);
    case 'RW0907':
      return stopForbidding(diagnostic, input);
    case 'RW0908':
      return removeVariant(diagnostic, input);
    default:
      return [];
  }
}

/** Out of a block, or a whole `else`; what an `if` or a loop stands for stays. */
function removeStatements(
  diagnostic: Diagnostic,
  { analysis, file, text }: ActionInput,
): readonly CodeAction[] {
  const { start, end } = diagnostic;
  const root = treeOf(analysis, file);
  const path = root === undefined ? [] : nodeAt(root, start);
  const around = path.findLast(
    (node) =>
      node.start <= start &&
      end <= node.end &&
      (node.kind === 'Block' || node.kind === 'SwitchSection' || node.kind === 'If') &&
      !(node.start === start && node.end === end),
  );
  const title = 'remove what no interleaving reaches';
  if (around?.kind === 'Block' || around?.kind === 'SwitchSection') {
    return [fix(diagnostic, title, [{ file, ...wholeLines(text, { start, end }), text: '' }])];
  }
  if (around?.kind !== 'If' || around.alternative?.start !== start) return [];
  return [fix(diagnostic, title, [{ file, start: around.consequent.end, end, text: '' }])];
}

/** The name goes, or the clause with its only name. */
function stopForbidding(
  diagnostic: Diagnostic,
  { analysis, file, text }: ActionInput,
): readonly CodeAction[] {
  const items: readonly tree.ScenarioItem[] =
    blockAt(analysis, file, diagnostic.start)?.items ?? [];
  const clause = items.find(
    (item) =>
      item.kind === 'ForbidClause' && item.start <= diagnostic.start && diagnostic.end <= item.end,
  );
  if (clause?.kind !== 'ForbidClause') return [];
  const at = clause.names.findIndex(({ start }) => start === diagnostic.start);
  const [name, before, behind] = [clause.names[at], clause.names[at - 1], clause.names[at + 1]];
  if (name === undefined) return [];
  const title = `do not forbid ${name.text}`;
  const span =
    before !== undefined
      ? { start: before.end, end: name.end }
      : behind !== undefined
        ? { start: name.start, end: behind.start }
        : wholeLines(text, clause);
  return [fix(diagnostic, title, [{ file, start: span.start, end: span.end, text: '' }])];
}

function removeVariant(
  diagnostic: Diagnostic,
  { analysis, file, text }: ActionInput,
): readonly CodeAction[] {
  const block = blockAt(analysis, file, diagnostic.start);
  if (block?.kind !== 'Variant' || block.title.start !== diagnostic.start) return [];
  const span = { start: block.doc?.start ?? block.start, end: block.end };
  const edit = { file, ...wholeLines(text, span), text: '' };
  return [fix(diagnostic, 'remove this variant', [edit])];
}
