// Which two removals are made together: of those that change nothing alone, the likeliest first.
import { compatible, type Edit, type Removal } from '../edits/edit.ts';

export type Pair = readonly [Edit<Removal>, Edit<Removal>];

/** At most `max` pairs; `left` is how many there are beyond. Two that change the same text are none. */
export function pairsOf(
  edits: readonly Edit<Removal>[],
  max: number,
): { readonly chosen: readonly Pair[]; readonly left: number } {
  const pairs = edits.flatMap((one, index) =>
    edits
      .slice(index + 1)
      .flatMap((other): readonly Pair[] => (compatible(one, other) ? [[one, other]] : [])),
  );
  const ranked = pairs
    .map((pair, index) => ({ pair, index, rank: rankOf(pair) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ pair }) => pair);
  return { chosen: ranked.slice(0, max), left: Math.max(0, ranked.length - max) };
}

/** What guards the same thing twice: two locks or tests, best of all in one function. */
function rankOf([one, other]: Pair): number {
  const far = one.code.name === other.code.name ? 0 : 1;
  return far + 2 * (weight(one) + weight(other));
}

function weight({ kind }: Edit<Removal>): number {
  switch (kind) {
    case 'lock':
    case 'flag test':
    case 'recheck':
    case 'notifier':
    case 'flush':
    case 'wait':
      return 0;
    case 'atomicity':
    case 'call':
    case 'test':
      return 1;
    default:
      return 2;
  }
}
