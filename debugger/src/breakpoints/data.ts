// Data breakpoints: on the slots of an object or a field, or on the value of an expression. Met in
// the state behind the step that changed, or read, it.
import type { SlotId } from '@racewalk/simulator';
import { isError, type Queries } from '../queries.ts';
import { type OrRefused, Refused } from '../refused.ts';
import type { Walk, WalkStep } from '../walk.ts';
import type { Trigger } from './table.ts';

export type Access = 'read' | 'write' | 'readWrite';

export interface Watched {
  readonly label: string;
  hit(walk: Walk, step: WalkStep, position: number, access: Access): boolean;
}

/** A prefix says which kind of data an id names. */
const slotPrefix = 'slots:';
const expressionPrefix = 'expression:';

/** The id of all slots of this path: `pages[0].flags`, or all of `pages[0]`. */
export function slotsId(path: string): string {
  return slotPrefix + path;
}

export function expressionId(text: string): string {
  return expressionPrefix + text;
}

export function watchedOf(
  id: string,
  slotsOf: (path: string) => readonly SlotId[],
  queries: Queries,
): OrRefused<Watched> {
  if (id.startsWith(slotPrefix)) {
    const path = id.slice(slotPrefix.length);
    const slots = slotsOf(path);
    return slots.length === 0
      ? new Refused(`there is no ${path} in this scenario`)
      : watchedSlots(path, slots);
  }
  if (!id.startsWith(expressionPrefix)) return new Refused('this names no data');
  const text = id.slice(expressionPrefix.length);
  const query = queries.compile(text, {});
  return isError(query) ? new Refused(query.message) : watchedExpression(text, queries);
}

function watchedSlots(label: string, slots: readonly SlotId[]): Watched {
  const wanted = new Set(slots);
  const isChanged = ({ before, after }: WalkStep) =>
    slots.some((slot) => before.slots[slot] !== after.slots[slot]);
  const isRead = ({ effects }: WalkStep) =>
    effects.some(
      (effect) =>
        effect.kind === 'read' && effect.values.some((_, index) => wanted.has(effect.slot + index)),
    );
  return {
    label,
    hit: (_walk, step, _position, access) =>
      (access !== 'read' && isChanged(step)) || (access !== 'write' && isRead(step)),
  };
}

/** Its value is compared: that it can be read says nothing, so it is only ever changed. */
function watchedExpression(text: string, queries: Queries): Watched {
  const valueAt = (walk: Walk, position: number) => {
    const answer = queries.evaluate(text, {}, walk.stateAt(position));
    return answer.kind === 'value' ? answer.value : undefined;
  };
  return {
    label: text,
    hit: (walk, _step, position, access) =>
      access !== 'read' && valueAt(walk, position - 1) !== valueAt(walk, position),
  };
}

export function dataTrigger(watched: Watched, access: Access): Trigger {
  return {
    kind: 'data',
    meets({ walk, position }) {
      if (position === 0) return undefined;
      const step = walk.step(position - 1);
      if (!watched.hit(walk, step, position, access)) return undefined;
      const { action, pc } = step;
      return { thread: action.thread, frame: walk.program.code[pc]?.site.frame, pc };
    },
  };
}
