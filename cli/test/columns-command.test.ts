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
