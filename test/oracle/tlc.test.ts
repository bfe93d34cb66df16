// `--engine tlc` finds what the engine finds: verdict, distinct states, transitions, and a run for each
// broken property. A stand-in for TLC is always driven; TLC itself where RW_TLC_JAR names its
// tla2tools.jar. RW_TLC_RUNS sets the number of generated programs, RW_SEED chooses others.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openEngine } from '@racewalk/engines';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { explore, type Outcome, type Program, replay } from '@racewalk/simulator';
import { buildSync } from 'esbuild';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lower } from './lower.ts';
import { scenarios } from './scenarios.ts';

const seed = Number(process.env.RW_SEED ?? 20_240_229);
const runs = Number(process.env.RW_TLC_RUNS ?? 12);
const jar = process.env.RW_TLC_JAR ?? '';
if (jar === '') console.log('skipped: TLC itself, for RW_TLC_JAR names no tla2tools.jar');

const folder = mkdtempSync(path.join(os.tmpdir(), 'racewalk-stand-in-'));
const standIn = path.join(folder, 'stand-in.cjs');
const pathBefore = process.env.PATH ?? '';

beforeAll(() => {
  buildSync({
    entryPoints: [path.join(import.meta.dirname, 'tlc-stand-in.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: standIn,
  });
  const java = path.join(folder, 'java');
  writeFileSync(java, `#!/bin/sh\nexec "${process.execPath}" "${standIn}" "$@"\n`);
  chmodSync(java, 0o755);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What both have to agree on. */
function facts(program: Program, { verdict, violations, states, transitions, bounds }: Outcome) {
  for (const { property, run } of violations) {
    const { misfit, steps, initialEvents } = replay(program, run);
    const events = steps.at(-1)?.events ?? initialEvents;
    expect(misfit).toBe(undefined);
    expect(events.map((event) => event.property)).toContain(property);
  }
  return {
    verdict,
    states,
    transitions,
    violated: violations.map(({ property }) => property),
    bounds: bounds.map(({ limit }) => limit),
  };
}

async function compare(program: Program, where: { jar: string; note: unknown }): Promise<boolean> {
  const own = explore(program, { states_max: 1500 });
  const isCut = own.bounds.some(({ limit }) => !/^(pool |schedule)/u.test(limit));
  const isInfinite = program.properties.some(
    ({ name, watched, liveness }) => watched && (liveness !== undefined || name === 'livelock'),
  );
  if (isCut || isInfinite || own.scheduleStuck !== undefined) return false;
  const choice = { kind: 'tlc', jar: where.jar, runOptions: [] } as const;
  const opened = await openEngine(choice, new AbortController().signal);
  if (opened.kind !== 'engine') throw new Error(opened.reason);
  const job = { program, title: 'test', textOf: () => undefined, onProgress: () => undefined };
  const { outcome } = await opened.engine.explore(job);
  if (outcome.bounds.some(({ text }) => text.includes('not exported'))) return false;
  expect({ ...facts(program, outcome), note: where.note }).toEqual({
    ...facts(program, own),
    note: where.note,
  });
  return true;
}

const bundled = path.join(import.meta.dirname, '../../scenarios');
const files = readdirSync(bundled, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.race'))
  .sort();

async function compareBundled(jarUsed: string, only: (name: string) => boolean): Promise<number> {
  let compared = 0;
  for (const name of files.filter(only)) {
    const text = readFileSync(path.join(bundled, name), 'utf8');
    const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
    for (const [scenario, { variants }] of analysis.scenarios.entries()) {
      for (const [variant, info] of variants.entries()) {
        const { program } = analysis.compile(scenario, variant);
        const where = { jar: jarUsed, note: info.name };
        if (program !== undefined && (await compare(program, where))) compared++;
      }
    }
  }
  return compared;
}

async function compareGenerated(jarUsed: string): Promise<number> {
  let compared = 0;
  for (const scenario of fc.sample(scenarios(4), { seed, numRuns: runs })) {
    const where = { jar: jarUsed, note: JSON.stringify(scenario) };
    if (await compare(lower(scenario), where)) compared++;
  }
  return compared;
}

describe('a stand-in for TLC', () => {
  beforeAll(() => {
    process.env.PATH = `${folder}${path.delimiter}${pathBefore}`;
  });
  afterAll(() => {
    process.env.PATH = pathBefore;
  });

  test('leads to the findings of the engine on bundled variants', async () => {
    expect(await compareBundled(standIn, (name) => name.includes('lost-update'))).toBeGreaterThan(
      0,
    );
  }, 120_000);

  test('leads to the findings of the engine on generated programs', async () => {
    expect(await compareGenerated(standIn)).toBeGreaterThan(runs * 0.6);
  }, 300_000);

  test('that can not check a module of one state is not used', async () => {
    const choice = { kind: 'tlc', jar: `${standIn}.none`, runOptions: [] } as const;
    const opened = await openEngine(choice, new AbortController().signal);
    expect(opened).toMatchObject({ kind: 'unavailable' });
    process.env.PATH = pathBefore;
    writeFileSync(path.join(folder, 'empty.jar'), '');
    const broken = { ...choice, jar: path.join(folder, 'empty.jar') };
    const answer = await openEngine(broken, new AbortController().signal);
    expect(answer).toMatchObject({ kind: 'unavailable' });
  }, 60_000);
});

describe.skipIf(jar === '')('TLC itself', () => {
  test('finds what the engine finds on bundled variants', async () => {
    expect(await compareBundled(jar, () => true)).toBeGreaterThan(0);
  }, 3_600_000);

  test('finds what the engine finds on generated programs', async () => {
    expect(await compareGenerated(jar)).toBeGreaterThan(runs * 0.6);
  }, 3_600_000);
});
