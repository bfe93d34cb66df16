// What an exported model looks like, and what is not exported. What it means is told by Spin itself,
// in test/oracle/spin.test.ts.
import { analyse } from '@racewalk/language';
import { describe, expect, it } from 'vitest';
import { type Exported, promela } from '../src/index.ts';

const name = 'a.race';

function exported(body: string): Exported {
  const text = `int x;\nint end;\nscenario "s" {\n${body}\n}\n`;
  const analysis = analyse({ name, text }, () => undefined, []);
  const { program, diagnostics } = analysis.compile(0, 0);
  if (program === undefined) throw new Error(JSON.stringify(diagnostics));
  return promela(program, { title: 's, as written', textOf: () => text });
}

function modelOf(body: string): string {
  const answer = exported(body);
  return answer.kind === 'model' ? answer.text : answer.reason;
}

function processesOf(body: string): string {
  const model = modelOf(body);
  return model.slice(model.indexOf('active proctype'));
}

describe('a model for Spin', () => {
  it('has one way per step where nothing can be chosen', () => {
    expect(processesOf('thread a {\n\tx = 1;\n}')).toMatchInlineSnapshot(`
      "active proctype a() /* a */
      {
      S0: /* a.race:5: x = 1; */
      	if
      	:: d_step { c_expr { STEP_0_0_TO_1 }; c_code { commit(0); }; CHECK; printf("a  a.race:5: x = 1;\\n") }; goto end_1
      	fi;
      end_1:
      	false;
      }
      "
    `);
  });

  it('has one way per combination of choices', () => {
    const model = processesOf('thread a { x = any(0, 2); }');
    expect(model.match(/:: d_step/gu)?.length).toBeGreaterThanOrEqual(3);
  });

  it('keeps clear of the words of Promela and names the variable as written', () => {
    expect(modelOf('thread a { end = 1; }')).toContain('int end_ = 0; /* end */');
  });

  it('names a variable where it is needed, and not at each place to rest', () => {
    const uses = (count: number): number => {
      const steps = Array.from({ length: count }, (_, at) => `int v${at} = x; x = v${at} + 1;`);
      return modelOf(`thread a { ${steps.join('\n')} }`).match(/\bof_a_v0\b/gu)?.length ?? 0;
    };
    expect(uses(2)).toBeGreaterThan(3);
    expect(uses(40)).toBe(uses(2));
  });

  it('is the same text each time', () => {
    const body = 'thread a { x++; }\nthread b { wait_until(x == 1); x = 2; }';
    expect(modelOf(body)).toBe(modelOf(body));
  });

  it('says how to run it', () => {
    expect(modelOf('thread a { x = 1; }')).toContain('spin -o1 -o2 -o3 -a model.pml');
  });
});

describe('what is not exported', () => {
  it('is a choice with bounds that are not constant', () => {
    expect(modelOf('thread a { int to = x; x = any(0, to); }')).toMatch(/bounds .* not constant/u);
  });

  it('is a schedule', () => {
    expect(modelOf('thread a { x = 1; }\nthread b { x = 2; }\nschedule { b a ... }')).toContain(
      'a schedule',
    );
  });

  it('refuses what is about whole runs, and says so', () => {
    expect(modelOf('forbid livelock; thread a { x = 1; }')).toBe(
      'livelock is about whole runs, and liveness is not exported: do not forbid it',
    );
    const body = 'property done "d" { eventually (x == 1) } forbid done; thread a { x = 1; }';
    expect(modelOf(body)).toBe(
      'done is about whole runs, and liveness is not exported: do not forbid it',
    );
    expect(modelOf('thread a { x = 1; progress(); }')).toContain('active proctype');
  });
});
