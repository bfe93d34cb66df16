// The bench compares engines on one model written three times by hand. Here the three have the same
// states and transitions at small sizes: with the engine, with the real Spin, and by the rules of TLA+.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { analyse } from '@racewalk/language';
import { explore } from '@racewalk/simulator';
import { expect, test } from 'vitest';
import { writeModel } from '../../bench/peers/models.ts';
import { raceModel } from '../../bench/peers/race-model.ts';
import { type Size, sizeName } from '../../bench/peers/size.ts';
import { spinEngine, whyNoSpin } from '../../bench/peers/spin-engine.ts';
import { tlaModel } from '../../bench/peers/tla-model.ts';
import { exploreTla } from './tla.ts';

const CI = process.env.CI !== undefined && process.env.CI !== '' && process.env.CI !== 'false';
const missing = whyNoSpin();
if (missing !== undefined && !CI) console.log(`skipped: ${missing}`);
/** On a machine made for tests a missing tool is a failure; on a user's it is told. */
const isSkipped = missing !== undefined && !CI;

const sizes: readonly (Size & { readonly states: number; readonly transitions: number })[] = [
  { processes: 1, pages: 1, states: 563, transitions: 1371 },
  { processes: 2, pages: 1, states: 3495, transitions: 11_339 },
  { processes: 1, pages: 2, states: 5070, transitions: 12_921 },
  { processes: 2, pages: 2, states: 58_292, transitions: 200_584 },
];
/** The evaluator of TLA+ takes a millisecond for a state. */
const tlaStatesMax = 6000;

test.each(sizes)('the scenario passes with known counts: $processes x $pages', (size) => {
  const { verdict, states, transitions } = explored(size);
  expect({ verdict, states, transitions }).toEqual({
    verdict: 'pass',
    states: size.states,
    transitions: size.transitions,
  });
});

test.skipIf(isSkipped).each(sizes)(
  'the model for Spin has the same counts: $processes x $pages',
  (size) => {
    expect(missing).toBe(undefined);
    const { states, transitions } = size;
    const spin = spinEngine({ name: 'Spin', reduced: false, optimisation: '-O0' });
    const folder = mkdtempSync(path.join(os.tmpdir(), 'racewalk-models-'));
    try {
      expect(spin.run(writeModel(folder, size))).toMatchObject({ states, transitions });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  60_000,
);

test.each(sizes.filter(({ states }) => states <= tlaStatesMax))(
  'the module for TLC has the same counts: $processes x $pages',
  (size) => {
    const { module, config } = tlaModel(size);
    const { states, transitions } = size;
    expect(exploreTla(module, config, tlaStatesMax)).toMatchObject({
      states,
      transitions,
      violated: [],
    });
  },
  60_000,
);

function explored(size: Size) {
  const name = `${sizeName(size)}.race`;
  const analysis = analyse({ name, text: raceModel(size) }, () => undefined, []);
  const { program } = analysis.compile(0, 0);
  if (program === undefined) throw new Error(JSON.stringify(analysis.diagnostics));
  return explore(program);
}
