// Which values every instruction sees over all reachable states, and which code is never reached:
// what hovers and dead-code hints are made of. Explores anew, with a probe in the machine.
import { type Effect, EffectProbe } from './effects.ts';
import { livenessFragments } from './fragments.ts';
import { type Limits, limitsWith } from './limits.ts';
import { stop } from './machine/context.ts';
import type { Machine, Probe } from './machine/machine.ts';
import type { Progress } from './outcome.ts';
import type { Pc, Program, SlotId } from './program.ts';
import { Exploration } from './search/exploration.ts';
import { result } from './stepper.ts';
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
  /**
   * Threads, by index, that are not over at first and never take a step; none where the run ends
   * before its first step.
   */
  readonly stuck: readonly number[];
  /** Slots that in some run, at some moment, do not hold what they hold at first. */
  readonly changed: ReadonlySet<SlotId>;
  /** Properties, by index, that some state or step breaks; those of liveness are not looked at. */
  readonly broken: ReadonlySet<number>;
  /**
   * Of watched properties of liveness, by index: when the first of its fragments, a trigger or a
   * goal alone, holds. Undefined in here: in no state.
   */
  readonly held: ReadonlyMap<number, 'at first' | 'later' | undefined>;
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
  const firsts = program.properties.flatMap((property, index) => {
    const condition = property.watched ? livenessFragments(property)[0] : undefined;
    return condition === undefined ? [] : [{ index, witness: { name: '', condition } }];
  });
  // A search for witnesses tells whether some state satisfies a condition.
  const witnesses = [...program.witnesses, ...firsts.map(({ witness }) => witness)];
  const exploration = new Exploration({ ...program, witnesses }, limitsWith(limits));
  const asked = firsts.map(({ index }, at) => ({ index, witness: program.witnesses.length + at }));
  return new ValueCollector(exploration, asked);
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
  private readonly asked: readonly { readonly index: number; readonly witness: number }[];

  /** `asked`: properties, and the witnesses that stand for them. */
  constructor(exploration: Exploration, asked: ValueCollector['asked']) {
    this.exploration = exploration;
    this.asked = asked;
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
    const { bounds, finished, program, findings, witnesses } = this.exploration;
    const { changed } = this.probe;
    const held = this.asked.map(({ index, witness }) => {
      const finding = witnesses[witness];
      const isFirst = finding?.state === 0 && finding.thread < 0;
      return [index, finding === undefined ? undefined : isFirst ? 'at first' : 'later'] as const;
    });
    return {
      seen: this.probe.seen(),
      stuck: this.stuck(),
      changed,
      broken: new Set(findings.keys()),
      held: new Map(held),
      complete: finished && bounds.size === 0 && program.schedule.length === 0,
    };
  }

  private stuck(): readonly number[] {
    const { stepper, program } = this.exploration;
    if (stepper.initialResult !== result.moved) return [];
    return stepper.initialPcs.flatMap((pc, thread) => {
      const isOver = program.code[pc]?.op === 'end';
      return isOver || this.probe.stepped.has(pc) ? [] : [thread];
    });
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
  /** Where a thread has rested, and moved on. */
  readonly stepped = new Set<Pc>();
  readonly changed = new Set<SlotId>();
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
    this.stepped.add(this.met[0]!);
    for (const effect of this.effects.collected()) {
      this.noteChange(effect);
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

  private noteChange(effect: Effect): void {
    const { initial, pools, domains } = this.machine.program;
    if (effect.kind === 'write')
      effect.values.forEach((value, at) => {
        if (value !== initial[effect.slot + at]) this.changed.add(effect.slot + at);
      });
    if (effect.kind === 'free') this.changed.add(effect.status);
    if (effect.kind !== 'allocate') return;
    const domain = domains[pools[effect.pool]!.domain]!;
    const status = domain.targets[effect.value - 1]?.status;
    if (status !== undefined) this.changed.add(status);
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
