// Work over many texts in slices, so that a cancellation is heard between them, and whoever waits
// sees how far it is.
import type { Clock } from '../run/clock.ts';
import type { Asking } from './guarded.ts';

/** Between two looks at the connection. */
const sliceMs = 20;

/** Works on the items in their order; false where it was cancelled before the end. */
export async function inSlices<Item>(
  clock: Clock,
  title: string,
  { token, progress }: Asking,
  items: readonly Item[],
  work: (item: Item) => void,
): Promise<boolean> {
  progress?.begin(title, 0, undefined, true);
  let begun = clock.now();
  try {
    for (const [index, item] of items.entries()) {
      if (clock.now() - begun > sliceMs) {
        progress?.report(Math.round((100 * index) / items.length));
        await new Promise<void>((resolve) => void clock.after(0, resolve));
        begun = clock.now();
      }
      if (token.isCancellationRequested) return false;
      work(item);
    }
    return true;
  } finally {
    progress?.done();
  }
}
