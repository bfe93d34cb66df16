// From a scenario to a verdict, judged against what it expects, and to the report that every view
// shows. No IO, no clock: who calls slices the work and measures it.

/**
 * Slices of a check: `while (!check.advance(10_000)); check.result().report.verdict`; and what
 * another engine found: `prepare(analysis, 0, 0).judged(explored)`.
 */
export {
  type Check,
  crashedVariant,
  type Prepared,
  prepare,
  startCheck,
  startRandomCheck,
} from './check.ts';
/** The codes of this package: `checkCatalog.RW0801.explanation`. */
export { type CheckCode, checkCatalog, checkDiagnostic } from './diagnostics.ts';
/** The steps of each function that a program calls: `functionSteps(program)`. */
export { type FunctionSteps, functionSteps, wholeCall } from './function-steps.ts';
/** The document of `--json`: `jsonText(files)`. */
export * from './json.ts';
/** Expectations: `judge(file, variant, findings).standing`. */
export * from './judge.ts';
/** Positions: `lineMapOf(text).positionOf(offset)`. */
export { type LineMap, lineMapOf, type Position } from './line-map.ts';
export type * from './report.ts';
/** The run a reviewer would draw: `runColumns(checked, { scenario, property, tabs })?.text`. */
export { type RunColumns, type RunColumnsOptions, runColumns } from './run-columns.ts';
/** What the ledger says about the numbers of an outcome, and about limits: `outcomeNotes(outcome)`. */
export { limitTexts, outcomeNotes } from './variant-report.ts';
