import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../src/documents/snapshots.ts';
import type { StartMessage } from '../src/run/messages.ts';
import { Runs, restMs } from '../src/run/runs.ts';
import { defaultSettings } from '../src/settings.ts';
import { HandClock } from './hand-clock.ts';
import { result, scenario } from './made.ts';

const name = 'file:///a.race';
const job = { scenario: 0, variant: 0 };
const passed = result({ verdict: 'pass' });

function snapshot(revision: number): Snapshot {
  const file = { name, text: `${revision}` };
  const analysis = {
    file,
    includes: [],
    missing: [],
    diagnostics: [],
    scenarios: [scenario('s')],
    compile: () => {
      throw new Error('compiled in the worker alone');
    },
  };
  return { name, uri: name, version: revision, revision, analysis };
}

function setUp(settings = defaultSettings) {
  const clock = new HandClock();
  const log: string[] = [];
  const started: StartMessage[] = [];
  const runs = new Runs(settings, clock, {
    changed: () => undefined,
    failed: (_, text) => log.push(text),
  });
  runs.connect({
    start: (message) => {
      started.push(message);
      log.push(`start ${message.task}`);
    },
    cancel: (task) => log.push(`cancel ${task}`),
  });
  const state = () => runs.results(name)?.entries[0]?.[0]?.state;
  return { clock, log, started, runs, state };
}

describe('runs', () => {
  it('start by themselves after a pause, under the small budget', () => {
    const { clock, log, started, runs } = setUp();
    runs.refresh(snapshot(1));
    expect(log).toEqual([]);
    clock.turn(restMs);
    expect(log).toEqual(['start 1']);
    expect(started[0]).toMatchObject({ states: 200_000, priority: 'automatic', jobs: [job] });
  });

  it('start once for a burst of edits', () => {
    const { clock, log, runs } = setUp();
    runs.refresh(snapshot(1));
    clock.turn(restMs / 2);
    runs.refresh(snapshot(2));
    clock.turn(restMs / 2);
    runs.refresh(snapshot(3));
    clock.turn(restMs);
    expect(log).toEqual(['start 1']);
  });

  it('of an older text are cancelled, and what they still say counts for nothing', () => {
    const { clock, log, runs, state } = setUp();
    runs.refresh(snapshot(1));
    clock.turn(restMs);
    runs.refresh(snapshot(2));
    expect(log).toEqual(['start 1', 'cancel 1']);
    runs.receive({ kind: 'result', task: 1, ...job, result: passed });
    expect(state()).toEqual({ kind: 'waiting' });
  });

  it('put their result in the store', () => {
    const { clock, runs, state } = setUp();
    runs.refresh(snapshot(1));
    clock.turn(restMs);
    runs.receive({ kind: 'progress', task: 1, ...job, states: 7 });
    expect(state()).toEqual({ kind: 'running', states: 7, requested: false });
    runs.receive({ kind: 'result', task: 1, ...job, result: passed });
    expect(state()).toEqual({ kind: 'done', result: passed });
  });

  it('do not start again for the same snapshot', () => {
    const { clock, log, runs } = setUp();
    runs.refresh(snapshot(1));
    clock.turn(restMs);
    runs.refresh(snapshot(1));
    clock.turn(restMs);
    expect(log).toEqual(['start 1']);
  });

  it('on request answer with their verdict, and an automatic one does not overwrite it', async () => {
    const { clock, runs, started, state } = setUp();
    runs.refresh(snapshot(1));
    clock.turn(restMs);
    const answer = runs.request(snapshot(1), job);
    expect(started[1]).toMatchObject({ states: 5_000_000, priority: 'requested' });
    const small = result({ verdict: 'bounded' }, 'undecided');
    runs.receive({ kind: 'result', task: 1, ...job, result: small });
    expect(state()).toMatchObject({ kind: 'running', requested: true });
    const large = { ...passed, budget: 5_000_000 };
    runs.receive({ kind: 'result', task: 2, ...job, result: large });
    expect(await answer).toEqual({ kind: 'done', result: large });
    runs.receive({ kind: 'result', task: 1, ...job, result: small });
    expect(state()).toEqual({ kind: 'done', result: large });
  });

  it('on request answer that they were cancelled when the text changes', async () => {
    const { runs } = setUp();
    const answer = runs.request(snapshot(1), job);
    runs.refresh(snapshot(2));
    expect(await answer).toEqual({ kind: 'cancelled' });
  });

  it('that are cancelled say so, and are not cancelled twice', () => {
    const { clock, log, runs, state } = setUp();
    runs.refresh(snapshot(1));
    clock.turn(restMs);
    runs.cancel(name);
    runs.cancel(name);
    expect(log).toEqual(['start 1', 'cancel 1']);
    expect(state()).toEqual({ kind: 'cancelled' });
  });

  it('that fail say why; a verdict that is there stays', () => {
    const { clock, log, runs, state } = setUp();
    runs.refresh(snapshot(1));
    clock.turn(restMs);
    runs.receive({ kind: 'failed', task: 1, ...job, message: 'out of memory' });
    expect(state()).toEqual({ kind: 'failed', message: 'out of memory' });
    expect(log).toContain('out of memory');
    runs.receive({ kind: 'result', task: 1, ...job, result: passed });
    runs.receive({ kind: 'failed', task: 1, ...job, message: 'while collecting values' });
    expect(state()).toEqual({ kind: 'done', result: passed });
  });

  it('of a closed text are forgotten', () => {
    const { clock, log, runs } = setUp();
    runs.refresh(snapshot(1));
    clock.turn(restMs);
    runs.close(name);
    expect(log).toEqual(['start 1', 'cancel 1']);
    expect(runs.results(name)).toBeUndefined();
  });
});
