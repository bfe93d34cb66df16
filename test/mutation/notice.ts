// Which bundled variants notice a mutant: their verdict is another one with it.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { kernelLibrary } from '@racewalk/kernel';
import { type Analysis, analyse, bodyInForce, loadLibrary } from '@racewalk/language';
import { type Frame, type Program, startSearch, valuesSeen } from '@racewalk/simulator';
import { type Mutant, nameOf } from './mutants.ts';

/** One bundled variant, compiled with the library as it is. */
export interface Bundled {
  readonly file: { readonly name: string; readonly text: string };
  readonly scenario: number;
  readonly variant: number;
  /** `seed/a.race, title, variant`. */
  readonly title: string;
  /** The properties that it breaks, or its verdict. */
  readonly verdict: string;
  readonly states: number;
  /** Bodies that are expanded into it, as `file:start`. */
  readonly bodies: ReadonlySet<string>;
  /** Those that a thread comes to. */
  readonly reached: ReadonlySet<string>;
}

/** Who notices, and how; the number of variants that have the body. */
export interface Notice {
  readonly by: string | undefined;
  readonly becomes: string | undefined;
  readonly asked: number;
}

const idOf = (body: { file: string; span: { start: number } }): string =>
  `${body.file}:${body.span.start}`;

/** What is decided is enough: no runs to show, no counts, and large ones are reduced early. */
const limits = {
  states_max: 400_000,
  unreduced_states_max: 30_000,
  interleavings_states_max: 1,
  counterexample_states_max: 1,
};

function verdictOf(program: Program): { readonly verdict: string; readonly states: number } {
  const search = startSearch(program, limits);
  while (!search.advance(Number.MAX_SAFE_INTEGER));
  const { violations, states, verdict } = search.outcome();
  const broken = violations.map(({ property }) => program.properties[property]?.name ?? '');
  return { verdict: broken.sort().join(' ') || verdict, states };
}

/** The calls that some run of the threads makes; all calls where there are too many states to see. */
function framesReached(program: Program): readonly Frame[] {
  const { seen, complete } = valuesSeen(program, { states_max: 50_000 });
  if (!complete) return program.frames;
  const reached = new Set<number>();
  for (const pc of seen.keys()) {
    let frame = program.code[pc]?.site.frame;
    for (; frame !== undefined && !reached.has(frame); frame = program.frames[frame]?.parent)
      reached.add(frame);
  }
  return program.frames.filter((_, index) => reached.has(index));
}

/** Every variant of the bundled scenarios but those of the matrix, which says the same once more. */
export function bundled(folder: string): readonly Bundled[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.race') && !name.endsWith('matrix.race'))
    .sort();
  return files.flatMap((name) => {
    const file = { name, text: readFileSync(path.join(folder, name), 'utf8') };
    const analysis = analyse(file, () => undefined, kernelLibrary);
    return analysis.scenarios.flatMap(({ name: title, variants }, scenario) =>
      variants.flatMap((info, variant) => {
        const { program } = analysis.compile(scenario, variant);
        if (program === undefined) return [];
        const idsOf = (frames: readonly Frame[]): ReadonlySet<string> => {
          const called = [...new Set(frames.map((frame) => frame.name))];
          const found = called.map((one) => bodyInForce(analysis, scenario, variant, one));
          return new Set(found.flatMap((body) => (body === undefined ? [] : [idOf(body)])));
        };
        const known = { file, scenario, variant, title: `${name}, ${title}, ${info.name}` };
        const bodies = idsOf(program.frames);
        const reached = idsOf(framesReached(program));
        return [{ ...known, ...verdictOf(program), bodies, reached }];
      }),
    );
  });
}

/**
 * Asks the variants whose threads come to the mutated body, the one named `first` before others, until one notices.
 * Where no thread does, those whose setup does are asked.
 * Throws where the mutant is no valid text.
 */
export function judge(mutant: Mutant, all: readonly Bundled[], first: string | undefined): Notice {
  const [wrong] = loadLibrary(mutant.files).diagnostics;
  if (wrong !== undefined) throw new Error(`${nameOf(mutant)}: ${wrong.message}`);
  const id = idOf(mutant.body);
  const coming = all.filter(({ reached }) => reached.has(id));
  const having = coming.length > 0 ? coming : all.filter(({ bodies }) => bodies.has(id));
  const users = having.sort(
    (a, b) => Number(b.title === first) - Number(a.title === first) || a.states - b.states,
  );
  const analyses = new Map<string, Analysis>();
  for (const user of users) {
    const { name } = user.file;
    const analysis = analyses.get(name) ?? analyse(user.file, () => undefined, mutant.files);
    analyses.set(name, analysis);
    const { program, diagnostics } = analysis.compile(user.scenario, user.variant);
    // The library is a valid text, so what is wrong is wrong in setup, which runs while it is compiled.
    const [failure] = diagnostics.filter(({ severity }) => severity === 'error');
    const verdict = program === undefined ? `error ${failure?.code}` : verdictOf(program).verdict;
    if (verdict !== user.verdict)
      return {
        by: user.title,
        becomes: `${user.verdict} becomes ${verdict}`,
        asked: users.length,
      };
  }
  return { by: undefined, becomes: undefined, asked: users.length };
}
