// The installed Spin behind the interface of engines: what it answers about small texts, and what
// becomes of it when it is cut short, can't be given a program, or is stopped.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type CheckedVariant, prepare } from '@racewalk/checker';
import { analyse } from '@racewalk/language';
import { afterAll, describe, expect, it } from 'vitest';
import { openEngine } from '../src/index.ts';

const CI = process.env.CI !== undefined && process.env.CI !== '' && process.env.CI !== 'false';
const usual = { kind: 'spin', runOptions: [], compilerOptions: ['-O0'] } as const;
const opened = await openEngine(usual, new AbortController().signal);
if (opened.kind === 'unavailable' && !CI) console.log(`skipped: ${opened.reason}`);
const isSkipped = opened.kind === 'unavailable' && !CI;

// A place of its own, to see what is left behind.
const temporary = mkdtempSync(path.join(os.tmpdir(), 'racewalk-test-'));
process.env.TMPDIR = temporary;
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

interface How {
  readonly runOptions?: readonly string[];
  readonly compilerOptions?: readonly string[];
  readonly signal?: AbortSignal;
}

async function checked(body: string, how: How = {}): Promise<CheckedVariant> {
  const { runOptions = [], compilerOptions = [] } = how;
  const signal = how.signal ?? new AbortController().signal;
  const choice = { ...usual, runOptions, compilerOptions: ['-O0', ...compilerOptions] };
  const found = await openEngine(choice, signal);
  if (found.kind === 'unavailable') throw new Error(found.reason);
  const text = `int x;\nint y;\nscenario "s" {\n${body}\n}\n`;
  const prepared = prepare(
    analyse({ name: 'a.race', text }, () => undefined, []),
    0,
    0,
  );
  if (prepared.kind === 'failed') throw new Error(JSON.stringify(prepared.checked.diagnostics));
  const { program } = prepared;
  const job = { program, title: 's', textOf: () => text, onProgress: () => {} };
  return prepared.judged(await found.engine.explore(job));
}

const safe = 'thread a { x = 1; }\nthread b { y = 1; }';

describe.skipIf(isSkipped)('Spin', () => {
  it('says that a program is safe, who says so, and what is not told', async () => {
    const { report, standing } = await checked(`${safe}\nobserve x as "x";\nwitness x == 1;`);
    expect({ standing, verdict: report.verdict, states: report.states }).toEqual({
      standing: 'expected',
      verdict: 'pass',
      states: 4,
    });
    expect(report.ledger.engine).toMatch(/^Spin \d/u);
    expect(report.ledger.notes.join('\n')).toMatch(
      /outcomes: not told by Spin\nwitnesses: not told by Spin/u,
    );
    expect(report.interleavings).toBe(null);
  });

  it('brings back a run for each violated property, replayed', async () => {
    const { report } = await checked(
      'thread a { x = x + 1; BUG_ON(x == 2); }\nthread b { x = x + 1; wait_until(y == 1); }',
    );
    expect(report.violations.map(({ property }) => property)).toEqual(['assertion', 'deadlock']);
    for (const { trace, shortest } of report.violations) {
      expect(trace.length).toBeGreaterThan(1);
      expect(shortest).toBe(false);
    }
  });

  it('needs no search for what the initial state breaks', async () => {
    const { report } = await checked(
      'thread a { x = 1; }\nproperty zero "x is not 0" { x != 0 }\nforbid zero;',
    );
    expect(report.violations).toMatchObject([{ property: 'zero', steps: 0, shortest: true }]);
  });

  it('is bounded where paths are cut, and never a pass', async () => {
    const { report } = await checked(safe, { runOptions: ['-m1'] });
    expect(report.verdict).toBe('bounded');
    expect(report.limitsReached[0]?.text).toContain('cut at the depth');
  });

  it('is bounded with bit states', async () => {
    const { report, diagnostics } = await checked(safe, { compilerOptions: ['-DBITSTATE'] });
    expect(report.verdict).toBe('bounded');
    expect(report.limitsReached[0]?.text).toContain('Bit statespace');
    expect(diagnostics[0]?.message).toContain('docs/scale.md');
  });

  it('is bounded where it would reduce what it does not see', async () => {
    const { report } = await checked(safe, { compilerOptions: ['-UNOREDUCE'] });
    expect(report.limitsReached[0]?.text).toContain('Partial Order Reduction');
  });

  it('agrees breadth first, and on two cores', async () => {
    for (const option of ['-DBFS', '-DNCORE=2']) {
      const { report } = await checked(safe, {
        runOptions: ['-w16', '-m10000'],
        compilerOptions: [option, '-DMEMLIM=500'],
      });
      expect({ option, verdict: report.verdict, states: report.states }).toEqual({
        option,
        verdict: 'pass',
        states: 4,
      });
    }
  });

  it('brings a run back from several processes', async () => {
    const body = 'thread a { x = 1; }\nthread b { BUG_ON(x == 1); }\nthread c { x = 2; }';
    const { report } = await checked(body, {
      runOptions: ['-w16', '-m10000'],
      compilerOptions: ['-DNCORE=2', '-DMEMLIM=500'],
    });
    expect(report.violations).toMatchObject([{ property: 'assertion' }]);
  });

  it('says why a program is not explored, and where the compiler refuses it', async () => {
    const unbounded = await checked('thread a { int n = x; x = any(0, n); }');
    expect(unbounded.report.limitsReached[0]?.text).toMatch(/not exported: .* not constant/u);
    expect(unbounded.standing).toBe('undecided');
    const broken = await checked(safe, { compilerOptions: ['--no-such-option'] });
    expect(broken.report.limitsReached[0]?.text).toContain('refused the model');
  });

  it('is cancelled with what is known, and leaves nothing behind', async () => {
    const stop = new AbortController();
    const threads = ['a', 'b', 'c', 'd', 'e', 'f'].map(
      (name) => `thread ${name} { x = any(0, 99); y = any(0, 99); x = any(0, 99); }`,
    );
    const work = checked(threads.join('\n'), { signal: stop.signal });
    setTimeout(() => stop.abort(), 1500);
    expect((await work).report.limitsReached).toMatchObject([{ limit: 'cancelled' }]);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

it('says what to install where there is no Spin', async () => {
  const known = process.env.PATH;
  process.env.PATH = '/nonexistent';
  const answer = await openEngine(usual, new AbortController().signal);
  process.env.PATH = known;
  expect(answer).toMatchObject({ kind: 'unavailable' });
  expect(JSON.stringify(answer)).toContain('apt-get install spin');
});
