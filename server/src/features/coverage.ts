// Which steps any interleaving of any variant of a text gets to: the same values as in hovers.
import type { FileResults } from '../run/results.ts';

export interface CoveredPlace {
  readonly start: number;
  readonly end: number;
  readonly reached: boolean;
}

export interface Coverage {
  readonly files: ReadonlyMap<string, readonly CoveredPlace[]>;
  /** `scenario, variant`, of which nothing is known here. */
  readonly without: readonly string[];
}

export function coverageOf(results: FileResults | undefined): Coverage {
  const files = new Map<string, Map<string, CoveredPlace>>();
  const without: string[] = [];
  for (const { scenario, variant, values } of results?.entries.flat() ?? []) {
    if (values === undefined) without.push(`${scenario}, ${variant}`);
    for (const { file, start, end, values: seen } of values?.sites ?? []) {
      const places = files.get(file) ?? new Map<string, CoveredPlace>();
      files.set(file, places);
      const key = `${start} ${end}`;
      const reached = seen.length > 0 || places.get(key)?.reached === true;
      places.set(key, { start, end, reached });
    }
  }
  const sorted = [...files].map(
    ([file, places]) => [file, [...places.values()].sort((a, b) => a.start - b.start)] as const,
  );
  return { files: new Map(sorted), without };
}
