// Writes code from one entry to where it rests, as the body of a function: blocks, faults, events.

import { builtinIndex } from '../machine/machine.ts';
import type { Pc, RegisterId } from '../program.ts';
import { result } from '../stepper.ts';
import type { Code, Label } from './code.ts';
import { emitBlocks, type Flow, type Jumps, targetOf } from './flow.ts';
import { type Exits, emitInstruction } from './instruction.ts';
import { opcode, type } from './opcodes.ts';
import type { PackedWords } from './packed-words.ts';
import type { Fault, Routine, Unit } from './routine.ts';

const faults: readonly Fault[] = [
  'overflow',
  'null_dereference',
  'use_after_free',
  'out_of_bounds',
];

export interface BodyParts {
  readonly words: PackedWords;
  /** Writes what happens at a place to rest; control ends with it. */
  readonly rest: (pc: Pc, registers: Registers) => void;
}

/** Locals of the registers that the code names. */
export type Registers = (register: RegisterId) => number;

/** Makes a local for every register at its first use. */
export function registersIn(code: Code): Registers {
  const locals = new Map<RegisterId, number>();
  return (register) => {
    const known = locals.get(register);
    if (known !== undefined) return known;
    const local = code.local();
    locals.set(register, local);
    return local;
  };
}

/**
 * Writes the body. It leaves the number of its `result` in the local that is given back, and its
 * events in the global.
 */
export function emitBody(
  unit: Unit,
  code: Code,
  flow: Flow,
  registers: Registers,
  { words, rest }: BodyParts,
): number {
  const outcome = code.local();
  const events = code.local(type.i64);
  const noteBit = (property: number): void => {
    if (unit.program.properties[property]?.watched !== true) return;
    code
      .get(events)
      .constant64(1n << BigInt(property))
      .op(opcode.i64Or)
      .set(events);
  };
  code.block((exit) => {
    const leave = (number: number): void => {
      if (number !== result.moved) code.constant(number).set(outcome);
      code.branch(exit);
    };
    const labels: Partial<Record<Fault, Label>> = {};
    for (const fault of faults) labels[fault] = code.open();
    const routine: Routine = {
      unit,
      code,
      words,
      register: registers,
      faults: labels as Record<Fault, Label>,
    };
    const fuel = fuelOf(unit, flow, code);
    emitBlocks(code, flow, (block, jumps) => {
      const { pc, rests, pcs } = flow.blocks[block]!;
      if (rests) {
        rest(pc, registers);
        leave(result.moved);
        return;
      }
      const exits = exitsOf(unit, flow, { leave, note: noteBit }, jumps);
      for (const each of pcs) {
        fuel?.(() => leave(result.endless));
        emitInstruction(routine, unit.program.code[each]!, exits);
      }
      leaveBlock(unit, flow, pcs.at(-1)!, jumps);
    });
    for (const fault of [...faults].reverse()) {
      code.end();
      noteBit(builtinIndex(unit.program, fault));
      leave(result.ended);
    }
  });
  code.get(events).setGlobal(unit.globals.events);
  return outcome;
}

/** Counts instructions where the code could run for longer than the limit. */
function fuelOf(
  { instructionsMax }: Unit,
  flow: Flow,
  code: Code,
): ((whenEmpty: () => void) => void) | undefined {
  if (!flow.isCyclic && flow.length <= instructionsMax) return undefined;
  const fuel = code.local();
  code.constant(Math.min(instructionsMax, 0x7fffffff)).set(fuel);
  return (whenEmpty) => {
    code.get(fuel).op(opcode.i32Eqz).when(whenEmpty);
    code.get(fuel).constant(1).op(opcode.i32Sub).set(fuel);
  };
}

function exitsOf(
  unit: Unit,
  flow: Flow,
  { leave, note }: Pick<Exits, 'leave' | 'note'>,
  jumps: Jumps,
): Exits {
  const block = (pc: Pc): number => targetOf(flow, unit.program.code, pc);
  return {
    leave,
    note,
    jumpIf: (to) => jumps.jumpIf(block(to)),
    jumpTable: (to) => jumps.jumpTable(to.map(block)),
  };
}

/** Goes on to the next block after the last instruction of one. */
function leaveBlock(unit: Unit, flow: Flow, last: Pc, jumps: Jumps): void {
  const instruction = unit.program.code[last]!;
  if (instruction.op === 'choose') return;
  const next = instruction.op === 'jump' ? instruction.to : last + 1;
  jumps.jump(targetOf(flow, unit.program.code, next));
}
