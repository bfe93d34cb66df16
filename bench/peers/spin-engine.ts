// Spin with the C compiler, as its manual advises for speed. A first run that is not measured finds
// how deep the search goes and how many states there are, so that the stack and the hash table of
// the measured ones have the right size.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Engine, Measurement, Model } from './engine.ts';
import { type Finished, runMeasured, runWell } from './measured-process.ts';

export interface SpinOptions {
  readonly name: string;
  readonly reduced: boolean;
  /** `-O2`, `-O3`. */
  readonly optimisation: string;
}

interface Sizes {
  readonly depth: number;
  /** Of the hash table, as a power of two. */
  readonly slots: number;
}

/** Memory that Spin may take, in MB. */
const memoryMax = 16_000;
const generous: Sizes = { depth: 10_000_000, slots: 24 };

/** Why Spin cannot run here; undefined where it can. */
export function whyNoSpin(): string | undefined {
  const missing = [
    ['spin', '-V'],
    ['gcc', '--version'],
  ].filter(([tool = '', ...args]) => spawnSync(tool, args).status !== 0);
  if (missing.length === 0) return undefined;
  const names = missing.map(([tool]) => tool).join(' and ');
  return `${names} not found: \`sudo apt-get install spin gcc\``;
}

export function spinEngine(options: SpinOptions): Engine {
  const known = new Map<string, Sizes>();
  return {
    name: options.name,
    reduced: options.reduced,
    countsTransitions: true,
    run({ promela, reducible }: Model): Measurement | undefined {
      if (promela === undefined || (options.reduced && !reducible)) return undefined;
      const sizes = known.get(promela) ?? sizesOf(pan(promela, options, generous).search.out);
      known.set(promela, sizes);
      return measurementOf(pan(promela, options, sizes));
    },
  };
}

/** Generating, compiling and running a model once, whatever the answer; in milliseconds. */
export function spinAnswerMilliseconds(promela: string, optimisation: string): number {
  const options = { name: 'Spin', reduced: false, optimisation };
  return pan(promela, options, { depth: 100_000, slots: 18 }).coldMilliseconds;
}

interface Run {
  readonly search: Finished;
  readonly coldMilliseconds: number;
}

/** `spin -a`, the compiler, and the search, in a folder of their own. */
function pan(promela: string, { reduced, optimisation }: SpinOptions, sizes: Sizes): Run {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'racewalk-bench-'));
  try {
    // Statement merging hides steps: it is on where Spin may reduce, off where counts are compared.
    const merging = reduced ? [] : ['-o1', '-o2', '-o3'];
    const defines = reduced ? [] : ['-DNOREDUCE'];
    const generated = runWell('spin', [...merging, '-a', promela], folder);
    const flags = [optimisation, '-w', '-DSAFETY', `-DMEMLIM=${memoryMax}`, ...defines];
    const compiled = runWell('gcc', [...flags, '-o', 'pan', 'pan.c'], folder);
    const search = runMeasured('./pan', [`-m${sizes.depth}`, `-w${sizes.slots}`, '-c0'], folder);
    const parts = [generated, compiled, search];
    return { search, coldMilliseconds: parts.reduce((sum, part) => sum + part.milliseconds, 0) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measurementOf({ search, coldMilliseconds }: Run): Measurement {
  const { out } = search;
  const isIncomplete = /search not completed|max search depth too small|out of memory/iu.test(out);
  if (isIncomplete || numberIn(out, /errors: (\d+)/u) !== 0) {
    throw new Error(`Spin did not explore everything without an error:\n${out}`);
  }
  return {
    states: statesIn(out),
    // Spin counts the arrival at the initial state as one more.
    transitions: numberIn(out, /^\s*(\d+) transitions/mu) - 1,
    searchMilliseconds: numberIn(out, /pan: elapsed time ([\d.]+) seconds/u) * 1000,
    coldMilliseconds,
    peakBytes: search.peakBytes,
  };
}

function sizesOf(out: string): Sizes {
  const depth = numberIn(out, /depth reached (\d+)/u);
  const slots = Math.ceil(Math.log2(statesIn(out)));
  return { depth: depth + 1000, slots: Math.max(16, slots) };
}

function statesIn(out: string): number {
  return numberIn(out, /^\s*([\de+.]+) states, stored/mu);
}

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`Spin printed no ${pattern.source}:\n${text}`);
  return Number(found);
}
