// From a run to what a person reads: rows, state differences and CPU columns. No UI, no files.

/** Which calls are open at an instruction: `framesAt(program, pc)`, outermost first. */
export { framesAt, keptCalls } from './calls.ts';
/** The CPU-column diagram: `columns(trace, { ...defaultColumns, tabs: true })`. */
export { columns } from './columns.ts';
export * from './columns-options.ts';
/** What differs between two states: `differences(program, before.slots, after.slots)`. */
export { differences } from './differences.ts';
/** Who holds and waits for which lock in every state: `lockStory(replayer, replayed).states[3]`. */
export {
  type LockHold,
  type LockState,
  type LockStory,
  type LockWait,
  lockStory,
} from './lock-story.ts';
/** The locks that a program declares, and what a lock bit is called: `bitName(slot, mask)`. */
export { bitName, ownerLocks } from './locks.ts';
/** A pasted diagram, step by step on a program: `followColumns(program, text).misfit?.message`. */
export * from './reading/follow-columns.ts';
/** Whether a text is a diagram: `hasColumns(text)`. */
export { hasColumns, readColumns } from './reading/read-columns.ts';
/**
 * A run as data: `traceOf(program, violation.run, { property: violation.property }).rows`; the rows
 * alone: `plainRowsOf(program)(run)`.
 */
export {
  type PlainRow,
  plainRowsOf,
  type TraceOptions,
  type Tracer,
  traceOf,
  tracerOf,
} from './rows.ts';
/** What a thread that can't move waits for: `waitText(program, pc)`. */
export { waitText } from './step-text.ts';
/** The shape, with its version: `{ schema: 'racewalk.trace/1', threads, rows, ... }`. */
export type * from './trace.ts';
export { traceSchema } from './trace.ts';
