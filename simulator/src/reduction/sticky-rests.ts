// Places to rest such that every cycle of a thread's code goes through one of them, and few of them.
import type { Pc } from '../program.ts';

/** For each place to rest, where the step from there may come to rest. */
export type StepGraph = ReadonlyMap<Pc, readonly Pc[]>;

/**
 * Takes one place after the other out of what is still cyclic: where most ways meet, then where the
 * step is `busiest`, then the first in the code.
 */
export function stickyRests(graph: StepGraph, busy: (pc: Pc) => number): ReadonlySet<Pc> {
  const sticky = new Set<Pc>();
  const work = cyclicParts(graph, [...graph.keys()]);
  for (let part = work.pop(); part !== undefined; part = work.pop()) {
    const chosen = crossroads(graph, part, busy);
    sticky.add(chosen);
    work.push(
      ...cyclicParts(
        graph,
        part.filter((pc) => pc !== chosen),
      ),
    );
  }
  return sticky;
}

function crossroads(graph: StepGraph, part: readonly Pc[], busy: (pc: Pc) => number): Pc {
  const inside = new Set(part);
  const entering = new Map<Pc, number>();
  const leaving = new Map<Pc, number>();
  for (const pc of part) {
    for (const to of graph.get(pc)!) {
      if (!inside.has(to)) continue;
      leaving.set(pc, (leaving.get(pc) ?? 0) + 1);
      entering.set(to, (entering.get(to) ?? 0) + 1);
    }
  }
  const ways = (pc: Pc): number => (entering.get(pc) ?? 0) * (leaving.get(pc) ?? 0);
  const better = (pc: Pc, than: Pc): boolean =>
    (ways(pc) - ways(than) || busy(pc) - busy(than) || than - pc) > 0;
  return part.reduce((best, pc) => (better(pc, best) ? pc : best));
}

/** The strongly connected parts that hold a cycle (Tarjan, without recursion). */
function cyclicParts(graph: StepGraph, nodes: readonly Pc[]): (readonly Pc[])[] {
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
