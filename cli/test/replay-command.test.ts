// `racewalk runs` and `racewalk replay`: which runs there are, and a kept one on a text that changes.
import { describe, expect, it } from 'vitest';
import { screenOf } from './memory-host.ts';
import { asExpected, invalid } from './scenarios.ts';

const asked = asExpected.replace(
  '\texpect assertion;',
  '\tobserve x;\n\twitness x == 1 as "half";\n\texpect assertion;',
);
const files = { 'a.race': asExpected, 'asked.race': asked, 'invalid.race': invalid };

/** The word for the only failing run of `asExpected`. */
async function keptWord(): Promise<string> {
  const screen = await screenOf(files, ['columns', 'a.race', '--replay-string']);
  return /rw1\.[\w.]+/u.exec(screen)?.[0] ?? '';
}

async function replayed(changed: string, ...options: readonly string[]): Promise<string> {
  const word = await keptWord();
  const screen = await screenOf({ 'a.race': changed }, ['replay', 'a.race', word, ...options]);
  return screen.replaceAll(/rw1\.[0-9a-f]{12}/gu, 'rw1.HASH');
}

describe('racewalk runs', () => {
  it('lists violations, witnesses and outcomes, with the words that replay them', async () => {
    const screen = await screenOf(files, ['runs', 'asked.race']);
    expect(screen.replaceAll(/rw1\.[0-9a-f]{12}/gu, 'rw1.HASH')).toMatchInlineSnapshot(`
      "
      $ racewalk runs asked.race
      two increments, as written, v5.13
        violation:assertion  assertion in 4 steps (2 switches)
                             rw1.HASH.0.0.ab2a
        witness:0            witness "half" in 2 steps (0 switches)
                             rw1.HASH.0.0.a2
        outcome:0            outcome x: 2 in 4 steps (1 switch)
                             rw1.HASH.0.0.a2b2
        outcome:1            outcome x: 1 in 4 steps (3 switches)
                             rw1.HASH.0.0.abab
      two increments, atomic, v5.13
        witness:0  witness "half" in 1 step (0 switches)
                   rw1.HASH.0.1.a
        outcome:0  outcome x: 2 in 2 steps (1 switch)
                   rw1.HASH.0.1.ab
      --- exit 0
      "
    `);
  });

  it('says that there is none, or why', async () => {
    expect(await screenOf(files, ['runs', 'a.race', '--variant', 'atomic'])).toMatchInlineSnapshot(`
      "
      $ racewalk runs a.race --variant atomic
      two increments, atomic, v5.13
        no run to show: pass
      --- exit 0
      "
    `);
    expect(await screenOf(files, ['runs', 'a.race', '--variant', 'x'])).toMatchInlineSnapshot(`
      "
      $ racewalk runs a.race --variant x
      --- stderr
      racewalk: no variant is called "x"; there is "as written", "atomic"
      --- exit 4
      "
    `);
    expect(await screenOf(files, ['runs', 'invalid.race'])).toMatchInlineSnapshot(`
      "
      $ racewalk runs invalid.race
      s, as written, v5.13
        no run to show: error
      --- stderr
      invalid.race:3:13: error RW0201: unknown name 'y'
          3 | 	thread a { y = 1; }
            | 	           ^
      --- exit 2
      "
    `);
  });

  it('names the runs that `racewalk columns` shows', async () => {
    const screen = await screenOf(files, ['columns', 'asked.race', '--run', 'outcome:1']);
    expect(screen).toContain('two increments, as written, v5.13: outcome x: ');
    const witness = await screenOf(files, ['columns', 'asked.race', '--run', 'witness:0']);
    expect(witness).toContain('two increments, as written, v5.13: witness "half" in ');
  });
});

