// The engine: a Program in, an Outcome out. Knows no text, no files, no clock, no mm.
/** What a program costs: `startCosts(program, options).result()`. */
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
export { isOfLiveness } from './fairness/monitor.ts';
export { repeatText } from './fairness/words.ts';
export { formatValue } from './format.ts';
export { livenessFragments } from './fragments.ts';
export { defaultLimits, type Limits } from './limits.ts';
export { analyseLiveness, eachRegister, liveOnEntry, mayBeRead, withLiveness } from './liveness.ts';
export type { StepEvent } from './machine/context.ts';
export type * from './outcome.ts';
export * from './program.ts';
export { eachSuccessor, successors } from './reach.ts';
export {
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
export { explore, type Search, type SearchOptions, startSearch } from './search/search.ts';
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
