// What no installed tool answers, and limits that every tool meets in the same words.
import type { Bound, Pool, Program } from '@racewalk/simulator';

/** Watched properties of whole runs, which no assertion and no invariant can tell. */
export function unjudged(program: Program): readonly string[] {
  return program.properties
    .filter(({ watched }) => watched)
    .filter(
      ({ liveness, name, declared }) =>
        liveness !== undefined || (name === 'livelock' && !declared),
    )
    .map(({ name }) => name);
}

/** What the report of our own engine has, and that of the tool has not. */
export function missingAnswers(program: Program, tool: string): readonly string[] {
  const outcomes = program.observations.length > 0 ? [`outcomes: not told by ${tool}`] : [];
  return program.witnesses.length > 0 ? [...outcomes, `witnesses: not told by ${tool}`] : outcomes;
}

/** Pools that were too small, so that runs were cut. */
export function poolBounds(pools: readonly Pool[]): readonly Bound[] {
  return pools.map(({ name, members }) => ({
    limit: `pool ${name}`,
    text: `pool ${name}: ${members.length} objects`,
  }));
}
