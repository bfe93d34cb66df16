// Cycles in the code of a thread.
import type { Pc } from '../program.ts';

/** For each place, where it leads. */
export type Ways = ReadonlyMap<Pc, readonly Pc[]>;

/** The strongly connected parts that hold a cycle (Tarjan, without recursion). */
export function cyclicParts(graph: Ways, nodes: readonly Pc[]): (readonly Pc[])[] {
  const inside = new Set(nodes);
  const order = new Map<Pc, number>();
  const lowest = new Map<Pc, number>();
  const open: Pc[] = [];
  const isOpen = new Set<Pc>();
  const parts: (readonly Pc[])[] = [];
  const targetsOf = (pc: Pc): readonly Pc[] => graph.get(pc)!.filter((to) => inside.has(to));
  const enter = (pc: Pc): { readonly pc: Pc; readonly targets: readonly Pc[]; next: number } => {
    order.set(pc, order.size);
    lowest.set(pc, order.get(pc)!);
    open.push(pc);
    isOpen.add(pc);
    return { pc, targets: targetsOf(pc), next: 0 };
  };
  const lower = (pc: Pc, to: number): void => {
    lowest.set(pc, Math.min(lowest.get(pc)!, to));
  };
  for (const root of nodes) {
    if (order.has(root)) continue;
    const path = [enter(root)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { pc, targets } = top;
      const to = targets[top.next++];
      if (to === undefined) {
        path.pop();
        const parent = path.at(-1);
        if (parent !== undefined) lower(parent.pc, lowest.get(pc)!);
        if (lowest.get(pc) !== order.get(pc)) continue;
        const part = open.splice(open.lastIndexOf(pc));
        for (const one of part) isOpen.delete(one);
        if (part.length > 1 || targets.includes(pc)) parts.push(part);
      } else if (!order.has(to)) path.push(enter(to));
      else if (isOpen.has(to)) lower(pc, order.get(to)!);
    }
  }
  return parts;
}
