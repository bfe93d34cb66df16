import { describe, expect, it } from 'vitest';
import type { FromWorker, StartMessage, ToWorker } from '../src/run/messages.ts';
import { cancelPatienceMs, Supervisor, type WorkerEvents } from '../src/run/supervisor.ts';
import { HandClock } from './hand-clock.ts';
import { result } from './made.ts';

const file = { name: 'a', text: '' };
const jobs = [
  { scenario: 0, variant: 0 },
  { scenario: 0, variant: 1 },
];
const done = { kind: 'result', result: result({}) } as const;

function start(task: number): StartMessage {
  return { kind: 'start', task, priority: 'automatic', file, includes: [], jobs, states: 1 };
}

function setUp() {
  const clock = new HandClock();
  const workers: { events: WorkerEvents; got: ToWorker[]; isAlive: boolean }[] = [];
  const heard: FromWorker[] = [];
  const supervisor = new Supervisor(
    (events) => {
      const worker = { events, got: [] as ToWorker[], isAlive: true };
      workers.push(worker);
      return {
        post: (message) => worker.got.push(message),
        terminate: () => (worker.isAlive = false),
      };
    },
    clock,
    (message) => heard.push(message),
  );
  return { clock, workers, heard, supervisor };
}

describe('the supervisor', () => {
  it('starts a worker with the first task, and keeps it', () => {
    const { workers, supervisor } = setUp();
    expect(workers).toHaveLength(0);
    supervisor.start(start(1));
    supervisor.start(start(2));
    expect(workers).toHaveLength(1);
    expect(workers[0]?.got).toHaveLength(2);
  });

  it('ends a worker that does not stop in time, and gives the rest to a new one', () => {
    const { clock, workers, heard, supervisor } = setUp();
    supervisor.start(start(1));
    supervisor.start(start(2));
    supervisor.cancel(1);
    clock.turn(cancelPatienceMs - 1);
    expect(workers).toHaveLength(1);
    clock.turn(1);
    expect(workers.map(({ isAlive }) => isAlive)).toEqual([false, true]);
    expect(workers[1]?.got).toMatchObject([{ kind: 'start', task: 2 }]);
    expect(heard).toEqual([{ kind: 'over', task: 1, cancelled: true }]);
  });

  it('leaves a worker alone that stops in time', () => {
    const { clock, workers, supervisor } = setUp();
    supervisor.start(start(1));
    supervisor.cancel(1);
    workers[0]?.events.message({ kind: 'over', task: 1, cancelled: true });
    clock.turn(cancelPatienceMs);
    expect(workers[0]?.isAlive).toBe(true);
  });

  it('says which job a worker died of, and goes on with the others', () => {
    const { workers, heard, supervisor } = setUp();
    supervisor.start(start(1));
    supervisor.start(start(2));
    workers[0]?.events.message({ kind: 'turn', task: 1 });
    workers[0]?.events.message({ kind: 'begin', task: 1, scenario: 0, variant: 0 });
    workers[0]?.events.exit('out of memory');
    const died = { kind: 'failed', task: 1, scenario: 0, variant: 0, message: 'out of memory' };
    expect(heard.filter(({ kind }) => kind === 'failed')).toEqual([died]);
    expect(workers[1]?.got).toMatchObject([
      { task: 1, jobs: [{ scenario: 0, variant: 1 }] },
      { task: 2, jobs },
    ]);
  });

  it('gives a text up that no worker survives', () => {
    const { workers, heard, supervisor } = setUp();
    supervisor.start(start(1));
    workers[0]?.events.message({ kind: 'turn', task: 1 });
    workers[0]?.events.exit('out of memory');
    expect(heard.map(({ kind }) => kind)).toEqual(['failed', 'failed', 'over']);
    expect(workers).toHaveLength(1);
  });

  it('ends in the face of a worker that always dies', () => {
    const { workers, heard, supervisor } = setUp();
    supervisor.start(start(1));
    for (let index = 0; index < 5; index += 1) workers[index]?.events.exit('it does not start');
    expect(workers).toHaveLength(1);
    expect(heard.at(-1)).toEqual({ kind: 'over', task: 1, cancelled: false });
  });

  it('does not listen to a worker that it gave up', () => {
    const { clock, workers, heard, supervisor } = setUp();
    supervisor.start(start(1));
    supervisor.start(start(2));
    supervisor.cancel(1);
    clock.turn(cancelPatienceMs);
    const before = heard.length;
    workers[0]?.events.message({ ...done, task: 2, scenario: 0, variant: 0 });
    workers[0]?.events.exit('ended');
    expect(heard).toHaveLength(before);
    expect(workers).toHaveLength(2);
  });

  it('drops what is no message', () => {
    const { workers, heard, supervisor } = setUp();
    supervisor.start(start(1));
    for (const value of [undefined, 7, { kind: 'result', task: 1 }, { kind: 'odd', task: 1 }]) {
      workers[0]?.events.message(value);
    }
    expect(heard).toEqual([]);
  });
});
