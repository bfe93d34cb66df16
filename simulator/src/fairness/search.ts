// Looks for runs that break a property of liveness: weakly fair ones that owe something for ever.
// A search of its own: it explores all states once, without reduction, and then asks each monitor.
import type { Limits } from '../limits.ts';
import type { Bound, Violation } from '../outcome.ts';
import type { Program } from '../program.ts';
import { messageOf } from '../search/events.ts';
import { switchesIn } from '../search/path.ts';
import { Components, type Region } from './components.ts';
import { FairCycle } from './cycle.ts';
import { StateGraph } from './graph.ts';
import { runAlong, runThrough } from './lasso.ts';
import { type Monitor, monitorsOf } from './monitor.ts';
import { Owing } from './owing.ts';
import { repeatText } from './words.ts';

type Phase =
  | { readonly kind: 'exploring'; readonly work: StateGraph }
  | { readonly kind: 'owing'; readonly work: Owing; readonly region: Region }
  | { readonly kind: 'components'; readonly work: Components; readonly region: Region }
  | {
      readonly kind: 'cycle';
      readonly work: FairCycle;
      readonly region: Region;
      readonly entry: number;
    };

/** Whether the program has a watched property that this search is for. */
export function asksForLiveness(program: Program): boolean {
  return monitorsOf(program).monitors.length > 0;
}

/** The search was left before its end. */
export const livenessCancelled: Bound = {
  limit: 'cancelled',
  text: 'liveness not decided: cancelled',
};

export class LivenessSearch {
  finished = false;
  /**
   * One for each property of liveness that some run breaks, as far as asked, and for each built-in
   * one that looking at a state breaks by a fault.
   */
  readonly violations: Violation[] = [];
  private readonly program: Program;
  private readonly graph: StateGraph;
  private readonly monitors: readonly Monitor[];
  private asked = 0;
  private phase: Phase;

  /** `bytesHeld` by others count towards `memory_max`. */
  constructor(program: Program, limits: Limits, bytesHeld: number) {
    const { monitors, predicates } = monitorsOf(program);
    this.program = program;
    this.monitors = monitors;
    const memoryMax = limits.memory_max - bytesHeld;
    this.graph = new StateGraph(program, limits, { predicates, memoryMax });
    this.phase = { kind: 'exploring', work: this.graph };
    if (this.graph.finished) this.enterNext(this.phase);
  }

  /** Works on, through about so many states; the number of those. */
  advance(expansions: number): number {
    let left = expansions;
    while (left > 0 && !this.finished) {
      left -= this.phase.work.advance(left);
      if (this.phase.work.finished) this.enterNext(this.phase);
    }
    return expansions - left;
  }

  bytes(): number {
    const { phase, graph } = this;
    const more = phase.kind === 'exploring' ? 0 : phase.work.bytes();
    return graph.bytes() + more;
  }

  /** States waiting to be expanded. */
  frontier(): number {
    return this.graph.states - this.graph.expanded;
  }

  /** What keeps the answer from being complete. */
  bounds(): readonly Bound[] {
    const bounds = [...this.graph.bounds.values()];
    if (this.finished) return bounds;
    return [...bounds, livenessCancelled];
  }

  private enterNext(phase: Phase): void {
    switch (phase.kind) {
      case 'exploring':
        this.addFaults();
        this.askNext();
        break;
      case 'owing':
        this.phase = { ...phase, kind: 'components', work: new Components(phase.region) };
        break;
      case 'components':
        this.answer(phase.region, phase.work);
        break;
      case 'cycle':
        this.addLasso(phase.region, phase.entry, phase.work);
        this.askNext();
        break;
    }
  }

  private addFaults(): void {
    const { graph } = this;
    for (const [property, state] of graph.faults) {
      const states = graph.runTo(state);
      // Where a limit cut the last state's expansion short, its steps are not kept.
      if ((states.at(-2) ?? 0) >= graph.expanded && states.length > 1) continue;
      const run = runThrough(graph, states);
      const message = messageOf(graph.stepper, graph.fragments, { run, property });
      const switches = switchesIn(run);
      this.violations.push({ property, message, run, switches, shortest: run.length === 0 });
    }
  }

  private askNext(): void {
    const { graph } = this;
    const monitor = this.monitors[this.asked++];
    if (monitor === undefined || graph.states === 0) {
      this.finished = true;
      return;
    }
    const work = new Owing(graph, monitor);
    this.phase = { kind: 'owing', work, region: { graph, monitor, owing: work } };
  }

  /** The nearest state in which a run may owe for ever decides what is shown. */
  private answer(region: Region, components: Components): void {
    const { graph, monitor, owing } = region;
    let nearest = -1;
    for (let state = 0; state < graph.expanded; state++) {
      if (!owing.has(state)) continue;
      if (!components.isFair(state) && !(monitor.countsEnds && graph.isEnd(state))) continue;
      if (nearest < 0 || owing.distanceOf(state) < owing.distanceOf(nearest)) nearest = state;
    }
    if (nearest >= 0 && components.isFair(nearest)) {
      const work = new FairCycle(graph, components, nearest);
      this.phase = { kind: 'cycle', work, region, entry: nearest };
      return;
    }
    if (nearest >= 0) this.addEnd(region, nearest);
    this.askNext();
  }

  private addLasso({ monitor, owing }: Region, entry: number, found: FairCycle): void {
    const { graph } = this;
    const cycle = runAlong(graph, entry, found.path());
    const run = [...runThrough(graph, owing.runTo(entry)), ...cycle];
    const how = repeatText(cycle.length);
    const shortest = found.shortest && graph.bounds.size === 0;
    this.add(monitor, how, { run, shortest, cycleSteps: cycle.length });
  }

  private addEnd({ monitor, owing }: Region, end: number): void {
    const { graph } = this;
    const run = runThrough(graph, owing.runTo(end));
    const how = graph.isAllOver(end) ? 'all threads have ended' : 'no thread can move any more';
    this.add(monitor, how, { run, shortest: graph.bounds.size === 0, cycleSteps: undefined });
  }

  private add(
    { property }: Monitor,
    how: string,
    found: Pick<Violation, 'run' | 'shortest' | 'cycleSteps'>,
  ): void {
    const { name, sentence, liveness } = this.program.properties[property]!;
    const what = liveness === undefined ? 'no progress' : `never comes true: ${sentence || name}`;
    const switches = switchesIn(found.run);
    this.violations.push({ property, message: `${what}: ${how}`, switches, ...found });
  }
}
