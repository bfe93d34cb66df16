import { kernelLibrary } from '@racewalk/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import type {
  CompareAnswer,
  ComparePart,
  DifferenceAnswer,
  HistoryAnswer,
} from '../src/bench-protocol.ts';
import { JobWorker } from '../src/run/jobs.ts';
import type { FromWorker } from '../src/run/messages.ts';
import { type Client, connected, uri } from './client.ts';

const text = `int counter;
static void add(void)
{
	int old = READ_ONCE(counter);
	WRITE_ONCE(counter, old + 1);
}
scenario "two additions" {
	thread a { add(); }
	thread b { add(); }
	finally { assert(counter == 2); }
	expect assertion;
	variant "in one step" {
		void add(void) { atomic { counter++; } }
		expect pass;
	}
}
`;

let client: Client | undefined;
let parts: ComparePart[] = [];

afterEach(async () => {
  await client?.shutdown();
  client = undefined;
});

async function opened(of = text, settings: unknown = null): Promise<Client> {
  client = await connected(kernelLibrary, { settings });
  parts = [];
  client.connection.onNotification('racewalk/compared', (part: ComparePart) => {
    parts.push(part);
  });
  await client.open(of);
  return client;
}

function asked(editor: Client, scenario = 0, name?: string): Promise<CompareAnswer> {
  const which = { uri, scenario, variant: 0, name };
  return editor.connection.sendRequest<CompareAnswer>('racewalk/compare', which);
}

/** The rows as a person would tell them. */
function told({ compared }: CompareAnswer): readonly string[] {
  const { rows = [] } = compared?.table ?? {};
  return rows.map(({ variant, number, verdict, properties }) => {
    const columns = properties.filter(({ name }) => name === 'assertion' || name === 'deadlock');
    const cells = columns.map(
      ({ name, state, run }) => `${name} ${state}${run === undefined ? '' : ` in ${run.steps}`}`,
    );
    return `${variant} (${number}): ${verdict}; ${cells.sort().join(', ')}`;
  });
}

describe('the variants side by side', () => {
  it('are a table, the one that passes first, and follow the text', async () => {
    const editor = await opened();
    const answer = await asked(editor);
    expect(answer.state).toBe('done');
    expect(told(answer)).toEqual([
      'in one step (1): pass; assertion holds, deadlock holds',
      'as written (0): fail; assertion fails in 4, deadlock holds',
    ]);
    expect(answer.compared).toMatchObject({ scenario: 0, version: 1 });
    expect(answer.compared?.table).toMatchObject({ properties: ['assertion'], held: ['deadlock'] });
    expect(answer.compared?.markdown).toContain('| ✗ fails in 4 steps |');
    await editor.edit('counter++', 'counter += 2');
    const next = await asked(editor);
    expect(next.compared?.version).toBe(2);
    expect(told(next)[1]).toMatch(/^in one step \(1\): fail; assertion fails in 2/u);
  });

  it('tell each row when it is known', async () => {
    await asked(await opened());
    expect(parts.map(({ done, total }) => `${done} of ${total}`)).toEqual(['1 of 2']);
    expect(parts[0]?.table.rows.map(({ variant }) => variant)).toEqual(['as written']);
  });

  it('are explored once as long as they do not change, wherever they stand', () => {
    const worker = new JobWorker(kernelLibrary, () => 0);
    /** Slices that the whole table takes. */
    const slices = (of: string): number => {
      const file = { name: uri, text: of };
      const job = { scenario: 0, variant: 0 };
      const message = { kind: 'start', work: 'compare', task: 1, priority: 'requested' } as const;
      const posted: FromWorker[] = [];
      const post = (one: FromWorker): void => void posted.push(one);
      const begun = worker.prepare(
        { ...message, file, includes: [], jobs: [job], states: 1000 },
        post,
      );
      let count = 0;
      let at = begun.next();
      for (; at.done !== true; at = begun.next()) count += 1;
      for (const pass of at.value) for (const _ of pass(job)) count += 1;
      expect(posted.at(-1)).toMatchObject({ kind: 'bench', found: { work: 'compare' } });
      return count;
    };
    const first = slices(text);
    expect(slices(`// A comment.\n${text}`)).toBeLessThan(first);
    const changed = slices(text.replace('counter++', 'counter += 2'));
    expect(changed).toBeLessThan(first);
    expect(changed).toBeGreaterThan(slices(text));
  });

  it('are found by the title of their scenario where others have come before it', async () => {
    const editor = await opened();
    await editor.edit(
      'scenario "two',
      'scenario "none" {\n\tthread a { add(); }\n}\nscenario "two',
    );
    const { compared } = await asked(editor, 0, 'two additions');
    expect(compared?.scenario).toBe(1);
    expect(compared?.table.scenario).toBe('two additions');
    expect((await asked(editor, 1, 'no such title')).compared?.scenario).toBe(1);
  });

  it('that cannot be compiled are never told to hold', async () => {
    const broken = text.replace('{ atomic { counter++; } }', '{ atomic { counter = nobody; } }');
    const editor = await opened(broken);
    const answer = await asked(editor);
    expect(told(answer)[1]).toBe('in one step (1): error; ');
    expect(answer.compared?.table.rows[1]).toMatchObject({ note: 'it does not compile' });
    expect(answer.compared?.table.rows[1]).not.toHaveProperty('costs');
  });

  it('that cannot be decided are never told to hold', async () => {
    const editor = await opened(text, { automatic: { states: 1 }, states: 3 });
    await editor.settled();
    expect(told(await asked(editor))[1]).toBe(
      'as written (0): bounded; assertion undecided, deadlock undecided',
    );
  });

  it('are cancelled by a new text, and on request', async () => {
    const editor = await opened();
    const first = asked(editor);
    await editor.edit('old + 1', 'old + 2');
    expect(await first).toEqual({ state: 'cancelled', text: 'cancelled', outdated: true });
    const second = asked(editor);
    await editor.connection.sendRequest('racewalk/cancel', { uri });
    expect(await second).toEqual({ state: 'cancelled', text: 'cancelled' });
  });

  it('do not cancel what else is asked of the text', async () => {
    const editor = await opened();
    const which = { uri, scenario: 0, variant: 1 };
    const loadBearing = editor.connection.sendRequest('racewalk/loadBearing', which);
    const table = asked(editor);
    expect(await loadBearing).toMatchObject({ state: 'done' });
    expect((await table).state).toBe('done');
  });

  it('of a scenario that is not there are a failure in words', async () => {
    expect(await asked(await opened(), 7)).toEqual({
      state: 'failed',
      text: 'there is no such scenario or variant',
    });
  });
});

