// Explores with and without symmetry, in the plainest way: what is reached, and what is broken.
import { Fragments } from '../../simulator/src/fragments.ts';
import { defaultLimits } from '../../simulator/src/limits.ts';
import type { Program } from '../../simulator/src/program.ts';
import { result, Stepper } from '../../simulator/src/stepper.ts';
import { analyseSymmetry, type NoSymmetry } from '../../simulator/src/symmetry/analyse.ts';
import { canonicalize } from '../../simulator/src/symmetry/canonicalize.ts';
import type { Symmetry } from '../../simulator/src/symmetry/symmetry.ts';
import { StateTable } from '../../simulator/src/table.ts';

export interface Explored {
  readonly stepper: Stepper;
  readonly table: StateTable;
  readonly violated: readonly number[];
  readonly witnessed: readonly number[];
  readonly outcomes: readonly string[];
}

export function symmetryOf(program: Program): Symmetry | NoSymmetry {
  return analyseSymmetry(program, new Stepper(program, defaultLimits).layout);
}

/** Undefined where there are more than `statesMax` states, or none at all. */
export function exploreQuotient(
  program: Program,
  symmetry: Symmetry | undefined,
  statesMax: number,
): Explored | undefined {
  const stepper = new Stepper(program, defaultLimits);
  if (stepper.initialResult !== result.moved) return undefined;
  const search = new QuotientSearch(stepper, symmetry, statesMax);
  return search.run() ? search.found() : undefined;
}

class QuotientSearch {
  private readonly stepper: Stepper;
  private readonly fragments: Fragments;
  private readonly symmetry: Symmetry | undefined;
  private readonly table: StateTable;
  private readonly violated = new Set<number>();
  private readonly witnessed = new Set<number>();
  private readonly outcomes = new Set<string>();

  constructor(stepper: Stepper, symmetry: Symmetry | undefined, statesMax: number) {
    this.stepper = stepper;
    this.fragments = new Fragments(stepper);
    this.symmetry = symmetry;
    this.table = new StateTable(stepper.layout.words);
    this.table.limit = statesMax;
    for (const { property } of stepper.initialEvents) this.violated.add(property);
  }

  /** False where the limit was met. */
  run(): boolean {
    const { stepper, table } = this;
    const words = new Int32Array(stepper.layout.words);
    if (!this.insert(stepper.initial)) return false;
    for (let state = 0; state < table.count; state++) {
      table.read(state, words);
      stepper.moveTo(words);
      this.judge(words);
      if (!this.expand(words)) return false;
    }
    return true;
  }

  found(): Explored {
    const { stepper, table, outcomes } = this;
    const sorted = (set: ReadonlySet<number>) => [...set].sort((a, b) => a - b);
    return {
      stepper,
      table,
      violated: sorted(this.violated),
      witnessed: sorted(this.witnessed),
      outcomes: [...outcomes].sort(),
    };
  }

  private expand(words: Int32Array): boolean {
    const { stepper } = this;
    const only = stepper.scheduled();
    let canMove = false;
    for (const thread of stepper.program.threads.keys()) {
      if (only !== undefined && only !== thread) continue;
      stepper.select(thread);
      while (stepper.step()) {
        const { outcome } = stepper;
        if (outcome !== result.disabled) canMove = true;
        this.noteEvents();
        stepper.back();
        if (outcome === result.moved && !this.insert(stepper.next)) return false;
      }
    }
    if (!canMove && !stepper.allOver(words) && !stepper.canMove())
      this.violated.add(this.deadlock());
    return true;
  }

  private insert(state: Int32Array): boolean {
    const words = state.slice();
    if (this.symmetry !== undefined) canonicalize(this.symmetry, words);
    return this.table.insert(words) >= 0;
  }

  private judge(words: Int32Array): void {
    const { fragments, stepper } = this;
    stepper.machine.context.eventCount = 0;
    fragments.judge(words, stepper.allOver(words));
    this.noteEvents();
    fragments.satisfied.forEach((is, witness) => {
      if (is) this.witnessed.add(witness);
    });
    if (fragments.isObserved) this.outcomes.add(fragments.observed.join());
  }

  private noteEvents(): void {
    for (const { property } of this.stepper.machine.context.events()) this.violated.add(property);
  }

  private deadlock(): number {
    return this.stepper.program.properties.findIndex(({ name }) => name === 'deadlock');
  }
}
