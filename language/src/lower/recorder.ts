// What the locals of every expanded call are bound to: wanted by who looks into states, never by a
// search, so that it is kept only while a program is made once more for that.
import type { Activation, Unit } from './unit.ts';

export interface RecordedCall {
  readonly activation: Activation;
  /** The thread's unit, with its thread_local variables. */
  readonly unit: Unit;
}

export class Recorder {
  /** By index in Program.frames; frames of setup and of fragments are not in it. */
  readonly calls = new Map<number, RecordedCall>();
  /** By index in Program.threads. */
  readonly threads: Unit[] = [];

  thread(unit: Unit): void {
    if (unit.mode !== 'thread') return;
    this.threads[unit.thread - 1] = unit;
    this.call(unit);
  }

  /** The call that the unit has just entered. */
  call(unit: Unit): void {
    const { activation } = unit;
    if (unit.mode === 'thread') this.calls.set(activation.frame, { activation, unit });
  }
}
