// What can be folded away: scenarios, variants, bodies, blocks, comments, runs of includes.
import {
  type Analysis,
  commentsOf,
  descendants,
  LineIndex,
  textOf,
  treeOf,
} from '@racewalk/language';
import type { Node } from './place.ts';

export interface Fold {
  /** 0-based; the first line stays. */
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: 'code' | 'comment' | 'includes';
}

export function folds(analysis: Analysis, file: string): readonly Fold[] {
  const tree = treeOf(analysis, file);
  const text = textOf(analysis, file);
  if (tree === undefined || text === undefined) return [];
  const lines = new LineIndex(text);
  const found = [...commentFolds(text, lines), ...includeFolds(tree.items, lines)];
  for (const node of descendants(tree)) {
    if (!foldable.has(node.kind)) continue;
    const startLine = lines.position(bracedAt(node, text)).line;
    // The line of the closing brace stays.
    const endLine =
      lines.position(node.end).line -
      (text[node.end - 1] === '}' || text[node.end - 1] === ';' ? 1 : 0);
    if (endLine > startLine) found.push({ startLine, endLine, kind: 'code' });
  }
  return distinct(found);
}

const foldable: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'Scenario',
  'Variant',
  'Patch',
  'Function',
  'Thread',
  'Setup',
  'Finally',
  'Struct',
  'Word',
  'Enum',
  'Flags',
  'Property',
  'ScheduleClause',
  'Block',
  'Switch',
  'InitializerList',
]);

/** Where the braces of a function begin: its signature stays in view. */
function bracedAt(node: Node, text: string): number {
  if (node.kind === 'Function') return node.body?.start ?? node.start;
  if (node.kind === 'Thread' || node.kind === 'Setup' || node.kind === 'Finally') {
    return node.body.start;
  }
  const brace = text.indexOf('{', node.start);
  return brace >= 0 && brace < node.end ? brace : node.start;
}

function commentFolds(text: string, lines: LineIndex): Fold[] {
  const found: Fold[] = [];
  let open: { startLine: number; endLine: number } | undefined;
  const close = (): void => {
    if (open !== undefined && open.endLine > open.startLine)
      found.push({ ...open, kind: 'comment' });
    open = undefined;
  };
  for (const { start, end, kind } of commentsOf(text)) {
    const [startLine, endLine] = [lines.position(start).line, lines.position(end).line];
    const isAlone = text.slice(lines.lineSpan(startLine).start, start).trim() === '';
    // Line comments directly below each other are one.
    if (kind === 'line' && isAlone && open?.endLine === startLine - 1) open.endLine = endLine;
    else {
      close();
      if (kind === 'block' || isAlone) open = { startLine, endLine };
      if (kind === 'block') close();
    }
  }
  close();
  return found;
}

function includeFolds(items: readonly Node[], lines: LineIndex): Fold[] {
  const found: Fold[] = [];
  let first: Node | undefined;
  let last: Node | undefined;
  for (const item of [...items, undefined]) {
    if (item?.kind === 'Include') {
      first ??= item;
      last = item;
      continue;
    }
    if (first !== undefined && last !== undefined) {
      const [startLine, endLine] = [
        lines.position(first.start).line,
        lines.position(last.start).line,
      ];
      if (endLine > startLine) found.push({ startLine, endLine, kind: 'includes' });
    }
    first = undefined;
    last = undefined;
  }
  return found;
}

/** Several nodes may begin on one line: an editor shows one arrow there, the widest. */
function distinct(found: readonly Fold[]): readonly Fold[] {
  const widest = new Map<number, Fold>();
  for (const fold of found) {
    const other = widest.get(fold.startLine);
    if (other === undefined || other.endLine < fold.endLine) widest.set(fold.startLine, fold);
  }
  return [...widest.values()].sort((one, other) => one.startLine - other.startLine);
}
