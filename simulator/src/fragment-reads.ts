// What a condition may look at: if nothing of that ever changes, neither does its value.
import { liveOnEntry } from './liveness.ts';
import type { Fragment, Instruction, Place, Program, SlotId } from './program.ts';
import { placesOf, reachable } from './reach.ts';

/**
 * All slots that the fragment may read, those that say whether an object is alive included.
 * Undefined where it may read what a thread has in its registers.
 */
export function slotsRead(
  program: Program,
  { entry, result }: Fragment,
): ReadonlySet<SlotId> | undefined {
  const { code } = program;
  const own = result === undefined ? [] : [result];
  if (liveOnEntry(code, [entry], own)[0]?.length !== 0) return undefined;
  const slots = new Set<SlotId>();
  reachable(code, [entry]).forEach((isReached, pc) => {
    const instruction = code[pc];
    if (isReached === 0 || instruction === undefined) return;
    for (const place of placesIn(instruction)) note(program, place, slots);
  });
  return slots;
}

function placesIn(instruction: Instruction): readonly { place: Place; length: number }[] {
  switch (instruction.op) {
    case 'load':
      return [{ place: instruction.from, length: instruction.to.length }];
    case 'store':
      return [{ place: instruction.to, length: instruction.values.length }];
    default:
      return [];
  }
}

function note(
  program: Program,
  { place, length }: { place: Place; length: number },
  slots: Set<SlotId>,
): void {
  for (const first of placesOf(program).of(place)) {
    for (let at = 0; at < length; at++) slots.add(first + at);
  }
  if (place.status !== undefined) slots.add(place.status);
  const { pointer } = place;
  if (pointer === undefined) return;
  for (const { status } of program.domains[pointer.domain]?.targets ?? []) {
    if (status !== undefined) slots.add(status);
  }
}
