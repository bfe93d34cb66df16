// What `racewalk check` shows, as a person or a script sees it.
import { describe, expect, it } from 'vitest';
import { fileBytesMax } from '../src/inputs.ts';
import { runIn, screenOf } from './memory-host.ts';
import { asExpected, endless, invalid, notAsExpected } from './scenarios.ts';

describe('racewalk check', () => {
  it('prints a line per variant and one at the end', async () => {
    expect(await screenOf({ 'a.race': asExpected }, ['check'])).toMatchInlineSnapshot(`
      "
      $ racewalk check
      a.race: two increments
        ok         fail     as written  v5.13        12 states       6 interleavings     0 ms  assertion in 4 steps (2 switches)
        ok         pass     atomic      v5.13         4 states       2 interleavings     0 ms
      2 variants in 1 file: 2 ok; 0 ms
      --- exit 0
      "
    `);
  });

  it('shows under the source line what differs from expect', async () => {
    expect(await screenOf({ 'a.race': notAsExpected }, ['check', 'a.race'])).toMatchInlineSnapshot(`
      "
      $ racewalk check a.race
      a.race: two increments
        not ok     fail     as written  v5.13        12 states       6 interleavings     0 ms  assertion in 4 steps (2 switches)
        ok         pass     atomic      v5.13         4 states       2 interleavings     0 ms
      a.race:8:2: error RW0801: expected pass, found assertion in 4 steps (2 switches)
          8 | 	expect pass;
            | 	^^^^^^^^^^^^
      2 variants in 1 file: 1 ok, 1 not ok; 0 ms
      --- exit 1
      "
    `);
  });

  it('prints only what is not as expected when quiet', async () => {
    const files = { 'a.race': asExpected, 'b.race': notAsExpected };
    expect(await screenOf(files, ['check', '--quiet', 'a.race'])).toMatchInlineSnapshot(`
      "
      $ racewalk check --quiet a.race
      --- exit 0
      "
    `);
    expect(await screenOf(files, ['check', '-q'])).toMatchInlineSnapshot(`
      "
      $ racewalk check -q
      b.race: two increments
        not ok     fail     as written  v5.13        12 states       6 interleavings     0 ms  assertion in 4 steps (2 switches)
      b.race:8:2: error RW0801: expected pass, found assertion in 4 steps (2 switches)
          8 | 	expect pass;
            | 	^^^^^^^^^^^^
      4 variants in 2 files: 3 ok, 1 not ok; 0 ms
      --- exit 1
      "
    `);
  });

  it('keeps the answers for the other files when one is invalid', async () => {
    const files = { 'a.race': invalid, 'b.race': asExpected };
    expect(await screenOf(files, ['check'])).toMatchInlineSnapshot(`
      "
      $ racewalk check
      a.race: s
        error      error    as written  v5.13         0 states           not counted     0 ms
      a.race:1:10: warning RW0501: this scenario forbids nothing, so it can hardly fail
          1 | scenario "s" {
            |          ^^^
      a.race:3:13: error RW0201: unknown name 'y'
          3 | 	thread a { y = 1; }
            | 	           ^
      b.race: two increments
        ok         fail     as written  v5.13        12 states       6 interleavings     0 ms  assertion in 4 steps (2 switches)
        ok         pass     atomic      v5.13         4 states       2 interleavings     0 ms
      3 variants in 2 files: 2 ok, 1 error; 0 ms
      --- exit 2
      "
    `);
  });

  it('finds files below directories, sorted, and none twice', async () => {
    const files = {
      'z/b.race': asExpected,
      'z/a.race': asExpected,
      'z/deep/c.race': asExpected,
      'z/.hidden/d.race': asExpected,
      'z/node_modules/e.race': asExpected,
      'z/notes.txt': 'x',
    };
    const { out } = await runIn(files, ['check', './z/', 'z/a.race', '--json']);
    const paths = JSON.parse(out).files.map((file: { path: string }) => file.path);
    expect(paths).toEqual(['z/a.race', 'z/b.race', 'z/deep/c.race']);
  });

  it('descends into a directory that is called like a scenario', async () => {
    const { out, exit } = await runIn({ 'x.race/y.race': asExpected }, ['check', 'x.race']);
    expect(out).toContain('x.race/y.race: two increments');
    expect(exit).toBe(0);
  });

  it('says what is wrong with a file that it can not take in', async () => {
    const files = {
      'binary.race': new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1]),
      'latin1.race': new Uint8Array([0x2f, 0x2f, 0xe9]),
      'huge.race': new Uint8Array(fileBytesMax + 1).fill(0x20),
      'locked.race': new Error('permission denied'),
      'empty.race': ' \n',
      'only-names.race': 'int x;\n',
      'folder/readme.txt': '',
    };
    const names = ['absent.race', ...Object.keys(files).slice(0, 6), 'folder'];
    expect(await screenOf(files, ['check', ...names])).toMatchInlineSnapshot(`
      "
      $ racewalk check absent.race binary.race latin1.race huge.race locked.race empty.race only-names.race folder
      absent.race: error RW0807: can't read it: no such file
      binary.race: error RW0808: this is not UTF-8 text
      latin1.race: error RW0808: this is not UTF-8 text
      huge.race: error RW0809: the file is larger than 8 MiB (file_bytes_max)
      locked.race: error RW0807: can't read it: permission denied
      empty.race:1:1: warning RW0806: the file is empty: 0 scenarios
      only-names.race:1:1: warning RW0806: no scenario in this file
          1 | int x;
            | ^
      folder: error RW0807: no *.race files in this directory
      0 variants in 8 files: nothing checked; 0 ms
      --- exit 2
      "
    `);
  });

  it('does not warn of a file without scenarios that another one includes', async () => {
    const files = {
      'main.race': `#include "names.race"\n${asExpected.replace('int x;', '')}`,
      'names.race': 'int x;\n',
    };
    const { out, exit } = await runIn(files, ['check']);
    expect(out).not.toContain('RW0806');
    expect(exit).toBe(0);
  });

  it('names includes that are missing or run in a circle', async () => {
    const files = {
      'circle.race': '#include "circle.race"\n',
      'missing.race': '#include "gone.race"\n',
    };
    expect(await screenOf(files, ['check'])).toMatchInlineSnapshot(`
      "
      $ racewalk check
      circle.race:1:10: error RW0206: 'circle.race' includes itself
          1 | #include "circle.race"
            |          ^^^^^^^^^^^^^
      missing.race:1:10: error RW0205: 'gone.race' not found
          1 | #include "gone.race"
            |          ^^^^^^^^^^^
      0 variants in 2 files: nothing checked; 0 ms
      --- exit 2
      "
    `);
  });

  it('reads standard input for -', async () => {
    const { out, exit } = await runIn({ '-': asExpected }, ['check', '-']);
    expect(out).toContain('<stdin>: two increments');
    expect(exit).toBe(0);
  });

  it('checks only the variants of a name', async () => {
    const { out } = await runIn({ 'a.race': asExpected }, ['check', '--variant', 'atomic']);
    expect(out).toContain('1 variant in 1 file: 1 ok');
    expect(
      await screenOf({ 'a.race': asExpected }, ['check', '--variant', 'other']),
    ).toMatchInlineSnapshot(`
      "
      $ racewalk check --variant other
      0 variants in 1 file: nothing checked; 0 ms
      --- stderr
      racewalk: no variant is called "other"
      --- exit 4
      "
    `);
  });

  it('says that a limit was reached, and which option raises it', async () => {
    expect(
      await screenOf({ 'a.race': endless }, ['check', '--max-states', '1_000']),
    ).toMatchInlineSnapshot(`
      "
      $ racewalk check --max-states 1_000
      a.race: endless
        no answer  bounded  as written  v5.13     1 000 states           not counted     0 ms  limit: 1 000 states
      a.race:2:10: warning RW0501: this scenario forbids nothing, so it can hardly fail
          2 | scenario "endless" {
            |          ^^^^^^^^^
      a.race:2:10: warning RW0803: not everything was explored: 1 000 states; no violation was found so far, which is not a pass
          2 | scenario "endless" {
            |          ^^^^^^^^^
        raise the limit states_max (--max-states on the command line), or make the scenario smaller
      1 variant in 1 file: 1 no answer; 0 ms
      --- exit 3
      "
    `);
  });

  it('prints nothing but the document with --json', async () => {
    const files = { 'a.race': notAsExpected };
    const { out, err, exit } = await runIn(files, ['check', '--json', 'a.race', 'gone.race']);
    const document = JSON.parse(out);
    expect(document.schema).toBe('racewalk.check/1');
    expect(document.files[1].diagnostics).toEqual([
      {
        code: 'RW0807',
        severity: 'error',
        message: "can't read it: no such file",
        file: 'gone.race',
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      },
    ]);
    expect([err, exit]).toEqual(['', 2]);
  });

  it('tells what is known when it is interrupted', async () => {
    let slices = 0;
    const interrupted = () => slices > 3;
    const pause = () => {
      slices += 1;
      return Promise.resolve();
    };
    const files = { 'a.race': asExpected, 'b.race': endless, 'c.race': asExpected };
    const screen = await screenOf(files, ['check'], { interrupted, pause });
    expect(screen.replace(/\d[\d ]* states/gu, 'n states')).toMatchInlineSnapshot(`
      "
      $ racewalk check
      a.race: two increments
        ok         fail     as written  v5.n states       6 interleavings     0 ms  assertion in 4 steps (2 switches)
        ok         pass     atomic      v5.n states       2 interleavings     0 ms
      b.race: endless
        no answer  bounded  as written  v5.n states           not counted     0 ms  limit: cancelled after n states
      b.race:2:10: warning RW0501: this scenario forbids nothing, so it can hardly fail
          2 | scenario "endless" {
            |          ^^^^^^^^^
      b.race:2:10: warning RW0803: not everything was explored: cancelled after n states; no violation was found so far, which is not a pass
          2 | scenario "endless" {
            |          ^^^^^^^^^
        the search was stopped: run it again to the end
      3 variants in 3 files: 2 ok, 1 no answer; 0 ms
      --- stderr
      racewalk: interrupted; what is above was known so far
      --- exit 130
      "
    `);
  });

  it('colours and shows progress only where a person watches', async () => {
    let time = 0;
    const now = () => {
      time += 400;
      return time;
    };
    const files = { 'a.race': endless };
    const args = ['check', '--max-states', '100000'];
    const plain = await runIn(files, args, { now });
    expect(plain.out + plain.err).not.toContain('\u001b');
    const watched = await runIn(files, args, { now, watched: true, colour: true });
    expect(watched.out).toContain('\u001b[33m');
    const lines = watched.err.split('\r\u001b[K');
    expect(lines[1]).toMatch(/^a\.race: as written: [\d ]+ states, depth \d+, \d+ MiB, \d\.\d s$/u);
    expect(lines.at(-1)).toBe('');
  });

  it('does not let a file talk to the terminal', async () => {
    const text = asExpected.replace('two increments', 'two \u001b[31mred\u0007\u202e');
    const { out } = await runIn({ 'a.race': text.replace('old + 1', 'old + \u001b') }, ['check']);
    for (const control of ['\u001b', '\u0007', '\u202e']) expect(out).not.toContain(control);
  });

  it('goes on after a bug of ours, and says that it is one', async () => {
    let calls = 0;
    const now = () => {
      calls += 1;
      if (calls === 2) throw new Error('made to fail');
      return 0;
    };
    expect(await screenOf({ 'a.race': asExpected }, ['check'], { now })).toMatchInlineSnapshot(`
      "
      $ racewalk check
      a.race: two increments
        error      error    as written  v5.13         0 states           not counted     0 ms
        ok         pass     atomic      v5.13         4 states       2 interleavings     0 ms
      2 variants in 1 file: 1 ok, 1 error; 0 ms
      --- stderr
      racewalk: internal error in a.race: as written: made to fail
      This is a bug of racewalk, and no verdict. Please report it with the text that it happened on;
      RACEWALK_DEBUG=1 in the environment prints the stack.
      --- exit 70
      "
    `);
  });

  it('runs at random when asked to, and says how to do it again', async () => {
    const args = ['check', '--simulate', '500', '--seed', '7'];
    expect(await screenOf({ 'a.race': asExpected }, args)).toMatchInlineSnapshot(`
      "
      $ racewalk check --simulate 500 --seed 7
      a.race: two increments
        ok         fail     as written  v5.13        12 states           not counted     0 ms  assertion in 4 steps (2 switches), maybe not the shortest; limit: simulation: 500 random runs, seed 7
        no answer  bounded  atomic      v5.13         4 states           not counted     0 ms  limit: simulation: 500 random runs, seed 7
      a.race:3:10: warning RW0803: not everything was explored: simulation: 500 random runs, seed 7; other properties may be violated, too
          3 | scenario "two increments" {
            |          ^^^^^^^^^^^^^^^^
        random runs show failures, never their absence: without --simulate all interleavings are explored
      a.race:9:10: warning RW0803: not everything was explored: simulation: 500 random runs, seed 7; no violation was found so far, which is not a pass
          9 | 	variant "atomic" { void add(void) { atomic { x++; } } expect pass; }
            | 	        ^^^^^^^^
        random runs show failures, never their absence: without --simulate all interleavings are explored
      2 variants in 1 file: 1 ok, 1 no answer; 0 ms
      --- exit 3
      "
    `);
    const { out } = await runIn({ 'a.race': asExpected }, [...args, '--json']);
    expect(out).toBe((await runIn({ 'a.race': asExpected }, [...args, '--json'])).out);
    const [variant] = JSON.parse(out).files[0].scenarios[0].variants;
    expect(variant.limitsReached).toEqual([
      { limit: 'simulation', text: 'simulation: 500 random runs, seed 7' },
    ]);
    expect(variant.ledger.limits).toContain('run_steps_max: 10 000');
  });

  it('tells on standard error how long a search took', async () => {
    const { out, err } = await runIn({ 'a.race': asExpected }, ['check', '--timing', '--json']);
    expect(err).toMatch(/^racewalk: timing: a\.race: as written: 0\.0 ms, search 0\.0 ms$/mu);
    expect(out).toBe((await runIn({ 'a.race': asExpected }, ['check', '--json'])).out);
  });
});