describe('costs', () => {
  it('are those of a run, and of a call of each function that costs something', async () => {
    const locked = text
      .replace('int counter;', 'int counter;\nspinlock_t lock;')
      .replace('{ atomic { counter++; } }', '{ spin_lock(&lock); counter++; spin_unlock(&lock); }');
    const { compared } = await asked(await opened(locked));
    expect(compared?.table.scopes).toEqual([
      { name: '', works: ['lock'] },
      { name: 'add()', works: ['lock'] },
    ]);
    const row = compared?.table.rows[0];
    expect(row?.variant).toBe('in one step');
    expect(row?.costs?.[0]).toMatchObject({ works: [{ work: 'lock', alone: 2, worst: 2 }] });
    expect(row?.costs?.[1]).toMatchObject({
      scope: 'add()',
      works: [{ work: 'lock', alone: 1, worst: 1 }],
      waitsFor: ['a', 'b'],
    });
  });
});

describe('two runs', () => {
  function parted(editor: Client, variant: number, against: number): Promise<DifferenceAnswer> {
    const which = { uri, scenario: 0, variant, property: 'assertion', against };
    return editor.connection.sendRequest<DifferenceAnswer>('racewalk/difference', which);
  }

  it('are held against each other, with the step at which they part', async () => {
    const { state, text: words } = await parted(await opened(), 0, 1);
    expect(state).toBe('done');
    expect(words).toMatch(/^They part at step \d+:\n {2}as written: a: .*\n {2}in one step: /u);
    expect(words).toContain('the same schedule, as far as it goes');
  });

  it('need a run that breaks the property', async () => {
    const editor = await opened();
    expect(await parted(editor, 1, 0)).toEqual({
      state: 'failed',
      text: 'no run of "in one step" breaks assertion',
    });
    expect((await parted(editor, 0, 9)).state).toBe('failed');
  });
});

describe('the releases', () => {
  const patched = `int counter;
kernel v5.10 .. v6.1
static void f(void) { counter = 1; }
kernel v6.2 ..
static void f(void) { counter = 2; }
scenario "releases" {
	thread a { f(); }
	finally { assert(counter == 2); }
}
`;

  it('are stretches with the same answer, and what changed between them', async () => {
    const editor = await opened(patched);
    const which = { uri, scenario: 0, variant: 0 };
    const answer = await editor.connection.sendRequest<HistoryAnswer>('racewalk/history', which);
    expect(answer).toMatchInlineSnapshot(`
      {
        "eras": [
          {
            "changed": [],
            "releases": "v5.10 .. v6.1",
            "verdict": "fail",
            "words": "fails assertion",
          },
          {
            "changed": [
              "f",
            ],
            "releases": "from v6.2",
            "verdict": "pass",
            "words": "passes",
          },
        ],
        "state": "done",
        "text": "fails assertion v5.10 .. v6.1; passes from v6.2: f()",
      }
    `);
  });
});
