// What this adapter says beyond the Debug Adapter Protocol: names, types, and guards for what
// arrives.
import type { Trace } from '@racewalk/trace';
import type { Choice } from './choices.ts';
import { isRecord } from './launch/config.ts';

/** Request without arguments; answers `WalkAnswer`. */
export const walkRequest = 'racewalk/walk';
/** Request `{ step }`: shows another step of the walk. */
export const gotoRequest = 'racewalk/goto';
/** Request `{ thread, choice }`: takes one of the choices. */
export const stepRequest = 'racewalk/step';
/** Event behind every stop, with `Shown`. */
export const shownEvent = 'racewalk/shown';

/** Which step is shown: step 0 is the initial state, step k the state behind row k - 1. */
export interface Shown {
  /** 0-based. */
  readonly scenario: number;
  readonly variant: number;
  /** By which the run can be asked for again; undefined: there is none, the walk explores. */
  readonly choice: string | undefined;
  readonly mode: 'replay' | 'explore';
  readonly step: number;
  readonly of: number;
  /** What can happen next; empty while a recorded run is replayed. */
  readonly choices: readonly Choice[];
}

export interface WalkAnswer {
  readonly trace: Trace;
  readonly step: number;
  readonly choices: readonly Choice[];
}

export function isGoto(value: unknown): value is { readonly step: number } {
  return isRecord(value) && typeof value.step === 'number';
}

export function isStep(
  value: unknown,
): value is { readonly thread: number; readonly choice: number } {
  return isRecord(value) && typeof value.thread === 'number' && typeof value.choice === 'number';
}
