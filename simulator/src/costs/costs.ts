// What a program costs, counted over all its runs: never in time. The program has been compiled with
// marks that count; without them every count is 0.
import { type Limits, limitsWith } from '../limits.ts';
import type { Bound, Progress } from '../outcome.ts';
import type { Pc, Program } from '../program.ts';
import { placesOf } from '../reach.ts';
import { validate } from '../validate.ts';
import { callCosts } from './calls.ts';
import { CostGraph, type Counted } from './graph.ts';
import { heaviest } from './longest.ts';
import { waits } from './waits.ts';
import { framesWithin, workAt } from './within.ts';

/** How often; Infinity: some run does it more often than any number. */
export type Amount = number;

/** So much of one kind of work. */
export interface WorkCost {
  readonly work: string;
  /** The most where its thread runs alone from the beginning on; undefined: it does not get there. */
  readonly alone: Amount | undefined;
  /** The most over all interleavings. */
  readonly worst: Amount;
}

/** What one call of a function costs: the dearest of its calls. */
export interface CallCost {
  readonly function: string;
  readonly works: readonly WorkCost[];
  /** Steps that others take while the thread waits at one place in the call. */
  readonly waits: Amount;
  /** Names of the threads whose steps end such waits. */
  readonly waitsFor: readonly string[];
}

/** Work that some run does more than once to one object. */
export interface Repeated {
  readonly work: string;
  readonly function: string;
  /** `pages[0]`. */
  readonly object: string;
  readonly times: Amount;
}

/** A lock that is held where a call may sleep. */
export interface HeldAsleep {
  readonly thread: string;
  /** `mms[0].mmap_lock`. */
  readonly lock: string;
  /** The innermost function with the call. */
  readonly function: string;
}

export interface Costs {
  /** One entry per function that is called, in the order asked for. */
  readonly calls: readonly CallCost[];
  /** Of a whole run; `alone` is the sum over the threads, each run alone. */
  readonly run: readonly WorkCost[];
  readonly repeated: readonly Repeated[];
  readonly heldAsleep: readonly HeldAsleep[];
  /** Steps that others take while a thread waits at one place. */
  readonly waits: Amount;
  /** Marks of repeatable work that some run comes to. */
  readonly repeatableMarks: readonly Pc[];
}

export interface CostOptions {
  /** Functions whose calls are looked at. */
  readonly functions: readonly string[];
  /** Kinds of work, in the order wanted. */
  readonly works: readonly string[];
  /** Those of them that can be done to one object twice. */
  readonly repeatable: readonly string[];
  /** The kind of work that a call is that may sleep. */
  readonly sleeping: string;
}

/** Costs, or the limit that was reached before they were known. */
export type CostResult =
  | { readonly kind: 'counted'; readonly costs: Costs }
  | { readonly kind: 'bounded'; readonly bound: Bound };

export interface CostSearch {
  /** Works on, through about so many states; true when all is explored. */
  advance(expansions: number): boolean;
  progress(): Progress;
  /** Only after `advance` has said true. */
  result(): CostResult;
}

/** Begins to count. Example: `const search = startCosts(program, options); while (!search.advance(1000));` */
export function startCosts(
  program: Program,
  options: CostOptions,
  limits: Partial<Limits> = {},
): CostSearch {
  validate(program);
  const graph = new CostGraph(program, limitsWith(limits), options.sleeping);
  return {
    advance(expansions) {
      graph.advance(expansions);
      return graph.finished;
    },
    progress: () => ({
      states: graph.states,
      frontier: graph.states - graph.expanded,
      depth: 0,
      bytes: graph.bytes(),
    }),
    result: () =>
      graph.bound === undefined
        ? { kind: 'counted', costs: costsOf(graph, options) }
        : { kind: 'bounded', bound: graph.bound },
  };
}

function costsOf(graph: CostGraph, options: CostOptions): Costs {
  const waiting = waits(graph);
  const { calls, run } = callCosts(graph, options, waiting);
  return {
    calls,
    run,
    repeated: repeated(graph, options.repeatable),
    heldAsleep: heldAsleep(graph),
    waits: waiting.most,
    repeatableMarks: marksOf(graph, options.repeatable),
  };
}

function marksOf(graph: CostGraph, works: readonly string[]): readonly Pc[] {
  const met = [...graph.counts.flat(), ...graph.beginnings.flat()].map(({ pc }) => pc);
  const wanted = met.filter((pc) => works.includes(workAt(graph.program, pc) ?? ''));
  return [...new Set(wanted)].sort((left, right) => left - right);
}

interface Doing {
  readonly work: string;
  readonly function: string;
  readonly object: string;
}

/** Which work was done to which object, by the name of the object. */
function repeated(graph: CostGraph, repeatable: readonly string[]): readonly Repeated[] {
  const doings: Doing[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (counted: Counted): number => {
    const doing = doingOf(graph.program, counted, repeatable);
    if (doing === undefined) return -1;
    const key = `${doing.work} ${doing.object}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, doings.length);
    return doings.push(doing) - 1;
  };
  const done = graph.counts.map((counts) => counts.map(numberOf));
  if (doings.length === 0) return [];
  const kinds = doings.length;
  const table = done.map((list) => doings.map((_, kind) => list.filter((n) => n === kind).length));
  const most = heaviest({
    states: graph.states,
    kinds,
    edgesBegin: (state) => graph.edgesBegin(state),
    edgesEnd: (state) => graph.edgesEnd(state),
    targetOf: (edge) => graph.targetOf(edge),
    inside: () => true,
    follows: () => true,
    weight: (edge, kind) => table[graph.countOf(edge)]![kind]!,
  });
  return doings
    .map((doing, kind) => ({ ...doing, times: most[kind]! }))
    .filter(({ times }) => times > 1);
}

/** The object is the one that the function wrote to last, if it wrote. */
function doingOf(
  program: Program,
  { pc, wrote }: Counted,
  repeatable: readonly string[],
): Doing | undefined {
  const work = workAt(program, pc);
  const { frame } = program.code[pc]!.site;
  if (work === undefined || !repeatable.includes(work)) return undefined;
  if (wrote < 0 || !writes(program, frame, wrote)) return undefined;
  const name = program.slots[wrote]!.name;
  const object = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : name;
  return { work, function: program.frames[frame]!.name, object };
}

function writes(program: Program, frame: number, slot: number): boolean {
  const places = placesOf(program);
  const within = framesWithin(program, frame);
  return program.code.some(
    (one) =>
      one.op === 'store' &&
      within[one.site.frame] === 1 &&
      places.of(one.to).some((first) => slot >= first && slot < first + one.values.length),
  );
}

function heldAsleep(graph: CostGraph): readonly HeldAsleep[] {
  const { program } = graph;
  const found = new Map<string, HeldAsleep>();
  for (const { thread, pc, owner } of graph.held.values()) {
    const one = {
      thread: program.threads[thread]!.name,
      lock: program.slots[owner]!.name.replace(/\.owner$/, ''),
      function: callerOf(program, pc),
    };
    found.set(`${one.thread} ${one.lock} ${one.function}`, one);
  }
  return [...found.values()];
}

/** The mark stands in the call that may sleep; told is the function around it. */
function callerOf(program: Program, pc: Pc): string {
  const { parent } = program.frames[program.code[pc]!.site.frame]!;
  return parent === undefined ? '' : program.frames[parent]!.name;
}
