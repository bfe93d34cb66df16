// A run as one word, there and back, and what its digest depends on.
import type { Program, Run } from '@racewalk/simulator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReplayString, programHash, replayString } from '../src/replay-string.ts';
import { replayedRun } from '../src/replayed.ts';
import { analysed, checkAll } from './check-scenario.ts';

const text = `int x;
void add(void) { int old = x; x = old + 1; }
scenario "two increments" {
	kernel v5.13;
	thread a { add(); }
	thread b { add(); }
	finally { assert(x == 2); }
	expect assertion;
}
`;

function programOf(source: string): Program {
  const { program } = analysed(source).compile(0, 0);
  if (program === undefined) throw new Error('the text does not compile');
  return program;
}

const runs: fc.Arbitrary<Run> = fc.array(
  fc.record({
    thread: fc.nat(7),
    choice: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(5000)),
  }),
);

describe('a replay string', () => {
  it('says the same run as it was made of, also after a mail broke and quoted it', () => {
    const program = programOf(text);
    fc.assert(
      fc.property(runs, fc.nat(20), fc.nat(20), fc.nat(40), (run, scenario, variant, cut) => {
        const word = replayString(program, { scenario, variant }, run);
        expect(word).toMatch(/^[\w.]+$/u);
        const broken = `${word.slice(0, cut)}\n> ${word.slice(cut)}\n`;
        for (const form of [word, broken, `Replay: ${word}`]) {
          expect(parseReplayString(form)).toEqual({
            hash: programHash(program),
            scenario,
            variant,
            run,
          });
        }
      }),
    );
  });

  it('is short: a letter for a thread, a number for its steps', () => {
    const run = [0, 0, 0, 1, 1, 0].map((thread) => ({ thread, choice: 0 }));
    const word = replayString(programOf(text), { scenario: 0, variant: 2 }, run);
    expect(word.replace(/[0-9a-f]{12}/u, 'HASH')).toBe('rw1.HASH.0.2.a3b2a');
    const chosen = [...run, { thread: 0, choice: 12 }];
    expect(replayString(programOf(text), { scenario: 0, variant: 2 }, chosen)).toMatch(
      /a3b2aa_12$/u,
    );
  });

  it.each([
    ['', "it does not begin with 'rw1.'"],
    ['rw2.0123456789ab.0.0.a', "it does not begin with 'rw1.'"],
    ['rw1.0123456789ab.0.0', 'it has 4 parts between dots, and not 5'],
    ['rw1.0123.0.0.a', "'0123' is no digest of a program"],
    ['rw1.0123456789ab.x.0.a', "'x' is no number of a variant"],
    ['rw1.0123456789ab.0.0.A', "'A' is no list of steps"],
    ['rw1.0123456789ab.0.0.', "'' is no list of steps"],
    ['rw1.0123456789ab.0.0.a9999999', 'it has more than 1000000 steps'],
  ])('says what is wrong with %j', (word, error) => {
    expect(parseReplayString(word)).toEqual({ error });
  });
});

describe('the digest of a program', () => {
  it.each([
    ['where it stands', `// A comment.\n\n${text}`],
    ['how it is laid out', text.replace('x = old + 1', 'x  =  (old + 1)')],
    ['what is asked for', text.replace('expect', 'witness x == 1 as "half"; expect')],
    ['the order of steps', text.replace('expect', 'schedule { a b } expect')],
    ['what is watched', text.replace('expect', 'invariant small "s" { x < 9 } expect')],
  ])('does not depend on %s', (_, changed) => {
    expect(programHash(programOf(changed))).toBe(programHash(programOf(text)));
  });

  it.each([
    ['a constant', '+ 1', '+ 2'],
    ['what is one step', 'int old = x; x = old + 1;', 'atomic { x++; }'],
    ['an initial value', 'int x;', 'int x = 1;'],
    ['a name', 'thread b', 'thread c'],
    ['a type', 'int old', 'u8 old'],
  ])('changes with %s', (_, from, to) => {
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    expect(programHash(programOf(changed))).not.toBe(programHash(programOf(text)));
  });
});

describe('a kept run', () => {
  it('fits the text that it comes from, to the property it breaks', () => {
    const checked = checkAll(analysed(text))[0]?.variants[0];
    const violation = checked?.outcome?.violations[0];
    if (checked?.program === undefined || violation === undefined) throw new Error('it passes');
    const { run } = violation;
    expect(replayedRun(checked.program, run)).toEqual({
      run,
      misfit: undefined,
      property: violation.property,
    });
  });

  it.each([
    ['a step less', 'int old = x; x = old + 1;', 'atomic { x++; }', 'aa', 1, 'a is over'],
    [
      'a lock',
      'int old = x;',
      'wait_until(x == 1); int old = x;',
      'a',
      0,
      /^a waits for wait_until/u,
    ],
    ['fewer choices', 'int old = x;', 'int old = x;', 'a_3', 0, 'a has no choice 4 here'],
    ['fewer threads', 'thread b { add(); }', '', 'ab', 1, 'there is no thread 2'],
    [
      'an end',
      'int old = x;',
      'int old = x; assert(old == 1);',
      'ab',
      1,
      'the run has ended before',
    ],
  ])('that meets %s says at which step, and why', (_, from, to, actions, step, why) => {
    const kept = parseReplayString(`rw1.0123456789ab.0.0.${actions}`);
    if ('error' in kept) throw new Error(kept.error);
    const { misfit, run } = replayedRun(programOf(text.replace(from, to)), kept.run);
    expect(misfit?.step).toBe(step);
    expect(run).toHaveLength(step);
    if (typeof why === 'string') expect(misfit?.why).toBe(why);
    else expect(misfit?.why).toMatch(why);
  });
});
