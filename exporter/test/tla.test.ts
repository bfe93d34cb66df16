// What an exported module looks like, and what is not exported. What it means is told from its text
// in test/oracle/tla.test.ts.
import { analyse } from '@racewalk/language';
import { describe, expect, it } from 'vitest';
import { isModuleName, moduleName, tla } from '../src/index.ts';

const name = 'a.race';

function exported(text: string): { module: string; config: string } {
  const analysis = analyse({ name, text }, () => undefined, []);
  const { program, diagnostics } = analysis.compile(0, 0);
  if (program === undefined) throw new Error(JSON.stringify(diagnostics));
  const answer = tla(program, { title: 's, as written', textOf: () => text, name: 'Model' });
  return answer.kind === 'model' ? answer : { module: answer.reason, config: '' };
}

const scenario = (body: string): string => `int x;\nscenario "s" {\n${body}\n}\n`;

/** The operators and the action of the step that begins there. */
function stepOf(module: string, label: string): string {
  const from = module.indexOf('\\* a.race', module.indexOf('Init =='));
  const texts = module.slice(from).split('\n\n');
  return texts
    .filter((text) => text.includes(`\n${label}_outcomes ==`) || text.startsWith(`${label} ==`))
    .join('\n\n');
}

describe('a module of TLA+', () => {
  it('has an action per step, named for the thread and the line', () => {
    const { module } = exported(scenario('thread a {\n\tx = 1;\n}'));
    expect(stepOf(module, 'a_4')).toMatchInlineSnapshot(`
      "\\* a.race:4: x = 1;
      a_4_outcomes ==
        \\* x = 1
        LET memory == [mem EXCEPT !.x = 1] IN
        Rest("a_end", memory, local)

      a_4 ==
        /\\ pc.a = "a_4"
        /\\ \\E o \\in a_4_outcomes : Go("a", o)"
    `);
  });

  it('tests before it adds, for the integers of TLC have 32 bits', () => {
    const { module } = exported(scenario('thread a {\n\tx++;\n}'));
    expect(stepOf(module, 'a_4_2')).toMatchInlineSnapshot(`
      "\\* a.race:4: x++;
      a_4_2_outcomes ==
        \\* x++
        IF local.a_t > 2147483646 THEN Stop({"overflow"}, <<>>) ELSE
        LET v == (local.a_t + 1) IN
        LET memory == [mem EXCEPT !.x = v] IN
        Rest("a_end", memory, [local EXCEPT !.a_t = 0])

      a_4_2 ==
        /\\ pc.a = "a_4_2"
        /\\ \\E o \\in a_4_2_outcomes : Go("a", o)"
    `);
  });

  it('makes each property an invariant, with its sentence, and clashes with none of its names', () => {
    const text = scenario(
      '/// x stays small\nproperty Rest { x < 2 }\nforbid Rest;\nthread a { x = 1; }\nthread b { assert(x == 0); }',
    );
    const { module, config } = exported(text);
    expect(module.slice(module.indexOf('Keeps('))).toMatchInlineSnapshot(`
      "Keeps(outcomes, p) == \\A o \\in outcomes : p \\notin o.events

      \\* Rest_value
      Rest_value ==
        \\* x
        LET t == Bit(mem.x < 2) IN
        t

      \\* no assert() or BUG_ON() fails
      assertion ==
        /\\ Keeps(b_steps, "assertion")

      \\* every thread that has not ended can eventually move: no state where all the rest wait
      deadlock ==
        /\\ AllEnded \\/ a_steps # {} \\/ b_steps # {}

      \\* x stays small
      Rest_ ==
        /\\ Rest_value # 0

      ============================================================
      "
    `);
    expect(config).toMatchInlineSnapshot(`
      "SPECIFICATION Spec
      \\* A run whose threads have all ended stays there; the invariant deadlock tells real ones.
      CHECK_DEADLOCK FALSE
      INVARIANT assertion
      INVARIANT deadlock
      INVARIANT Rest_
      \\* Nothing here can break: use_after_free, null_dereference, out_of_bounds, overflow, lock_misuse, warning
      "
    `);
  });

  it('writes no library that it does not use', () => {
    const { module } = exported(scenario('thread a { x = 1; }'));
    expect(module).not.toMatch(/CommonBits|WidePlus|Find\(/u);
  });

  it('is the same text each time', () => {
    const text = scenario('thread a { x++; }\nthread b { wait_until(x == 1); x = 2; }');
    expect(exported(text)).toEqual(exported(text));
  });
});

describe('names', () => {
  it('of a module are words', () => {
    expect(moduleName('two increments, v6.5')).toBe('two_increments_v6_5');
    expect(moduleName('2 threads')).toBe('Race_2_threads');
    expect(['Two', 'two-races', '2', 'IF', ''].map(isModuleName)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('what is not exported', () => {
  it('is a run that ends before its first step', () => {
    expect(exported(scenario('thread a { BUG_ON(1); x = 1; }')).module).toContain(
      'before its first step',
    );
  });
});
