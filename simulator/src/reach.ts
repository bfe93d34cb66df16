// What code can get to: successors of an instruction, the code of a thread, the slots behind a
// place. All answers are conservative: they may name more than any run ever meets.
import { oncePer } from './once.ts';
import type { Instruction, Pc, Place, Program, SlotId } from './program.ts';

/** Calls `visit` with every instruction that may be next. */
export function eachSuccessor(instruction: Instruction, pc: Pc, visit: (to: Pc) => void): void {
  switch (instruction.op) {
    case 'end':
      return;
    case 'jump':
      visit(instruction.to);
      return;
    case 'branch':
      visit(pc + 1);
      visit(instruction.otherwise);
      return;
    case 'choose':
      for (const target of instruction.targets) visit(target);
      return;
    default:
      visit(pc + 1);
  }
}

/** Every instruction that may be next; example: `successors(code[pc], pc)`. */
export function successors(instruction: Instruction, pc: Pc): readonly Pc[] {
  const found: Pc[] = [];
  eachSuccessor(instruction, pc, (to) => found.push(to));
  return found;
}

/** One byte per instruction: 1 where it can be reached from one of the entries. */
export function reachable(code: readonly Instruction[], entries: readonly Pc[]): Uint8Array {
  const seen = new Uint8Array(code.length);
  const work: Pc[] = [];
  const visit = (pc: Pc): void => {
    if (seen[pc] !== 0) return;
    seen[pc] = 1;
    work.push(pc);
  };
  for (const entry of entries) visit(entry);
  for (let pc = work.pop(); pc !== undefined; pc = work.pop()) {
    const instruction = code[pc];
    if (instruction !== undefined) eachSuccessor(instruction, pc, visit);
  }
  return seen;
}

/** True where a thread can rest: the instruction begins a step, or is an end. */
export function isResting(instruction: Instruction): boolean {
  return instruction.step || instruction.op === 'end';
}

/** The slots behind the places of a program, for all who ask. */
export const placesOf = /* @__PURE__ */ oncePer((program: Program) => new PlaceSlots(program));

/** Answers for every place which first slots it may name; equal shapes are worked out once. */
export class PlaceSlots {
  private readonly program: Program;
  private readonly known = new Map<string, readonly SlotId[]>();
  /** The same, by identity of the place: most look-ups end here. */
  private readonly met = new Map<Place, readonly SlotId[]>();

  constructor(program: Program) {
    this.program = program;
  }

  /** Without duplicates, in no order that means anything. */
  of(place: Place): readonly SlotId[] {
    const met = this.met.get(place);
    if (met !== undefined) return met;
    const slots = this.byShape(place);
    this.met.set(place, slots);
    return slots;
  }

  private byShape(place: Place): readonly SlotId[] {
    const indices = place.indices.map(({ stride, length }) => `${stride}*${length}`).join();
    const start = place.pointer === undefined ? `at${place.base}` : `in${place.pointer.domain}`;
    const key = `${start}+${place.offset}:${indices}`;
    const found = this.known.get(key);
    if (found !== undefined) return found;
    const slots = this.enumerate(place);
    this.known.set(key, slots);
    return slots;
  }

  private enumerate(place: Place): readonly SlotId[] {
    const { pointer, offset } = place;
    const starts =
      pointer === undefined
        ? [place.base]
        : (this.program.domains[pointer.domain]?.targets ?? []).map(({ slot }) => slot);
    let slots = new Set(starts.map((slot) => slot + offset));
    for (const { stride, length } of place.indices) {
      const more = new Set<SlotId>();
      for (const slot of slots) {
        for (let index = 0; index < length; index++) more.add(slot + index * stride);
      }
      slots = more;
    }
    return [...slots];
  }
}
