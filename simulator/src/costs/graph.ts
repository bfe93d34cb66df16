// The graph of all states as costs need it: who leads from where to where, what was counted on the
// way, who had to wait, and where each thread stood. States are numbered breadth first.
import { assert } from '../assert.ts';
import { Edges } from '../edges.ts';
import { IntegerLog } from '../integers.ts';
import { boundOf, type Limits } from '../limits.ts';
import type { Bound } from '../outcome.ts';
import type { Pc, Program, SlotId } from '../program.ts';
import { result, Stepper } from '../stepper.ts';
import { StateTable } from '../table.ts';
import { rootOf, workAt } from './within.ts';

/** One call that was counted: the mark at its end, and what its thread wrote last in that step. */
export interface Counted {
  readonly pc: Pc;
  /** -1: nothing. */
  readonly wrote: SlotId;
}

/** A sleeping call was made by a thread that held a lock: the mark, and the slot of the owner. */
export interface HeldLock {
  readonly thread: number;
  readonly pc: Pc;
  readonly owner: SlotId;
}

/** One bit for each thread in an integer. */
const threadsMax = 30;
/** How often the memory is measured: every so many states expanded, a power of two. */
const measureEvery = 256;

export class CostGraph {
  readonly program: Program;
  readonly limits: Limits;
  finished = false;
  /** The limit that stopped it: nothing is counted from part of a graph. */
  bound: Bound | undefined;
  /** What each edge counted: an index into `counts`. */
  readonly counts: (readonly Counted[])[] = [[]];
  readonly held = new Map<string, HeldLock>();
  /** Per thread, what is counted before its first step. */
  readonly beginnings: readonly (readonly Counted[])[];
  expanded = 0;
  private readonly stepper: Stepper;
  private readonly table: StateTable;
  private readonly words: Int32Array;
  private readonly edges = new Edges();
  private readonly movers = new IntegerLog();
  private readonly counted = new IntegerLog();
  /** Per expanded state, one bit for each thread that is not over and cannot move. */
  private readonly waiting = new IntegerLog();
  /** Per state and thread, where it rests. */
  private readonly pcs = new IntegerLog();
  private readonly known = new Map<string, number>([['', 0]]);
  private readonly owners: readonly SlotId[];
  private readonly sleeping: string;

  /** `sleeping`: the kind of work that a call is that may sleep. */
  constructor(program: Program, limits: Limits, sleeping: string) {
    assert(program.threads.length <= threadsMax, 'the threads fit a set of bits');
    this.program = program;
    this.limits = limits;
    this.sleeping = sleeping;
    this.owners = program.slots.flatMap(({ display, ghost }, slot) =>
      display.kind === 'thread' && !ghost ? [slot] : [],
    );
    this.stepper = new Stepper(program, limits);
    this.table = new StateTable(this.stepper.layout.words);
    this.table.limit = limits.states_max;
    this.words = new Int32Array(this.stepper.layout.words);
    this.beginnings = this.countedBefore();
    if (this.stepper.initialResult === result.moved) this.arrive(this.stepper.initial);
    else this.finished = true;
  }

  get states(): number {
    return this.table.count;
  }

  /** Expands up to so many states; the number of those expanded. */
  advance(expansions: number): number {
    let done = 0;
    for (; done < expansions && !this.finished; done++) this.expand();
    return done;
  }

  bytes(): number {
    const logs = [this.edges, this.movers, this.counted, this.waiting, this.pcs];
    return [this.table, ...logs].reduce((sum, part) => sum + part.bytes(), 0);
  }

  /** The first of the edges out of a state; those up to `edgesEnd` follow. */
  edgesBegin(state: number): number {
    return this.edges.begin(state);
  }

  edgesEnd(state: number): number {
    return this.edges.end(state);
  }

  /** The state that an edge leads to; -1: the run ends with it. */
  targetOf(edge: number): number {
    return this.edges.targetOf(edge);
  }

  moverOf(edge: number): number {
    return this.movers.at(edge);
  }

  countOf(edge: number): number {
    return this.counted.at(edge);
  }

