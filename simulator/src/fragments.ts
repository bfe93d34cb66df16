// Runs the fragments of a program on the state in memory: state properties, `finally`, observations
// and witnesses. A fault inside a fragment is an event of the built-in property; it ends the
// fragment, never the run, so that nothing behind it goes unexplored.
import { liveOnEntry } from './liveness.ts';
import { stop } from './machine/context.ts';
import { oncePer } from './once.ts';
import type { Fragment, Program, Property, RegisterId } from './program.ts';
import { result, type Stepper } from './stepper.ts';

interface StateProperty {
  readonly property: number;
  readonly fragment: Fragment;
  readonly message: string;
}

export class Fragments {
  /** Set where a fragment did not come to its end within local_instructions_max. */
  endless = false;
  /** Per witness, whether the state judged last satisfies it. */
  readonly satisfied: boolean[];
  /** Per observation, its value in the state judged last, if all threads had ended there. */
  readonly observed: number[];
  /** False where an observation could not be evaluated: the state has no outcome. */
  isObserved = false;
  private readonly stepper: Stepper;
  private readonly properties: readonly StateProperty[];
  private readonly livenessGoals: readonly Fragment[];
  /** Registers that a fragment may read before it sets them; nearly always none. */
  private readonly reads: ReadonlyMap<Fragment, readonly RegisterId[]>;

  constructor(stepper: Stepper) {
    this.stepper = stepper;
    this.properties = stateProperties(stepper.program);
    this.livenessGoals = stepper.program.properties.flatMap((property) =>
      property.watched ? livenessFragments(property) : [],
    );
    this.reads = readsOf(stepper.program);
    this.satisfied = stepper.program.witnesses.map(() => false);
    this.observed = stepper.program.observations.map(() => 0);
  }

  /**
   * Judges the state in memory, packed in `words`: adds its events to the context, and sets
   * `satisfied` and, where all threads have ended, `observed`.
   */
  judge(words: Int32Array, allOver: boolean): void {
    const { machine, program } = this.stepper;
    for (const { property, fragment, message } of this.properties) {
      const value = this.evaluate(fragment, words);
      if (value === 0) machine.context.event(property, fragment.entry, message);
    }
    // Their values are for another search; a fault in one of them is an event of the state.
    for (const fragment of this.livenessGoals) this.evaluate(fragment, words);
    for (let index = 0; index < this.satisfied.length; index++) {
      const value = this.evaluate(program.witnesses[index]!.condition, words);
      this.satisfied[index] = value !== undefined && value !== 0;
    }
    this.isObserved = false;
    if (!allOver) return;
    for (const fragment of program.finally) this.evaluate(fragment, words);
    this.isObserved = true;
    for (let index = 0; index < this.observed.length; index++) {
      const value = this.evaluate(program.observations[index]!.value, words);
      if (value === undefined) this.isObserved = false;
      this.observed[index] = value ?? 0;
    }
  }

  /**
   * The result of a fragment on the state in memory, packed in `words`; undefined after a fault.
   */
  evaluate(fragment: Fragment, words: Int32Array): number | undefined {
    const { machine } = this.stepper;
    const reads = this.reads.get(fragment);
    if (reads !== undefined) this.load(reads, words);
    const end = machine.runFragment(fragment);
    if (end === stop.endless) this.endless = true;
    return end >= 0 ? machine.resultOf(fragment) : undefined;
  }

  private load(registers: readonly RegisterId[], words: Int32Array): void {
    const { layout, machine, program, initialResult } = this.stepper;
    const { cells, registerBase } = machine.context;
    const held = new Map<RegisterId, number>();
    for (let thread = 0; thread < program.threads.length; thread++) {
      if (initialResult !== result.moved) break;
      layout.decodeThread(words, thread, cells);
      for (const register of layout.liveOf(words, thread)) {
        held.set(register, cells[registerBase + register]!);
      }
    }
    for (const register of registers) cells[registerBase + register] = held.get(register) ?? 0;
  }
}

function stateProperties(program: Program): readonly StateProperty[] {
  return program.properties.flatMap(({ state, watched, sentence, name }, property) => {
    if (state === undefined || !watched) return [];
    return [{ property, fragment: state, message: `no longer true: ${sentence || name}` }];
  });
}

/** True where some fragment may read a register of a thread. */
export function hasThreadReads(program: Program): boolean {
  return readsOf(program).size > 0;
}

const readsOf = /* @__PURE__ */ oncePer(readsIn);

/** One analysis for all; only a fragment that it suspects gets one of its own. */
function readsIn(program: Program): ReadonlyMap<Fragment, readonly RegisterId[]> {
  const { code } = program;
  const fragments = fragmentsOf(program);
  if (fragments.length === 0) return new Map();
  const results = [...new Set(fragments.flatMap((fragment) => fragment.result ?? []))];
  const suspected = liveOnEntry(
    code,
    fragments.map(({ entry }) => entry),
    results,
  );
  const reads = new Map<Fragment, readonly RegisterId[]>();
  fragments.forEach((fragment, index) => {
    if (suspected[index]!.length === 0) return;
    const own = fragment.result === undefined ? [] : [fragment.result];
    const [read] = liveOnEntry(code, [fragment.entry], own);
    if (read !== undefined && read.length > 0) reads.set(fragment, read);
  });
  return reads;
}

/** What a property says has to come about, as fragments: none for most. */
export function livenessFragments({ liveness }: Property): readonly Fragment[] {
  if (liveness === undefined) return [];
  return liveness.kind === 'eventually' ? [liveness.goal] : [liveness.trigger, liveness.goal];
}

export function fragmentsOf(program: Program): readonly Fragment[] {
  return [
    ...program.properties.flatMap(({ state }) => state ?? []),
    ...program.properties.flatMap(livenessFragments),
    ...program.observations.map(({ value }) => value),
    ...program.witnesses.map(({ condition }) => condition),
    ...program.finally,
  ];
}
