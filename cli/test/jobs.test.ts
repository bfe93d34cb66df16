// `--jobs`: threads that take whole files. What is printed is what one job prints, whatever happens in them.
import { describe, expect, it } from 'vitest';
import { reportFormats } from '../src/arguments.ts';
import type { Host } from '../src/host.ts';
import type { JobReply, JobThreads } from '../src/jobs/job.ts';
import { type JobHost, serveJob } from '../src/jobs/serve.ts';
import { type Files, runIn } from './memory-host.ts';
import { asExpected, endless, invalid, notAsExpected } from './scenarios.ts';

const quiet: JobHost = {
  now: () => 0,
  pause: () => Promise.resolve(),
  interrupted: () => false,
};

interface Fakes {
  readonly host?: Partial<JobHost>;
  /** Replaces a reply; undefined: the thread ends in its place. */
  readonly change?: (reply: JobReply, name: string) => JobReply | undefined;
}

/** Threads that are none, but to which everything is cloned; `started` notes how many. */
function fakeJobs({ host = {}, change = (reply) => reply }: Fakes = {}) {
  const started: number[] = [];
  const closed: true[] = [];
  const startJobs: Host['startJobs'] = (count, events): JobThreads => {
    started.push(count);
    const alive = Array.from({ length: count }, () => true);
    const tell = (thread: number, name: string) => (reply: JobReply) => {
      if (alive[thread] !== true) return;
      const changed = change(structuredClone(reply), name);
      if (changed !== undefined) return events.reply(thread, changed);
      alive[thread] = false;
      events.ended(thread, new Error('out of memory'));
    };
    return {
      count,
      send(thread, request) {
        const own = structuredClone(request);
        const reply = tell(thread, own.file.name);
        void Promise.resolve().then(() => serveJob(own, { ...quiet, ...host }, [], reply));
      },
      close: () => closed.push(true),
    };
  };
  return { startJobs, started, closed };
}

const files: Files = {
  'a.race': asExpected,
  'b.race': notAsExpected,
  'c.race': invalid,
  'd/e.race': `#include "../f.h"\nscenario "included" { kernel v5.13; thread t { y = 1; } finally { assert(y == 1); } expect pass; }\n`,
  'f.h': 'int y;\n',
  'g.race': asExpected,
  'h.race': '',
};

describe('--jobs', () => {
  for (const format of reportFormats) {
    it(`prints as ${format} what one job prints`, async () => {
      const args = ['check', '--format', format];
      const one = await runIn(files, [...args, '--jobs', '1']);
      for (const jobs of [2, 3]) {
        const { startJobs, started, closed } = fakeJobs();
        const more = await runIn(files, [...args, '--jobs', String(jobs)], { startJobs });
        expect(more).toEqual(one);
        expect([started, closed]).toEqual([[jobs], [true]]);
      }
    });
  }

  it('starts no more threads than there are files, and none for one', async () => {
    const { startJobs, started } = fakeJobs();
    await runIn({ 'a.race': asExpected, 'b.race': asExpected }, ['check', '--jobs', '9'], {
      startJobs,
    });
    await runIn({ 'a.race': asExpected }, ['check', '--jobs', '9'], { startJobs });
    expect(started).toEqual([2]);
  });

  it('by itself starts some where there is much to check, and as many as there are cores', async () => {
    const many = Object.fromEntries(
      [...'abcdefghijkl'].map((name) => [`${name}.race`, asExpected]),
    );
    const started = async (some: Files, cores: number, ...args: string[]) => {
      const fake = fakeJobs();
      await runIn(some, ['check', ...args], { startJobs: fake.startJobs, cores });
      return fake.started;
    };
    expect(await started(many, 1)).toEqual([]);
    expect(await started(many, 2)).toEqual([2]);
    expect(await started(many, 64)).toEqual([3]);
    expect(await started(many, 64, '--variant', 'atomic')).toEqual([]);
    expect(await started({ 'a.race': asExpected, 'b.race': asExpected }, 64)).toEqual([]);
  });

  it('checks only the variants asked for', async () => {
    const { startJobs } = fakeJobs();
    const args = ['check', '--variant', 'atomic'];
    const one = await runIn(files, [...args, '--jobs', '1']);
    expect(await runIn(files, [...args, '--jobs', '2'], { startJobs })).toEqual(one);
    expect(one.out).not.toContain('as written');
  });

  it('tells of a bug in one variant, and of all others what is known', async () => {
    const { startJobs } = fakeJobs({
      change: (reply, name) =>
        reply.kind === 'checked' && name === 'b.race' && reply.which.variant === 1
          ? { ...reply, kind: 'failed', message: 'made to fail', stack: '    at nowhere' }
          : reply,
    });
    const { exit, out, err } = await runIn(files, ['check', '--jobs', '2'], { startJobs });
    expect(exit).toBe(70);
    expect(err).toContain('internal error in b.race: atomic: made to fail');
    expect(err).not.toContain('at nowhere');
    expect(out).toMatch(/error +error +atomic/u);
    expect(out).toContain('g.race: two increments');
  });

  it('goes on with the other threads where one ends, and gives no verdict where none is left', async () => {
    const dying = (names: readonly string[]) =>
      fakeJobs({ change: (reply, name) => (names.includes(name) ? undefined : reply) });
    const args = ['check', '--jobs', '2'];
    const one = await runIn(files, args, { startJobs: dying(['a.race']).startJobs });
    expect(one.exit).toBe(70);
    expect(one.err.match(/out of memory/gu)).toHaveLength(2);
    expect(one.out).toContain('d/e.race: included\n  ok         pass');
    const all = await runIn(files, args, { startJobs: dying(['a.race', 'b.race']).startJobs });
    expect(all.exit).toBe(70);
    expect(all.out).not.toMatch(/ok +pass/u);
  });

  it('ends what is under way when it is interrupted', async () => {
    let pauses = 0;
    // By then the first file is told: only the endless ones pause.
    const interrupted = () => pauses > 6;
    const pause = () => {
      pauses += 1;
      return new Promise<void>((resolve) => setImmediate(resolve));
    };
    const { startJobs } = fakeJobs({ host: { interrupted, pause } });
    const some = { 'a.race': asExpected, 'b.race': endless, 'c.race': endless };
    const { exit, out, err } = await runIn(some, ['check', '--jobs', '2'], {
      startJobs,
      interrupted,
    });
    expect(exit).toBe(130);
    expect(err).toContain('interrupted');
    expect(out).toContain('cancelled');
    expect(out).not.toContain('c.race');
  });

  it('shows the progress of the variant that is waited for', async () => {
    let time = 0;
    let isInterrupted = false;
    const { startJobs } = fakeJobs({
      host: {
        now: () => {
          time += 600;
          return time;
        },
        interrupted: () => isInterrupted,
      },
    });
    let err = '';
    await runIn({ 'a.race': endless, 'b.race': endless }, ['check', '--jobs', '2'], {
      startJobs,
      watched: true,
      interrupted: () => isInterrupted,
      err: (text) => {
        err += text;
        isInterrupted ||= text.includes('states');
      },
    });
    expect(err).toContain('a.race: as written: ');
    expect(err).not.toContain('b.race');
  });
});