  /** Whether a thread is not over and cannot move. */
  waits(state: number, thread: number): boolean {
    return (this.waiting.at(state) & (1 << thread)) !== 0;
  }

  pcOf(state: number, thread: number): Pc {
    return this.pcs.at(state * this.program.threads.length + thread);
  }

  private expand(): void {
    const state = this.expanded;
    const { stepper } = this;
    this.table.read(state, this.words);
    stepper.moveTo(this.words);
    this.edges.startAt(state);
    const only = stepper.scheduled();
    let waiting = 0;
    for (let thread = 0; thread < stepper.program.threads.length; thread++) {
      if (only !== undefined && only !== thread) continue;
      if (!this.takeSteps(thread) && !stepper.isOver(thread)) waiting |= 1 << thread;
      if (this.finished) return;
    }
    this.waiting.push(waiting);
    this.expanded++;
    if (this.expanded === this.states) this.finished = true;
    else if (this.expanded % measureEvery === 0 && this.bytes() > this.limits.memory_max)
      this.halt('memory_max');
  }

  /** Takes all steps of one thread; false where there is none. */
  private takeSteps(thread: number): boolean {
    const { stepper } = this;
    let canMove = false;
    stepper.select(thread);
    this.forget();
    while (stepper.step()) {
      if (stepper.outcome === result.endless) this.halt('local_instructions_max');
      else if (stepper.outcome !== result.disabled) canMove = true;
      if (stepper.outcome !== result.disabled) this.addEdge(thread);
      stepper.back();
      if (this.finished) return true;
      this.forget();
    }
    if (stepper.truncated) this.halt('choices_max');
    return canMove;
  }

  private addEdge(thread: number): void {
    const { table, stepper } = this;
    const moved = stepper.outcome === result.moved;
    const next = moved ? table.insert(stepper.next) : -1;
    if (moved && next < 0) {
      this.halt('states_max');
      return;
    }
    this.noteHeld(thread);
    this.edges.push(next);
    this.movers.push(thread);
    this.counted.push(this.countNumber());
    if (moved && table.isNew) this.arrivePcs(stepper.next);
  }

  private noteHeld(thread: number): void {
    const { context } = this.stepper.machine;
    for (const pc of context.counted) {
      if (workAt(this.program, pc) !== this.sleeping) continue;
      for (const owner of this.owners) {
        if (context.cells[owner] !== thread + 1) continue;
        const key = `${thread} ${pc} ${owner}`;
        if (!this.held.has(key)) this.held.set(key, { thread, pc, owner });
      }
    }
  }

  /** The number of what the last combination counted. */
  private countNumber(): number {
    const { counted, countedAfter } = this.stepper.machine.context;
    if (counted.length === 0) return 0;
    const key = `${counted.join()};${countedAfter.join()}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, this.counts.length);
    this.counts.push(countedNow(counted, countedAfter));
    return this.counts.length - 1;
  }

  private forget(): void {
    const { context } = this.stepper.machine;
    context.counted.length = 0;
    context.countedAfter.length = 0;
  }

  private countedBefore(): readonly (readonly Counted[])[] {
    const { counted, countedAfter } = this.stepper.machine.context;
    const all = countedNow(counted, countedAfter);
    this.forget();
    return this.program.threads.map(({ entry }) => {
      const root = rootOf(this.program, entry);
      return all.filter(({ pc }) => rootOf(this.program, pc) === root);
    });
  }

  private arrive(words: Int32Array): void {
    this.table.insert(words);
    this.arrivePcs(words);
  }

  private arrivePcs(words: Int32Array): void {
    const { layout } = this.stepper;
    for (let thread = 0; thread < this.program.threads.length; thread++) {
      this.pcs.push(layout.pcOf(words, thread));
    }
  }

  private halt(limit: keyof Limits): void {
    this.bound = boundOf(limit, this.limits);
    this.finished = true;
  }
}

function countedNow(pcs: readonly Pc[], wrote: readonly SlotId[]): readonly Counted[] {
  return pcs.map((pc, index) => ({ pc, wrote: wrote[index]! }));
}
