// Runs of a program, step by step, in a form that can be looked at: what traces, the debugger and
// interactive exploration are made of. A schedule of the program restricts searches, not replay.
import { type Effect, EffectProbe, registerValue, slotValue } from './effects.ts';
import { Fragments } from './fragments.ts';
import { type Limits, limitsWith } from './limits.ts';
import type { StepEvent } from './machine/context.ts';
import type { Action, Run } from './outcome.ts';
import type { Fragment, Pc, Program, RegisterId, SlotId } from './program.ts';
import { AccessProbe } from './races/accesses.ts';
import { stateEvents } from './search/events.ts';
import { result, Stepper } from './stepper.ts';
import { validate } from './validate.ts';

/** One thread in a state. */
export interface ThreadState {
  /** Where it rests; in a state that ended a run, the instruction that ended it. */
  readonly pc: Pc;
  readonly over: boolean;
  /** The registers that are live there, in the order of the program's lists. */
  readonly registers: ReadonlyMap<RegisterId, number>;
}

/** A state to look at. */
export interface State {
  /** One value per slot. */
  readonly slots: readonly number[];
  readonly threads: readonly ThreadState[];
  /** A violation or an exhausted pool ended the run here: no action is possible. */
  readonly ended: boolean;
}

/** How a step ended the run, or undefined where the run goes on. */
export type RunEnd = 'violation' | 'pool' | undefined;

export interface ReplayStep {
  readonly action: Action;
  /** Where the thread rested, and the step began. */
  readonly pc: Pc;
  readonly effects: readonly Effect[];
  /** Of the step, then of the state behind it: state properties, `finally`, deadlock. */
  readonly events: readonly StepEvent[];
  readonly before: State;
  /** After a step that ended the run: memory as it was left. */
  readonly after: State;
  readonly end: RunEnd;
}

/** A thread that is not over and cannot move. */
export interface BlockedThread {
  readonly thread: number;
  /** The instruction that holds it up: an `await` that is false, as a rule. */
  readonly pc: Pc;
  /** What it looked at: while these slots keep their values it stays blocked. */
  readonly reads: readonly SlotId[];
}

export interface Replay {
  readonly initial: State;
  /** Events of the local beginnings and of the initial state. */
  readonly initialEvents: readonly StepEvent[];
  /** The steps that fit. */
  readonly steps: readonly ReplayStep[];
  /** Index of the first action that is not possible where the run stands; undefined: all fit. */
  readonly misfit: number | undefined;
}

/** Replays a run on the program. Example: `replay(program, violation.run).steps.at(-1)?.events`. */
export function replay(program: Program, run: Run, limits: Partial<Limits> = {}): Replay {
  const replayer = new Replayer(program, limits);
  const steps: ReplayStep[] = [];
  let state = replayer.initial;
  for (const [index, action] of run.entries()) {
    const step = replayer.step(state, action);
    if (step === undefined) return { ...beginning(replayer), steps, misfit: index };
    steps.push(step);
    state = step.after;
  }
  return { ...beginning(replayer), steps, misfit: undefined };
}

function beginning({
  initial,
  initialEvents,
}: Replayer): Pick<Replay, 'initial' | 'initialEvents'> {
  return { initial, initialEvents };
}

/** The state before the first step. */
export function initialState(program: Program): State {
  return new Replayer(program).initial;
}

/** All actions possible in a state, in the order of threads and choices. */
export function enabledActions(program: Program, state: State): readonly Action[] {
  return new Replayer(program).enabled(state);
}

/** The result of a fragment on a state; undefined after a fault. */
export function evaluateFragment(
  program: Program,
  fragment: Fragment,
  state: State,
): number | undefined {
  return new Replayer(program).evaluate(fragment, state);
}

/** Keeps what is compiled: for callers that go through many states of one program. */
export class Replayer {
  readonly program: Program;
  readonly initial: State;
  readonly initialEvents: readonly StepEvent[];
  private readonly stepper: Stepper;
  private readonly fragments: Fragments;
  private readonly probe: EffectProbe;
  private readonly accesses: AccessProbe;

  /** Limits inside one step have to be those of the search that a run comes from, or wider. */
  constructor(program: Program, limits: Partial<Limits> = {}) {
    validate(program);
    this.program = program;
    this.stepper = new Stepper(program, limitsWith(limits));
    this.stepper.machine.describes = true;
    this.fragments = new Fragments(this.stepper);
    this.probe = new EffectProbe(this.stepper.machine);
    this.accesses = new AccessProbe(this.stepper.machine);
    const { stepper } = this;
    this.initial = this.viewInitial();
    this.initialEvents = [...stepper.initialEvents, ...stateEvents(stepper, this.fragments)];
  }

