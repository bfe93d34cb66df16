// The reachable states of a small program with the steps between them, as plain data to draw.
import {
  type Action,
  type Pc,
  type Program,
  Replayer,
  type RunEnd,
  type State,
  type StepEvent,
} from '@racewalk/simulator';
import { unsupported } from './unsupported.ts';

/** Nobody reads a larger drawing, and Graphviz takes minutes for it. */
const drawnStatesMax = 500;

export interface GraphNode {
  readonly state: State;
  /** Names of the properties that every way to this state breaks with its last step. */
  broken: readonly string[];
  readonly edges: GraphEdge[];
}

export interface GraphEdge {
  readonly action: Action;
  /** Where the thread rested. */
  readonly pc: Pc;
  /** Index of the state it leads to; undefined where the run ends inside the step. */
  readonly to: number | undefined;
  readonly end: RunEnd;
  /** Names of the properties that the step, or the state behind it, breaks. */
  readonly broken: readonly string[];
}

/** In the order of a breadth-first search, the initial state first. */
export function stateGraph(program: Program): readonly GraphNode[] {
  if (program.schedule.length > 0) unsupported('a schedule: only whole programs are exported');
  return new Graph(program).nodes;
}

class Graph {
  readonly nodes: GraphNode[] = [];
  private readonly program: Program;
  private readonly replayer: Replayer;
  private readonly known = new Map<string, number>();

  constructor(program: Program) {
    this.program = program;
    this.replayer = new Replayer(program);
    const { initial, initialEvents } = this.replayer;
    this.reach(initial, this.namesOf(initialEvents));
    for (const node of this.nodes) this.expand(node);
  }

  private expand({ state, edges }: GraphNode): void {
    for (const action of this.replayer.enabled(state)) {
      const step = this.replayer.step(state, action);
      if (step === undefined) continue;
      const { pc, end, after } = step;
      const broken = this.namesOf(step.events);
      const to = end === undefined ? this.reach(after, broken) : undefined;
      edges.push({ action, pc, to, end, broken });
    }
  }

  private reach(state: State, broken: readonly string[]): number {
    const key = keyOf(state);
    const found = this.known.get(key);
    const node = this.nodes[found ?? -1];
    if (found !== undefined && node !== undefined) {
      node.broken = node.broken.filter((name) => broken.includes(name));
      return found;
    }
    if (this.nodes.length === drawnStatesMax)
      unsupported(`it has more than ${drawnStatesMax} states, and nobody reads such a drawing`);
    this.known.set(key, this.nodes.length);
    return this.nodes.push({ state, broken, edges: [] }) - 1;
  }

  private namesOf(events: readonly StepEvent[]): readonly string[] {
    const names = events.map(({ property }) => this.program.properties[property]?.name ?? '');
    return [...new Set(names)];
  }
}

function keyOf({ slots, threads }: State): string {
  return JSON.stringify([slots, threads.map(({ pc, registers }) => [pc, [...registers.values()]])]);
}
