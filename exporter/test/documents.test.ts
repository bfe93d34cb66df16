// What `export --to dot` and `--to json` give: a small drawing as it is, and the documented shape.
import { readFileSync } from 'node:fs';
import { analyse } from '@racewalk/language';
import { describe, expect, it } from 'vitest';
import { violationsOf } from '../../checker/test/schema-validator.ts';
import { dot, modelJson } from '../src/index.ts';

const name = 'a.race';
const schema = JSON.parse(
  readFileSync(new URL('../../schemas/racewalk.model-1.schema.json', import.meta.url), 'utf8'),
);

function exported(write: typeof dot, body: string): string {
  const text = `int x;\nscenario "s" {\n${body}\n}\n`;
  const analysis = analyse({ name, text }, () => undefined, []);
  const { program, diagnostics } = analysis.compile(0, 0);
  if (program === undefined) throw new Error(JSON.stringify(diagnostics));
  const answer = write(program, { title: 's, "as" written', textOf: () => text });
  return answer.kind === 'model' ? answer.text : answer.reason;
}

describe('the state graph', () => {
  it('marks the states and the steps that break something', () => {
    const body =
      'thread a {\n\tx = 1;\n\tBUG_ON(x == 2);\n}\nthread b {\n\twait_until(x == 1);\n\tx = 2;\n}';
    expect(exported(dot, body)).toMatchInlineSnapshot(`
      "// s, "as" written
      // Written by racewalk export. To draw it: dot -Tsvg FILE -o FILE.svg
      digraph states {
      	label="s, \\"as\\" written\\l"; labelloc=t;
      	node [shape=box, fontname="monospace", fontsize=10];
      	edge [fontname="monospace", fontsize=9];
      	s0 [label="0\\lx = 0\\l", style=bold];
      	s0 -> s1 [label="a\\la.race:4\\lx = 1;\\l"];
      	s1 [label="1\\lx = 1\\l"];
      	s1 -> s2 [label="a\\la.race:5\\lBUG_ON(x == 2);\\l"];
      	s1 -> s3 [label="b\\la.race:8\\lwait_until(x == 1);\\l"];
      	s2 [label="2\\lx = 1\\l"];
      	s2 -> s4 [label="b\\la.race:8\\lwait_until(x == 1);\\l"];
      	s3 [label="3\\lx = 1\\l"];
      	s3 -> s4 [label="a\\la.race:5\\lBUG_ON(x == 2);\\l"];
      	s3 -> s5 [label="b\\la.race:9\\lx = 2;\\l"];
      	s4 [label="4\\lx = 1\\l"];
      	s4 -> s6 [label="b\\la.race:9\\lx = 2;\\l"];
      	s5 [label="5\\lx = 2\\l"];
      	e5_0 [label="!!! assertion\\lthe run ends\\l", shape=octagon, color=red, fontcolor=red];
      	s5 -> e5_0 [label="a\\la.race:5\\lBUG_ON(x == 2);\\l", color=red, fontcolor=red];
      	s6 [label="6\\lx = 2\\l", peripheries=2];
      }
      "
    `);
  });

  it('marks a state that breaks a property in every run to it', () => {
    const graph = exported(dot, 'thread a { wait_until(x == 1); }');
    expect(graph).toMatch(/s0 \[label="0\\l!!! deadlock\\l", style=bold, color=red/u);
  });

  it('is not drawn where it is too large to be read', () => {
    const thread = (of: string) => `thread ${of} { x = any(0, 9); x = any(0, 9); x = any(0, 9); }`;
    expect(exported(dot, ['a', 'b', 'c'].map(thread).join('\n'))).toMatch(/more than 500 states/u);
  });

  it('is that of all interleavings, so a schedule is refused', () => {
    const body = 'thread a { x = 1; }\nthread b { x = 2; }\nschedule { b a ... }';
    expect(exported(dot, body)).toContain('a schedule');
  });
});

describe('the model as JSON', () => {
  const body = 'thread a {\n\tx = 1;\n}\nthread b {\n\twait_until(x == 1);\n}\nobserve x as "x";';

  it('has the documented shape', () => {
    const document = JSON.parse(exported(modelJson, body));
    expect(violationsOf(schema, document)).toEqual([]);
    const { schema: _, ...rest } = document;
    expect(violationsOf(schema, rest)).not.toEqual([]);
  });

  it('tells slots, and the steps of each thread with their lines', () => {
    const { slots, threads, observations } = JSON.parse(exported(modelJson, body));
    expect(slots).toMatchObject([{ name: 'x', initial: 0, min: -(2 ** 31), ghost: false }]);
    expect(threads).toMatchObject([
      { name: 'a', steps: [{ line: 4, source: 'x = 1;', over: false }, { over: true }] },
      {
        name: 'b',
        steps: [
          { line: 7, source: 'wait_until(x == 1);' },
          { over: true, next: [] },
        ],
      },
    ]);
    expect(threads[0].steps[0].next).toEqual([threads[0].steps[1].place]);
    expect(observations).toEqual(['x']);
  });

  it('is the same text each time', () => {
    expect(exported(modelJson, body)).toBe(exported(modelJson, body));
  });
});
