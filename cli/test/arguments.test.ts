// The grammar of the command line.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../src/arguments.ts';
import { combined, exitCodes } from '../src/exit-codes.ts';
import { version } from '../src/version.ts';

function checkNotice(...args: readonly string[]): string {
  const request = parseArguments(args);
  if (request.kind !== 'notice') throw new Error(`accepted as ${request.kind}`);
  return `\n${request.out}${request.err}exit ${request.exit}\n`;
}

describe('arguments', () => {
  it('are taken apart', () => {
    expect(parseArguments(['check', 'a', '-', '--json', '--max-memory', '64'])).toEqual({
      kind: 'check',
      paths: ['a', '-'],
      variant: undefined,
      format: 'json',
      quiet: false,
      timing: false,
      jobs: undefined,
      statesMax: undefined,
      memoryMax: 64 * 1024 * 1024,
      threads: 1,
    });
    expect(parseArguments(['check', 'a', '--threads', '8'])).toMatchObject({ threads: 8 });
    expect(parseArguments(['check', 'a', '--jobs', '3'])).toMatchObject({ jobs: 3 });
    expect(parseArguments(['columns', 'a', '--variant', 'v', '--tabs'])).toMatchObject({
      kind: 'columns',
      path: 'a',
      variant: 'v',
      tabs: true,
    });
  });

  it('may ask for random runs, before or behind a path', () => {
    const simulation = { runs: 10_000, seed: 1 };
    for (const args of [
      ['--simulate', 'a'],
      ['a', '--simulate'],
    ]) {
      expect(parseArguments(['check', ...args])).toMatchObject({ paths: ['a'], simulation });
    }
    const given = ['check', '--simulate', '5_000', 'a', '--seed', '0'];
    expect(parseArguments(given)).toMatchObject({
      paths: ['a'],
      simulation: { runs: 5000, seed: 0 },
    });
    expect(checkNotice('check', '--seed', '3')).toContain('--seed needs --simulate');
    expect(checkNotice('check', '--seed', '-3', '--simulate')).toContain('from 0 to 4294967295');
    expect(checkNotice('check', '--simulate', '0')).toContain('from 1 to');
    const elsewhere = checkNotice('check', '--simulate', '--engine', 'spin');
    expect(elsewhere).toContain('--simulate is not for spin');
  });

  it('are explained', () => {
    expect(checkNotice('--help')).toMatchInlineSnapshot(`
      "
      Usage: racewalk [options] [command]

      Checks race scenarios: explores every interleaving and says which property
      breaks.

      Options:
        -V, --version               output the version number
        -h, --help                  display help for command

      Commands:
        check [options] [path...]   check all variants of the scenarios in files and
                                    directories
        columns [options] <file>    print a failing run as CPU columns, ready for a
                                    commit message
        export [options] <file>     print a variant as a model for another checker
        format [options] [path...]  bring files into the coding style of the kernel,
                                    in place; tell which have changed
        list [path...]              list the scenarios and variants of files, without
                                    checking them
        explain <code>              say what a diagnostic means and what to do about
                                    it
        completions <shell>         print a completion script for a shell
        help [command]              display help for command

      Examples:
        racewalk check scenarios                 check every *.race file below a folder
        racewalk columns race.race               the failing run, for a commit message
        racewalk explain RW0801                  what a message means

      Exit codes:
        0    as expected: every expect clause holds, and what has none passes
        1    not as expected
        2    a file does not parse or type-check, or could not be read
        3    a limit was reached before an answer
        4    bad usage
        69   the engine that was asked for is not installed
        70   a bug of racewalk
        130  interrupted

      Environment:
        NO_COLOR           no colours, also on a terminal
        CC                 the C compiler for --engine spin
        RACEWALK_TLC_JAR   tla2tools.jar, for --engine tlc

      exit 0
      "
    `);
    expect(checkNotice('check', '--help')).toMatchInlineSnapshot(`
      "
      Usage: racewalk check [options] [path...]

      check all variants of the scenarios in files and directories

      Arguments:
        path                     files, directories (every *.race file below), - for
                                 standard input

      Options:
        --variant <name>         only the variants of this name ("as written" for the
                                 bare scenario)
        --format <format>        how to report what was found (default: text)
                                 (choices: "text", "json", "sarif", "junit",
                                 "markdown", "github")
        --json                   the same as --format json: one JSON document
                                 (racewalk.check/1)
        -q, --quiet              print only what is not as expected
        --jobs <n>               files checked at the same time; what is printed is
                                 the same (default: as many as pay, up to 4)
        --timing                 tell on standard error how long each search took
        --max-states <n>         stop a variant after this many states
        --max-memory <mib>       stop a variant at this memory
        --simulate [runs]        random runs instead of all interleavings (default:
                                 10000 runs); never a pass
        --seed <n>               which random runs (default: 1)
        --reduce <when>          leave out interleavings that can show nothing new:
                                 on, off, or auto, from a million states on (default)
                                 (choices: "auto", "on", "off")
        --threads <n>            threads that search what is large; the answer is the
                                 same (default: 1)
        --engine <name>          what explores: this program, or an installed Spin or
                                 TLC (choices: "racewalk", "spin", "tlc", default:
                                 "racewalk")
        --spin-args <options>    for the verifier of Spin: "-m5000000 -w28"
        --spin-cflags <options>  for its C compiler: "-O3 -DNCORE=4"
        --tlc-jar <file>         TLC's tla2tools.jar (default: $RACEWALK_TLC_JAR)
        --tlc-args <options>     for TLC, and for Java: "-workers 4 -Xmx8g"
        -h, --help               display help for command

      "pass" says that every interleaving of the model was explored and no property
      that is watched broke. A search that stopped at a limit says "bounded".

      Examples:
        racewalk check race.race
        racewalk check --variant "as written" race.race
        racewalk check --max-states 20_000_000 --threads 2 huge.race
        racewalk check --format sarif scenarios > racewalk.sarif
        racewalk check --format junit scenarios > racewalk.xml

      Exit codes:
        0    as expected: every expect clause holds, and what has none passes
        1    not as expected
        2    a file does not parse or type-check, or could not be read
        3    a limit was reached before an answer
        4    bad usage
        69   the engine that was asked for is not installed
        70   a bug of racewalk
        130  interrupted

      Environment:
        NO_COLOR           no colours, also on a terminal
        CC                 the C compiler for --engine spin
        RACEWALK_TLC_JAR   tla2tools.jar, for --engine tlc

      exit 0
      "
    `);
    expect(checkNotice('columns', '--help')).toMatchInlineSnapshot(`
      "
      Usage: racewalk columns [options] <file>

      print a failing run as CPU columns, ready for a commit message

      Arguments:
        file                     the file, - for standard input

      Options:
        --scenario <name>        the scenario (default: the first that fails)
        --variant <name>         the variant (default: the first that fails)
        --property <name>        the violated property (default: the first)
        --tabs                   reach the columns with tabs instead of spaces
        --max-states <n>         stop a variant after this many states
        --max-memory <mib>       stop a variant at this memory
        --simulate [runs]        random runs instead of all interleavings (default:
                                 10000 runs); never a pass
        --seed <n>               which random runs (default: 1)
        --reduce <when>          leave out interleavings that can show nothing new:
                                 on, off, or auto, from a million states on (default)
                                 (choices: "auto", "on", "off")
        --threads <n>            threads that search what is large; the answer is the
                                 same (default: 1)
        --engine <name>          what explores: this program, or an installed Spin or
                                 TLC (choices: "racewalk", "spin", "tlc", default:
                                 "racewalk")
        --spin-args <options>    for the verifier of Spin: "-m5000000 -w28"
        --spin-cflags <options>  for its C compiler: "-O3 -DNCORE=4"
        --tlc-jar <file>         TLC's tla2tools.jar (default: $RACEWALK_TLC_JAR)
        --tlc-args <options>     for TLC, and for Java: "-workers 4 -Xmx8g"
        -h, --help               display help for command

      Examples:
        racewalk columns race.race
        racewalk columns --tabs --variant "flag first" --property tag_leak race.race

      If there is no failing run, standard output stays empty and standard error says
      why.

      exit 0
      "
    `);
  });

  it('that are wrong get a sentence and the code for bad usage', () => {
    const wrong = [
      [],
      ['chek'],
      ['check', '--jsn'],
      ['check', '--max-states', '0'],
      ['check', '--max-memory', '1e3'],
      ['check', '--max-states'],
      ['columns'],
      ['columns', 'a', 'b'],
    ];
    for (const args of wrong) expect(checkNotice(...args)).toMatch(/exit 4\n$/u);
    expect(
      wrong
        .slice(1)
        .map((args) => checkNotice(...args))
        .join(''),
    ).toMatchInlineSnapshot(`
      "
      error: unknown command 'chek'
      (Did you mean check?)
      run 'racewalk --help' for usage
      exit 4

      error: unknown option '--jsn'
      (Did you mean --json?)
      run 'racewalk --help' for usage
      exit 4

      error: option '--max-states <n>' argument '0' is invalid. expected a whole number from 1 to 1073741823.
      run 'racewalk --help' for usage
      exit 4

      error: option '--max-memory <mib>' argument '1e3' is invalid. expected a whole number from 1 to 2047.
      run 'racewalk --help' for usage
      exit 4

      error: option '--max-states <n>' argument missing
      run 'racewalk --help' for usage
      exit 4

      error: missing required argument 'file'
      run 'racewalk --help' for usage
      exit 4

      error: too many arguments for 'columns'. Expected 1 argument but got 2.
      run 'racewalk --help' for usage
      exit 4
      "
    `);
  });

  it('know the version of the package', () => {
    const manifest = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    expect(version).toBe(manifest.version);
    expect(checkNotice('--version')).toBe(`\n${version}\nexit 0\n`);
  });
});

it('the manual names every option and every exit code', () => {
  const manual = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
  for (const code of Object.values(exitCodes)) expect(manual).toContain(`\n| ${code} | `);
  for (const command of ['check', 'columns']) {
    const request = parseArguments([command, '--help']);
    const help = request.kind === 'notice' ? request.out : '';
    const options = [...help.matchAll(/--[a-z-]+/gu)].map(([option]) => option);
    for (const option of options) {
      if (option !== '--help') expect(manual).toContain(option);
    }
  }
});

it('of several exit codes, the one that matters most wins', () => {
  expect(combined([])).toBe(0);
  expect(combined([0, 3, 1])).toBe(1);
  expect(combined([1, 2, 3])).toBe(2);
  expect(combined([2, 4])).toBe(4);
  expect(combined([4, 70, 2])).toBe(70);
  expect(combined([70, 130])).toBe(130);
});
