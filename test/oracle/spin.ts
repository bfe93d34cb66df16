// The installed Spin as the oracles use it: a compiler that is quick rather than good, and answers
// in words that two engines share.
import { spawnSync } from 'node:child_process';
import { type Engine, openEngine } from '@racewalk/engines';
import type { Outcome, Program } from '@racewalk/simulator';

/** Why Spin can't be run here, or the engine. */
export async function installedSpin(): Promise<Engine | string> {
  const usual = await opened(undefined, ['-O0']);
  if (typeof usual === 'string' || spawnSync('tcc', ['-v']).status !== 0) return usual;
  // tcc needs a thirtieth of the time that gcc needs for a model.
  const quick = await opened('tcc', []);
  return typeof quick === 'string' ? usual : inTurn(quick, usual);
}

async function opened(
  compiler: string | undefined,
  compilerOptions: readonly string[],
): Promise<Engine | string> {
  if (compiler !== undefined) process.env.CC = compiler;
  // The largest model here has some hundred thousand states.
  const runOptions = ['-w16', '-m100000'];
  const choice = { kind: 'spin', runOptions, compilerOptions } as const;
  const answer = await openEngine(choice, new AbortController().signal);
  return answer.kind === 'engine' ? answer.engine : answer.reason;
}

/** tcc knows no constructors: a model without any step comes to no report, and needs the other. */
function inTurn(quick: Engine, usual: Engine): Engine {
  return {
    name: quick.name,
    async explore(job) {
      const answer = await quick.explore(job);
      const isSilent = answer.outcome.bounds.some(({ text }) => text.includes('without a report'));
      return isSilent && answer.outcome.states === 1 ? usual.explore(job) : answer;
    },
  };
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
