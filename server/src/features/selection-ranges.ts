// What a growing selection takes in: the word, the expression, the statement, the block, the text.
import { type Analysis, nodeAt, textOf, type tree, treeOf } from '@racewalk/language';

/** From the innermost to the whole text; each holds the one before it. */
export function selectionRanges(
  analysis: Analysis,
  file: string,
  offset: number,
): readonly tree.Span[] {
  const root = treeOf(analysis, file);
  const text = textOf(analysis, file);
  if (root === undefined || text === undefined) return [];
  const whole = { start: 0, end: text.length };
  const spans = [whole, ...nodeAt(root, offset).flatMap((node) => [node, ...insideOf(node, text)])];
  const around = spans.filter(({ start, end }) => start <= offset && offset <= end);
  const found: tree.Span[] = [];
  for (const { start, end } of [...around, wordAt(text, offset)]) {
    const last = found.at(-1);
    if (last !== undefined && (start < last.start || end > last.end)) continue;
    if (last?.start === start && last.end === end) continue;
    found.push({ start, end });
  }
  return found.reverse();
}

/** What stands between a block's braces. */
function insideOf(node: tree.Span & { readonly kind: string }, text: string): readonly tree.Span[] {
  if (node.kind !== 'Block' || text[node.start] !== '{' || text[node.end - 1] !== '}') return [];
  const inner = text.slice(node.start + 1, node.end - 1);
  const start = node.start + 1 + (inner.length - inner.trimStart().length);
  const end = node.start + 1 + inner.trimEnd().length;
  return start < end ? [{ start, end }] : [];
}

function wordAt(text: string, offset: number): tree.Span {
  let [start, end] = [offset, offset];
  while (start > 0 && /\w/u.test(text[start - 1] ?? '')) start -= 1;
  while (end < text.length && /\w/u.test(text[end] ?? '')) end += 1;
  return { start, end };
}
