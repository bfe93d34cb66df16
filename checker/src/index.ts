// From a scenario to a verdict, judged against what it expects, and to the report that every view
// shows. No IO, no clock: who calls slices the work and measures it.

/** The distinct causes of a violated property: `startCausesCheck(checked, 'tag_leak')?.result()`. */
export {
  type CausesCheck,
  type ListedCause,
  type ListedCauses,
  listedCauses,
  startCausesCheck,
} from './causes.ts';
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
/** The locks held at every access: `coverageReport(search.coverage(), subject).groups`. */
export * from './lock-coverage/coverage-report.ts';
/** `protectionWords.none`: no common lock. */
export * from './lock-coverage/coverage-words.ts';
/** A run as a document: `runMarkdown(checked, scenario, drawn, kept)`. */
export * from './markdown.ts';
/** Whether a variant is another one over again: `identicalVariants(analysis, which, program, compiled)`. */
export { identicalVariants } from './mm-diagnostics/identical-variant.ts';
/** What lock coverage says of the user's own text: `coverageDiagnostics({ program, coverage, textOf })`. */
/** What complete searches of all variants say: `seenDiagnostics(analysis, [variantSeen(...)])`. */
export { coverageDiagnostics, seenDiagnostics } from './mm-diagnostics/rules.ts';
/** All calls that sleep under a spinlock: `startSleepingCalls(program, outcome, limits)?.diagnostics()`. */
export { sleepingCalls, startSleepingCalls } from './mm-diagnostics/sleeping-under-spinlock.ts';
export { type VariantSeen, variantSeen } from './mm-diagnostics/variant-seen.ts';
/** A run as one word: `replayString(program, which, run)`, `parseReplayString(text)`. */
export * from './replay-string.ts';
/** A run that was kept, on the program of now: `replayedRun(program, run).misfit?.why`. */
export * from './replayed.ts';
export type * from './report.ts';
/** The run a reviewer would draw: `runColumns(checked, { scenario, property, look })?.text`. */
export * from './run-columns.ts';
/** The runs that can be walked: `runsOf(checked)[0]?.choice`. */
export * from './runs.ts';
/** What the ledger says about the numbers of an outcome, and about limits: `outcomeNotes(outcome)`. */
export { limitTexts, outcomeNotes } from './variant-report.ts';
/** A condition as one more witness: `whereText(analysis, scenario, 'x == 1')`. */
export * from './where.ts';
