// Breadth-first exploration by code generated for the program. It finds what the interpreted
// Exploration finds, in the same order and with the same numbers, several times as fast.

import { Edges } from '../edges.ts';
import { Fragments } from '../fragments.ts';
import type { Layout } from '../layout.ts';
import { boundOf, type Limits } from '../limits.ts';
import type { Bound } from '../outcome.ts';
import type { Program } from '../program.ts';
import type { Independence } from '../reduction/independence.ts';
import type { Finding, FoundOutcome, StateSpace } from '../search/space.ts';
import { poolBound, reasonToDropEdges } from '../search/space.ts';
import { result, type Stepper } from '../stepper.ts';
import { canonicalize } from '../symmetry/canonicalize.ts';
import type { Symmetry } from '../symmetry/symmetry.ts';
import { Crew, helpfulFrom } from '../threads/crew.ts';
import type { SearchThreads } from '../threads/threads.ts';
import { bytesFor, chunkBits } from './arena.ts';
import { type Assembly, assemble, pagesMax, runResult } from './assembly.ts';
import { recordKind } from './record.ts';
import { Unsupported } from './unsupported.ts';
import { type GlobalValue, type Memory, webAssembly } from './webassembly.ts';

const pageBytes = 2 ** 16;

/** What a module exports; the last group only where threads share the memory. */
export interface Exports {
  readonly open: () => void;
  readonly flush: () => void;
  readonly run: (budget: number) => number;
  readonly next: GlobalValue<number>;
  readonly scratch: GlobalValue<number>;
  readonly count: GlobalValue<number>;
  readonly limit: GlobalValue<number>;
  readonly out: GlobalValue<number>;
  readonly expanded: GlobalValue<number>;
  readonly levelEnd: GlobalValue<number>;
  readonly depth: GlobalValue<number>;
  readonly transitions: GlobalValue<bigint>;
  readonly refused: GlobalValue<number>;
  readonly halted: GlobalValue<number>;
  readonly wantsNumbers: GlobalValue<number>;
  readonly linkedCount: GlobalValue<number>;
  readonly rebuilding: GlobalValue<number>;
  readonly rebuilt: GlobalValue<number>;
  readonly placeBits: GlobalValue<number>;
  readonly isQuotient: GlobalValue<number>;

  readonly knownCount: GlobalValue<number>;
  readonly trusted: GlobalValue<number>;
  readonly ahead: (first: number, end: number, buffer: number, bufferEnd: number) => number;
  readonly commit: (begin: number, end: number) => void;
  readonly allocate: (bytes: number) => number;
  readonly isFull: () => number;
  readonly grow: () => void;
  readonly rebuild: (states: number) => number;
}

/**
 * Begins to explore with generated code; undefined where the program has something that there is
 * none for, or the host allows none.
 */
export function compileExploration(
  program: Program,
  limits: Limits,
  stepper: Stepper,
  means: Means = {},
): StateSpace | undefined {
  const host = webAssembly();
  if (host === undefined || stepper.initialResult !== result.moved) return undefined;
  try {
    return new CompiledExploration(program, limits, { ...means, stepper, host });
  } catch (error) {
    // A policy that forbids generated code throws an error of the host's own.
    if (error instanceof Unsupported || (error as Error).name === 'CompileError') return undefined;
    throw error;
  }
}

/** What may be left out, and who helps. */
export interface Means {
  readonly independence?: Independence | undefined;
  readonly symmetry?: Symmetry | undefined;
  readonly threads?: SearchThreads | undefined;
}

interface AllMeans extends Means {
  readonly stepper: Stepper;
  readonly host: NonNullable<ReturnType<typeof webAssembly>>;
}

class CompiledExploration implements StateSpace {
  readonly program: Program;
  readonly limits: Limits;
  readonly stepper: Stepper;
  readonly fragments: Fragments;
  edges: Edges | undefined = new Edges();
  edgesDropped = '';
  readonly findings = new Map<number, Finding>();
  readonly outcomes = new Map<string, FoundOutcome>();
  readonly witnesses: (Finding | undefined)[];
  readonly bounds = new Map<string, Bound>();
  finished = false;
  readonly stuckAt = -1;
  readonly followed = true;
  readonly representative: ((words: Int32Array) => void) | undefined;
  private readonly threads: SearchThreads | undefined;
  private crew: Crew | undefined;
  private readonly assembly: Assembly;
  private readonly module: object;
  private readonly memory: Memory;
  private current: ArrayBufferLike | undefined;
  private readonly code: Exports;
  private readonly limitBound: Bound;

