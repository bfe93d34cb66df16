// A trace as a document for other programs: its bytes are compared with a golden file, its shape
// with the schema, which must know every field.
import { readFileSync } from 'node:fs';
import { explore } from '@racewalk/simulator';
import { describe, expect, it } from 'vitest';
import { violationsOf } from '../../checker/test/schema-validator.ts';
import { tracerOf } from '../src/index.ts';
import { madeRun, madeTrace } from './made-run.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/racewalk.trace-1.schema.json', import.meta.url), 'utf8'),
);

const scenarios = readFileSync(
  new URL('../../scenarios/tutorial/lost-update.race', import.meta.url),
  'utf8',
);

const locked = `
struct object { int count; };
pool struct object objects[2];
struct holder { spinlock_t lock; };
struct holder holders[1];
struct object *kept;
void hang(void) { wait_until(kept == NULL); }
void use(void) {
	spin_lock(&holders[0].lock);
	struct object *o = pool_alloc(objects);
	kept = o;
	spin_unlock(&holders[0].lock);
}
scenario "s" {
	kernel v5.13;
	thread a { use(); }
	thread b { use(); hang(); }
	expect deadlock;
}`;

/** The keys of all objects in a document, with where they stand, without indices. */
function keysIn(value: unknown, at: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => keysIn(item, at));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    `${at}.${key}`,
    ...keysIn(child, `${at}.${key}`),
  ]);
}

/** The keys that the schema describes, in the same form. */
function keysKnown(part: Record<string, unknown>, at: string): string[] {
  const { $ref, items, properties } = part;
  if (typeof $ref === 'string') return keysKnown(schema.$defs[$ref.replace('#/$defs/', '')], at);
  if (typeof items === 'object' && items !== null) return keysKnown({ ...items }, at);
  return Object.entries(properties ?? {}).flatMap(([key, child]) => [
    `${at}.${key}`,
    ...keysKnown(child, `${at}.${key}`),
  ]);
}

describe('a trace as JSON', () => {
  it('has the golden bytes and the documented shape', async () => {
    const document = `${JSON.stringify(madeTrace(scenarios), undefined, 2)}\n`;
    await expect(document).toMatchFileSnapshot('golden/lost-update.json');
    expect(violationsOf(schema, JSON.parse(document))).toEqual([]);
  });

  it('has no field that the schema does not describe', () => {
    const known = new Set(keysKnown(schema, '$'));
    const documents = [madeTrace(scenarios), madeTrace(locked)].map((trace) =>
      JSON.parse(JSON.stringify(trace)),
    );
    const keys = documents.flatMap((document) => keysIn(document, '$'));
    expect(documents.flatMap((document) => violationsOf(schema, document))).toEqual([]);
    expect([...new Set(keys)].filter((key) => !known.has(key))).toEqual([]);
    // And the other way round: all of it is met, but for what these two have no use for.
    const unmet = [...known].filter((key) => !keys.includes(key));
    expect(unmet).toEqual([
      '$.threads.role',
      '$.initialEvents.property',
      '$.initialEvents.message',
    ]);
  });

  it('is rejected by the schema when a field is missing', () => {
    const { rows: _, ...rest } = madeTrace(scenarios);
    expect(violationsOf(schema, JSON.parse(JSON.stringify(rest)))).toEqual(['$: lacks rows']);
  });
});

describe('a trace can be made', () => {
  it('of every witness and every outcome', () => {
    const { program } = madeRun(`
      int x;
      scenario "s" {
        thread a { x = 1; } thread b { x = 2; }
        observe x as "x"; witness x == 1; witness x == 0;
      }`);
    const { outcomes, witnesses } = explore(program);
    const trace = tracerOf(program);
    const runs = [...outcomes, ...witnesses].map(({ run }) => run ?? []);
    const traces = runs.map((run) => trace(run));
    expect(traces.map(({ rows }) => rows.length)).toEqual(runs.map((run) => run.length));
    expect(traces.some(({ rows }) => rows.length === 0)).toBe(true);
    for (const { rows, pair, window } of traces) {
      expect([pair, window]).toEqual([undefined, undefined]);
      for (const { why } of rows) expect(why).not.toBe('');
    }
  });

  it('of a run that repeats for ever, which hangs on no pair', () => {
    const { program } = madeRun(`
      int x;
      scenario "s" {
        thread a { while (x == 0) { } } thread b { wait_until(x == 2); x = 1; }
        forbid livelock; expect livelock; witness x == 0;
      }`);
    const [violation] = explore(program).violations;
    expect(violation?.cycleSteps).toBeGreaterThan(0);
    const { run = [], property } = violation ?? {};
    const { rows, pair } = tracerOf(program)(run, { property });
    expect(rows.length).toBe(run.length);
    expect(rows.at(-1)?.waiting).toEqual([{ thread: 1, why: "b can't pass wait_until(x == 2)" }]);
    expect(pair).toBe(undefined);
  });

  it('of a run that is over before its first step', () => {
    const { program, run, property } = madeRun(`
      int x = 5;
      property small "x stays small" { x < 2 }
      scenario "s" { thread a { x = 1; } forbid small; expect small; }`);
    const trace = tracerOf(program)(run, { property });
    expect([trace.rows, trace.holds, trace.pair]).toEqual([[], [], undefined]);
    expect(trace.initialEvents.length).toBe(1);
  });
});

describe('the race of a run', () => {
  it('is the pair of steps that a lost update hangs on, and the gap that it needs', () => {
    const { pair, window, rows } = madeTrace(scenarios);
    expect(pair && [rows[pair.first]?.text, rows[pair.second]?.text, pair.name]).toEqual([
      'read counter: 0',
      'counter++ [0 -> 1]',
      'counter',
    ]);
    expect(window).toEqual({
      thread: 0,
      moved: 2,
      opens: 0,
      closes: 3,
      positions: 3,
      failing: 1,
      sentence: 'opens at read of counter, closes at counter++: 1 of 3 positions fail',
    });
  });

  const mprotect = readFileSync(
    new URL('../../scenarios/seed/two-mprotect-mte.race', import.meta.url),
    'utf8',
  );

  it.each([
    ['tag_leak', 'test_and_set_bit', 'test_and_set_bit', 'pages[0].flags'],
    ['tag_loss', 'user_stg', 'mte_clear_page_tags', 'pages[0].tags'],
  ])('is told for %s of two mprotect(PROT_MTE)', (name, first, second, slot) => {
    const { program } = madeRun(mprotect);
    const broken = explore(program).violations.find(
      ({ property }) => program.properties[property]?.name === name,
    );
    const { rows, pair, window } = tracerOf(program)(broken?.run ?? [], {
      property: broken?.property,
    });
    const what = (row: number | undefined) =>
      `${rows[row ?? -1]?.text} in ${rows[row ?? -1]?.calls.at(-1)?.name}`;
    expect(what(pair?.first)).toContain(first);
    expect(what(pair?.second)).toContain(second);
    expect(pair?.name).toBe(slot);
    expect(window?.sentence).toBe(
      'opens at test_and_set_bit(PG_mte_tagged, &page->flags), ' +
        'closes at mte_clear_page_tags(): 1 of 19 positions fail',
    );
  });
});
