// From a run to what a person reads: rows, state differences and CPU columns. No UI, no files.

/** The CPU-column diagram: `columns(trace, { ...defaultColumns, tabs: true })`. */
export { type ColumnsOptions, columns, columnsWidth, defaultColumns } from './columns.ts';
/** What differs between two states: `differences(program, before.slots, after.slots)`. */
export { differences } from './differences.ts';
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
/** The shape, with its version: `{ schema: 'racewalk.trace/1', threads, rows, ... }`. */
export type * from './trace.ts';
export { traceSchema } from './trace.ts';
