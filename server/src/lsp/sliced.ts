// Work of this process that would keep others waiting: done in slices, with a pause between them.
import type { CancellationToken } from 'vscode-languageserver';
import type { Clock } from '../run/clock.ts';

const sliceMs = 12;

/** Works to the end; false: nobody wants the answer any more. */
export async function sliced(
  work: { advance(expansions: number): boolean },
  clock: Clock,
  token: CancellationToken,
): Promise<boolean> {
  let expansions = 256;
  for (let begun = clock.now(); !work.advance(expansions); begun = clock.now()) {
    const factor = sliceMs / Math.max(1, clock.now() - begun);
    expansions = Math.max(1, Math.floor(expansions * Math.min(2, Math.max(1 / 8, factor))));
    await new Promise<void>((resolve) => void clock.after(0, resolve));
    if (token.isCancellationRequested) return false;
  }
  return true;
}
