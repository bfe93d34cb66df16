// Verdicts of small scenarios, against what they expect.

import { defaultLimits } from '@racewalk/simulator';
import { defaultLook } from '@racewalk/trace';
import { describe, expect, it } from 'vitest';
import { startCheck } from '../src/check.ts';
import { runColumns } from '../src/run-columns.ts';
import { analysed, checkAll, checkText } from './check-scenario.ts';

const increments = `
	int x;
	void add(void) { int old = x; x = old + 1; }
	scenario "two increments" {
		kernel v5.13;
		thread a { add(); }
		thread b { add(); }
		finally { assert(x == 2); }
`;

describe('check', () => {
  it('finds every variant as its expect says', () => {
    expect(
      checkText(`${increments}
        expect assertion;
        variant "atomic" { void add(void) { atomic { x++; } } expect pass; }
      }`),
    ).toMatchInlineSnapshot(`
      "
      as written: fail, expected, asExpected true
      atomic: pass, expected, asExpected true
      "
    `);
  });

  it('tells at the expect what differs', () => {
    expect(
      checkText(`${increments}
        expect pass;
        variant "atomic" { void add(void) { atomic { x++; } } expect assertion, deadlock; }
      }`),
    ).toMatchInlineSnapshot(`
      "
      as written: fail, unexpected, asExpected false
      atomic: pass, unexpected, asExpected false
      RW0801 at \`expect pass;\`: expected pass, found assertion in 4 steps (2 switches)
      RW0801 at \`expect assertion, deadlock;\`: expected assertion, deadlock, but no interleaving violates them
      "
    `);
  });

  it('tells at the title what fails without an expect', () => {
    expect(checkText(`${increments} }`)).toMatchInlineSnapshot(`
      "
      as written: fail, unexpected, asExpected false
      RW0802 at \`"two increments"\`: found assertion in 4 steps (2 switches), and nothing is expected
      "
    `);
  });

  it('never passes what a limit cut', () => {
    expect(
      checkText(`${increments} expect pass; variant "v" { expect assertion; } }`, {
        states_max: 3,
      }),
    ).toMatchInlineSnapshot(`
      "
      as written: bounded, undecided, asExpected false
      v: bounded, undecided, asExpected false
      RW0803 at \`"two increments"\`: not everything was explored: 3 states; no violation was found so far, which is not a pass
      raise the limit states_max (--max-states on the command line), or make the scenario smaller
      RW0803 at \`"v"\`: not everything was explored: 3 states; no violation was found so far, which is not a pass
      raise the limit states_max (--max-states on the command line), or make the scenario smaller
      "
    `);
  });

  it('gives the other variants their verdict when one does not compile', () => {
    expect(
      checkText(`${increments}
        expect assertion;
        variant "broken" { void add(void) { int a[70000]; for (;;) add(); } expect pass; }
        variant "fine" { void add(void) { atomic { x++; } } expect pass; }
      }`),
    ).toMatchInlineSnapshot(`
      "
      as written: fail, expected, asExpected true
      broken: error, error, asExpected false
      fine: pass, expected, asExpected true
      RW0305 at \`70000\`: array length is 70000; it must be 1 to 1024
      "
    `);
  });

  it('tells that a witness is not reached', () => {
    expect(
      checkText(
        `${increments} expect assertion; witness x == 3 as "three"; witness x == 1 as "one"; }`,
      ),
    ).toMatchInlineSnapshot(`
      "
      as written: fail, expected, asExpected true
      RW0804 at \`"two increments"\`: witness "three" was not reached in variant "as written": no reachable state satisfies it
      "
    `);
  });

  it('tells which step of a schedule is not possible', () => {
    expect(
      checkText(`
        int x;
        scenario "s" {
          thread a { wait_until(x == 1); }
          thread b { x = 1; }
          schedule { a b }
          expect pass;
        }`),
    ).toMatchInlineSnapshot(`
      "
      as written: bounded, undecided, asExpected false
      RW0501 at \`"s"\`: this scenario forbids nothing, so it can hardly fail
      RW0803 at \`"s"\`: not everything was explored: only runs that begin with the given 2 steps, a cannot move at step 1 of the schedule; no violation was found so far, which is not a pass
      a schedule fixes the beginning of every run: without it all interleavings are explored
      RW0805 at \`a\`: step 1 of the schedule is not possible: a is over or has to wait here
      "
    `);
  });

  it('lists outcomes with how often they come', () => {
    const [scenario] = checkAll(
      analysed(`${increments} expect assertion; observe x as "x"; observe x == 3 as "three"; }`),
    );
    const outcomes = scenario?.variants[0]?.report.outcomes.map(({ values, frequency, trace }) => {
      const texts = values.map(({ name, value }) => `${name}=${value}`);
      return `${frequency} ${texts.join(' ')} in ${trace.length} steps`;
    });
    expect(outcomes).toMatchInlineSnapshot(`
      [
        "Sometimes x=2 three=false in 4 steps",
        "Sometimes x=1 three=false in 4 steps",
        "Never three=true in 0 steps",
      ]
    `);
  });

  it('is bounded by the cancellation when it is left before its end', () => {
    const check = startCheck(analysed(`${increments} expect pass; }`), 0, 0, defaultLimits);
    expect(check.advance(1)).toBe(false);
    const { report, standing } = check.result();
    expect([report.verdict, standing, report.asExpected]).toEqual(['bounded', 'undecided', false]);
    expect(report.limitsReached.map(({ limit }) => limit)).toContain('cancelled');
  });

  it('shows the failing run under its title', () => {
    const [scenario] = checkAll(analysed(`${increments} expect assertion; }`));
    const checked = scenario?.variants[0];
    if (checked === undefined) throw new Error('no variant');
    const options = {
      scenario: 'two increments',
      property: undefined,
      look: defaultLook,
      replay: undefined,
    };
    const shown = runColumns(checked, options);
    expect(`\n${shown?.title}\n\n${shown?.text}`).toMatchInlineSnapshot(`
      "
      assertion in 4 steps, 2 context switches

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
      "
    `);
    expect(runColumns(checked, { ...options, property: 'deadlock' })).toBeUndefined();
  });
});
