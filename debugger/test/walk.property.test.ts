// Going back is exact: on generated programs, every state that a walk shows is, byte for byte, the
// one that a replay of the same steps ends in, whichever way it was reached.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Action,
  type Program,
  Replayer,
  replay,
  type State,
} from '../../simulator/src/index.ts';
import { lower } from '../../test/oracle/lower.ts';
import { scenarios } from '../../test/oracle/scenarios.ts';
import { Walk } from '../src/walk.ts';

const seed = Number(process.env.RW_SEED ?? 20_260_228);
const numRuns = Number(process.env.RW_RUNS ?? 150);
const stepsMax = 40;

function bytesOf({ slots, threads, ended }: State): string {
  const shown = threads.map(({ pc, over, registers }) => [pc, over, [...registers]]);
  return JSON.stringify([slots, shown, ended]);
}

/** A walk of some length, each step picked by the numbers. */
function explored(program: Program, picks: readonly number[]): Walk {
  const walk = new Walk(new Replayer(program), 'explore');
  for (const pick of picks) {
    const actions = walk.enabled();
    const action = actions[pick % Math.max(1, actions.length)];
    if (action === undefined) break;
    expect(walk.take(action)).toBe('added');
  }
  return walk;
}

function statesOf(walk: Walk): string[] {
  return Array.from({ length: walk.length + 1 }, (_, step) => bytesOf(walk.stateAt(step)));
}

/** By another way: a replay of its own for each state. */
function replayed(program: Program, run: readonly Action[]): string[] {
  return Array.from({ length: run.length + 1 }, (_, step) => {
    const { initial, steps, misfit } = replay(program, run.slice(0, step));
    expect(misfit).toBeUndefined();
    return bytesOf(steps.at(-1)?.after ?? initial);
  });
}

const picksOf = fc.array(fc.nat(1000), { maxLength: stepsMax });

test('back to step 0 and forward again shows the same states', () => {
  void fc.assert(
    fc.property(scenarios(5), picksOf, (scenario, picks) => {
      const program = lower(scenario);
      const walk = explored(program, picks);
      const { run } = walk;
      const expected = replayed(program, run);
      expect(statesOf(walk)).toEqual(expected);
      for (let step = walk.length; step > 0; step--) {
        expect(bytesOf(walk.state)).toBe(expected[step]);
        expect(walk.goTo(step - 1)).toBe(true);
      }
      expect(walk.goTo(-1)).toBe(false);
      for (const [step, action] of run.entries()) {
        expect(bytesOf(walk.state)).toBe(expected[step]);
        expect(walk.take(action)).toBe('recorded');
      }
      expect(bytesOf(walk.state)).toBe(expected[run.length]);
    }),
    { seed, numRuns },
  );
});

test('leaving a walk for another order and coming back shows the same states', () => {
  void fc.assert(
    fc.property(scenarios(5), picksOf, fc.nat(stepsMax), (scenario, picks, where) => {
      const program = lower(scenario);
      const walk = explored(program, picks);
      const { run } = walk;
      const expected = replayed(program, run);
      const at = where % (walk.length + 1);
      walk.goTo(at);
      const recorded = walk.next?.action;
      const other = walk
        .enabled()
        .find(({ thread, choice }) => thread !== recorded?.thread || choice !== recorded.choice);
      if (other === undefined || recorded === undefined) return;
      expect(walk.take(other)).toBe('forked');
      expect(walk.length).toBe(at + 1);
      walk.goTo(at);
      expect(walk.take(recorded)).toBe('forked');
      for (const action of run.slice(at + 1)) expect(walk.take(action)).toBe('added');
      expect(statesOf(walk)).toEqual(expected);
    }),
    { seed, numRuns },
  );
});
