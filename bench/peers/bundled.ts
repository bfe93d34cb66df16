// The bundled scenarios: how long each search takes, and a cold answer for those of the first
// threads against Spin with a compiler, on the model that `racewalk export` makes.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Finished } from './measured-process.ts';
import { racewalk, searchTimesIn, variantsIn } from './racewalk-engine.ts';
import { median } from './rounds.ts';
import { spinAnswerMilliseconds } from './spin-engine.ts';
import { grouped, ratio, table } from './table.ts';

interface Timed {
  readonly file: string;
  readonly variant: string;
  readonly states: number;
  readonly searchMilliseconds: number;
}

/** Rows that are printed: the rest is faster. */
const slowest = 10;

/** Of all variants of the bundled scenarios, those whose search takes longest. */
export function bundledTable(root: string): string {
  const rows = racesBelow(root, 'scenarios').flatMap((file): Timed[] => {
    const finished = racewalk(root, ['check', file, '--json', '--timing']);
    const times = searchTimesIn(finished);
    return variantsIn(finished).map(({ name, states }, index) => {
      return { file, variant: name, states, searchMilliseconds: times[index] ?? Number.NaN };
    });
  });
  rows.sort((a, b) => b.searchMilliseconds - a.searchMilliseconds);
  const cells = rows
    .slice(0, slowest)
    .map(({ file, variant, states, searchMilliseconds }) => [
      `${path.basename(file, '.race')}: ${variant}`,
      grouped(states),
      searchMilliseconds.toFixed(1),
    ]);
  return table(['variant', 'states', 'search ms'], cells);
}

/** A cold process to its answer, for the scenario as written of each file, interleaved. */
export function coldTable(root: string, folder: string, rounds: number): string {
  const rows = racesBelow(root, 'scenarios/seed').map((file) => {
    const model = path.join(folder, `${path.basename(file, '.race')}.pml`);
    racewalk(root, ['export', file, '--to', 'promela', '--output', model]);
    const times = {
      racewalk: [] as number[],
      quick: [] as number[],
      fast: [] as number[],
    };
    for (let round = 0; round < rounds; round += 1) {
      times.racewalk.push(answer(root, file).milliseconds);
      times.quick.push(spinAnswerMilliseconds(model, '-O0'));
      times.fast.push(spinAnswerMilliseconds(model, '-O2'));
    }
    const own = median(times.racewalk);
    const [quick, fast] = [median(times.quick), median(times.fast)];
    return [
      path.basename(file, '.race'),
      grouped(own),
      grouped(quick),
      grouped(fast),
      ratio(Math.min(quick, fast) / own),
    ];
  });
  const head = ['as written', 'racewalk ms', 'spin, gcc -O0, pan ms', 'with -O2 ms', 'ratio'];
  return table(head, rows);
}

function answer(root: string, file: string): Finished {
  return racewalk(root, ['check', file, '--variant', 'as written']);
}

function racesBelow(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.race'))
    .sort()
    .map((name) => path.join(folder, name));
}
