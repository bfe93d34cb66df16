// The parameters and variables of an open call, as its thread has them in the state shown.
import type { FrameVariable, QueryScope, VariablePart } from '@racewalk/language';
import { formatValue, type State } from '@racewalk/simulator';
import { notLive, type Queries } from '../queries.ts';
import type { WalkStep } from '../walk.ts';
import { groupItem, type Item, plainItem } from './item.ts';
import { pointeeOf } from './pointee.ts';
import { changedMark, type Shown } from './values.ts';

export interface CallOf {
  readonly thread: number;
  /** Index into `Program.frames`. */
  readonly frame: number;
  /** Where the thread is shown. */
  readonly pc: number;
  /** The thread's own code: there its thread_local variables are shown, too. */
  readonly isOutermost: boolean;
}

export function localItems(shown: Shown, queries: Queries, call: CallOf): readonly Item[] {
  const { frame, pc, thread, isOutermost } = call;
  const locals = queries.variables(frame, pc);
  const all = isOutermost ? [...locals, ...queries.threadVariables(thread)] : locals;
  return all.map((variable) => localItem({ shown, queries, call }, variable));
}

interface Asked {
  readonly shown: Shown;
  readonly queries: Queries;
  readonly call: CallOf;
}

function localItem(asked: Asked, variable: FrameVariable): Item {
  const { name, type, parts, reference } = variable;
  const items = parts.map((part) => partItem(asked, name, part));
  const [first] = items;
  if (reference === undefined && parts.length === 1 && first !== undefined) {
    if (parts[0]?.suffix === '') return { ...first, name, type };
  }
  const inside = items.map((item) => `${item.name}: ${item.value}`).join(', ');
  const value = reference ?? `{${inside}}`;
  return { ...groupItem(name, value, () => items), type, evaluateName: name };
}

function partItem({ shown, queries, call }: Asked, name: string, part: VariablePart): Item {
  const { walk } = shown;
  const { suffix, type, display } = part;
  const text = `${name}${suffix}`;
  const numberIn = (state: State) => valueIn(queries, { call, text, part, state });
  const now = numberIn(walk.state);
  const was = wasValue(walk.last, call.thread, numberIn);
  const format = (value: number) => formatValue(walk.program, display, value);
  const isChanged = was !== undefined && now !== undefined && was !== now;
  const value = now === undefined ? notLive : format(now);
  return {
    ...plainItem(
      suffix.replace(/^\./u, ''),
      isChanged ? `${changedMark} ${value} (was ${format(was)})` : value,
    ),
    type,
    evaluateName: text,
    children: now === undefined ? undefined : pointeeOf(shown, display, now),
  };
}

/** Only the thread's own step changes its locals; what was not live had no value to change. */
function wasValue(
  last: WalkStep | undefined,
  thread: number,
  numberIn: (state: State) => number | undefined,
): number | undefined {
  return last?.action.thread === thread ? numberIn(last.before) : undefined;
}

interface PartIn {
  readonly call: CallOf;
  readonly text: string;
  readonly part: VariablePart;
  readonly state: State;
}

/** Undefined: a register of it is dead there. */
function valueIn(queries: Queries, { call, text, part, state }: PartIn): number | undefined {
  const { value } = part;
  if (value.op === 'constant') return value.value;
  if (value.op === 'register') {
    return state.threads[call.thread]?.registers.get(value.register);
  }
  const scope: QueryScope = { thread: call.thread, frame: call.frame, pc: call.pc };
  const answer = queries.evaluate(text, scope, state);
  return answer.kind === 'value' ? answer.value : undefined;
}
