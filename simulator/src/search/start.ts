// Which exploration a program gets: by generated code or by interpretation; of all states, or without
// interleavings that can show nothing new.
import type { Limits } from '../limits.ts';
import type { Program } from '../program.ts';
import { analyseIndependence } from '../reduction/independence.ts';
import { Stepper } from '../stepper.ts';
import { analyseSymmetry } from '../symmetry/analyse.ts';
import { compileExploration } from '../wasm/compiled-exploration.ts';
import { Exploration } from './exploration.ts';
import type { SearchOptions } from './search.ts';
import type { StateSpace } from './space.ts';

/** Begins to explore all states; by interpretation, unless `code` asks for generated code. */
export function startExploration(
  program: Program,
  limits: Limits,
  { code, threads }: SearchOptions,
): StateSpace {
  const compiled =
    code === 'generated'
      ? compileExploration(program, limits, new Stepper(program, limits), { threads })
      : undefined;
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
  { code, threads }: SearchOptions,
): Reduced | undefined {
  if (code === 'interpreted') return undefined;
  const stepper = new Stepper(program, limits);
  const independence = analyseIndependence(program);
  const symmetry = analyseSymmetry(program, stepper.layout);
  const by: string[] = [];
  if (!('off' in independence)) by.push('partial order reduction');
  if (!('off' in symmetry)) by.push('symmetry');
  if (by.length === 0) return undefined;
  const space = compileExploration(program, limits, stepper, {
    independence: 'off' in independence ? undefined : independence,
    symmetry: 'off' in symmetry ? undefined : symmetry,
    threads,
  });
  if (space === undefined) return undefined;
  // Complete runs are not counted where some are left out.
  space.dropEdges('');
  return { space, by: by.join(' and ') };
}
