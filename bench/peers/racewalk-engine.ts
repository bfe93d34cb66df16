// Racewalk as a user runs it: the bundled command, with the options of one way to search.
import { cpSync } from 'node:fs';
import path from 'node:path';
import type { Engine, Measurement, Model } from './engine.ts';
import { type Finished, runWell } from './measured-process.ts';

interface Way {
  readonly name: string;
  readonly reduced: boolean;
  readonly options: readonly string[];
}

const limits = ['--max-states', '1000000000', '--max-memory', '2047'];

const copied = path.join('build', 'bench', 'dist');

/** One engine for every combination of reduction and threads that the command knows. */
export function racewalkEngines(root: string): Engine[] {
  const help = racewalk(root, ['check', '--help']).out;
  const reductions: readonly Way[] = help.includes('--reduce')
    ? [
        { name: 'Racewalk', reduced: false, options: ['--reduce', 'off'] },
        { name: 'Racewalk, reduced', reduced: true, options: ['--reduce', 'on'] },
      ]
    : [{ name: 'Racewalk', reduced: false, options: [] }];
  const threads = help.includes('--threads') ? [1, 2] : [undefined];
  const ways = reductions.flatMap((way) => threads.map((count) => withThreads(way, count)));
  return ways.map((way) => racewalkEngine(root, way));
}

function withThreads(way: Way, count: number | undefined): Way {
  if (count === undefined) return way;
  const name = count === 1 ? way.name : `${way.name}, ${count} threads`;
  return { ...way, name, options: [...way.options, '--threads', String(count)] };
}

function racewalkEngine(root: string, { name, reduced, options }: Way): Engine {
  return {
    name,
    reduced,
    countsTransitions: true,
    run({ race }: Model): Measurement {
      const finished = racewalk(root, ['check', race, '--json', '--timing', ...limits, ...options]);
      const [variant] = variantsIn(finished);
      const [search] = searchTimesIn(finished);
      if (variant?.verdict !== 'pass' || search === undefined) {
        throw new Error(`${race}: ${variant?.verdict}, and a pass is expected\n${finished.err}`);
      }
      return {
        states: variant.states,
        transitions: variant.transitions,
        searchMilliseconds: search,
        coldMilliseconds: finished.milliseconds,
        peakBytes: finished.peakBytes,
      };
    },
  };
}

interface Counted {
  readonly name: string;
  readonly verdict: string;
  readonly states: number;
  readonly transitions: number;
}

interface CheckDocument {
  readonly files: readonly {
    readonly path: string;
    readonly scenarios: readonly { readonly variants: readonly Counted[] }[];
  }[];
}

/** Of the command and its workers: a build during the bench must not change what is measured. */
export function copyCommand(root: string): void {
  cpSync(path.join(root, 'dist'), path.join(root, copied), { recursive: true });
}

export function racewalk(root: string, args: readonly string[]): Finished {
  return runWell(process.execPath, [path.join(root, copied, 'racewalk.cjs'), ...args], root);
}

/** The variants of a document printed by `check --json`, in its order. */
export function variantsIn({ out }: Finished): Counted[] {
  const document: CheckDocument = JSON.parse(out);
  return document.files.flatMap(({ scenarios }) => scenarios.flatMap(({ variants }) => variants));
}

/** Milliseconds of search per variant, in the order of the document. */
export function searchTimesIn({ err }: Finished): number[] {
  return [...err.matchAll(/^racewalk: timing: .*, search ([\d.]+) ms$/gmu)].map(([, text]) =>
    Number(text),
  );
}
