// What `racewalk export` prints and writes. That the model means the same is in
// test/oracle/spin.test.ts and test/oracle/tla.test.ts.
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

  it('draws the states, and tells the steps as JSON', async () => {
    expect(await checkExport('a.race', '--to', 'dot')).toContain('digraph states {');
    const { out } = await runIn(files(), ['export', 'a.race', '--to', 'json']);
    expect(JSON.parse(out)).toMatchObject({ schema: 'racewalk.model/1', threads: [{}, {}] });
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
    expect(await checkExport('a.race', '--to', 'html')).toContain('--- exit 4');
    expect(await checkExport('a.race')).toContain('--- exit 4');
  });
});

describe('racewalk export --to tla', () => {
  const tlaArgs = (...more: readonly string[]) => ['export', 'a.race', '--to', 'tla', ...more];

  it('prints the module, and behind its end what belongs into the configuration', async () => {
    const { out, err, exit } = await runIn(files(), tlaArgs('--variant', 'atomic'));
    expect(out).toMatch(/^-{4,} MODULE two_increments_atomic_v5_13 -{4,}\n/u);
    expect(out).toMatch(
      /\n={4,}\n\nWhat belongs into two_increments_atomic_v5_13\.cfg:\n\nSPECIFICATION Spec\n/u,
    );
    expect({ err, exit }).toEqual({ err: '', exit: 0 });
  });

  it('writes the module and its configuration side by side', async () => {
    const made: Record<string, string | Error> = files();
    const answer = await runIn(made, tlaArgs('--output', 'models/Two.tla'));
    expect(answer).toEqual({ out: '', err: '', exit: 0 });
    expect(made['models/Two.tla']).toMatch(/^-{4,} MODULE Two -{4,}\n/u);
    expect(made['models/Two.cfg']).toContain('INVARIANT deadlock');
  });

  it('wants a name that a module can have', async () => {
    for (const name of ['two-increments.tla', 'two.txt', '2.tla', 'LET.tla']) {
      const answer = await runIn(files(), tlaArgs('--output', name));
      expect(answer.err).toContain(`TLC wants a file NAME.tla`);
      expect(answer.exit).toBe(4);
    }
  });
});
