// What is asked about many versions of one scenario: which is cheapest, what each line is for, what repairs it.

export { costsText, heldText, repeatedText, repetitionLines } from './compare/cells.ts';
/** Candidates side by side: `startCompare(analysis, { limits })`. */
export {
  type Compare,
  CompareHelper,
  type CompareOptions,
  type KnownUnits,
  type SharedUnits,
  startCompare,
} from './compare/compare.ts';
/** The runs of two variants up to where they part: `startDifference(analysis, which)`. */
export {
  type DifferenceWork,
  differenceText,
  type RunDifference,
  startDifference,
} from './compare/difference.ts';
export { compareMarkdown } from './compare/table-markdown.ts';
/** The rows of each scenario in their order: `tablesOf(document)`. */
export { compareText, tablesOf } from './compare/table-text.ts';
export type * from './compare/unit-report.ts';
/** What is counted: `comparedWorks`. */
export * from './costs/works.ts';
/** Edits of the functions that a variant runs: `applied(subject, [edit], 'without the lock')`. */
export { applied, type Subject, variantText } from './edits/apply.ts';
export * from './edits/edit.ts';
export { removalsOf } from './edits/enumerate.ts';
/** What became of an edited variant. */
export type { Explored } from './edits/exploration.ts';
export * from './edits/vocabulary.ts';
/** A scenario in every release: `startHistory(analysis, { limits })`. */
export { type History, type HistoryOptions, startHistory } from './history/history.ts';
export type * from './history/report.ts';
export {
  eraRange,
  historiesOf,
  historyBar,
  historyMarkdown,
  historySentence,
  historyText,
} from './history/text.ts';
/** Whether doing work twice breaks something: `startRepetitions(program, asked, limits)`. */
export { type Harm, type Repetition, startRepetitions } from './idempotence/idempotence.ts';
export { loadBearingReports } from './load-bearing/from-document.ts';
export { MutantHelper } from './load-bearing/helper.ts';
/** What each line is for: `startLoadBearing(subject, { pairs: true })`. */
export { type LoadBearingLimits, loadBearingLimits } from './load-bearing/limits.ts';
export {
  type LoadBearing,
  type LoadBearingOptions,
  type LoadBearingProgress,
  type SharedMutants,
  startLoadBearing,
} from './load-bearing/load-bearing.ts';
export * from './load-bearing/report.ts';
export { vacuousOf } from './load-bearing/vacuity.ts';
/** What makes every property hold: `startRepair(subject)`. */
export type { Tried as TriedCandidate } from './repair/candidates.ts';
export { RepairHelper } from './repair/helper.ts';
export { type RepairLimits, repairLimits } from './repair/limits.ts';
export {
  type RepairProgress,
  type RepairSearch,
  type SharedCandidates,
  startRepair,
} from './repair/repair.ts';
export type * from './repair/report.ts';
/** Documents of the bench, whole and in shards: `merge(parts)`. */
export {
  type BenchDocument,
  benchJson,
  benchSchema,
  type CheckShard,
  type CheckUnit,
  type CompareDocument,
  type HistoryDocument,
  type MutateDocument,
  type RepairDocument,
} from './shards/document.ts';
export { merge, readBench } from './shards/merge.ts';
export { isOfShard, parseShard, type Shard, textDigest, whole } from './shards/shard.ts';
export type { Item, Taken } from './sharing/shared-work.ts';
