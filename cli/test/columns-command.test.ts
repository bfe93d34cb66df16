// What `racewalk columns` prints, and what it says when there is no run to print.
import { describe, expect, it } from 'vitest';
import { screenOf } from './memory-host.ts';
import { asExpected, endless, invalid } from './scenarios.ts';

const files = {
  'a.race': asExpected,
  'invalid.race': invalid,
  'endless.race': endless,
  'd/e.race': '',
};

function checkColumns(...args: readonly string[]): Promise<string> {
  return screenOf(files, ['columns', ...args]);
}

describe('racewalk columns', () => {
  it('prints the first failing run', async () => {
    expect(await checkColumns('a.race')).toMatchInlineSnapshot(`
      "
      $ racewalk columns a.race
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
      --- exit 0
      "
    `);
  });

  it('reaches the columns with tabs where that is asked for', async () => {
    expect(await checkColumns('a.race', '--tabs')).toContain('\n\t\t\t\t\tadd()\n');
  });

  it('looks as it is asked to', async () => {
    const looks = ['--frame', 'comment', '--header', 'colons', '--no-values', '--ids'];
    expect(await checkColumns('a.race', ...looks)).toMatchInlineSnapshot(`
      "
      $ racewalk columns a.race --frame comment --header colons --no-values --ids
       * two increments, as written, v5.13: assertion in 4 steps, 2 context
       *   switches
       *
       * Initial: x=0
       *
       * CPU0 (a):                                       CPU1 (b):
       * add()
       *   (A1) read x
       *                                                 add()
       *                                                   (B1) read x
       *                                                   (B2) x = 1
       *   (A2) x = 1 !!! assertion: assert(x == 2) !!!
       *
       * Steps:
       *   (A1) a.race:2, in add()
       *   (B1) a.race:2, in add()
       *   (B2) a.race:2, in add()
       *   (A2) a.race:2, in add()
       *
       * Violates assertion: no assert() or BUG_ON() fails
       *
       * Final: x=1 (was 0)
      --- exit 0
      "
    `);
  });

  it('has the run as one word in a last line', async () => {
    const screen = await checkColumns('a.race', '--replay-string');
    expect(screen).toMatch(/\n\nReplay: rw1\.[0-9a-f]{12}\.0\.0\.ab2a\n--- exit 0/u);
  });

  it('shows a run where something holds, also of what passes', async () => {
    const args = ['a.race', '--variant', 'atomic', '--where', 'x == 1'];
    expect(await checkColumns(...args)).toMatchInlineSnapshot(`
      "
      $ racewalk columns a.race --variant atomic --where x == 1
      two increments, atomic, v5.13: a run where x == 1 in 1 step, 0 context
        switches

      Initial: x=0

      CPU0 (a)                        CPU1 (b)
      --------                        --------
      add()
        atomic { x++; } [x: 0 -> 1]

      Final: x=1 (was 0)
      --- exit 0
      "
    `);
  });

  it('says that no state is so, or what is wrong with the condition', async () => {
    const variant = ['--variant', 'atomic', '--where'];
    expect(await checkColumns('a.race', ...variant, 'x == 7')).toMatchInlineSnapshot(`
      "
      $ racewalk columns a.race --variant atomic --where x == 7
      --- stderr
      racewalk: nothing to show, no reachable state satisfies x == 7 (atomic: pass)
      --- exit 1
      "
    `);
    expect(await checkColumns('a.race', ...variant, 'y == 7')).toMatchInlineSnapshot(`
      "
      $ racewalk columns a.race --variant atomic --where y == 7
      --- stderr
      racewalk: --where: unknown name 'y'; did you mean 'x'?: y == 7
      --- exit 4
      "
    `);
    expect(await checkColumns('a.race', ...variant, 'x == 1; int z')).toMatchInlineSnapshot(`
      "
      $ racewalk columns a.race --variant atomic --where x == 1; int z
      --- stderr
      racewalk: --where: the condition is one expression, without ; and comments: x == 1; int z
      --- exit 4
      "
    `);
    expect(await checkColumns('a.race', ...variant, 'x ==')).toMatchInlineSnapshot(`
      "
      $ racewalk columns a.race --variant atomic --where x ==
      --- stderr
      racewalk: --where: expected an expression after '==', found ')': x ==
      --- exit 4
      "
    `);
    expect(
      await checkColumns('endless.race', '--where', 'a == 1000', '--max-states', '10'),
    ).toMatchInlineSnapshot(`
      "
      $ racewalk columns endless.race --where a == 1000 --max-states 10
      --- stderr
      racewalk: nothing to show, no state found so far satisfies a == 1000 (as written: bounded)
      --- exit 3
      "
    `);
  });

  it('names the runs there are when there is no such run', async () => {
    expect(await checkColumns('a.race', '--run', 'witness:0')).toMatchInlineSnapshot(`
      "
      $ racewalk columns a.race --run witness:0
      --- stderr
      racewalk: nothing to show, no run is called witness:0; there is violation:assertion (as written: fail; atomic: pass)
      --- exit 1
      "
    `);
  });

  it('names what there is when a name is wrong', async () => {
    expect(await checkColumns('a.race', '--scenario', 'three')).toMatchInlineSnapshot(`
      "
      $ racewalk columns a.race --scenario three
      --- stderr
      racewalk: no scenario is called "three"; there is "two increments"
      --- exit 4
      "
    `);
    expect(await checkColumns('a.race', '--variant', 'three')).toMatchInlineSnapshot(`
      "
      $ racewalk columns a.race --variant three
      --- stderr
      racewalk: no variant is called "three"; there is "as written", "atomic"
      --- exit 4
      "
    `);
  });

  it('says that nothing fails', async () => {
    expect(await checkColumns('a.race', '--variant', 'atomic')).toMatchInlineSnapshot(`
      "
      $ racewalk columns a.race --variant atomic
      --- stderr
      racewalk: nothing to show, no run fails (atomic: pass)
      --- exit 1
      "
    `);
    expect(await checkColumns('a.race', '--property', 'deadlock')).toMatchInlineSnapshot(`
      "
      $ racewalk columns a.race --property deadlock
      --- stderr
      racewalk: nothing to show, no run violates deadlock (as written: fail; atomic: pass)
      --- exit 1
      "
    `);
  });

  it('says that a limit was reached', async () => {
    expect(await checkColumns('endless.race', '--max-states', '10')).toMatchInlineSnapshot(`
      "
      $ racewalk columns endless.race --max-states 10
      --- stderr
      racewalk: nothing to show, no run fails (as written: bounded)
      --- exit 3
      "
    `);
  });

  it('shows why a text has no runs', async () => {
    expect(await checkColumns('invalid.race')).toMatchInlineSnapshot(`
      "
      $ racewalk columns invalid.race
      --- stderr
      invalid.race:3:13: error RW0201: unknown name 'y'
          3 | 	thread a { y = 1; }
            | 	           ^
      racewalk: nothing to show, no run fails (as written: error)
      --- exit 2
      "
    `);
    expect(await checkColumns('gone.race')).toMatchInlineSnapshot(`
      "
      $ racewalk columns gone.race
      --- stderr
      gone.race: error RW0807: can't read it: no such file
      --- exit 2
      "
    `);
    expect(await checkColumns('d')).toMatchInlineSnapshot(`
      "
      $ racewalk columns d
      --- stderr
      racewalk: d is a directory; columns needs one file
      --- exit 2
      "
    `);
  });
});
