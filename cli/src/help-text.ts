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
  coverage: `
A field is "no common lock" where two threads access it, one of them writes, and
no lock that both hold keeps them apart; the two accesses and a run follow.

Examples:
  racewalk coverage race.race
  racewalk coverage --all --variant "as written" race.race
  racewalk coverage --format markdown race.race > locks.md

${exitCodes}
`,
  replay: `
Examples:
  racewalk replay race.race rw1.58ad10c27f3e.0.0.ab2a
  racewalk replay --json race.race rw1.58ad10c27f3e.0.0.ab2a > run.json

Exit code 1 says that a step no longer fits, and standard error says which.
`,
  compare: `
Rows are sorted: what passes first, then the cheapest. docs/fix-bench.md says in
which order costs are compared. A variant that fails is no failure of the command:
exit code 0 says that every answer is there, 3 that a limit was reached before one.

Examples:
  racewalk compare race.race
  racewalk compare --per set_pte_at,mprotect --format markdown race.race
  racewalk compare race.race --property tag_loss --diff "flag first" "with a lock"
  racewalk compare --shard 1/2 race.race > 1.json
`,
  bench: `
One part after the other, each as its own command prints it: compare; history;
coverage and mutate of the cheapest variant that passes, or of --variant; repair
of the first variant that fails. They share what is read, and the threads.

Examples:
  racewalk bench race.race
  racewalk bench --variant "as in v6.2" --max-edits 1 race.race
  racewalk bench --format markdown race.race > bench.md

Exit codes: 0 when everything was answered, 3 when something was not decided.
`,
  history: `
Examples:
  racewalk history race.race
  racewalk history --variant "with the patch" --format markdown race.race
`,
  merge: `
A shard that is missing, doubled or of another run is refused: exit code 2.

Example:
  racewalk merge 1.json 2.json > all.json
  racewalk merge --format text 1.json 2.json
`,
  mutate: `
Takes every lock, barrier, test, order and call out of the functions that the
threads run, one at a time, and explores what is left. Without --variant: the
variants that pass.

Examples:
  racewalk mutate race.race
  racewalk mutate --variant "as in v6.2" --pairs --format markdown race.race
  racewalk mutate --shard 1/4 --format json race.race > 1.json

Exit codes: 0 when everything was answered, 3 when something was not decided.
`,
  repair: `
Looks for the fewest edits with which every property holds, and prints each as a
variant. Without --variant: the first variant that fails.

Example:
  racewalk repair --variant "flag first" race.race

Exit codes: 0 when the search came to its end, 3 when a limit stopped it.
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

Example:
  racewalk dap
`,
  lsp: `
The same server that VS Code starts.

Example, for Neovim:
  vim.lsp.start({ name = 'racewalk', cmd = { 'racewalk', 'lsp', '--stdio' } })
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