  /** All actions possible in a state, in the order of threads and choices. */
  enabled(state: State): readonly Action[] {
    if (state.ended) return [];
    this.load(state);
    const { stepper } = this;
    const actions: Action[] = [];
    for (let thread = 0; thread < this.program.threads.length; thread++) {
      stepper.select(thread);
      while (stepper.step()) {
        stepper.back();
        if (stepper.outcome === result.disabled || stepper.outcome === result.endless) continue;
        actions.push({ thread, choice: stepper.choice });
      }
    }
    return actions;
  }

  /** Takes an action; undefined where it is not possible in this state. */
  step(state: State, action: Action): ReplayStep | undefined {
    if (state.ended) return undefined;
    this.load(state);
    const { stepper, probe } = this;
    const { machine } = stepper;
    machine.probe = probe;
    const isTaken = stepper.take(action);
    machine.probe = undefined;
    if (!isTaken) return undefined;
    const events = machine.context.events();
    const taken = { action, pc: stepper.from, effects: probe.collected(), before: state };
    if (stepper.outcome !== result.moved) {
      const after = this.viewEnded(state);
      stepper.back();
      const end = stepper.outcome === result.cut ? 'pool' : 'violation';
      return { ...taken, events, after, end };
    }
    stepper.back();
    stepper.moveTo(stepper.next);
    const after = this.viewCurrent();
    return {
      ...taken,
      events: [...events, ...stateEvents(stepper, this.fragments)],
      after,
      end: undefined,
    };
  }

  /** Those of the threads that are not over and cannot move in a state, in the order given. */
  blocked(state: State, threads: readonly number[]): readonly BlockedThread[] {
    if (state.ended || threads.length === 0) return [];
    this.load(state);
    return threads.flatMap((thread) => {
      if (state.threads[thread]?.over !== false) return [];
      return this.blockedThread(thread) ?? [];
    });
  }

  /** Whether a thread could move in a state if one slot held another value. */
  couldMove(state: State, thread: number, slot: SlotId, value: number): boolean {
    if (state.ended) return false;
    const slots = [...state.slots];
    slots[slot] = value;
    this.load({ ...state, slots });
    return this.stepper.isEnabled(thread);
  }

  /** The result of a fragment on a state; undefined after a fault. */
  evaluate(fragment: Fragment, state: State): number | undefined {
    this.load(state);
    const { machine } = this.stepper;
    machine.context.eventCount = 0;
    return machine.runFragment(fragment) >= 0 ? machine.resultOf(fragment) : undefined;
  }

  private blockedThread(thread: number): BlockedThread | undefined {
    const { stepper, accesses } = this;
    const reads = new Set<SlotId>();
    stepper.select(thread);
    stepper.machine.probe = accesses;
    let isEnabled = false;
    while (!isEnabled && stepper.step()) {
      for (const slot of accesses.collected().reads) reads.add(slot);
      isEnabled = stepper.outcome !== result.disabled;
      stepper.back();
    }
    stepper.machine.probe = undefined;
    if (isEnabled || stepper.truncated) return undefined;
    return { thread, pc: stepper.disabledAt, reads: [...reads] };
  }

  /** Brings a state into memory, and, unless a run ended in it, into the stepper. */
  private load(state: State): void {
    if (state.ended) this.stepper.remember(state);
    else this.stepper.standOn(state);
  }

  private viewInitial(): State {
    const { stepper } = this;
    if (stepper.initialResult === result.moved) return this.viewCurrent();
    const threads = stepper.initialPcs.map(
      (pc): ThreadState => ({
        pc,
        over: this.program.code[pc]?.op === 'end',
        registers: new Map(),
      }),
    );
    return { slots: this.slots(), threads, ended: true };
  }

  private viewCurrent(): State {
    const { stepper, program } = this;
    const { layout, machine, current } = stepper;
    const threads = program.threads.map((_, thread): ThreadState => {
      layout.decodeThread(current, thread, machine.context.cells);
      const registers = this.registers(layout.liveOf(current, thread));
      return { pc: layout.pcOf(current, thread), over: stepper.isOver(thread), registers };
    });
    return { slots: this.slots(), threads, ended: false };
  }

  /** Memory as a step left it that ended the run: of its own registers, those it began with. */
  private viewEnded(before: State): State {
    const { stepper } = this;
    const threads = before.threads.map((thread, index): ThreadState => {
      if (index !== stepper.thread) return thread;
      const registers = this.registers([...thread.registers.keys()]);
      return { pc: stepper.machine.stoppedAt, over: false, registers };
    });
    return { slots: this.slots(), threads, ended: true };
  }

  private slots(): readonly number[] {
    return this.program.slots.map((_, slot) => slotValue(this.stepper.machine, slot));
  }

  private registers(live: readonly RegisterId[]): ReadonlyMap<RegisterId, number> {
    return new Map(
      live.map((register) => [register, registerValue(this.stepper.machine, register)]),
    );
  }
}