  constructor(program: Program, limits: Limits, means: AllMeans) {
    const { stepper, host, independence, symmetry, threads } = means;
    this.program = program;
    this.limits = limits;
    this.stepper = stepper;
    this.fragments = new Fragments(stepper);
    this.witnesses = program.witnesses.map(() => undefined);
    const { layout } = stepper;
    const statesMax = statesWithin(limits, layout.words);
    this.limitBound = boundOf(statesMax < limits.states_max ? 'memory_max' : 'states_max', limits);
    const { places } = stepper.machine.scope;
    this.assembly = assemble({
      program,
      layout,
      places,
      limits,
      statesMax,
      independence: independence && mirrored(independence, symmetry, layout),
      symmetry,
      isShared: threads !== undefined,
    });
    this.threads = threads;
    this.representative = symmetry && ((words) => canonicalize(symmetry, words));
    const bytes = this.assembly.image.size() + this.assembly.scratchBytes;
    const initial = Math.ceil(bytes / pageBytes) + firstPages;
    this.memory = new host.Memory({ initial, maximum: pagesMax, shared: threads !== undefined });
    this.module = new host.Module(this.assembly.bytes);
    const instance = new host.Instance(this.module, {
      host: { memory: this.memory, ...this.imports() },
    });
    this.code = instance.exports as unknown as Exports;
    this.assembly.image.copyTo(this.memory.buffer);
    this.begin(statesMax);
  }

  get states(): number {
    return this.code.count.value;
  }

  get transitions(): number {
    return Number(this.code.transitions.value);
  }

  advance(expansions: number): number {
    const { code } = this;
    let done = 0;
    while (!this.finished && done < expansions) {
      const slice = Math.min(expansions - done, sliceMax);
      const outcome = this.callCrew()?.run(slice) ?? code.run(slice);
      this.finished = outcome !== runResult.goesOn;
      // A table that grows takes its part of the slice.
      done += slice;
      this.takeEdges();
      this.dropEdgesIfMany();
    }
    if (!this.finished) return done;
    this.close();
    this.edges?.startAt(this.states - 1);
    if (code.refused.value !== 0) this.addBound(this.limitBound);
    return done;
  }

  close(): void {
    this.crew?.stop();
  }

  frontier(): number {
    return this.states - this.code.expanded.value;
  }

  bytes(): number {
    return this.code.next.value + (this.edges?.bytes() ?? 0);
  }

  depthReached(): number {
    const { depth, levelEnd } = this.code;
    return this.states > levelEnd.value ? depth.value + 1 : depth.value;
  }

  dropEdges(why: string): void {
    this.edges = undefined;
    this.edgesDropped = why;
    this.code.wantsNumbers.value = 0;
    this.code.linkedCount.value = 0;
  }

  readState(number: number, words: Int32Array): void {
    const size = this.stepper.layout.words;
    const chunk = this.chunkAt(this.assembly.states, number);
    const within = number & (2 ** chunkBits - 1);
    words.set(new Int32Array(this.buffer(), chunk + within * size * 4, size));
  }

  parentOf(number: number): number {
    const chunk = this.chunkAt(this.assembly.parents, number);
    const within = number & (2 ** chunkBits - 1);
    return new Int32Array(this.buffer(), chunk + within * 4, 1)[0]!;
  }

  /** The memory as it is now; to ask the host for it again each time takes microseconds. */
  private buffer(): ArrayBufferLike {
    const { current, code, memory } = this;
    // What has grown has another buffer; the old one is empty, or, where it is shared, too short.
    if (current === undefined || current.byteLength < code.next.value) this.current = memory.buffer;
    return this.current!;
  }

  private chunkAt(directory: number, number: number): number {
    const at = directory + (number >>> chunkBits) * 4;
    return new Int32Array(this.buffer(), at, 1)[0]!;
  }

  /** The other threads, once there is enough for them to do. */
  private callCrew(): Crew | undefined {
    if (this.threads === undefined || this.crew !== undefined) return this.crew;
    if (this.states < (this.threads.from ?? helpfulFrom).states) return undefined;
    const { memory, code, module } = this;
    const { scratchBytes } = this.assembly;
    this.crew = new Crew(this.threads, { memory, code, module, scratchBytes });
    return this.crew;
  }

  /** The initial state goes the way of all others; no step leads to it. */
  private begin(statesMax: number): void {
    const { code, stepper, assembly } = this;
    code.scratch.value = assembly.image.size();
    code.next.value = code.scratch.value + assembly.scratchBytes;
    code.limit.value = statesMax;
    code.open();
    const { shape } = assembly;
    const records = code.scratch.value + assembly.records;
    const record = new Int32Array(this.buffer(), records, shape.size / 4);
    record.set(stepper.initial);
    record[shape.parent / 4] = -1;
    record[shape.thread / 4] = -1;
    record[shape.kind / 4] = recordKind.moved;
    code.out.value = records + shape.size;
    for (const { property } of stepper.initialEvents) {
      this.noteFinding(property, { state: 0, thread: -1, choice: 0 });
    }
    code.flush();
    code.transitions.value = 0n;
    code.levelEnd.value = 1;
    code.wantsNumbers.value = 1;
  }

