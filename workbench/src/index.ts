// What is asked about many versions of one scenario: which is cheapest, what each line is for, what repairs it.

/** Edits of the functions that a variant runs: `applied(subject, [edit], 'without the lock')`. */
export { applied, type Subject, variantText } from './edits/apply.ts';
export * from './edits/edit.ts';
export { removalsOf } from './edits/enumerate.ts';
export { programIdentity } from './edits/identity.ts';
export * from './edits/vocabulary.ts';
/** What each line is for: `startLoadBearing(subject, { pairs: true })`. */
export { type LoadBearingLimits, loadBearingLimits } from './load-bearing/limits.ts';
export {
  type LoadBearing,
  type LoadBearingOptions,
  type LoadBearingProgress,
  startLoadBearing,
} from './load-bearing/load-bearing.ts';
export * from './load-bearing/report.ts';
/** What makes every property hold: `startRepair(subject)`. */
export { type RepairLimits, repairLimits } from './repair/limits.ts';
export { type RepairProgress, type RepairSearch, startRepair } from './repair/repair.ts';
export type * from './repair/report.ts';
