// Columns are read back as the run that they show: for every failing variant of the bundled
// scenarios, however they are drawn, and for generated programs.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type CheckedVariant, listedColumns, runsOf, startCheck } from '@racewalk/checker';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { defaultLimits, enabledActions, type Program, type Run, replay } from '@racewalk/simulator';
import {
  type ColumnsLook,
  columns,
  defaultLook,
  followColumns,
  type Trace,
  type TraceWait,
} from '@racewalk/trace';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const files = readdirSync(path.join(root, 'scenarios'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.race'))
  .sort();

/** Every way to draw, on its own and together with what it may disturb. */
const looks: readonly Partial<ColumnsLook>[] = [
  {},
  { tabs: true },
  { tabs: true, frame: 'comment', values: false },
  { frame: 'comment', header: 'colons', ids: true },
  { frame: 'quote', tabs: true, nesting: 'arrow' },
  { frame: 'markdown', perTable: 2, nesting: 'one' },
  { values: false, waits: false, width: 50, nesting: 'two' },
  { width: 50, tabs: true, header: 'colons', frame: 'quote', ids: true },
  { width: 200, header: 'colons', values: false },
];

function failing(file: string): CheckedVariant[] {
  const name = `scenarios/${file}`;
  const text = readFileSync(path.join(root, name), 'utf8');
  const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
  return analysis.scenarios.flatMap(({ variants }, scenario) =>
    variants.flatMap((info, variant) => {
      if (info.expect?.properties.length === 0) return [];
      const check = startCheck(analysis, scenario, variant, defaultLimits);
      while (!check.advance(10_000));
      return [check.result()];
    }),
  );
}

describe('columns of bundled scenarios', () => {
  test.each(files)(
    '%s',
    (file) => {
      for (const checked of failing(file)) {
        const { program } = checked;
        if (program === undefined) continue;
        for (const run of runsOf(checked)) {
          // Runs of witnesses and outcomes are made of the same steps.
          for (const look of run.property === undefined ? looks.slice(0, 1) : looks) {
            const options = { scenario: 's', look: { ...defaultLook, ...look }, replay: 'rw1.x' };
            const text = listedColumns(checked, run, options)?.text ?? '';
            const { misfit, run: followed } = followColumns(program, text);
            if (run.run.length > 0) expect(misfit && { ...misfit, text }).toBeUndefined();
            expect(followed).toEqual(run.run);
          }
        }
      }
    },
    60_000,
  );
});

const declarations = `int x, y, l;
struct page { int flags; };
struct page pages[2];
void lock(int *p) { atomic { wait_until(*p == 0); *p = 1; } }
void unlock(int *p) { *p = 0; }
void add(int n) { int old = x; x = (old + n) & 3; }
void set(struct page *page) { if (!page->flags) add(1); WRITE_ONCE(page->flags, 1); }
`;

const statement = fc.constantFrom(
  'x = 1;',
  'y = x;',
  'y = (x + y) & 3;',
  'add(1);',
  'add(y);',
  'set(&pages[1]);',
  'set(&pages[x & 1]);',
  'lock(&l); add(2); unlock(&l);',
  'lock(&l); y = 1; unlock(&l); lock(&l); x = y; unlock(&l);',
  'lock(&l); set(&pages[1]); unlock(&l);',
  'atomic { x = y; y = 2; }',
  'if (x == y) { add(1); } else { y = 0; }',
  'wait_until(x != 2);',
  'y = any(0, 2);',
  'choose { x = 2; } or { y = 3; }',
  'pages[0].flags = READ_ONCE(x);',
  'for (int i = 0; i < 2; i++) add(i);',
);
const body = fc.array(statement, { minLength: 1, maxLength: 3 }).map((all) => all.join(' '));
const program = fc.array(body, { minLength: 2, maxLength: 3 }).map((bodies) => {
  const threads = bodies.map((one, index) => `\tthread t${index}x { ${one} }`);
  return `${declarations}scenario "s" {\n\tkernel v5.13;\n${threads.join('\n')}
\tfinally { assert(x == y); }
\tobserve x;
\tobserve y;
\texpect assertion, deadlock;\n`;
});
const look: fc.Arbitrary<ColumnsLook> = fc.record({
  tabs: fc.boolean(),
  width: fc.constantFrom(50, 75, 120),
  perTable: fc.integer({ min: 2, max: 4 }),
  nesting: fc.constantFrom('auto', 'one', 'two', 'arrow'),
  values: fc.boolean(),
  waits: fc.boolean(),
  ids: fc.boolean(),
  header: fc.constantFrom('dashes', 'colons'),
  frame: fc.constantFrom('none', 'comment', 'quote', 'markdown'),
});

function checked(text: string): CheckedVariant {
  const analysis = analyse({ name: 'a.race', text }, () => undefined, []);
  expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const check = startCheck(analysis, 0, 0, { ...defaultLimits, states_max: 20_000 });
  while (!check.advance(10_000));
  return check.result();
}

/** The trace with every time in which a thread could not move, whatever it waited for. */
function withWaits(trace: Trace, program: Program, run: Run): Trace {
  const { initial, steps } = replay(program, run);
  const waits: TraceWait[] = [];
  program.threads.forEach((_, thread) => {
    let from: number | undefined;
    for (let row = -1; row < steps.length; row += 1) {
      const state = row < 0 ? initial : steps[row]?.after;
      if (row >= 0 && run[row]?.thread === thread && from !== undefined) {
        waits.push({ lock: 0, thread, from, to: row });
        from = undefined;
      }
      if (state === undefined || state.ended || state.threads[thread]?.over === true) continue;
      const isBlocked = !enabledActions(program, state).some((one) => one.thread === thread);
      if (isBlocked) from ??= row;
    }
  });
  return { ...trace, locks: [{ name: 'l', object: undefined }], waits };
}

test('columns of generated scenarios, in a schedule, find the same violation with the same run', () => {
  let compared = 0;
  let waits = 0;
  fc.assert(
    fc.property(program, look, (text, some) => {
      const before = checked(`${text}}\n`);
      for (const run of runsOf(before)) {
        if (run.run.length === 0) continue;
        const options = { scenario: 's', look: some, replay: undefined };
        const drawn = listedColumns(before, run, options);
        if (drawn === undefined || before.program === undefined) throw new Error('no columns');
        const waiting = withWaits(drawn.trace, before.program, run.run);
        waits += some.waits ? waiting.waits.length : 0;
        const pasted = columns(waiting, drawn.options);
        if (run.property === undefined) {
          expect(followColumns(before.program, pasted)).toMatchObject({
            misfit: undefined,
            run: run.run,
          });
          continue;
        }
        const after = checked(`${text}\tschedule {\n${pasted}\t}\n}\n`);
        const errors = after.diagnostics.filter(({ code }) => code === 'RW0510');
        expect(errors.map(({ message }) => `${message}\n${pasted}`)).toEqual([]);
        const found = runsOf(after).find(({ choice }) => choice === run.choice);
        expect(found?.run).toEqual(run.run);
        compared += 1;
      }
    }),
    {
      seed: Number(process.env.RW_SEED ?? 20_261_128),
      numRuns: Number(process.env.RW_RUNS ?? 150),
    },
  );
  expect(compared).toBeGreaterThan(50);
  expect(waits).toBeGreaterThan(20);
});
