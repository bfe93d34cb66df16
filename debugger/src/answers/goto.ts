// Steps of the run as places one can go to, and the ways in which a thread can step.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { choicesAt, whatNext } from '../choices.ts';
import { type Context, callAt } from '../context.ts';
import { type OrRefused, Refused } from '../refused.ts';

export function gotoTargets(
  { debuggee, sources, bases }: Context,
  { source, line }: DebugProtocol.GotoTargetsArguments,
): OrRefused<DebugProtocol.GotoTargetsResponse['body']> {
  const file = sources.fileOf(source);
  const wanted = bases.lineFrom(line);
  const { walk } = debuggee;
  const { program } = walk;
  const targets: DebugProtocol.GotoTarget[] = [];
  for (let index = 0; index < walk.length; index++) {
    const { pc, action } = walk.step(index);
    const site = program.code[pc]?.site;
    if (site === undefined || site.line !== wanted || program.files[site.file] !== file) continue;
    const name = program.threads[action.thread]?.name ?? '';
    const label = `before step ${index + 1}: ${name}, ${whatNext(program, pc)}`;
    targets.push({ id: index + 1, label, line });
  }
  if (targets.length === 0) return new Refused('no step of this run is on this line');
  return { targets };
}

/** Ids of ways to step: which of the thread's choices. */
export function stepInTargets(
  context: Context,
  { frameId }: DebugProtocol.StepInTargetsArguments,
): OrRefused<DebugProtocol.StepInTargetsResponse['body']> {
  const at = callAt(context, frameId);
  if (at === undefined) return new Refused('this call is not open in the state shown');
  const { walk, canReach } = context.debuggee;
  const targets = choicesAt(walk, canReach)
    .filter(({ thread }) => thread === at.thread)
    .map(({ choice, label, reaches }) => ({
      id: choice + 1,
      label: reaches === 'yes' ? `${label}, can still break a property` : label,
    }));
  return { targets };
}
