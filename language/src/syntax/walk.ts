// Ways through a tree that need not know its node kinds: the parts of a node, and the path to an
// offset.
import type * as tree from './tree.ts';

/** Anything in a tree that has a kind and a place. */
export type Node =
  | tree.SourceTree
  | tree.Item
  | tree.ScenarioItem
  | tree.Statement
  | tree.Expression
  | tree.LivenessBody
  | tree.Name
  | tree.Field
  | tree.Enumerator
  | tree.InitializedDeclarator
  | tree.Declarator
  | tree.Width
  | tree.TypeExpression
  | tree.ReleaseRange
  | tree.Release
  | tree.Parameter
  | tree.StringLiteral
  | tree.ScheduleStep
  | tree.ScheduleColumns
  | tree.SwitchSection
  | tree.InitializerEntry;

/** The nodes directly inside a node, in the order of the text. */
export function children(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (const value of Object.values(node)) collect(value, found);
  found.sort((one, other) => one.start - other.start || one.end - other.end);
  // `kernel v5.13` is one release that stands for both ends of its range.
  return found.filter((child, index) => child !== found[index - 1]);
}

/** From the root to the innermost node at the offset; a node's end is at it too. */
export function nodeAt(root: Node, offset: number): readonly Node[] {
  const path: Node[] = [];
  let node: Node | undefined = holds(root, offset) ? root : undefined;
  while (node !== undefined) {
    path.push(node);
    const inside: readonly Node[] = children(node).filter((child) => holds(child, offset));
    // Where two nodes touch, the one that begins here is meant, and a name before all else.
    node =
      inside.find((child) => child.kind === 'Name' && child.end > child.start) ??
      inside.find((child) => offset < child.end) ??
      inside[0];
  }
  return path;
}

/** Every node below and including the root, parents first. */
export function* descendants(root: Node): Generator<Node> {
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    waiting.push(...children(node).toReversed());
  }
}

/** The number of levels of a tree. */
export function heightOf(root: Node): number {
  let height = 0;
  for (let level: Node[] = [root]; level.length > 0; height += 1) {
    const below: Node[] = [];
    for (const node of level) {
      for (const value of Object.values(node)) collect(value, below);
    }
    level = below;
  }
  return height;
}

function holds(node: Node, offset: number): boolean {
  return node.start <= offset && offset <= node.end;
}

function collect(value: unknown, found: Node[]): void {
  if (Array.isArray(value)) {
    for (const entry of value) collect(entry, found);
  } else if (isNode(value)) {
    found.push(value);
  } else if (hasKind(value)) {
    // The base of a type has a kind and no place: its name stands in for it.
    for (const part of Object.values(value)) collect(part, found);
  }
}

function hasKind(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

function isNode(value: unknown): value is Node {
  return hasKind(value) && 'start' in value && 'end' in value;
}
