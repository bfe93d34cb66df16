// Emits the address of a place, with the faults in the documented order, and the reads and writes
// of slots.
import type { Place, SlotId } from '../program.ts';
import { objectStatus } from '../program.ts';
import { emitExpression, faultIf, lookUp } from './expression.ts';
import { hull, type Interval, intervalOf, isNegative, isUnsigned } from './interval.ts';
import { opcode } from './opcodes.ts';
import { noteChange, noteChangeAt, noteTouch, noteTouchAt, type Routine } from './routine.ts';
import { Unsupported } from './unsupported.ts';

/** A slot: known now, or its number in a local and one of `candidates`. */
export type Address =
  | { readonly kind: 'fixed'; readonly slot: SlotId }
  | {
      readonly kind: 'found';
      readonly local: number;
      readonly candidates: readonly SlotId[];
    };

/** True where code has to compute the address, or the status of a target. */
export function isFoundAtRun(place: Place): boolean {
  return place.pointer !== undefined || place.indices.length > 0;
}

/** Computes the first slot of a place. */
export function emitAddress(routine: Routine, place: Place): Address {
  const { code, unit } = routine;
  const { pointer, status, indices, base, offset } = place;
  if (pointer === undefined && indices.length === 0) {
    if (status !== undefined) requireLive(routine, status);
    return { kind: 'fixed', slot: base + offset };
  }
  const slot = code.local();
  if (pointer !== undefined) emitPointer(routine, pointer, offset, slot);
  else {
    if (status !== undefined) requireLive(routine, status);
    code.constant(base + offset).set(slot);
  }
  for (const { value, stride, length } of indices) {
    const found = emitExpression(routine, value);
    const index = code.local();
    code.set(index);
    if (found.low < 0 || found.high >= length) {
      // As unsigned, a negative index is a large one.
      code.get(index).constant(length).op(opcode.i32GeU);
      faultIf(routine, 'out_of_bounds');
    }
    code.get(slot).get(index);
    if (stride !== 1) code.constant(stride).op(opcode.i32Mul);
    code.op(opcode.i32Add).set(slot);
  }
  return { kind: 'found', local: slot, candidates: unit.places.of(place) };
}

function requireLive(routine: Routine, status: SlotId): void {
  readSlot(routine, status);
  routine.code.constant(objectStatus.live).op(opcode.i32Ne);
  faultIf(routine, 'use_after_free');
}

function emitPointer(
  routine: Routine,
  { domain, value }: NonNullable<Place['pointer']>,
  offset: number,
  slot: number,
): void {
  const { code, unit } = routine;
  const { targets } = unit.program.domains[domain]!;
  const pointer = code.local();
  emitExpression(routine, value);
  code.tee(pointer).op(opcode.i32Eqz);
  faultIf(routine, 'null_dereference');
  if (targets.some(({ status }) => status !== undefined)) {
    const status = code.local();
    const dead = code.local();
    code.constant(0).set(dead).get(pointer);
    lookUp(code, unit.image.table([-1, ...targets.map((target) => target.status ?? -1)]));
    code.tee(status).constant(0).op(opcode.i32GeS);
    code.when(() => {
      const statuses = targets.flatMap((target) => target.status ?? []);
      readAddress(routine, { kind: 'found', local: status, candidates: statuses }, 0);
      code.constant(objectStatus.live).op(opcode.i32Ne).set(dead);
    });
    code.get(dead);
    faultIf(routine, 'use_after_free');
  }
  code.get(pointer);
  lookUp(code, unit.image.table([0, ...targets.map((target) => target.slot + offset)]));
  code.set(slot);
}

/** Pushes the value of a slot known now. */
export function readSlot(routine: Routine, slot: SlotId): Interval {
  const { unit, words, code } = routine;
  noteTouch(routine, slot);
  const field = unit.slots.fieldOf(slot);
  if (field === undefined) code.constant(unit.program.initial[slot]!);
  else words.readField(field);
  return intervalOf(unit.program.slots[slot]!.range);
}

/** Pushes the value of the slot `more` places behind an address. */
export function readAddress(routine: Routine, address: Address, more: number): Interval {
  if (address.kind === 'fixed') return readSlot(routine, address.slot + more);
  const { unit, words } = routine;
  const slots = address.candidates.map((slot) => slot + more);
  const local = behind(routine, address.local, more);
  noteTouchAt(routine, local);
  words.readSlot(local, unit.slots.uniform(slots));
  return intervalOfSlots(routine, slots);
}

/** Stores a local in the slot `more` places behind an address; it is in the slot's range. */
export function writeAddress(
  routine: Routine,
  address: Address,
  more: number,
  value: number,
): void {
  const { unit, words, code } = routine;
  const before = unit.footprints === undefined ? undefined : code.local();
  if (address.kind === 'fixed') {
    const slot = address.slot + more;
    const field = unit.slots.fieldOf(slot);
    if (field === undefined) throw new Error('assertion failed: a slot that is written has bits');
    if (before !== undefined) {
      readSlot(routine, slot);
      code.set(before);
      noteChange(routine, slot, { before, after: value });
    }
    words.writeField(field, value);
    return;
  }
  const uniform = unit.slots.uniform(address.candidates.map((slot) => slot + more));
  const local = behind(routine, address.local, more);
  if (before !== undefined) {
    noteTouchAt(routine, local);
    words.readSlot(local, uniform);
    code.set(before);
    noteChangeAt(routine, local, { before, after: value });
  }
  words.writeSlot(local, value, uniform);
}

/** The bounds of all these slots together. */
export function intervalOfSlots({ unit }: Routine, slots: readonly SlotId[]): Interval {
  const ranges = slots.map((slot) => unit.program.slots[slot]!.range);
  const all = hull(...ranges.flatMap(({ min, max }) => [min, max]));
  if (isNegative(all) && isUnsigned(all)) throw new Unsupported('a pointer to signed and unsigned');
  return all;
}

/** A local with the number `more` above another. */
export function behind({ code }: Routine, local: number, more: number): number {
  if (more === 0) return local;
  const sum = code.local();
  code.get(local).constant(more).op(opcode.i32Add).set(sum);
  return sum;
}
