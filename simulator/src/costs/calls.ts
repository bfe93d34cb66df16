// What the calls of a function cost, and what a whole run does. A call begins where its thread comes
// into its frame and ends with the step that leaves it.
import type { Pc, Program } from '../program.ts';
import type { CallCost, CostOptions, WorkCost } from './costs.ts';
import type { CostGraph, Counted } from './graph.ts';
import { heaviest } from './longest.ts';
import type { Waits } from './waits.ts';
import { framesWithin, rootOf, workAt } from './within.ts';

export function callCosts(
  graph: CostGraph,
  options: CostOptions,
  waiting: Waits,
): { readonly calls: readonly CallCost[]; readonly run: readonly WorkCost[] } {
  const threads = graph.program.threads.map((_, thread) => new ThreadCosts(graph, thread, options));
  const calls = options.functions.flatMap((name) => callCost(graph, threads, name, waiting) ?? []);
  return { calls, run: runCosts(graph, threads, options.works) };
}

function callCost(
  graph: CostGraph,
  threads: readonly ThreadCosts[],
  name: string,
  waiting: Waits,
): CallCost | undefined {
  const found = threads.flatMap((thread) => thread.callsOf(name));
  if (found.length === 0) return undefined;
  const [first] = found;
  const works = (first?.works ?? []).map(({ work }, kind) => ({
    work,
    alone: mostKnown(found.map((one) => one.works[kind]?.alone)),
    worst: Math.max(...found.map((one) => one.works[kind]?.worst ?? 0)),
  }));
  let waits = 0;
  let enders = 0;
  for (const { thread, rests } of found) {
    const { most, enders: who } = waiting.threads[thread]!;
    for (let state = 0; state < graph.states; state++) {
      if (!graph.waits(state, thread) || rests[graph.pcOf(state, thread)] !== 1) continue;
      waits = Math.max(waits, most[state]!);
      enders |= who[state]!;
    }
  }
  const waitsFor = graph.program.threads.flatMap((thread, index) =>
    (enders & (1 << index)) === 0 ? [] : [thread.name],
  );
  return { function: name, works, waits, waitsFor };
}

