// Work over many texts in slices, so that a cancellation is heard between them, and whoever waits
// sees how far it is.
import type { CancellationToken, Connection, WorkDoneProgressParams } from 'vscode-languageserver';
import type { Clock } from '../run/clock.ts';

/** Between two looks at the connection. */
const sliceMs = 20;

export interface Sliced {
  readonly connection: Connection;
  readonly clock: Clock;
}

/** Works on the items in their order; false where it was cancelled before the end. */
export async function inSlices<Item>(
  { connection, clock }: Sliced,
  {
    title,
    params,
    token,
  }: {
    readonly title: string;
    readonly params: WorkDoneProgressParams;
    readonly token: CancellationToken;
  },
  items: readonly Item[],
  work: (item: Item) => void,
): Promise<boolean> {
  const progress =
    params.workDoneToken === undefined
      ? undefined
      : connection.window.attachWorkDoneProgress(params.workDoneToken);
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
