// Runs engines over one model in turns, so that whatever slows the machine for a while slows all.
import type { Engine, Measurement, Model } from './engine.ts';

/** One engine on one model. */
export interface Result {
  readonly engine: Engine;
  readonly states: number;
  readonly transitions: number;
  /** Medians. */
  readonly searchMilliseconds: number;
  readonly coldMilliseconds: number;
  readonly peakBytes: number | undefined;
  readonly runs: number;
}

/** An engine that takes longer for one run is not run more than once. */
const slowMilliseconds = 60_000;

/** Medians of so many rounds; throws where engines without reduction count differently. */
export function inRounds(engines: readonly Engine[], model: Model, rounds: number): Result[] {
  const runs = new Map<Engine, Measurement[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const engine of engines) {
      const done = runs.get(engine) ?? [];
      if (done.some(({ coldMilliseconds }) => coldMilliseconds > slowMilliseconds)) continue;
      const measured = engine.run(model);
      if (measured !== undefined) runs.set(engine, [...done, measured]);
    }
    assertEqualCounts(model, runs);
  }
  return [...runs].map(([engine, done]) => resultOf(engine, done));
}

function assertEqualCounts(model: Model, runs: ReadonlyMap<Engine, readonly Measurement[]>): void {
  const counts = new Map<string, string[]>();
  for (const [{ name, reduced, countsTransitions }, done] of runs) {
    if (reduced) continue;
    for (const { states, transitions } of done) {
      note(counts, `${states} states`, name);
      if (countsTransitions) note(counts, `${transitions} transitions`, name);
    }
  }
  const kinds = [...counts.keys()].map((text) => text.split(' ')[1]);
  if (new Set(kinds).size === kinds.length) return;
  const who = [...counts].map(([text, names]) => `${text}: ${[...new Set(names)].join(', ')}`);
  throw new Error(`${model.name}: the engines do not explore the same model\n${who.join('\n')}`);
}

function note(counts: Map<string, string[]>, text: string, name: string): void {
  counts.set(text, [...(counts.get(text) ?? []), name]);
}

function resultOf(engine: Engine, done: readonly Measurement[]): Result {
  const peaks = done.flatMap(({ peakBytes }) => peakBytes ?? []);
  return {
    engine,
    states: done[0]!.states,
    transitions: done[0]!.transitions,
    searchMilliseconds: median(done.map((one) => one.searchMilliseconds)),
    coldMilliseconds: median(done.map((one) => one.coldMilliseconds)),
    peakBytes: peaks.length === 0 ? undefined : median(peaks),
    runs: done.length,
  };
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (upper + lower) / 2;
}
