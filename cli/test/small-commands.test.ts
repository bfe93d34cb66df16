// `racewalk list`, `explain`, `completions`, and the help of every command.
import { execFileSync } from 'node:child_process';
import { allCodes } from '@racewalk/language';
import { describe, expect, it } from 'vitest';
import { runIn, screenOf } from './memory-host.ts';
import { asExpected } from './scenarios.ts';

describe('racewalk list', () => {
  it('has a line for each variant', async () => {
    const answer = await runIn({ 'a.race': asExpected }, ['list']);
    expect(answer).toEqual({
      out: 'a.race:3\ttwo increments\tas written\tv5.13\tassertion\na.race:9\ttwo increments\tatomic\tv5.13\tpass\n',
      err: '',
      exit: 0,
    });
  });

  it('says which file can not be read', async () => {
    expect(await screenOf({}, ['list', 'none.race'])).toMatch(/RW0807[\s\S]*--- exit 2/u);
  });
});

describe('racewalk explain', () => {
  it('says what a code means', async () => {
    expect(await screenOf({}, ['explain', 'rw0801'])).toMatchInlineSnapshot(`
      "
      $ racewalk explain rw0801
      RW0801: verdict differs from expect (error)

      An expect clause lists exactly the properties that some interleaving violates,
      or pass. The exploration found something else. Either the scenario changed its
      meaning, or the expectation is wrong; the run shown for the property tells
      which.
      --- exit 0
      "
    `);
    expect((await runIn({}, ['explain', '0801'])).exit).toBe(0);
  });

  it('knows every code, and says so of another', async () => {
    for (const code of Object.keys(allCodes)) {
      expect(await runIn({}, ['explain', code])).toMatchObject({ exit: 0, err: '' });
    }
    expect(await screenOf({}, ['explain', 'RW9999'])).toMatch(
      /no diagnostic has the code RW9999[\s\S]*exit 4/u,
    );
  });
});

describe('racewalk completions', () => {
  it('are a script that bash accepts and that completes', async () => {
    const { out, exit } = await runIn({}, ['completions', 'bash']);
    expect(exit).toBe(0);
    const complete = (...words: string[]): string[] => {
      const script = `${out}\nCOMP_WORDS=(racewalk ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _racewalk; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
    };
    expect(complete('ch')).toEqual(['check']);
    expect(complete('check', '--format', 's')).toEqual(['sarif']);
    expect(complete('check', '--thr')).toEqual(['--threads']);
  });

  it('name every option of every command for fish', async () => {
    const { out } = await runIn({}, ['completions', 'fish']);
    expect(out).toContain("complete -c racewalk -n '__fish_seen_subcommand_from check' -l format");
    expect((await runIn({}, ['completions', 'zsh'])).out).toContain('bashcompinit');
    expect((await runIn({}, ['completions', 'tcsh'])).exit).toBe(4);
  });
});

describe('help', () => {
  it('has examples for every command', async () => {
    const { out } = await runIn({}, ['--help']);
    const names = [...out.matchAll(/^ {2}([a-z]+)[ [<]/gmu)].map(([, name]) => name ?? '');
    expect(names).toContain('check');
    for (const name of names.filter((one) => one !== 'help' && one !== 'racewalk')) {
      expect((await runIn({}, [name, '--help'])).out, name).toMatch(/Examples?[:,]/u);
    }
  });
});
