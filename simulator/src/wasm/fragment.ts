// Generated functions for the code that judges a state: properties, `finally`, observations and
// witnesses. (address of a state) -> a `result`; the value and the events stand in globals.
import type { Field } from '../layout.ts';
import type { Fragment, SlotId } from '../program.ts';
import { isResting } from '../reach.ts';
import { emitBody, registersIn } from './body.ts';
import type { Code } from './code.ts';
import { type Flow, flowFrom } from './flow.ts';
import { type } from './opcodes.ts';
import { MemoryWords } from './packed-words.ts';
import type { Unit } from './routine.ts';
import { SlotTables } from './slot-tables.ts';
import { copyWords } from './step.ts';

const state = 0;

/** Writes one fragment; its stores go to a copy of the state. */
export function emitFragment(unit: Unit, code: Code, fragment: Fragment): void {
  const { program } = unit;
  const registers = registersIn(code);
  const leaveValue = (): void => {
    if (fragment.result === undefined) return;
    code.get(registers(fragment.result)).setGlobal(unit.globals.value);
  };
  if (isResting(program.code[fragment.entry]!)) {
    leaveValue();
    code.constant64(0).setGlobal(unit.globals.events).constant(0);
    return;
  }
  const flow = flowFrom(program.code, fragment.entry);
  const written = writtenSlots(unit, flow);
  const { slots, base } =
    written.size === 0 ? { slots: unit.slots, base: state } : copied(unit, code, written);
  const outcome = emitBody({ ...unit, slots }, code, flow, registers, {
    words: new MemoryWords(code, base, slots),
    rest: leaveValue,
  });
  code.get(outcome);
}

/** The slots that the code may store to. */
function writtenSlots({ program, places }: Unit, flow: Flow): ReadonlySet<SlotId> {
  const written = new Set<SlotId>();
  for (const pc of flow.blocks.flatMap(({ pcs }) => pcs)) {
    const instruction = program.code[pc]!;
    if (instruction.op !== 'store') continue;
    for (const slot of places.of(instruction.to)) {
      instruction.values.forEach((_, index) => {
        written.add(slot + index);
      });
    }
  }
  return written;
}

/** Copies the state, with a word more for each slot to be written that states don't pack. */
function copied(
  { program, layout, image }: Unit,
  code: Code,
  written: ReadonlySet<SlotId>,
): { readonly slots: SlotTables; readonly base: number } {
  const more = new Map<SlotId, Field>();
  for (const slot of written) {
    if (layout.fieldOf(slot) !== undefined) continue;
    more.set(slot, { word: layout.words + more.size, shift: 0, mask: -1, min: 0 });
  }
  const base = code.local();
  code.constant(image.reserve((layout.words + more.size) * 4)).set(base);
  copyWords(code, layout.words, state, base);
  for (const [slot, { word }] of more) {
    code
      .get(base)
      .constant(program.initial[slot]!)
      .store(word * 4);
  }
  return { slots: new SlotTables(program, layout, image, more), base };
}

/** Fragments take the address of a state and give a `result`. */
export const fragmentSignature = { parameters: [type.i32], results: [type.i32] } as const;
