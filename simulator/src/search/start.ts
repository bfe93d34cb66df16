// Which exploration a program gets: by generated code where there can be some, else by
// interpretation; of all states, or without interleavings that can show nothing new.
import type { Limits } from '../limits.ts';
import type { Program } from '../program.ts';
import { analyseIndependence } from '../reduction/independence.ts';
import { Stepper } from '../stepper.ts';
import { compileExploration } from '../wasm/compiled-exploration.ts';
import { Exploration } from './exploration.ts';
import type { SearchOptions } from './search.ts';
import type { StateSpace } from './space.ts';

/** Begins to explore all states. */
export function startExploration(
  program: Program,
  limits: Limits,
  { code }: SearchOptions,
): StateSpace {
  const stepper = new Stepper(program, limits);
  const compiled =
    code === 'interpreted' ? undefined : compileExploration(program, limits, stepper);
  return compiled ?? new Exploration(program, limits);
}

export interface Reduced {
  readonly space: StateSpace;
  /** What was done, in words. */
  readonly by: string;
}

/**
 * Begins to explore with reductions; undefined where the program allows none, or where no code can
 * be generated: the interpreter always explores in full.
 */
export function startReduced(
  program: Program,
  limits: Limits,
  { code }: SearchOptions,
): Reduced | undefined {
  if (code === 'interpreted') return undefined;
  const independence = analyseIndependence(program);
  if ('off' in independence) return undefined;
  const stepper = new Stepper(program, limits);
  const space = compileExploration(program, limits, stepper, independence);
  return space === undefined ? undefined : { space, by: 'partial order reduction' };
}
