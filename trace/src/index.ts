// From a run to what a person reads: rows, state differences and CPU columns. Knows no UI and no files.

/** The run as data, with its version: `{ schema: 'racewalk.trace/1', threads, rows, ... }`. */
export type * from './trace.ts';
export { traceSchema } from './trace.ts';
/** The CPU-column diagram: `columns(trace, { ...defaultColumns, tabs: true })`. */
export { type ColumnsOptions, columns, columnsWidth, defaultColumns } from './columns.ts';
