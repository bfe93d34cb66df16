// "Show a run where ...": a search of its own for a condition that is not in the text, in slices.
import { startCheck, whereText } from '@racewalk/checker';
import type { Analysis } from '@racewalk/language';
import { defaultLimits } from '@racewalk/simulator';
import type { WalkOf } from '../protocol.ts';
import type { Found } from './walk.ts';
import { counted } from './words.ts';

const wherePrefix = 'where:';

export interface WhereSearch {
  /** True when the answer is there. */
  advance(expansions: number): boolean;
  answer(): Found;
}

/**
 * `analyse` reads a text as if it stood in place of the document. Undefined: the choice is none of
 * this kind.
 */
export function startWhere(
  analysis: Analysis,
  { scenario, variant, choice }: WalkOf,
  states: number,
  analyse: (text: string) => Analysis,
): WhereSearch | undefined {
  const info = analysis.scenarios[scenario];
  if (choice === undefined || !choice.startsWith(wherePrefix)) return undefined;
  if (info?.variants[variant] === undefined) return undefined;
  const condition = choice.slice(wherePrefix.length).trim();
  const made = whereText(analysis, info, condition);
  if ('error' in made) return answered(`${condition}: ${made.error}`);
  const asked = analyse(made.text);
  const wrong = asked.diagnostics.find(
    ({ file, severity, start, end }) =>
      severity === 'error' &&
      file === analysis.file.name &&
      start >= made.start - 1 &&
      end <= made.end + 1,
  );
  if (wrong !== undefined) return answered(`${condition}: ${wrong.message}`);
  const check = startCheck(asked, scenario, variant, { ...defaultLimits, states_max: states });
  return {
    advance: (expansions) => check.advance(expansions),
    answer: () => {
      const { report, program, outcome } = check.result();
      const index = program?.witnesses.findIndex(({ name }) => name === 'where') ?? -1;
      const run = outcome?.witnesses.find(({ witness }) => witness === index)?.run;
      if (run !== undefined) {
        const label = `${condition} after ${counted(run.length, 'step')}`;
        return { kind: 'run', run, label, property: undefined };
      }
      const seen =
        report.limitsReached.length === 0
          ? 'in no reachable state'
          : `in none of the ${counted(report.states, 'state')} that were seen`;
      return { kind: 'none', reason: `${condition} holds ${seen}` };
    },
  };
}

function answered(reason: string): WhereSearch {
  return { advance: () => true, answer: () => ({ kind: 'none', reason }) };
}
