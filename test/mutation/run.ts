// Which mutants of the library no bundled scenario notices. `npm run mutate`; some minutes. An argument chooses the
// mutants whose name contains it.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse, bodyInForce, loadLibrary } from '@racewalk/language';
import { explore, type Program } from '@racewalk/simulator';
import { type Mutant, mutants } from './mutants.ts';

const folder = path.join(process.cwd(), 'scenarios');

interface Bundled {
  readonly file: { readonly name: string; readonly text: string };
  readonly scenario: number;
  readonly variant: number;
  readonly title: string;
  readonly states: number;
  readonly verdict: string;
  /** Names of the functions that are expanded into it. */
  readonly functions: ReadonlySet<string>;
  /** `file:start` of the body in force of a function. */
  bodyOf(name: string): string;
}

const idOf = (body: { file: string; span: { start: number } } | undefined): string =>
  body === undefined ? '' : `${body.file}:${body.span.start}`;

function verdictOf(program: Program): { readonly verdict: string; readonly states: number } {
  const { violations, states, verdict } = explore(program, { states_max: 400_000 });
  const broken = violations.map(({ property }) => program.properties[property]?.name ?? '');
  return { verdict: broken.sort().join(' ') || verdict, states };
}

function bundled(): readonly Bundled[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.race') && !name.endsWith('matrix.race'),
  );
  return files.flatMap((name) => {
    const file = { name, text: readFileSync(path.join(folder, name), 'utf8') };
    const analysis = analyse(file, () => undefined, kernelLibrary);
    return analysis.scenarios.flatMap(({ name: title, variants }, scenario) =>
      variants.flatMap((info, variant) => {
        const { program } = analysis.compile(scenario, variant);
        if (program === undefined) return [];
        const functions = new Set(program.frames.map((frame) => frame.name));
        const bodyOf = (called: string) => idOf(bodyInForce(analysis, scenario, variant, called));
        const known = { file, scenario, variant, title: `${title}, ${info.name}` };
        return [{ ...known, ...verdictOf(program), functions, bodyOf }];
      }),
    );
  });
}

/** The variant that notices, or undefined; the number of variants that have the body. */
function judge(mutant: Mutant, all: readonly Bundled[]): { by: string | undefined; asked: number } {
  const [wrong] = loadLibrary(mutant.files).diagnostics;
  if (wrong !== undefined) throw new Error(`${mutant.of}, ${mutant.what}: ${wrong.message}`);
  const id = idOf(mutant.body);
  const { name } = mutant.body;
  const users = all
    .filter((one) => one.functions.has(name) && one.bodyOf(name) === id)
    .sort((a, b) => a.states - b.states);
  for (const user of users) {
    const analysis = analyse(user.file, () => undefined, mutant.files);
    const { program } = analysis.compile(user.scenario, user.variant);
    const verdict = program === undefined ? 'error' : verdictOf(program).verdict;
    if (verdict !== user.verdict)
      return { by: `${user.title}: ${user.verdict} becomes ${verdict}`, asked: users.length };
  }
  return { by: undefined, asked: users.length };
}

const wanted = process.argv[2] ?? '';
const all = bundled();
const survivors: string[] = [];
let noticed = 0;
for (const mutant of mutants()) {
  const line = `${mutant.of}: ${mutant.what.replaceAll(/\s+/gu, ' ')}`;
  if (!line.includes(wanted)) continue;
  const { by, asked } = judge(mutant, all);
  if (by === undefined) survivors.push(`${line} (${asked} variants have it)`);
  else noticed++;
  console.log(
    by === undefined ? `SURVIVES  ${line} (${asked})` : `noticed   ${line}\n            by ${by}`,
  );
}
console.log(`\n${noticed} noticed, ${survivors.length} survive`);
for (const line of survivors) console.log(`- ${line}`);
