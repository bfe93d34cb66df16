// What holds, waits and arrows say, against the states of the run: on random runs of bundled scenarios.
import { readdirSync, readFileSync } from 'node:fs';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { type Action, type Program, Replayer, type Run, replay } from '@racewalk/simulator';
import { expect, test } from 'vitest';
import { type Trace, traceOf } from '../src/index.ts';

const root = new URL('../../scenarios/', import.meta.url);

/** A run that chooses at random, always in the same way, and likes to change threads. */
function randomRun(program: Program, seed: number, stepsMax: number): Run {
  const replayer = new Replayer(program);
  const run: Action[] = [];
  let state = replayer.initial;
  let random = seed;
  while (run.length < stepsMax) {
    const actions = replayer.enabled(state);
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
    const action = actions[(random >>> 16) % actions.length];
    if (action === undefined) break;
    run.push(action);
    state = replayer.step(state, action)?.after ?? state;
  }
  return run;
}

function* randomRuns(): Generator<{ program: Program; run: Run }> {
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!/two-mprotect|migration|fault-against|locks|stale/.test(name)) continue;
    if (!name.endsWith('.race')) continue;
    const text = readFileSync(new URL(name, root), 'utf8');
    const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
    for (const scenario of analysis.scenarios.keys()) {
      const { program } = analysis.compile(scenario, 0);
      if (program === undefined) continue;
      for (const seed of [1, 2]) yield { program, run: randomRun(program, seed, 60) };
    }
  }
}

/** Who holds an owner's lock alone behind a row, by the holds: in the order of the locks. */
function holdersBehind(trace: Trace, row: number): string[] {
  return trace.locks.flatMap(({ name }, lock) =>
    trace.holds
      .filter((hold) => hold.lock === lock && !hold.shared && !name.includes(' in '))
      .filter(({ from, to }) => from <= row && (to ?? Infinity) > row)
      .map(({ thread }) => `${name}.owner: ${trace.threads[thread]?.name}`),
  );
}

test('holds say what owners say, waits are true, and arrows come from the last writer', () => {
  const seen = { runs: 0, held: 0, waits: 0, arrows: 0 };
  for (const { program, run } of randomRuns()) {
    const trace = traceOf(program, run);
    const replayer = new Replayer(program);
    const { steps } = replay(program, run);
    seen.runs++;
    steps.forEach(({ after }, row) => {
      const owners = program.slots.flatMap(({ name }, slot) => {
        const owner = after.slots[slot] ?? 0;
        if (!name.endsWith('.owner') || owner === 0) return [];
        return [`${name}: ${program.threads[owner - 1]?.name}`];
      });
      expect(holdersBehind(trace, row)).toEqual(owners);
      seen.held += owners.length;
      const movable = new Set(replayer.enabled(after).map(({ thread }) => thread));
      const stuck = after.threads.flatMap(({ over }, thread) =>
        over || movable.has(thread) || after.ended ? [] : [thread],
      );
      const { waiting, readsFrom, why } = trace.rows[row]!;
      expect(waiting.map(({ thread }) => thread)).toEqual(stuck);
      expect(why).not.toBe('');
      seen.waits += stuck.length;
      for (const { name, row: from } of readsFrom) {
        expect(trace.rows[from]?.thread).not.toBe(trace.rows[row]?.thread);
        const slot = program.slots.findIndex((one) => one.name === name);
        expect(steps[from]?.after.slots[slot]).toBe(steps[row]?.before.slots[slot]);
        seen.arrows++;
      }
    });
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
}, 60_000);
