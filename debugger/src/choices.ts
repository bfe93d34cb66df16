// What can happen next in the state shown: the possible actions in words, and why a thread has none.
import { type Action, formatValue, type Program, type ReplayStep } from '@racewalk/simulator';
import type { Walk } from './walk.ts';

export type Reaches = 'yes' | 'no' | 'unknown';

export interface Choice {
  readonly thread: number;
  readonly choice: number;
  /** `cpu0: spin_lock(&ptl)`; with the value or branch where the thread has several. */
  readonly label: string;
  /** Whether some run that goes on with it breaks a property. */
  readonly reaches: Reaches;
}

export type CanReach = (action: Action) => Reaches;

/** All that is possible here, in the order of threads and choices. */
export function choicesAt(walk: Walk, canReach: CanReach): readonly Choice[] {
  const actions = walk.enabled();
  return actions.map((action) => ({
    ...action,
    label: labelOf(walk, action, actions),
    reaches: canReach(action),
  }));
}

function labelOf(walk: Walk, action: Action, actions: readonly Action[]): string {
  const { program, state } = walk;
  const name = program.threads[action.thread]?.name ?? '';
  const what = whatNext(program, state.threads[action.thread]?.pc ?? 0);
  const several = actions.filter(({ thread }) => thread === action.thread).length > 1;
  if (!several) return `${name}: ${what}`;
  const step = walk.replayer.step(state, action);
  const chosen = step === undefined ? [] : chosenIn(program, step);
  return `${name}: ${what} [${chosen.length === 0 ? `choice ${action.choice}` : chosen.join(', ')}]`;
}

/** What the step of a thread that rests here does, without the values it will meet. */
export function whatNext(program: Program, pc: number): string {
  const instruction = program.code[pc];
  if (instruction === undefined || instruction.op === 'end') return 'end';
  if (instruction.op === 'load') return `read ${instruction.text}`;
  if (instruction.op === 'check') return instruction.message;
  const text = 'text' in instruction ? instruction.text : instruction.op;
  return text.startsWith('atomic') ? 'atomic { ... }' : text;
}

function chosenIn(program: Program, step: ReplayStep): readonly string[] {
  return step.effects.flatMap((effect) => {
    const instruction = program.code[effect.pc];
    if (effect.kind === 'choose' && instruction?.op === 'choose') {
      return [`branch ${instruction.targets.indexOf(effect.to) + 1}`];
    }
    if (effect.kind !== 'any' && effect.kind !== 'allocate') return [];
    const register = program.registers[effect.register];
    return register === undefined ? [] : [formatValue(program, register.display, effect.value)];
  });
}

/** How a thread stands in the state shown. */
export type Standing =
  | { readonly kind: 'over' }
  /** The run ended: no thread moves any more. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'ready' }
  /** `cpu1 waits for mms[0].mmap_lock, which cpu0 has held since step 12`. */
  | { readonly kind: 'waits'; readonly why: string };

export function standingOf(walk: Walk, thread: number, enabled: readonly Action[]): Standing {
  const { state, locks } = walk;
  const here = state.threads[thread];
  if (here === undefined || here.over) return { kind: 'over' };
  if (state.ended) return { kind: 'stopped' };
  if (enabled.some((action) => action.thread === thread)) return { kind: 'ready' };
  const name = walk.program.threads[thread]?.name ?? '';
  const waiting = locks.waiting.find((one) => one.thread === thread);
  return { kind: 'waits', why: waiting?.why ?? `${name} can't move` };
}

/** Why a thread can't be stepped; undefined: it can. */
export function whyNot(walk: Walk, thread: number): string | undefined {
  const name = walk.program.threads[thread]?.name ?? '';
  const standing = standingOf(walk, thread, walk.enabled());
  switch (standing.kind) {
    case 'ready':
      return undefined;
    case 'over':
      return `${name} is over`;
    case 'stopped':
      return 'the run ended with this step: step back, or restart';
    case 'waits':
      return standing.why;
  }
}

/**
 * Who moves next where nobody picks: the thread wanted, as long as it can, then the one that moved
 * last, then the first; always with its first choice. So a run that goes on by itself switches
 * threads only where it has to.
 */
export function pickAction(walk: Walk, wanted: number): Action | undefined {
  const actions = walk.enabled();
  const of = (thread: number | undefined) => actions.find((action) => action.thread === thread);
  return of(wanted) ?? of(walk.last?.action.thread) ?? actions[0];
}
