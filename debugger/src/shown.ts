// The step shown, and the whole walk, for views that show the same run.
import { traceOf } from '@racewalk/trace';
import { type Choice, choicesAt } from './choices.ts';
import type { Debuggee } from './debuggee.ts';
import type { Shown, WalkAnswer } from './protocol.ts';

export function shownOf(debuggee: Debuggee): Shown {
  const { walk, loaded, chosen } = debuggee;
  return {
    scenario: loaded.scenario,
    variant: loaded.variant,
    choice: walk.mode === 'replay' ? chosen.choice : undefined,
    mode: walk.mode,
    step: walk.position,
    of: walk.length,
    choices: offered(debuggee),
  };
}

export function walkAnswer(debuggee: Debuggee): WalkAnswer {
  const { walk, chosen } = debuggee;
  // What was explored is not the run that was chosen for a property.
  const property = walk.mode === 'replay' ? chosen.property : undefined;
  return {
    trace: traceOf(walk.program, walk.run, { property }),
    step: walk.position,
    choices: offered(debuggee),
  };
}

function offered({ walk, canReach }: Debuggee): readonly Choice[] {
  return walk.mode === 'explore' ? choicesAt(walk, canReach) : [];
}
