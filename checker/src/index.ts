// From a scenario to a verdict, judged against what it expects, and to the report that every view
// shows. No IO, no clock: who calls slices the work and measures it.
export { type CheckCode, checkCatalog, checkDiagnostic } from './diagnostics.ts';
export * from './json.ts';
export * from './judge.ts';
export { type LineMap, lineMapOf, type Position } from './line-map.ts';
export type * from './report.ts';
