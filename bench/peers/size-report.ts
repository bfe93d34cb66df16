// The table of one model, and how the cost of a state grows from one size to the next.
import type { Engine } from './engine.ts';
import type { Result } from './rounds.ts';
import { grouped, ratio, table } from './table.ts';

/** The ratios are to this engine's search. */
export const yardstick = 'Spin -O2 -DNOREDUCE';

export interface SizeResults {
  readonly name: string;
  readonly results: readonly Result[];
}

/** Below so many states, memory is that of the process and its code. */
const weighable = 100_000;

/** Resident bytes of each engine on a model of nearly no states. */
export type Baselines = ReadonlyMap<Engine, number>;

export function sizeTable({ results }: SizeResults, baselines: Baselines): string {
  const reference = results.find(({ engine }) => engine.name === yardstick);
  const rows = results.map((result) => {
    const { engine, states, transitions, searchMilliseconds, coldMilliseconds, peakBytes } = result;
    const base = baselines.get(engine);
    const held = peakBytes === undefined || base === undefined ? undefined : peakBytes - base;
    return [
      engine.name,
      grouped(states),
      grouped(transitions),
      grouped(searchMilliseconds),
      millionsPerSecond(result),
      ratio((reference?.searchMilliseconds ?? Number.NaN) / searchMilliseconds),
      ratio(reducedSearch(results) / searchMilliseconds),
      grouped(coldMilliseconds),
      ratio((reference?.coldMilliseconds ?? Number.NaN) / coldMilliseconds),
      peakBytes === undefined ? '-' : grouped(peakBytes / 2 ** 20),
      held === undefined || states < weighable ? '-' : (Math.max(0, held) / states).toFixed(1),
      String(result.runs),
    ];
  });
  const head = [
    'engine',
    'states',
    'transitions',
    'search ms',
    'M states/s',
    'search ratio',
    'to reduced Spin',
    'cold ms',
    'cold ratio',
    'peak MiB',
    'bytes/state',
    'runs',
  ];
  return table(head, rows);
}

/** Milliseconds of the faster of Spin's reduced searches. */
function reducedSearch(results: readonly Result[]): number {
  const peers = results.filter(({ engine }) => engine.reduced && engine.name.startsWith('Spin'));
  return peers.length === 0
    ? Number.NaN
    : Math.min(...peers.map(({ searchMilliseconds }) => searchMilliseconds));
}

/** States per second at each size, and of the last as a part of the first. */
export function growthTable(sizes: readonly SizeResults[]): string {
  const names = sizes[0]?.results.map(({ engine }) => engine.name) ?? [];
  const rows = names.map((name) => {
    const found = sizes.map(({ results }) => results.find(({ engine }) => engine.name === name));
    const rates = found.map((result) =>
      result === undefined ? Number.NaN : statesPerSecond(result),
    );
    const cells = rates.map((rate) => (Number.isNaN(rate) ? '-' : (rate / 1e6).toFixed(2)));
    return [name, ...cells, ratio((rates.at(-1) ?? Number.NaN) / (rates[0] ?? Number.NaN))];
  });
  const head = ['M states/s', ...sizes.map(({ name }) => name), 'last to first'];
  return table(head, rows);
}

function statesPerSecond({ states, searchMilliseconds }: Result): number {
  // Spin tells hundredths of a second.
  return states / (Math.max(searchMilliseconds, 5) / 1000);
}

function millionsPerSecond(result: Result): string {
  return (statesPerSecond(result) / 1e6).toFixed(2);
}