describe('racewalk replay', () => {
  it('shows the run of the text it was kept from', async () => {
    expect(await replayed(asExpected)).toMatchInlineSnapshot(`
      "
      $ racewalk replay a.race rw1.HASH.0.0.ab2a
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

      Replay: rw1.HASH.0.0.ab2a
      --- exit 0
      "
    `);
  });

  it('is what columns do with its word', async () => {
    const word = await keptWord();
    const columns = await screenOf(files, ['columns', 'a.race', '--run', `replay:${word}`]);
    const replayedScreen = await screenOf(files, ['replay', 'a.race', word]);
    const withoutCommand = (screen: string) => screen.replace(/\$ .*/u, '');
    expect(withoutCommand(columns)).toBe(withoutCommand(replayedScreen));
  });

  it('says that the text has changed, and that the run still fits', async () => {
    expect(await replayed(asExpected.replace('old + 1', 'old + 2'))).toMatchInlineSnapshot(`
      "
      $ racewalk replay a.race rw1.HASH.0.0.ab2a
      two increments, as written, v5.13: a run in 4 steps, 2 context switches

      Initial: x=0

      CPU0 (a)      CPU1 (b)
      --------      --------
      add()
        read x: 0
                    add()
                      read x: 0
                      x = 2
        x = 2

      Final: x=2 (was 0)

      Replay: rw1.HASH.0.0.ab2a
      --- stderr
      racewalk: the text has changed since this run was kept: all of its 4 steps still fit
      --- exit 0
      "
    `);
  });

  it('says which step does not fit any more, and why', async () => {
    const shorter = asExpected.replace('int old = x; x = old + 1;', 'atomic { x++; }');
    expect(await replayed(shorter)).toMatchInlineSnapshot(`
      "
      $ racewalk replay a.race rw1.HASH.0.0.ab2a
      two increments, as written, v5.13: a run in 2 steps, 1 context switch

      Initial: x=0

      CPU0 (a)                        CPU1 (b)
      --------                        --------
      add()
        atomic { x++; } [x: 0 -> 1]
                                      add()
                                        atomic { x++; } [x: 1 -> 2]

      Final: x=2 (was 0)

      Replay: rw1.HASH.0.0.ab
      --- stderr
      racewalk: the text has changed since this run was kept: step 3 of 4 no longer fits: b is over
      --- exit 1
      "
    `);
    const locked = asExpected.replace('int old = x;', 'wait_until(x == 1); int old = x;');
    expect(await replayed(locked)).toMatchInlineSnapshot(`
      "
      $ racewalk replay a.race rw1.HASH.0.0.ab2a
      two increments, as written, v5.13: deadlock in 0 steps, 0 context switches

      CPU0 (a)                   CPU1 (b)
      --------                   --------
      add()
        wait_until(x == 1) ...
                                 add()
                                   wait_until(x == 1) ... /* !!! deadlock */

      Violates deadlock: every thread that has not ended can eventually move: no
        state where all the rest wait

      Replay: rw1.HASH.0.0.0
      --- stderr
      racewalk: the text has changed since this run was kept: step 1 of 4 no longer fits: a waits for wait_until(x == 1)
      --- exit 1
      "
    `);
  });

  it('says what the text has no more', async () => {
    expect(await replayed('int x;\n')).toMatchInlineSnapshot(`
      "
      $ racewalk replay a.race rw1.HASH.0.0.ab2a
      --- stderr
      racewalk: the text has changed since: it has no variant 1 of scenario 1
      --- exit 1
      "
    `);
    expect(await replayed(invalid)).toMatchInlineSnapshot(`
      "
      $ racewalk replay a.race rw1.HASH.0.0.ab2a
      --- stderr
      a.race:3:13: error RW0201: unknown name 'y'
          3 | 	thread a { y = 1; }
            | 	           ^
      --- exit 2
      "
    `);
  });

  it('says what is wrong with the word', async () => {
    expect(await screenOf(files, ['replay', 'a.race', 'rw1.x'])).toMatchInlineSnapshot(`
      "
      $ racewalk replay a.race rw1.x
      --- stderr
      racewalk: this is no replay string: it has 2 parts between dots, and not 5
      --- exit 4
      "
    `);
  });

  it('prints the run as JSON', async () => {
    const json = await replayed(asExpected, '--json');
    const [, document = ''] = /--json\n([\s\S]*)--- exit 0/u.exec(json) ?? [];
    expect(JSON.parse(document)).toMatchObject({
      schema: 'racewalk.trace/1',
      threads: [{ name: 'a' }, { name: 'b' }],
      rows: [{ text: 'read x: 0' }, { text: 'read x: 0' }, { text: 'x = 1' }, { text: 'x = 1' }],
    });
  });
});
