// TLC, from a jar that the user names: it is in no package registry.
import path from 'node:path';
import type { Engine, Measurement, Model } from './engine.ts';
import { runWell } from './measured-process.ts';

export function tlcEngine(jar: string, workers: number): Engine {
  return {
    name: `TLC, ${workers === 1 ? '1 worker' : `${workers} workers`}`,
    reduced: false,
    countsTransitions: false,
    run({ tla }: Model): Measurement | undefined {
      if (tla === undefined) return undefined;
      const options = ['-XX:+UseParallelGC', '-cp', jar, 'tlc2.TLC', '-cleanup'];
      const run = [...options, '-workers', String(workers), path.basename(tla)];
      const finished = runWell('java', run, path.dirname(tla));
      // Digits are grouped with commas, which stand between the counts, too.
      const said = finished.out.replaceAll(',', '');
      const counts = said.matchAll(/(\d+) states generated (\d+) distinct states found/gu);
      const last = [...counts].at(-1);
      if (last === undefined) throw new Error(`TLC printed no counts:\n${finished.out}`);
      return {
        states: Number(last[2]),
        transitions: Number(last[1]) - 1,
        // TLC tells its time in whole seconds only.
        searchMilliseconds: finished.milliseconds,
        coldMilliseconds: finished.milliseconds,
        peakBytes: finished.peakBytes,
      };
    },
  };
}
