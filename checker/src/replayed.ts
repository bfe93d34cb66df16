// A run that was kept, on the program as it is now: how far it still fits, and why no further.
import { type Action, type Program, Replayer, type Run, type State } from '@racewalk/simulator';
import { waitText } from '@racewalk/trace';

export interface Replayed {
  /** The steps that fit, from the first on. */
  readonly run: Run;
  /** The first step that does not; undefined: all fit. */
  readonly misfit: Misfit | undefined;
  /** Index of the first property that the last step breaks; undefined: it breaks none. */
  readonly property: number | undefined;
}

export interface Misfit {
  /** 0-based. */
  readonly step: number;
  /** `cpu1 is over`, `cpu1 waits for wait_until(lock == 0)`, `cpu1 has no choice 2 here`. */
  readonly why: string;
}

/** Takes the steps of a run as long as they are possible. */
export function replayedRun(program: Program, run: Run): Replayed {
  const replayer = new Replayer(program);
  let state = replayer.initial;
  let events = replayer.initialEvents;
  for (const [step, action] of run.entries()) {
    const taken = replayer.step(state, action);
    if (taken === undefined) {
      const misfit = { step, why: whyNot(replayer, state, action) };
      return { run: run.slice(0, step), misfit, property: events[0]?.property };
    }
    state = taken.after;
    events = taken.events;
  }
  return { run, misfit: undefined, property: events[0]?.property };
}

function whyNot(replayer: Replayer, state: State, { thread, choice }: Action): string {
  const { program } = replayer;
  const name = program.threads[thread]?.name;
  const now = state.threads[thread];
  if (name === undefined || now === undefined) return `there is no thread ${thread + 1}`;
  if (state.ended) return 'the run has ended before';
  if (now.over) return `${name} is over`;
  const choices = replayer.enabled(state).filter((action) => action.thread === thread);
  if (choices.length > 0) return `${name} has no choice ${choice + 1} here`;
  return `${name} waits for ${waitText(program, now.pc)}`;
}
