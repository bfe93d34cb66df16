// What `racewalk export` prints and writes. That the model means the same is test/oracle/spin.test.ts.
import { describe, expect, it } from 'vitest';
import { runIn, screenOf } from './memory-host.ts';
import { asExpected, invalid } from './scenarios.ts';

const files = () => ({
  'a.race': asExpected,
  'invalid.race': invalid,
  'empty.race': '',
  'any.race': 'int x;\nscenario "s" {\n\tthread a { int n = x; x = any(0, n); }\n}\n',
  'closed.pml': new Error('permission denied'),
});

function checkExport(...args: readonly string[]): Promise<string> {
  return screenOf(files(), ['export', ...args]);
}

describe('racewalk export', () => {
  it('prints the variant that is named', async () => {
    const args = ['export', 'a.race', '--to', 'promela', '--variant', 'atomic'];
    const { out, err, exit } = await runIn(files(), args);
    expect(out).toContain('/* two increments, atomic, v5.13');
    expect(out).toContain('active proctype a()');
    expect({ err, exit }).toEqual({ err: '', exit: 0 });
  });

  it('writes a file instead where one is named', async () => {
    const made: Record<string, string | Error> = files();
    const args = ['export', 'a.race', '--to', 'promela', '--output', 'm.pml'];
    expect(await runIn(made, args)).toEqual({ out: '', err: '', exit: 0 });
    expect(made['m.pml']).toContain('active proctype b()');
  });

  it('says why a file could not be written', async () => {
    const answer = await checkExport('a.race', '--to', 'promela', '--output', 'closed.pml');
    expect(answer).toContain("racewalk: can't write closed.pml: permission denied\n--- exit 2");
  });

  it('says what can not be exported', async () => {
    const answer = await checkExport('any.race', '--to', 'promela');
    expect(answer).toMatch(/s, as written, .* can't be exported: .* not constant\n--- exit 1/u);
  });

  it('names what there is when a name is wrong', async () => {
    const answer = await checkExport('a.race', '--to', 'promela', '--variant', 'none');
    expect(answer).toContain('no variant is called "none"; there is "as written", "atomic"');
    expect(answer).toContain('--- exit 4');
    expect(await checkExport('empty.race', '--to', 'promela')).toContain(
      'no scenario in this file',
    );
  });

  it('tells mistakes of the text, and of the options', async () => {
    expect(await checkExport('invalid.race', '--to', 'promela')).toContain('--- exit 2');
    expect(await checkExport('none.race', '--to', 'promela')).toContain('--- exit 2');
    expect(await checkExport('a.race', '--to', 'tla')).toContain('--- exit 4');
    expect(await checkExport('a.race')).toContain('--- exit 4');
  });
});
