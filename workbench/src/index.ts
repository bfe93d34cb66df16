// What is asked about many versions of one scenario: which is cheapest, what each line is for, what repairs it.

/** Candidates side by side: `startCompare(analysis, { limits })`. */
export { type Compare, type CompareOptions, startCompare } from './compare/compare.ts';
/** The runs of two variants up to where they part: `runDifference(left, right, how)`. */
export { type RunDifference, runDifference } from './compare/difference.ts';
export { compareMarkdown } from './compare/table-markdown.ts';
export { compareText } from './compare/table-text.ts';
export type * from './compare/unit-report.ts';
/** What is counted: `comparedWorks`. */
export * from './costs/works.ts';
/** A scenario in every release: `startHistory(analysis, { limits })`. */
export { type History, type HistoryOptions, startHistory } from './history/history.ts';
export type * from './history/report.ts';
export {
  historiesOf,
  historyBar,
  historyMarkdown,
  historySentence,
  historyText,
} from './history/text.ts';
/** Whether doing work twice breaks something: `startRepetitions(program, asked, limits)`. */
export { type Harm, type Repetition, startRepetitions } from './idempotence/idempotence.ts';
/** Documents of the bench, whole and in shards: `merge(parts)`. */
export {
  type BenchDocument,
  benchJson,
  type CompareDocument,
  type HistoryDocument,
} from './shards/document.ts';
export { merge, readBench } from './shards/merge.ts';
export { parseShard, type Shard } from './shards/shard.ts';
