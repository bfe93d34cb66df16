// What a run owes, as a question about states and edges: a run breaks a property of liveness if it
// owes from some state on for ever.

import type { Program, Property } from '../program.ts';
import type { Predicate, StateGraph } from './graph.ts';

export interface Monitor {
  /** Index into `Program.properties`. */
  readonly property: number;
  /** A run may begin to owe in this state. */
  begins(graph: StateGraph, state: number): boolean;
  /** A run that owes still does so when it comes to this state. */
  remains(graph: StateGraph, state: number): boolean;
  /** A step that is progress ends what is owed. */
  readonly endedByProgress: boolean;
  /** A run that owes in its last state owes for ever. */
  readonly countsEnds: boolean;
}

export interface Monitors {
  readonly monitors: readonly Monitor[];
  /** What the monitors ask for, by the indices that they use. */
  readonly predicates: readonly Predicate[];
}

/** Whether the property is about whole runs: no step and no state breaks it. */
export function isOfLiveness({ name, declared, liveness }: Property): boolean {
  return liveness !== undefined || (name === 'livelock' && !declared);
}

/** One monitor for each watched property of liveness. */
export function monitorsOf(program: Program): Monitors {
  const predicates: Predicate[] = [];
  const monitors = program.properties.flatMap((one, property): Monitor[] => {
    if (!one.watched || !isOfLiveness(one)) return [];
    const { liveness } = one;
    if (liveness === undefined) return [livelock(property)];
    const goal = predicates.push({ fragment: liveness.goal, atFault: true }) - 1;
    if (liveness.kind === 'eventually') return [eventually(property, goal)];
    const trigger = predicates.push({ fragment: liveness.trigger, atFault: false }) - 1;
    return [leadsTo(property, trigger, goal)];
  });
  return { monitors, predicates };
}

function eventually(property: number, goal: number): Monitor {
  return {
    property,
    begins: (graph, state) => state === 0 && !graph.holds(goal, state),
    remains: (graph, state) => !graph.holds(goal, state),
    endedByProgress: false,
    countsEnds: true,
  };
}

function leadsTo(property: number, trigger: number, goal: number): Monitor {
  return {
    property,
    begins: (graph, state) => graph.holds(trigger, state) && !graph.holds(goal, state),
    remains: (graph, state) => !graph.holds(goal, state),
    endedByProgress: false,
    countsEnds: true,
  };
}

function livelock(property: number): Monitor {
  return {
    property,
    begins: () => true,
    remains: () => true,
    endedByProgress: true,
    countsEnds: false,
  };
}
