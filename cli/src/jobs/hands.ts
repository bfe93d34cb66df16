// What the long commands of the bench work with: the host, and threads that help.
import type { Host } from '../host.ts';
import { Helpers } from './helpers.ts';

export interface Hands {
  readonly host: Host;
  readonly helpers: Helpers;
}

/** Does the work with so many threads (undefined: one for each core), and ends them. */
export async function withHands<Result>(
  host: Host,
  jobs: number | undefined,
  work: (hands: Hands) => Promise<Result>,
): Promise<Result> {
  const helpers = new Helpers(host, jobs);
  return await work({ host, helpers }).finally(() => helpers.close());
}
