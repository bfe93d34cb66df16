// `racewalk export --to trace` and `--to markdown`: one run as data and as a document.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { runIn, screenOf } from './memory-host.ts';
import { asExpected, endless } from './scenarios.ts';

const story = `/// Two threads add one each,\n/// and one of them is *lost*.\n${asExpected.slice(
  asExpected.indexOf('scenario'),
)}`;
const documented = asExpected
  .slice(0, asExpected.indexOf('scenario'))
  .concat(story)
  .replace('kernel v5.13;', 'source "a mail";\n\tkernel v5.13;');
const files = () => ({ 'a.race': documented, 'endless.race': endless });

function stable(text: string): string {
  return text.replaceAll(/rw1\.[0-9a-f]{12}/gu, 'rw1.HASH');
}

describe('racewalk export of a run', () => {
  it('is the trace as JSON, as its schema says', async () => {
    const { out, err, exit } = await runIn(files(), ['export', 'a.race', '--to', 'trace']);
    expect({ err, exit }).toEqual({ err: '', exit: 0 });
    const schema = JSON.parse(
      readFileSync(new URL('../../schemas/racewalk.trace-1.schema.json', import.meta.url), 'utf8'),
    );
    const validate = new Ajv2020({ allErrors: true }).compile(schema);
    const document = JSON.parse(out);
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(document).toMatchObject({
      schema: 'racewalk.trace/1',
      threads: [
        { name: 'a', cpu: 0 },
        { name: 'b', cpu: 1 },
      ],
      rows: [{ text: 'read x: 0' }, { thread: 1 }, { thread: 1 }, { text: 'x = 1' }],
      differences: [{ name: 'x', before: '0', after: '1', ghost: false }],
    });
    delete document.rows[0].place;
    expect(validate(document)).toBe(false);
  });

  it('is a document of Markdown', async () => {
    const screen = await screenOf(files(), ['export', 'a.race', '--to', 'markdown']);
    expect(stable(screen)).toMatchInlineSnapshot(`
      "
      $ racewalk export a.race --to markdown
      # two increments

      Two threads add one each,
      and one of them is \\*lost\\*.

      Source: a mail

      **fail**: assertion in 4 steps, 2 context switches (as written, v5.13)

      - racewalk 0.1.0, release v5.13, memory sc
      - 12 states, everything was explored

      \`\`\`
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
      \`\`\`

      | what has changed | before | in the end |
      | --- | --- | --- |
      | \`x\` | \`0\` | \`1\` |

      To see it again:

      \`\`\`
      racewalk replay a.race rw1.HASH.0.0.ab2a
      \`\`\`
      --- exit 0
      "
    `);
  });

  it('is of the run that is chosen, also of what passes', async () => {
    const args = ['--variant', 'atomic', '--where', 'x == 2'];
    const screen = await screenOf(files(), ['export', 'a.race', '--to', 'markdown', ...args]);
    expect(screen).toContain(
      '**pass**: a run where x == 2 in 2 steps, 1 context switch (atomic, v5.13)',
    );
  });

  it('is written where a file is named', async () => {
    const made: Record<string, string | Error> = files();
    const args = ['export', 'a.race', '--to', 'markdown', '--output', 'run.md'];
    expect(await runIn(made, args)).toEqual({ out: '', err: '', exit: 0 });
    expect(made['run.md']).toContain('# two increments\n');
  });

  it('says why there is none', async () => {
    const args = ['export', 'a.race', '--to', 'trace', '--variant', 'atomic'];
    expect(await screenOf(files(), args)).toContain(
      'nothing to show, no run fails (atomic: pass)\n--- exit 1',
    );
    const limited = ['export', 'endless.race', '--to', 'trace', '--max-states', '10'];
    expect(await screenOf(files(), limited)).toContain('--- exit 3');
    const wrong = ['export', 'a.race', '--to', 'dot', '--where', 'x == 1'];
    expect(await screenOf(files(), wrong)).toContain(
      '--run, --where and limits are for trace, markdown and svg, not for dot',
    );
  });
});