  private imports(): Readonly<Record<string, unknown>> {
    return {
      found: (property: number, number: number, record: number) =>
        this.noteFinding(property, this.findingAt(number, record)),
      witnessed: (witness: number, number: number, record: number) => {
        this.witnesses[witness] ??= this.findingAt(number, record);
      },
      ended: (number: number, record: number) => this.noteOutcome(this.findingAt(number, record)),
      endless: () => this.halt(boundOf('local_instructions_max', this.limits)),
      bounded: (kind: number, pool: number) => this.noteBound(kind, pool),
      linked: () => this.takeEdges(),
      drain: () => this.crew?.hold(),
    };
  }

  /** A state by its number, or, where it has none, the step in the record. */
  private findingAt(number: number, record: number): Finding {
    if (number >= 0) return { state: number, thread: -1, choice: 0 };
    const { shape } = this.assembly;
    const words = new Int32Array(this.buffer(), record, shape.size / 4);
    return {
      state: words[shape.parent / 4]!,
      thread: words[shape.thread / 4]!,
      choice: words[shape.choice / 4]!,
    };
  }

  private noteFinding(property: number, finding: Finding): void {
    if (!this.findings.has(property)) this.findings.set(property, finding);
  }

  private noteOutcome(finding: Finding): void {
    const { observations } = this.program;
    const values = this.observed(observations.length);
    const key = values.join();
    if (this.outcomes.has(key)) return;
    if (this.outcomes.size < this.limits.outcomes_max) this.outcomes.set(key, { values, finding });
    else this.addBound(boundOf('outcomes_max', this.limits));
  }

  private observed(length: number): readonly number[] {
    const raw = new Int32Array(this.buffer(), this.assembly.values, length);
    return this.program.observations.map(({ value }, index) => {
      const register = value.result;
      const range = register === undefined ? undefined : this.program.registers[register]?.range;
      return range !== undefined && range.max > 0x7fffffff ? raw[index]! >>> 0 : raw[index]!;
    });
  }

  private noteBound(kind: number, pool: number): void {
    if (kind === recordKind.cut) this.addBound(poolBound(this.program, pool));
    else if (kind === recordKind.truncated) this.addBound(boundOf('choices_max', this.limits));
    else this.halt(boundOf('local_instructions_max', this.limits));
  }

  private halt(bound: Bound): void {
    this.addBound(bound);
    this.code.halted.value = 1;
  }

  private addBound(bound: Bound): void {
    if (!this.bounds.has(bound.limit)) this.bounds.set(bound.limit, bound);
  }

  private takeEdges(): void {
    const { edges, code, assembly } = this;
    const count = code.linkedCount.value;
    code.linkedCount.value = 0;
    if (edges === undefined) return;
    const pairs = new Int32Array(this.buffer(), assembly.edges, count * 2);
    for (let index = 0; index < pairs.length; index += 2) {
      edges.startAt(pairs[index]!);
      edges.push(pairs[index + 1]!);
    }
  }

  private dropEdgesIfMany(): void {
    if (this.edges === undefined) return;
    const sizes = {
      states: this.states,
      others: this.code.next.value,
      edges: this.edges.bytes(),
    };
    const why = reasonToDropEdges(this.limits, sizes);
    if (why !== undefined) this.dropEdges(why);
  }
}

/**
 * Threads that may change places have to be sticky alike, or a cycle of representatives could get by
 * without any (docs/symmetry.md).
 */
function mirrored(
  independence: Independence,
  symmetry: Symmetry | undefined,
  layout: Layout,
): Independence {
  if (symmetry === undefined) return independence;
  const isSticky = (thread: number, pc: number): boolean => {
    const members = symmetry.classes.find((members) => members.includes(thread)) ?? [thread];
    const number = layout.restNumberOf(thread, pc);
    return members.some((one) => independence.isSticky(one, layout.restsOf(one)[number]!.pc));
  };
  return {
    classes: independence.classes,
    classOf: independence.classOf,
    isVisible: independence.isVisible,
    visibleClass: independence.visibleClass,
    writeOnce: independence.writeOnce,
    families: independence.families,
    accesses: independence.accesses,
    writes: independence.writes,
    isSticky,
  };
}

/** Pages behind the tables that every search has at first. */
const firstPages = 8;

/** Between two looks at what waits for the host. */
const sliceMax = 1 << 16;

/** Of the memory that a module can have, for its tables and for the buffers of threads. */
const bytesBeside = 2 ** 27;

/** How many states the limits allow, for any number of threads. */
function statesWithin({ states_max, memory_max }: Limits, words: number): number {
  const bytesMax = Math.min(memory_max, pagesMax * pageBytes - bytesBeside);
  let [low, high] = [1, states_max];
  if (bytesFor(high, words) <= bytesMax) return high;
  while (low + 1 < high) {
    const middle = Math.floor((low + high) / 2);
    if (bytesFor(middle, words) <= bytesMax) low = middle;
    else high = middle;
  }
  return low;
}
