// The grammar of the command line.
import { readFileSync } from 'node:fs';
import { defaultLook } from '@racewalk/trace';
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
      diagnostics: false,
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
      run: undefined,
      look: { ...defaultLook, tabs: true },
      replayLine: false,
    });
  });

  it('choose one run, and how its columns look', () => {
    const looks = '--width 60 --cpus 2 --nesting arrow --no-values --no-waits --ids';
    const line = `columns a --where x==1 ${looks} --header colons --frame quote --replay-string`;
    expect(parseArguments(line.split(' '))).toMatchObject({
      run: 'where:x==1',
      replayLine: true,
      look: {
        tabs: false,
        width: 60,
        perTable: 2,
        nesting: 'arrow',
        values: false,
        waits: false,
        ids: true,
        header: 'colons',
        frame: 'quote',
      },
    });
    expect(parseArguments(['columns', 'a', '--property', 'p'])).toMatchObject({
      run: 'violation:p',
    });
    expect(parseArguments(['columns', 'a', '--run', 'outcome:1'])).toMatchObject({
      run: 'outcome:1',
    });
    expect(parseArguments(['replay', 'a', 'rw1.x', '--json'])).toMatchObject({
      kind: 'replay',
      path: 'a',
      replay: 'rw1.x',
      json: true,
      look: defaultLook,
    });
  });

  it.each([
    ['columns a --run x --where y', '--property, --run and --where choose one run each: give one'],
    ['columns a --tabs --frame markdown', '--frame markdown is of spaces, not --tabs'],
    ['replay a b --tabs --frame markdown', '--frame markdown is of spaces, not --tabs'],
    ['columns a --width 49', 'expected a whole number from 50 to 1000'],
    ['columns a --cpus 5', 'expected a whole number from 2 to 4'],
    ['columns a --nesting three', 'Allowed choices are auto, one, two, arrow'],
  ])('are told what is wrong with %j', (line, message) => {
    expect(parseArguments(line.split(' '))).toMatchObject({
      kind: 'notice',
      err: expect.stringContaining(message),
      exit: exitCodes.usage,
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
        -V, --version                     output the version number
        -h, --help                        display help for command

      Commands:
        check [options] [path...]         check all variants of the scenarios in files
                                          and directories
        columns [options] <file>          print a failing run as CPU columns, ready
                                          for a commit message
        runs [options] <file>             list the runs that can be shown: of
                                          violations, witnesses and outcomes
        coverage [options] <file>         tell which locks are held at every access to
                                          each field of shared memory
        replay [options] <file> <string>  show a run that was kept as one word, as far
                                          as it still fits the text
        bench [options] <file>            all that is asked about fixes: compare,
                                          history, coverage, mutate and repair
        compare [options] <file>          put the variants of a scenario side by side:
                                          what breaks, and what it costs
        history [options] <file>          check a scenario in every release of the
                                          library, and say where it changes
        merge [options] <files...>        join the JSON of all shards of a command
                                          into that of one run
        mutate [options] <file>           say what each lock, test, barrier and order
                                          in the functions run is needed for
        repair [options] <file>           look for the fewest edits with which every
                                          property holds
        export [options] <file>           print a variant as a model for another
                                          checker, or a run as a document
        dap                               be a debug adapter (DAP) on standard input
                                          and output, for an editor to start
        lsp [options]                     be a language server (LSP) on standard input
                                          and output, for an editor to start
        format [options] [path...]        bring files into the coding style of the
                                          kernel, in place; tell which have changed
        list [path...]                    list the scenarios and variants of files,
                                          without checking them
        explain <code>                    say what a diagnostic means and what to do
                                          about it
        completions <shell>               print a completion script for a shell
        help [command]                    display help for command

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
        --shard <i/n>            only the i-th of n parts, as JSON for \`racewalk
                                 merge\`
        --diagnostics            look for idle statements, threads, properties and for
                                 missing locks, too
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
        --run <choice>           another run: a name that \`racewalk runs\` lists
        --where <expression>     a run to a state in which this holds
        --replay-string          a last line with the run as one word, for \`racewalk
                                 replay\`
        --tabs                   reach the columns with tabs instead of spaces
        --width <n>              no line is wider (default: 75)
        --cpus <n>               more CPUs get tables of their own (default: 4)
        --nesting <style>        spaces for a nested call, or ==> (default: auto)
                                 (choices: "auto", "one", "two", "arrow")
        --no-values              leave out what steps read and changed
        --no-waits               leave out where a CPU begins to wait for a lock
        --ids                    name the steps, (A1), and list where they stand
        --header <style>         CPU0 over dashes, or CPU0: (default: dashes)
                                 (choices: "dashes", "colons")
        --frame <kind>           for a comment ( * ), a quoted mail (> ) or Markdown
                                 (\`\`\`) (choices: "none", "comment", "quote",
                                 "markdown")
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
        racewalk columns --where 'page->_refcount == 0' race.race

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
  for (const command of ['check', 'columns', 'runs', 'replay', 'export']) {
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
