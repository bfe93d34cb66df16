// The releases that the library tells apart.
import { modelOf } from '../analyse.ts';
import type { Analysis, Release } from '../analysis.ts';

/** Releases at which some function of the library begins, ends or has another body, oldest first. */
export function libraryReleases(analysis: Analysis): readonly Release[] {
  const { library } = modelOf(analysis);
  const numbers = new Set<number>();
  for (const symbol of library.scope.values.values()) {
    if (symbol.kind !== 'function') continue;
    for (const { from, to } of symbol.bodies) {
      if (Number.isFinite(from)) numbers.add(from);
      if (Number.isFinite(to)) numbers.add(after(to));
    }
  }
  if (numbers.size === 0) return [library.newest];
  return [...numbers]
    .sort((a, b) => a - b)
    .map((number) => ({ text: releaseText(number), number }));
}

/** v5.19 was the last of its line. */
function after(release: number): number {
  return release === 5019 ? 6000 : release + 1;
}

/** The one before: v5.19 before v6.0. */
export function releaseBefore({ number }: Release): Release {
  const before = number === 6000 ? 5019 : number - 1;
  return { text: releaseText(before), number: before };
}

function releaseText(number: number): string {
  return `v${Math.floor(number / 1000)}.${number % 1000}`;
}
