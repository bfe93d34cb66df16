// Writes the bench's own race to the disk, in the languages of all engines.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Model } from './engine.ts';
import { libraryModel } from './library-model.ts';
import { promelaModel } from './promela-model.ts';
import { raceModel } from './race-model.ts';
import { racewalk } from './racewalk-engine.ts';
import { type Size, sizeName } from './size.ts';
import { tlaModel } from './tla-model.ts';

export function writeModel(folder: string, size: Size): Model {
  const name = sizeName(size);
  const own = path.join(folder, name);
  const { module, config } = tlaModel(size);
  mkdirSync(own, { recursive: true });
  writeFileSync(path.join(own, 'race.cfg'), config);
  return {
    name,
    race: written(own, 'race.race', raceModel(size)),
    promela: written(own, 'race.pml', promelaModel(size)),
    reducible: true,
    tla: written(own, 'race.tla', module),
  };
}

/** The race through the library; Spin gets what Racewalk exports. */
export function writeLibraryModel(root: string, folder: string, size: Size): Model {
  const name = `${sizeName(size)}, library`;
  const own = path.join(folder, `library-${sizeName(size)}`);
  mkdirSync(own, { recursive: true });
  const race = written(own, 'race.race', libraryModel(size));
  const promela = path.join(own, 'race.pml');
  racewalk(root, ['export', race, '--to', 'promela', '--output', promela]);
  return { name, race, promela, reducible: false, tla: undefined };
}

function written(folder: string, name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}
