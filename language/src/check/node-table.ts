// What is known of nodes, by their identity. One table for a long text is a large object, which no
// quick collection moves or drops, with all it holds; and it is copied whenever it grows. So there
// is one for each stretch of the text.
import type { Span } from '../syntax/tree.ts';

/** A stretch has 2 to this many characters. */
const stretchBits = 10;

/** A map from nodes, found by where they begin. */
export class NodeTable<Node extends Span, Value> {
  readonly #stretches: (Map<Node, Value> | undefined)[] = [];

  get(node: Node): Value | undefined {
    return this.#stretches[node.start >> stretchBits]?.get(node);
  }

  set(node: Node, value: Value): void {
    const index = node.start >> stretchBits;
    const stretch = this.#stretches[index];
    if (stretch !== undefined) {
      stretch.set(node, value);
      return;
    }
    // No holes: nodes do not come in the order of the text.
    while (this.#stretches.length < index) this.#stretches.push(undefined);
    const made = new Map<Node, Value>();
    made.set(node, value);
    this.#stretches[index] = made;
  }

  some(condition: (value: Value) => boolean): boolean {
    for (const stretch of this.#stretches) {
      if (stretch === undefined) continue;
      for (const value of stretch.values()) if (condition(value)) return true;
    }
    return false;
  }
}
