// Expressions whose values an editor shows beside the lines of a function that is being debugged:
// its variables, and what is reached from them.
import { type Analysis, children, nodeAt, symbolAt, treeOf } from '@racewalk/language';
import type { Node } from './place.ts';

export interface InlineExpression {
  readonly start: number;
  readonly end: number;
}

/** More in one function would hide its text. */
const expressionsMax = 100;

/**
 * Those between the beginning of the function or thread that stands at `stopped` and there. A line
 * further down has not been reached.
 */
export function inlineExpressions(
  analysis: Analysis,
  file: string,
  stopped: number,
): readonly InlineExpression[] {
  const root = treeOf(analysis, file);
  if (root === undefined) return [];
  const around = nodeAt(root, stopped).findLast(
    ({ kind }) => kind === 'Function' || kind === 'Thread',
  );
  if (around === undefined) return [];
  const found: InlineExpression[] = [];
  collect({ analysis, file, stopped, found }, around);
  return found.slice(0, expressionsMax);
}

interface Collecting {
  readonly analysis: Analysis;
  readonly file: string;
  readonly stopped: number;
  readonly found: InlineExpression[];
}

function collect(collecting: Collecting, node: Node): void {
  const { stopped, found } = collecting;
  if (node.start > stopped) return;
  if (isShown(collecting, node)) {
    found.push({ start: node.start, end: node.end });
    return;
  }
  for (const child of children(node)) collect(collecting, child);
}

/** `flags`, `page->flags`, `pages[0].tags`: variables, and ways from them that call nothing. */
function isShown(collecting: Collecting, node: Node): boolean {
  switch (node.kind) {
    case 'Name': {
      const { analysis, file } = collecting;
      const symbol = symbolAt(analysis, file, node.start)?.symbol;
      return symbol?.kind === 'variable' && symbol.storage !== 'quantifier';
    }
    case 'Member':
      return isShown(collecting, node.object);
    case 'Index':
      return (
        isShown(collecting, node.object) &&
        (node.index.kind === 'Number' || isShown(collecting, node.index))
      );
    default:
      return false;
  }
}
