// The parameters and variables of an open call, as its thread has them in the state shown.
import { type Expression, formatValue, type RegisterId } from '@racewalk/simulator';
import type { FrameVariable, Queries } from '../queries.ts';
import type { WalkStep } from '../walk.ts';
import { groupItem, type Item, plainItem } from './item.ts';
import { pointeeOf } from './pointee.ts';
import { changedMark, type Shown } from './values.ts';

/** What a variable shows that the thread does not need any more, or not yet. */
export const notLive = 'not live here';

export interface CallOf {
  readonly thread: number;
  /** Index into `Program.frames`. */
  readonly frame: number;
}

export function localItems(shown: Shown, queries: Queries, call: CallOf): readonly Item[] {
  return queries.variables(call.frame).map((variable) => localItem(shown, call, variable));
}

function localItem(shown: Shown, { thread }: CallOf, variable: FrameVariable): Item {
  const { walk } = shown;
  const { name, type, parts } = variable;
  const values = parts.map(({ suffix, value, display }) => {
    const text = (registers: Registers | undefined) => {
      const number = registers === undefined ? undefined : numberOf(value, registers);
      return number === undefined ? notLive : formatValue(walk.program, display, number);
    };
    const now = text(walk.state.threads[thread]?.registers);
    const was = wasText(walk.last, thread, text);
    const registers = walk.state.threads[thread]?.registers;
    const number = registers === undefined ? undefined : numberOf(value, registers);
    return {
      suffix,
      text: was === undefined || was === now ? now : `${changedMark} ${now} (was ${was})`,
      children: number === undefined ? undefined : pointeeOf(shown, display, number),
    };
  });
  const [first] = values;
  if (values.length === 1 && first !== undefined && first.suffix === '') {
    const { text, children } = first;
    return { ...plainItem(name, text), type, evaluateName: name, children };
  }
  const summary = values.map(({ suffix, text }) => `${suffix.replace(/^\./u, '')}: ${text}`);
  const item = groupItem(name, `{${summary.join(', ')}}`, () =>
    values.map(({ suffix, text, children }) => ({
      ...plainItem(suffix.replace(/^\./u, ''), text),
      evaluateName: `${name}${suffix}`,
      children,
    })),
  );
  return { ...item, type, evaluateName: name };
}

type Registers = ReadonlyMap<RegisterId, number>;

/** Only the thread's own step changes its locals; what was not live had no value to change. */
function wasText(
  last: WalkStep | undefined,
  thread: number,
  text: (registers: Registers | undefined) => string,
): string | undefined {
  if (last === undefined || last.action.thread !== thread) return undefined;
  const was = text(last.before.threads[thread]?.registers);
  return was === notLive ? undefined : was;
}

/** Locals are registers or constants; undefined: the register is dead here. */
function numberOf(value: Expression, registers: Registers): number | undefined {
  if (value.op === 'constant') return value.value;
  return value.op === 'register' ? registers.get(value.register) : undefined;
}
