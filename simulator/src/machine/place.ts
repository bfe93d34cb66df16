// Compiles a Place to a closure that gives its first slot, with the faults in the documented order.
import type { Place } from '../program.ts';
import { objectStatus } from '../program.ts';
import type { Context } from './context.ts';
import type { Evaluate } from './expression.ts';
import { compileExpression } from './expression.ts';
import { fault } from './fault.ts';

/** After a fault the closure returns slot 0: look at `faultKind` before using it. */
export function compileAddress(context: Context, place: Place): Evaluate {
  const base = compileBase(context, place);
  return place.indices.reduce((from, index) => compileIndex(context, from, index), base);
}

/** True where the address is known without running anything. */
export function isFixed(place: Place): boolean {
  return place.pointer === undefined && place.status === undefined && place.indices.length === 0;
}

function compileBase(context: Context, place: Place): Evaluate {
  const { offset, pointer, status } = place;
  if (pointer !== undefined) return compilePointer(context, pointer, offset);
  const slot = place.base + offset;
  if (status === undefined) return () => slot;
  const { cells } = context;
  return () => {
    const found = cells[status]!;
    return found === objectStatus.live ? slot : context.raise(fault.freed, status, found, 0);
  };
}

function compilePointer(
  context: Context,
  pointer: NonNullable<Place['pointer']>,
  offset: number,
): Evaluate {
  const { cells } = context;
  const { targets } = context.program.domains[pointer.domain]!;
  const value = compileExpression(context, pointer.value);
  const slots = Int32Array.from(targets, (target) => target.slot + offset);
  const statuses = Int32Array.from(targets, (target) => target.status ?? -1);
  return () => {
    const found = value();
    if (found === 0) return context.raise(fault.null, 0, 0, 0);
    const status = statuses[found - 1]!;
    if (status >= 0 && cells[status] !== objectStatus.live) {
      return context.raise(fault.freed, status, cells[status]!, 0);
    }
    return slots[found - 1]!;
  };
}

/** A fault before the index keeps its place: the first one counts. */
function compileIndex(context: Context, from: Evaluate, index: Place['indices'][number]): Evaluate {
  const value = compileExpression(context, index.value);
  const { stride, length } = index;
  return () => {
    const slot = from();
    const found = value();
    if (found < 0 || found >= length) return context.raise(fault.index, found, length, 0);
    return slot + found * stride;
  };
}
