// Threads as the engine sees them. It knows no host: whoever begins a search brings them along.
import type { Memory } from '../wasm/webassembly.ts';
import type { Shape } from './control.ts';

/** What a thread gets to help with one exploration. It can be sent from thread to thread. */
export interface Job {
  /** The compiled module, and the memory that all work in. */
  readonly module: object;
  readonly memory: Memory;
  /** Address of what the module needs for this thread alone. */
  readonly scratch: number;
  /** Address of the control block. */
  readonly control: number;
  readonly shape: Shape;
}

/** Threads beside the one that searches. The verdict, all counts and all runs are as without them. */
export interface SearchThreads {
  readonly count: number;
  /** From how many states on they help, in the whole and in one level; 100 000 and 2 048 by default. */
  readonly from?: { readonly states: number; readonly level: number };
  /** Has a thread `serve` the job, now or once it is done with the one before; does not wait. */
  start(thread: number, job: Job): void;
}
