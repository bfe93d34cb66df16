// The engine: a Program in, an Outcome out. Knows no text, no files, no clock, no mm.
/** What a program costs: `startCosts(program, options).result()`. */

/** Equal for instructions that do the same: `instructionContent(instruction)`. */
export { instructionContent } from './content.ts';
export {
  type Amount,
  type CallCost,
  type CostOptions,
  type CostResult,
  type CostSearch,
  type Costs,
  startCosts,
  type WorkCost,
} from './costs/costs.ts';
export type { Effect } from './effects.ts';
export { type Evaluated, Evaluator } from './evaluator.ts';
export { isOfLiveness } from './fairness/monitor.ts';
export { repeatText } from './fairness/words.ts';
export { formatValue } from './format.ts';
/** What a condition may look at: `slotsRead(program, fragment)`. */
export { slotsRead } from './fragment-reads.ts';
export { livenessFragments } from './fragments.ts';
/** Equal for programs with the same runs: `programIdentity(program)`. */
export { programIdentity, programPrint } from './identity.ts';
export { defaultLimits, type Limits } from './limits.ts';
export {
  type AskedRegister,
  analyseLiveness,
  eachRegister,
  livenessAnd,
  liveOnEntry,
  mayBeRead,
  withLiveness,
} from './liveness.ts';
export * from './lock-coverage/coverage.ts';
export { type CoverageLimits, defaultCoverageLimits } from './lock-coverage/coverage-limits.ts';
export {
  type CoverageOptions,
  type LockCoverageSearch,
  startLockCoverage,
} from './lock-coverage/lock-coverage.ts';
export type { StepEvent } from './machine/context.ts';
/** A program's code elsewhere: `movedParts(program, (pc) => pc + 10)`. */
export { movedParts } from './moved-parts.ts';
export type * from './outcome.ts';
export * from './program.ts';
export {
  type Cause,
  type Causes,
  type CausesSearch,
  causesOf,
  startCauses,
} from './races/causes.ts';
export { defaultRaceLimits, type RaceLimits } from './races/race-limits.ts';
export { type RaceWindow, raceWindow, type WindowEdge } from './races/race-window.ts';
export { type RacingPair, racingPair } from './races/racing-pair.ts';
export { type CanReach, type ReachingSearch, startReaching } from './races/reaching.ts';
export { eachSuccessor, successors } from './reach.ts';
export {
  type BlockedThread,
  enabledActions,
  evaluateFragment,
  initialState,
  type Replay,
  Replayer,
  type ReplayStep,
  type RunEnd,
  replay,
  type State,
  type ThreadState,
} from './replay.ts';
export { switchesIn } from './search/path.ts';
export {
  type CodeSearch,
  explore,
  type Search,
  type SearchOptions,
  startSearch,
} from './search/search.ts';
export {
  defaultSimulation,
  type SimulationOptions,
  startSimulation,
} from './simulation/simulation.ts';
export { type SingleStep, takeSingleStep } from './single-step.ts';
export { serve } from './threads/member.ts';
export type { Job, SearchThreads } from './threads/threads.ts';
export { validate } from './validate.ts';
export {
  type SeenAt,
  startValues,
  type ValuesSearch,
  type ValuesSeen,
  valuesSeen,
} from './values.ts';
