// All that an exploration has found, as values that can be compared.
import type { StateSpace } from '../../simulator/src/search/space.ts';

/** Explores to the end first. */
export function viewOf(space: StateSpace) {
  while (!space.finished) space.advance(97);
  const words = new Int32Array(space.stepper.layout.words);
  const states = Array.from({ length: space.states }, (_, number) => {
    if (space.stepper.initialResult !== 0) return [];
    space.readState(number, words);
    return [space.parentOf(number), ...words];
  });
  // Edges are of use only where nothing was left out.
  const edges = space.bounds.size === 0 ? space.edges : undefined;
  return {
    states,
    transitions: space.transitions,
    depth: space.depthReached(),
    findings: [...space.findings].sort(([a], [b]) => a - b),
    outcomes: [...space.outcomes.values()],
    witnesses: space.witnesses,
    bounds: [...space.bounds.values()].sort((a, b) => a.limit.localeCompare(b.limit)),
    edges:
      edges && Array.from({ length: edges.targets.length }, (_, index) => edges.targets.at(index)),
    starts:
      edges && Array.from({ length: edges.starts.length }, (_, index) => edges.starts.at(index)),
  };
}
