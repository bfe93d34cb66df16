// The reports for other programs: what they say about each verdict, and that they are what those programs expect.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { runIn } from './memory-host.ts';
import { asExpected, endless, invalid, notAsExpected } from './scenarios.ts';

const files = { 'a.race': asExpected, 'b & c.race': notAsExpected };

async function report(format: string, given: Record<string, string> = files, ...more: string[]) {
  const { out, exit } = await runIn(given, ['check', '--format', format, ...more]);
  return { out, exit };
}

const schemaFile = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@microsoft/jest-sarif/package.json')),
  'lib/schemas/sarif-2.1.0-rtm.5.json',
);

/** Mistakes against the schema of SARIF 2.1.0. */
function schemaMistakes(log: unknown): unknown {
  const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')));
  return validate(log) ? [] : validate.errors;
}

async function sarif(given?: Record<string, string>, ...more: string[]): Promise<Log> {
  const log: Log = JSON.parse((await report('sarif', given, ...more)).out);
  expect(schemaMistakes(log)).toEqual([]);
  return log;
}

describe('SARIF', () => {
  it('follows the schema, whatever was found', async () => {
    expect(schemaMistakes({ version: '2.1.0' })).not.toEqual([]);
    await sarif();
    await sarif({ 'a.race': invalid, 'b.race': '', 'c.race': 'scenario' });
    await sarif({ 'a.race': endless }, '--max-states', '1000');
  });

  it('has a result for what breaks, an error only where it is not expected', async () => {
    const { runs } = await sarif();
    const told = runs[0]?.results?.map(({ ruleId, kind, level, message }) =>
      [ruleId, kind, level, message.text].join(' | '),
    );
    expect(told).toMatchInlineSnapshot(`
      [
        "property/assertion | informational | none | two increments, as written, v5.13: assertion in 4 steps (2 switches), as expected",
        "RW0801 |  | error | expected pass, found assertion in 4 steps (2 switches)",
        "property/assertion | fail | error | two increments, as written, v5.13: assertion in 4 steps (2 switches)",
      ]
    `);
  });

  it('has a flow for each thread, in the order of the run, with the state at each step', async () => {
    const { runs } = await sarif();
    const flows = runs[0]?.results?.find(({ codeFlows }) => codeFlows)?.codeFlows?.[0]?.threadFlows;
    const steps = flows?.flatMap(({ id, locations }) =>
      locations.map(({ executionOrder, nestingLevel, location, state }) => ({
        order: executionOrder ?? 0,
        text: `${id} ${nestingLevel} ${location?.message?.text} x=${state?.x?.text}`,
      })),
    );
    expect(
      steps?.toSorted((a, b) => a.order - b.order).map(({ text }) => text),
    ).toMatchInlineSnapshot(`
      [
        "a 1 read x: 0 x=0",
        "b 1 read x: 0 x=0",
        "b 1 x = 1 x=1",
        "a 1 x = 1 (breaks assertion) x=1",
      ]
    `);
  });
});

describe('JUnit', () => {
  it('has a suite for each file and a test for each variant', async () => {
    const { out, exit } = await report('junit');
    expect(exit).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="racewalk" tests="4" failures="1" errors="0" time="0.000">
        <testsuite name="a.race" tests="2" failures="0" errors="0" time="0.000">
          <testcase classname="two increments" name="as written" time="0.000"></testcase>
          <testcase classname="two increments" name="atomic" time="0.000"></testcase>
        </testsuite>
        <testsuite name="b &amp; c.race" tests="2" failures="1" errors="0" time="0.000">
          <testcase classname="two increments" name="as written" time="0.000">
            <failure type="unexpected" message="expected pass, found fail: assertion in 4 steps (2 switches)">b &amp; c.race:8:2: error RW0801: expected pass, found assertion in 4 steps (2 switches)&#10;    8 | &#9;expect pass;&#10;      | &#9;^^^^^^^^^^^^&#10;</failure>
          </testcase>
          <testcase classname="two increments" name="atomic" time="0.000"></testcase>
        </testsuite>
      </testsuites>
      "
    `);
  });

  it('makes an error of what has no answer, and of a file without scenarios that is broken', async () => {
    const bounded = (await report('junit', { 'a.race': endless }, '--max-states', '1000')).out;
    expect(bounded).toContain('<testsuites name="racewalk" tests="1" failures="0" errors="1"');
    expect(bounded).toContain('type="undecided"');
    const broken = (await report('junit', { 'a.race': 'int x = ;' })).out;
    expect(broken).toContain('tests="1" failures="0" errors="1"');
    expect((await report('junit', { 'a.race': invalid })).out).toContain('<error type="error"');
  });
});

describe('Markdown', () => {
  it('has a table, and the runs that should not be', async () => {
    expect((await report('markdown')).out).toMatchInlineSnapshot(`
      "## a.race

      ### two increments

      | variant | release | verdict | | states | found |
      | --- | --- | --- | --- | --- | --- |
      | as written | v5.13 | fail | as expected | 12 | assertion in 4 steps (2 switches) |
      | atomic | v5.13 | pass | as expected | 4 |  |

      ## b &amp; c.race

      ### two increments

      | variant | release | verdict | | states | found |
      | --- | --- | --- | --- | --- | --- |
      | as written | v5.13 | fail | **not as expected** | 12 | assertion in 4 steps (2 switches) |
      | atomic | v5.13 | pass | as expected | 4 |  |

      <details><summary>as written: assertion in 4 steps (2 switches)</summary>

      \`\`\`
      two increments, as written, v5.13: assertion in 4 steps, 2 context switches

      Initial: x=0

      CPU0 (a)                                     CPU1 (b)
      --------                                     --------
      add()
        read x: 0
                                                   add()
                                                     read x: 0
                                                     x = 1
        x = 1 /* !!! assertion: assert(x == 2) */

      Violates assertion: no assert() or BUG_ON() fails

      Final: x=1 (was 0)
      \`\`\`

      </details>

      \`\`\`
      b & c.race:8:2: error RW0801: expected pass, found assertion in 4 steps (2 switches)
          8 | 	expect pass;
            | 	^^^^^^^^^^^^
      \`\`\`

      4 variants in 2 files: 3 ok, 1 not ok; 0 ms
      "
    `);
  });
});

describe('GitHub', () => {
  it('annotates lines', async () => {
    const { out } = await report('github');
    expect(out.split('\n').filter((line) => line.startsWith('::'))).toMatchInlineSnapshot(`
      [
        "::error file=b & c.race,line=8,col=2,endColumn=14,title=RW0801::expected pass, found assertion in 4 steps (2 switches)",
      ]
    `);
    expect(out).toContain('4 variants in 2 files: 3 ok, 1 not ok');
  });
});

describe('formats', () => {
  it('are one of those there are', async () => {
    expect(await runIn(files, ['check', '--format', 'xml'])).toMatchObject({ exit: 4 });
    expect(await runIn(files, ['check', '--json', '--format', 'sarif'])).toMatchObject({ exit: 4 });
    expect(await runIn(files, ['check', '-q', '--format', 'junit'])).toMatchObject({ exit: 4 });
    const json = await runIn(files, ['check', '--json']);
    expect(await runIn(files, ['check', '--format', 'json'])).toEqual(json);
  });
});