function mostKnown(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

interface FoundCall {
  readonly thread: number;
  readonly works: readonly WorkCost[];
  /** Per instruction, 1 where the thread rests inside the call. */
  readonly rests: Uint8Array;
}

class ThreadCosts {
  /** What it counts where it runs alone from the beginning on, per kind. */
  readonly alone: readonly number[];
  private readonly graph: CostGraph;
  private readonly thread: number;
  private readonly works: readonly string[];
  /** Per state, 1 where the thread has come to alone. */
  private readonly aloneIn: Uint8Array;
  private readonly frames: readonly number[];

  constructor(graph: CostGraph, thread: number, { works }: CostOptions) {
    this.graph = graph;
    this.thread = thread;
    this.works = works;
    this.aloneIn = aloneStates(graph, thread);
    const { program } = graph;
    const root = rootOf(program, program.threads[thread]!.entry);
    this.frames = metFrames(graph, thread);
    const all = new Uint8Array(program.code.length).fill(1);
    this.alone = this.most(root, all, true).map((amount) => amount ?? 0);
  }

  callsOf(name: string): readonly FoundCall[] {
    const { program } = this.graph;
    return this.frames.flatMap((frame) => {
      const { name: own, parent } = program.frames[frame]!;
      if (own !== name || parent === undefined) return [];
      const within = framesWithin(program, frame);
      const rests = restsIn(program, within);
      const worst = this.most(frame, rests, false);
      // A call that no run comes to costs nothing.
      if (worst[0] === undefined) return [];
      const alone = this.most(frame, rests, true);
      const works = this.works.map((work, kind) => ({
        work,
        alone: alone[kind],
        worst: worst[kind] ?? 0,
      }));
      return [{ thread: this.thread, works, rests }];
    });
  }

  /** Per kind, the most that one call counts; undefined: the call is not made. */
  private most(frame: number, rests: Uint8Array, alone: boolean): readonly (number | undefined)[] {
    const { graph, thread, aloneIn } = this;
    const kinds = this.works.length;
    const within = framesWithin(graph.program, frame);
    const weights = graph.counts.map((counts) => weigh(graph, counts, this.works, within));
    const isIn = (state: number): boolean => rests[graph.pcOf(state, thread)] === 1;
    const isOpen = (state: number): boolean => !alone || aloneIn[state] === 1;
    const own = (edge: number): boolean => graph.moverOf(edge) === thread;
    const most = heaviest({
      states: graph.states,
      kinds,
      edgesBegin: (state) => graph.edgesBegin(state),
      edgesEnd: (state) => graph.edgesEnd(state),
      targetOf: (edge) => graph.targetOf(edge),
      inside: (state) => isOpen(state) && isIn(state),
      follows: (edge) => !alone || own(edge),
      weight: (edge, kind) => (own(edge) ? weights[graph.countOf(edge)]![kind]! : 0),
    });
    const best: (number | undefined)[] = this.works.map(() => undefined);
    const note = (kind: number, amount: number): void => {
      best[kind] = Math.max(best[kind] ?? 0, amount);
    };
    const beginning = weigh(graph, graph.beginnings[thread]!, this.works, within);
    const begun = beginning.some((weight) => weight > 0);
    for (let kind = 0; kind < kinds; kind++) {
      const rest = graph.states > 0 && isIn(0);
      if (begun || rest) note(kind, beginning[kind]! + (rest ? most[kind]! : 0));
    }
    for (let state = 0; state < graph.states; state++) {
      if (!isOpen(state)) continue;
      const end = graph.edgesEnd(state);
      for (let edge = graph.edgesBegin(state); edge < end; edge++) {
        if (!own(edge)) continue;
        const target = graph.targetOf(edge);
        const goesOn = target >= 0 && isIn(target);
        const weight = weights[graph.countOf(edge)]!;
        if (!goesOn && !weight.some((one) => one > 0)) continue;
        for (let kind = 0; kind < kinds; kind++) {
          note(kind, weight[kind]! + (goesOn ? most[target * kinds + kind]! : 0));
        }
      }
    }
    return best;
  }
}

/** The calls of a thread that some run comes to, in the order of their numbers. */
function metFrames(graph: CostGraph, thread: number): readonly number[] {
  const { program } = graph;
  const root = rootOf(program, program.threads[thread]!.entry);
  const met = new Set<number>();
  const meet = (pc: Pc): void => {
    let frame: number | undefined = program.code[pc]!.site.frame;
    for (; frame !== undefined && !met.has(frame); frame = program.frames[frame]!.parent) {
      met.add(frame);
    }
  };
  for (let state = 0; state < graph.states; state++) meet(graph.pcOf(state, thread));
  const counted = [...graph.counts.flat(), ...graph.beginnings.flat()];
  for (const { pc } of counted) if (rootOf(program, pc) === root) meet(pc);
  return [...met].sort((left, right) => left - right);
}

/** Per instruction, 1 where it stands in one of these calls. */
function restsIn({ code }: Program, within: Uint8Array): Uint8Array {
  const rests = new Uint8Array(code.length);
  for (let pc = 0; pc < code.length; pc++) rests[pc] = within[code[pc]!.site.frame]!;
  return rests;
}

/** Per kind of work, how much was counted in calls that `within` names. */
function weigh(
  { program }: CostGraph,
  counts: readonly Counted[],
  works: readonly string[],
  within: Uint8Array | undefined,
): readonly number[] {
  const isIn = (frame: number): boolean => within === undefined || within[frame] === 1;
  return works.map(
    (work) =>
      counts.filter(({ pc }) => workAt(program, pc) === work && isIn(program.code[pc]!.site.frame))
        .length,
  );
}

/** The states that a thread comes to where no other thread ever moves. */
function aloneStates(graph: CostGraph, thread: number): Uint8Array {
  const seen = new Uint8Array(graph.states);
  const work = graph.states > 0 ? [0] : [];
  if (graph.states > 0) seen[0] = 1;
  for (let state = work.pop(); state !== undefined; state = work.pop()) {
    const end = graph.edgesEnd(state);
    for (let edge = graph.edgesBegin(state); edge < end; edge++) {
      const target = graph.targetOf(edge);
      if (graph.moverOf(edge) !== thread || target < 0 || seen[target] === 1) continue;
      seen[target] = 1;
      work.push(target);
    }
  }
  return seen;
}

function runCosts(
  graph: CostGraph,
  threads: readonly ThreadCosts[],
  works: readonly string[],
): readonly WorkCost[] {
  const weights = graph.counts.map((counts) => weigh(graph, counts, works, undefined));
  const most = heaviest({
    states: graph.states,
    kinds: works.length,
    edgesBegin: (state) => graph.edgesBegin(state),
    edgesEnd: (state) => graph.edgesEnd(state),
    targetOf: (edge) => graph.targetOf(edge),
    inside: () => true,
    follows: () => true,
    weight: (edge, kind) => weights[graph.countOf(edge)]![kind]!,
  });
  const begun = weigh(graph, graph.beginnings.flat(), works, undefined);
  return works.map((work, kind) => ({
    work,
    alone: threads.reduce((sum, one) => sum + one.alone[kind]!, 0),
    worst: begun[kind]! + (graph.states > 0 ? most[kind]! : 0),
  }));
}
