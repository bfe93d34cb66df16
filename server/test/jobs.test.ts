import { describe, expect, it } from 'vitest';
import { Explorer } from '../src/run/explorer.ts';
import type { FromWorker, StartMessage } from '../src/run/messages.ts';
import { messagesOf, newWorker, startOf } from './check.ts';
import { counter, endless } from './texts.ts';

const both = [
  { scenario: 0, variant: 0 },
  { scenario: 0, variant: 1 },
];

type Result = Extract<FromWorker, { kind: 'result' }>;

function results(messages: readonly FromWorker[]): Result['result'][] {
  return messages.flatMap((one) => (one.kind === 'result' ? [one.result] : []));
}

describe('a task', () => {
  it('compiles all its jobs before it explores any, and collects values last', () => {
    const messages = messagesOf(newWorker(), startOf(counter, both));
    const kinds = messages.map((one) =>
      'variant' in one ? `${one.kind} ${one.variant}` : one.kind,
    );
    expect(kinds).toEqual([
      'compiled 0',
      'compiled 1',
      'result 0',
      'result 1',
      'values 0',
      'values 1',
    ]);
  });

  it('says last what locks say, in the place of the text now', () => {
    const flags = `scenario "flags" {
	kernel v6.1;
	unsigned long word;
	void once(void) { if (!test_bit(0, &word)) set_bit(0, &word); }
	thread a { once(); }
	thread b { once(); }
	forbid deadlock;
}
`;
    const worker = newWorker();
    const jobs = [{ scenario: 0, variant: 0 }];
    for (const text of [flags, `// One.\n${flags}`]) {
      const last = messagesOf(worker, startOf(text, jobs)).at(-1);
      expect(last).toMatchObject({
        kind: 'locks',
        diagnostics: [{ code: 'RW0904', start: text.indexOf('test_bit') }],
      });
    }
  });

  it('gives the same results from its memory as from a search', () => {
    const worker = newWorker();
    const first = messagesOf(worker, startOf(counter, both));
    const second = messagesOf(worker, startOf(counter, both));
    expect(second).toEqual(first);
  });

  it('places what it remembers where the text is now', () => {
    const worker = newWorker();
    messagesOf(worker, startOf(counter, both));
    const moved = `// One.\n// Two.\n${counter}`;
    expect(messagesOf(worker, startOf(moved, both))).toEqual(
      messagesOf(newWorker(), startOf(moved, both)),
    );
  });

  it('judges what it remembers by what the text expects now', () => {
    const worker = newWorker();
    messagesOf(worker, startOf(counter, both));
    const other = counter
      .replace('expect assertion', 'expect pass')
      .replace('"in one step"', '"at once"');
    expect(messagesOf(worker, startOf(other, both))).toEqual(
      messagesOf(newWorker(), startOf(other, both)),
    );
  });

  it('does not take a program for another one', () => {
    const worker = newWorker();
    messagesOf(worker, startOf(counter, both));
    const fixed = counter.replace(
      '  counter = counter + 1;\n}',
      '  atomic { counter = counter + 1; }\n}',
    );
    expect(
      results(messagesOf(worker, startOf(fixed, both))).map(({ report }) => report.verdict),
    ).toEqual(['pass', 'pass']);
  });

  it('does not take a bounded answer for that of a larger budget, but the other way round', () => {
    const worker = newWorker();
    const verdict = (states: number): string[] =>
      results(messagesOf(worker, startOf(counter, [{ scenario: 0, variant: 1 }], states))).map(
        ({ report, budget }) => `${report.verdict} under ${budget}`,
      );
    expect(verdict(2)).toEqual(['bounded under 2']);
    expect(verdict(1000)).toEqual(['pass under 1000']);
    expect(verdict(2)).toEqual(['pass under 1000']);
  });

  it('has no values where not all states were seen', () => {
    const messages = messagesOf(newWorker(), startOf(counter, both, 1));
    expect(messages.some(({ kind }) => kind === 'values')).toBe(false);
  });
});

/** An explorer whose pauses a test ends. */
function setUp() {
  const posted: FromWorker[] = [];
  let resume: (() => void) | undefined;
  const pause = (): Promise<void> => new Promise((resolve) => (resume = resolve));
  const explorer = new Explorer({ post: (message) => posted.push(message), pause }, newWorker());
  const slice = async (): Promise<void> => {
    resume?.();
    await Promise.resolve();
    await Promise.resolve();
  };
  const all = async (): Promise<void> => {
    for (let count = 0; count < 100; count += 1) await slice();
  };
  return { explorer, posted, slice, all };
}

const task = (number: number, text: string, priority: StartMessage['priority']): StartMessage => ({
  ...startOf(text, [{ scenario: 0, variant: 0 }], 1_000_000),
  task: number,
  priority,
});

describe('the explorer', () => {
  it('ends a cancelled task between two slices', async () => {
    const { explorer, posted, slice } = setUp();
    explorer.receive(task(1, endless, 'automatic'));
    for (let count = 0; count < 6; count += 1) await slice();
    explorer.receive({ kind: 'cancel', task: 1 });
    expect(posted.at(-1)).toEqual({ kind: 'over', task: 1, cancelled: true });
    const before = posted.length;
    await slice();
    expect(posted).toHaveLength(before);
  });

  it('lets automatic work overtake a run that was asked for, and goes on with it', async () => {
    const { explorer, posted, slice, all } = setUp();
    explorer.receive(task(1, endless, 'requested'));
    for (let count = 0; count < 6; count += 1) await slice();
    explorer.receive(task(2, counter, 'automatic'));
    await all();
    const turns = posted.flatMap((one) => (one.kind === 'turn' ? [one.task] : []));
    expect(turns).toEqual([1, 2, 1]);
    expect(posted).toContainEqual({ kind: 'over', task: 2, cancelled: false });
  });

  it('goes on after a bug in one job', async () => {
    const posted: FromWorker[] = [];
    const worker = {
      *prepare() {
        yield;
        return [
          function* ({ variant }: { variant: number }) {
            yield;
            if (variant === 0) throw new Error('a bug');
            posted.push({ kind: 'progress', task: 1, scenario: 0, variant, states: 1 });
          },
        ];
      },
    };
    const pause = (): Promise<void> => Promise.resolve();
    const explorer = new Explorer({ post: (message) => posted.push(message), pause }, worker);
    explorer.receive(startOf(counter, both));
    for (let count = 0; count < 50; count += 1) await Promise.resolve();
    expect(posted).toContainEqual({
      kind: 'failed',
      task: 1,
      scenario: 0,
      variant: 0,
      message: 'internal error: a bug',
    });
    expect(posted).toContainEqual({
      kind: 'progress',
      task: 1,
      scenario: 0,
      variant: 1,
      states: 1,
    });
    expect(posted.at(-1)).toEqual({ kind: 'over', task: 1, cancelled: false });
  });
});
