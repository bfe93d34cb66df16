// Which values every instruction sees over all reachable states, and which code is never reached:
// what hovers and dead-code hints are made of. Explores anew, with a probe in the machine.
import { EffectProbe } from './effects.ts';
import { type Limits, limitsWith } from './limits.ts';
import { stop } from './machine/context.ts';
import type { Machine, Probe } from './machine/machine.ts';
import type { Progress } from './outcome.ts';
import type { Pc, Program } from './program.ts';
import { Exploration } from './search/exploration.ts';
import { validate } from './validate.ts';

/** Different values kept for one instruction: a hover has one line. */
const valuesMax = 16;

export interface SeenAt {
  /** What was read, written or set, one number per slot; sorted. Empty for other instructions. */
  readonly values: readonly (readonly number[])[];
  /** There were more values than are kept. */
  readonly more: boolean;
}

export interface ValuesSeen {
  /** Instructions not in here were not reached. */
  readonly seen: ReadonlyMap<Pc, SeenAt>;
  /** False where a limit or the caller stopped the search: there may be more. */
  readonly complete: boolean;
}

export interface ValuesSearch {
  /** Works on, through about so many states; true when the search is finished. */
  advance(expansions: number): boolean;
  progress(): Progress;
  values(): ValuesSeen;
}

/** Begins to collect values, in slices as `startSearch` does. */
export function startValues(program: Program, limits: Partial<Limits> = {}): ValuesSearch {
  validate(program);
  return new ValueCollector(new Exploration(program, limitsWith(limits)));
}

/** Collects to the end. Example: `valuesSeen(program).seen.get(pc)?.values`. */
export function valuesSeen(program: Program, limits: Partial<Limits> = {}): ValuesSeen {
  const search = startValues(program, limits);
  while (!search.advance(Number.MAX_SAFE_INTEGER));
  return search.values();
}

class ValueCollector implements ValuesSearch {
  private readonly exploration: Exploration;
  private readonly probe: ValueProbe;

  constructor(exploration: Exploration) {
    this.exploration = exploration;
    this.probe = new ValueProbe(exploration.stepper.machine);
    exploration.dropEdges('');
    this.watchBeginnings();
  }

  advance(expansions: number): boolean {
    this.exploration.advance(expansions);
    return this.exploration.finished;
  }

  progress(): Progress {
    const { exploration } = this;
    return {
      states: exploration.states,
      frontier: exploration.frontier(),
      depth: exploration.depthReached(),
      bytes: exploration.bytes(),
    };
  }

  values(): ValuesSeen {
    const { bounds, finished, program } = this.exploration;
    const complete = finished && bounds.size === 0 && program.schedule.length === 0;
    return { seen: this.probe.seen(), complete };
  }

  /**
   * The initial state was found without the probe: runs what led to it, and judges it, once more.
   */
  private watchBeginnings(): void {
    const { stepper, fragments, program } = this.exploration;
    const { machine } = stepper;
    const { cells } = machine.context;
    machine.probe = this.probe;
    const after = cells.slice();
    cells.set(program.initial);
    for (const { entry } of program.threads) {
      if (machine.rests[entry] === 1) this.probe.reach(entry);
      else if (machine.run(entry) < 0) break;
    }
    machine.context.journalLength = 0;
    cells.set(after);
    fragments.judge(stepper.initial, false);
  }
}

class ValueProbe implements Probe {
  private readonly effects: EffectProbe;
  private readonly machine: Machine;
  private readonly met: Pc[] = [];
  private readonly known = new Map<Pc, Map<string, readonly number[]>>();

  constructor(machine: Machine) {
    this.machine = machine;
    this.effects = new EffectProbe(machine);
  }

  begin(): void {
    this.effects.begin();
    this.met.length = 0;
  }

  before(pc: Pc): void {
    this.met.push(pc);
    this.effects.before(pc);
  }

  /** A combination that turns out not to exist has seen nothing. */
  after(pc: Pc, next: number): void {
    this.effects.after(pc, next);
    if (next === stop.disabled) return;
    if (next >= 0 && this.machine.rests[next] === 0) return;
    if (next >= 0) this.reach(next);
    for (const met of this.met) this.reach(met);
    for (const effect of this.effects.collected()) {
      if (effect.kind === 'read' || effect.kind === 'write') this.note(effect.pc, effect.values);
      else if ('value' in effect) this.note(effect.pc, [effect.value]);
    }
  }

  reach(pc: Pc): Map<string, readonly number[]> {
    const known = this.known.get(pc);
    if (known !== undefined) return known;
    const values = new Map<string, readonly number[]>();
    this.known.set(pc, values);
    return values;
  }

  seen(): ReadonlyMap<Pc, SeenAt> {
    const pcs = [...this.known].sort(([left], [right]) => left - right);
    return new Map(pcs.map(([pc, values]) => [pc, seenAt([...values.values()])]));
  }

  private note(pc: Pc, values: readonly number[]): void {
    const known = this.reach(pc);
    // One more than is shown is kept, to know that there are more.
    if (known.size <= valuesMax) known.set(values.join(), values);
  }
}

function seenAt(values: readonly (readonly number[])[]): SeenAt {
  const kept = values.slice(0, valuesMax).sort(compareValues);
  return { values: kept, more: values.length > valuesMax };
}

function compareValues(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((value, at) => value !== right[at]);
  return index < 0 ? 0 : left[index]! - right[index]!;
}
