// What stands below the options of each command's --help: examples, what is printed, exit codes, environment.

const exitCodes = `Exit codes:
  0    as expected: every expect clause holds, and what has none passes
  1    not as expected
  2    a file does not parse or type-check, or could not be read
  3    a limit was reached before an answer
  4    bad usage
  69   the engine that was asked for is not installed
  70   a bug of racewalk
  130  interrupted`;

const environment = `Environment:
  NO_COLOR           no colours, also on a terminal
  CC                 the C compiler for --engine spin
  RACEWALK_TLC_JAR   tla2tools.jar, for --engine tlc`;

export const helpTexts: Readonly<Record<string, string>> = {
  racewalk: `
Examples:
  racewalk check scenarios                 check every *.race file below a folder
  racewalk columns race.race               the failing run, for a commit message
  racewalk explain RW0801                  what a message means

${exitCodes}

${environment}
`,
  check: `
"pass" says that every interleaving of the model was explored and no property
that is watched broke. A search that stopped at a limit says "bounded".

Examples:
  racewalk check race.race
  racewalk check --variant "as written" race.race
  racewalk check --max-states 20_000_000 --threads 2 huge.race
  racewalk check --format sarif scenarios > racewalk.sarif
  racewalk check --format junit scenarios > racewalk.xml

${exitCodes}

${environment}
`,
  columns: `
Examples:
  racewalk columns race.race
  racewalk columns --tabs --variant "flag first" --property tag_leak race.race
  racewalk columns --where 'page->_refcount == 0' race.race

If there is no failing run, standard output stays empty and standard error says
why.
`,
  runs: `
Examples:
  racewalk runs race.race
  racewalk runs --variant "as written" race.race

The first word of a run is for --run of columns and export, the line below it
for replay.
`,
  replay: `
Examples:
  racewalk replay race.race rw1.58ad10c27f3e.0.0.ab2a
  racewalk replay --json race.race rw1.58ad10c27f3e.0.0.ab2a > run.json

Exit code 1 says that a step no longer fits, and standard error says which.
`,
  export: `
Examples:
  racewalk export --to promela race.race > race.pml && spin -a race.pml
  racewalk export --to tla --output Race.tla race.race
  racewalk export --to dot race.race | dot -Tsvg > race.svg
  racewalk export --to markdown race.race > race.md
  racewalk export --to svg --output race.svg race.race
`,
  dap: `
An editor that speaks the Debug Adapter Protocol starts it with these arguments,
type "race" and a launch request {"program": "/path/race.race"}.
`,
  format: `
Only white space changes. A file that does not parse is left as it is.

Examples:
  racewalk format scenarios                tidy every file below a folder
  racewalk format --check scenarios        for CI: fail if one is untidy
  racewalk format - < race.race            as a filter
`,
  list: `
One line for each variant, with tabs between its parts: place, scenario, variant,
release, and what is expected ("-": nothing is said).

Example:
  racewalk list scenarios | awk -F'\\t' '$4 == "v5.13"'
`,
  explain: `
Example:
  racewalk explain RW0801
`,
  completions: `
Examples:
  racewalk completions bash > ~/.local/share/bash-completion/completions/racewalk
  racewalk completions fish > ~/.config/fish/completions/racewalk.fish
`,
};
