// One run after another, a step at a time, with what each step and each state breaks.
import { Fragments } from '../fragments.ts';
import type { Limits } from '../limits.ts';
import { builtinIndex } from '../machine/machine.ts';
import type { Action } from '../outcome.ts';
import type { Program } from '../program.ts';
import { result, Stepper } from '../stepper.ts';

export class Walk {
  readonly program: Program;
  readonly stepper: Stepper;
  readonly fragments: Fragments;
  /** The steps taken since `restart`. */
  run: Action[] = [];
  /** Properties broken by the last step, or by the state behind it. */
  readonly broken: number[] = [];
  /** The run cannot go on: all threads are over, or a step ended it. */
  ended = false;
  /** The last step was cut, for a pool was exhausted. */
  cut = false;
  private readonly deadlock: number;

  constructor(program: Program, limits: Limits) {
    this.program = program;
    this.stepper = new Stepper(program, limits);
    this.fragments = new Fragments(this.stepper);
    this.deadlock = builtinIndex(program, 'deadlock');
  }

  /** Goes back to the beginning; `broken` then is what the initial state breaks. */
  restart(): void {
    const { stepper } = this;
    this.run = [];
    this.broken.length = 0;
    this.cut = false;
    stepper.moveTo(stepper.initial);
    for (const { property } of stepper.initialEvents) this.broken.push(property);
    const hasBegun = stepper.initialResult === result.moved;
    const allOver = hasBegun && stepper.allOver(stepper.current);
    this.judge(stepper.current, allOver);
    this.ended = !hasBegun || allOver;
  }

  /** Takes a step; false where it is not possible here. */
  take(action: Action): boolean {
    const { stepper } = this;
    if (this.ended || !this.mayMove(action.thread) || !stepper.take(action)) return false;
    this.broken.length = 0;
    this.noteEvents();
    this.run.push(action);
    const moved = stepper.outcome === result.moved;
    this.cut = stepper.outcome === result.cut;
    const allOver = moved && stepper.allOver(stepper.next);
    if (moved) this.judge(stepper.next, allOver);
    stepper.back();
    if (moved) stepper.moveTo(stepper.next);
    this.ended = !moved || allOver;
    return true;
  }

  /** Where threads are left and none can move, which the caller has found out. */
  standStill(): void {
    this.ended = true;
    this.broken.length = 0;
    const isWatched = this.stepper.machine.context.watched[this.deadlock] !== 0;
    if (isWatched && this.stepper.scheduled() === undefined) this.broken.push(this.deadlock);
  }

  /** False where the schedule has another thread's turn. */
  mayMove(thread: number): boolean {
    const only = this.stepper.scheduled();
    return only === undefined || only === thread;
  }

  isDeadlock(property: number): boolean {
    return property === this.deadlock;
  }

  private judge(words: Int32Array, allOver: boolean): void {
    this.stepper.machine.context.eventCount = 0;
    this.fragments.judge(words, allOver);
    this.noteEvents();
  }

  private noteEvents(): void {
    const { context } = this.stepper.machine;
    for (let index = 0; index < context.eventCount; index++) {
      this.broken.push(context.eventProperty[index]!);
    }
  }
}
