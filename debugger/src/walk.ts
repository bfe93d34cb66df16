// A run and a place in it. Every state is kept as it was when its step was taken, so going back is
// exact, and going forward again gives the same states.
import type {
  Action,
  Pc,
  Program,
  Replayer,
  ReplayStep,
  Run,
  State,
  StepEvent,
} from '@racewalk/simulator';
import { type LockState, type LockStory, lockStory } from '@racewalk/trace';
import { limits } from './limits.ts';

export interface WalkStep extends ReplayStep {
  /** Where the thread rested before its step before this one; undefined: this is its first. */
  readonly previous: Pc | undefined;
  /** Those that were not there behind the step before: a property that stays broken is one event. */
  readonly news: readonly StepEvent[];
}

/** What came of taking an action: the recorded step, one behind the last, or one instead of it. */
export type Taken = 'recorded' | 'added' | 'forked';

export class Walk {
  readonly program: Program;
  readonly replayer: Replayer;
  /** Grows whenever recorded steps are replaced: what was counted along them is void. */
  forks = 0;
  /** `replay`: the recorded run is what happens. `explore`: each step is picked. */
  mode: 'replay' | 'explore';
  #steps: WalkStep[] = [];
  #position = 0;
  #told: { readonly forks: number; readonly length: number; readonly story: LockStory } | undefined;

  constructor(replayer: Replayer, mode: Walk['mode']) {
    this.replayer = replayer;
    this.program = replayer.program;
    this.mode = mode;
  }

  /** Records a run from the beginning; undefined, or the number of the first step that misfits. */
  record(run: Run): number | undefined {
    this.#steps = [];
    this.#position = 0;
    this.forks += 1;
    for (const action of run) {
      if (this.take(action) === undefined) return this.#steps.length + 1;
    }
    this.#position = 0;
    return undefined;
  }

  /** How many steps are done: the state shown is the one behind them. */
  get position(): number {
    return this.#position;
  }

  /** How many steps are known. */
  get length(): number {
    return this.#steps.length;
  }

  get state(): State {
    return this.stateAt(this.#position);
  }

  stateAt(position: number): State {
    return position === 0 ? this.replayer.initial : this.step(position - 1).after;
  }

  /** The step that leads from state `index` to the next. */
  step(index: number): WalkStep {
    const step = this.#steps[index];
    if (step === undefined) throw new Error(`the walk has no step ${index}`);
    return step;
  }

  /** The step that leads here; undefined at the beginning. */
  get last(): WalkStep | undefined {
    return this.#steps[this.#position - 1];
  }

  /** The recorded step that comes next; undefined at the end. */
  get next(): WalkStep | undefined {
    return this.#steps[this.#position];
  }

  get run(): Run {
    return this.#steps.map(({ action }) => action);
  }

  /** The events of arriving at a state. */
  newsAt(position: number): readonly StepEvent[] {
    return position === 0 ? this.replayer.initialEvents : this.step(position - 1).news;
  }

  /** False where there is no such step. */
  goTo(position: number): boolean {
    if (!Number.isInteger(position) || position < 0 || position > this.length) return false;
    this.#position = position;
    return true;
  }

  /** Who holds and waits for which lock in the state shown. */
  get locks(): LockState {
    return this.#lockStory().states[this.#position] ?? { held: [], waiting: [] };
  }

  get lockNames(): readonly string[] {
    return this.#lockStory().names;
  }

  /** Worked out for the whole walk at once, as later steps tell which values are locks. */
  #lockStory(): LockStory {
    const { forks, length } = this;
    if (this.#told?.forks !== forks || this.#told.length !== length) {
      const { initial } = this.replayer;
      const story = lockStory(this.replayer, { initial, steps: this.#steps });
      this.#told = { forks, length, story };
    }
    return this.#told.story;
  }

  /** Takes an action here; undefined where it is not possible, or the walk has its longest. */
  take(action: Action): Taken | undefined {
    const { next } = this;
    if (next?.action.thread === action.thread && next.action.choice === action.choice) {
      this.#position += 1;
      return 'recorded';
    }
    if (this.#position >= limits.walk_steps_max) return undefined;
    const step = this.replayer.step(this.state, action);
    if (step === undefined) return undefined;
    const before = this.#steps[this.#position - 1]?.events ?? this.replayer.initialEvents;
    const taken = next === undefined ? 'added' : 'forked';
    if (taken === 'forked') {
      this.#steps = this.#steps.slice(0, this.#position);
      this.forks += 1;
    }
    this.#steps.push({
      ...step,
      previous: this.restBefore(action.thread),
      news: step.events.filter((event) => !isIn(before, event)),
    });
    this.#position += 1;
    return taken;
  }

  /** Where the thread began its last step before the state shown. */
  restBefore(thread: number): Pc | undefined {
    for (let index = this.#position - 1; index >= 0; index--) {
      const step = this.#steps[index];
      if (step?.action.thread === thread) return step.pc;
    }
    return undefined;
  }

  enabled(): readonly Action[] {
    return this.replayer.enabled(this.state);
  }
}

function isIn(events: readonly StepEvent[], { property, message }: StepEvent): boolean {
  return events.some((event) => event.property === property && event.message === message);
}
