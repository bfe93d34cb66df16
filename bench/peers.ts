// Racewalk against Spin, and TLC where a jar is given, on the same race at growing sizes, in one
// run, in turns. `npm run bench peers -- --quick` is short; a whole run writes docs/performance.md.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { bundledTable, coldTable } from './peers/bundled.ts';
import { machine, writeDocument } from './peers/document.ts';
import type { Engine } from './peers/engine.ts';
import { writeLibraryModel, writeModel } from './peers/models.ts';
import { type Options, optionsOf } from './peers/options.ts';
import { copyCommand, racewalkEngines } from './peers/racewalk-engine.ts';
import { inRounds } from './peers/rounds.ts';
import { sizeName } from './peers/size.ts';
import { growthTable, type SizeResults, sizeTable, yardstick } from './peers/size-report.ts';
import { spinEngine, whyNoSpin } from './peers/spin-engine.ts';
import { tlcEngine } from './peers/tlc-engine.ts';

/** The largest that the library has address spaces and pages for. */
const librarySize = { processes: 3, pages: 2 };
/** npm runs scripts here. */
const root = process.cwd();
const folder = path.join(root, 'build', 'bench', 'models');

const missing = whyNoSpin();
if (missing === undefined) bench(optionsOf(process.argv.slice(2)));
else console.log(`skipped: ${missing}`);

function bench(options: Options): void {
  mkdirSync(folder, { recursive: true });
  copyCommand(root);
  const engines = enginesFor(options);
  const parts: string[] = [];
  const tell = (part: string): void => {
    console.log(`${part}\n`);
    parts.push(part);
  };
  tell(machine(root));
  const small = inRounds(engines, writeModel(folder, { processes: 1, pages: 1 }), 1);
  const baselines = new Map(
    small.flatMap(({ engine, peakBytes }): [Engine, number][] =>
      peakBytes === undefined ? [] : [[engine, peakBytes]],
    ),
  );
  const sizes: SizeResults[] = [];
  for (const size of options.sizes) {
    const model = writeModel(folder, size);
    const results = inRounds(engines, model, options.rounds);
    sizes.push({ name: model.name, results });
    tell(`### ${model.name}: processes x pages\n\n${sizeTable(sizes.at(-1)!, baselines)}`);
  }
  const library = writeLibraryModel(root, folder, librarySize);
  const through = { name: library.name, results: inRounds(engines, library, options.rounds) };
  tell(
    `### Through the kernel library: ${sizeName(librarySize)}\n\n${sizeTable(through, baselines)}`,
  );
  tell(`### From one size to the next\n\n${growthTable(sizes)}`);
  tell(`### Cold answers\n\n${coldTable(root, folder, options.rounds)}`);
  tell(`### Bundled scenarios, the slowest\n\n${bundledTable(root)}`);
  if (options.writes) console.log(`written: ${writeDocument(root, parts.join('\n\n'))}`);
}

function enginesFor({ tlcJar }: Options): readonly Engine[] {
  const tlc = tlcJar === undefined ? [] : [1, 2].map((workers) => tlcEngine(tlcJar, workers));
  return [
    ...racewalkEngines(root),
    spinEngine({ name: yardstick, reduced: false, optimisation: '-O2' }),
    spinEngine({ name: 'Spin -O2, reduced', reduced: true, optimisation: '-O2' }),
    spinEngine({ name: 'Spin -O3, reduced', reduced: true, optimisation: '-O3' }),
    ...tlc,
  ];
}
