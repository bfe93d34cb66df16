// The installed Spin as the oracles use it: a compiler that is quick rather than good, and answers
// in words that two engines share.
import { spawnSync } from 'node:child_process';
import { type Engine, openEngine } from '@racewalk/engines';
import type { Outcome, Program } from '@racewalk/simulator';

/** Why Spin can't be run here, or the engine. */
export async function installedSpin(): Promise<Engine | string> {
  // tcc needs a thirtieth of the time that gcc needs for a model.
  const quick = spawnSync('tcc', ['-v']).status === 0;
  if (quick) process.env.CC = 'tcc';
  const compilerOptions = quick ? [] : ['-O0'];
  // The largest model here has some hundred thousand states.
  const runOptions = ['-w16', '-m100000'];
  const choice = { kind: 'spin', runOptions, compilerOptions } as const;
  const opened = await openEngine(choice, new AbortController().signal);
  return opened.kind === 'engine' ? opened.engine : opened.reason;
}

export interface Answer {
  readonly verdict: Outcome['verdict'];
  readonly states: number;
  readonly transitions: number;
  /** Names of the broken properties. */
  readonly violated: readonly string[];
  readonly limits: readonly string[];
}

export function answerOf(program: Program, outcome: Outcome): Answer {
  const { verdict, states, transitions, violations, bounds } = outcome;
  return {
    verdict,
    states,
    transitions,
    violated: violations.map(({ property }) => program.properties[property]?.name ?? ''),
    limits: bounds.map(({ text }) => text).sort(),
  };
}
