// Where in a function the names of its locals can be used.
import { keptWith } from '../kept.ts';
import type { Block, Span } from '../syntax/tree.ts';
import { children, type Node } from '../syntax/walk.ts';

/**
 * For each local of the body, by the offset of its declaring name: from behind its declaration, with
 * its initial value, to the end of its block.
 */
export const visibleSpans = keptWith('spans', (body: Block): ReadonlyMap<number, Span> => {
  const found = new Map<number, Span>();
  collect(body, body.end, found);
  return found;
});

function collect(node: Node, end: number, found: Map<number, Span>): void {
  for (const child of children(node)) {
    if (child.kind === 'InitializedDeclarator') {
      found.set(child.declarator.name.start, { start: child.end, end });
    }
    collect(child, opensScope(child) ? child.end : end, found);
  }
}

function opensScope({ kind }: Node): boolean {
  return ['Block', 'If', 'While', 'Do', 'For', 'Switch'].includes(kind);
}
