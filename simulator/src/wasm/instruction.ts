// Emits the instructions of a block. Control between blocks belongs to the body around them.
import { unreachable } from '../assert.ts';
import type { Instruction, Pc, RegisterId } from '../program.ts';
import { objectStatus } from '../program.ts';
import { result } from '../stepper.ts';
import { checkRange, emitExpression, faultIf, lookUp, narrow, widen } from './expression.ts';
import { contains, intervalOf } from './interval.ts';
import { type Opcode, opcode, type } from './opcodes.ts';
import { type Address, behind, emitAddress, readAddress, readSlot, writeAddress } from './place.ts';
import type { Routine } from './routine.ts';

/** How an instruction leaves the body: by the number of a result, or through the blocks. */
export interface Exits {
  /** Leaves with one of `result`. */
  readonly leave: (result: number) => void;
  /** Notes an event of a property that is watched. */
  readonly note: (property: number) => void;
  readonly jumpIf: (to: Pc) => void;
  readonly jumpTable: (to: readonly Pc[]) => void;
}

type Of<Op extends Instruction['op']> = Extract<Instruction, { readonly op: Op }>;

/** Emits one instruction. After it, control is at the next one, or has left. */
export function emitInstruction(routine: Routine, instruction: Instruction, exits: Exits): void {
  switch (instruction.op) {
    case 'load':
      emitLoad(routine, instruction);
      break;
    case 'store':
      emitStore(routine, instruction);
      break;
    case 'set':
      emitSet(routine, instruction);
      break;
    case 'jump':
      break;
    case 'branch':
      emitExpression(routine, instruction.condition);
      routine.code.op(opcode.i32Eqz);
      exits.jumpIf(instruction.otherwise);
      break;
    case 'await':
      emitExpression(routine, instruction.condition);
      routine.code.op(opcode.i32Eqz).when(() => exits.leave(result.disabled));
      break;
    case 'choose':
      routine.code.constant(instruction.targets.length).call(routine.unit.calls.pick);
      exits.jumpTable(instruction.targets);
      break;
    case 'any':
      emitAny(routine, instruction, exits);
      break;
    case 'allocate':
      emitAllocate(routine, instruction, exits);
      break;
    case 'free':
      emitFree(routine, instruction);
      break;
    case 'check':
      emitExpression(routine, instruction.condition);
      routine.code.op(opcode.i32Eqz).when(() => {
        exits.note(instruction.property);
        if (instruction.ends) exits.leave(result.ended);
      });
      break;
    case 'mark':
    case 'end':
      break;
    default:
      unreachable(instruction);
  }
}

function emitSet(routine: Routine, { to, value }: Of<'set'>): void {
  const found = emitExpression(routine, value);
  checkRange(routine, found, routine.unit.program.registers[to]!.range);
  setRegister(routine, to);
}

function setRegister({ code, register }: Routine, to: RegisterId): void {
  code.set(register(to));
}

function emitLoad(routine: Routine, { to, from }: Of<'load'>): void {
  const address = emitAddress(routine, from);
  const values = to.map((register, index) => {
    const found = readAddress(routine, address, index);
    checkRange(routine, found, routine.unit.program.registers[register]!.range);
    const value = routine.code.local();
    routine.code.set(value);
    return value;
  });
  to.forEach((register, index) => {
    routine.code.get(values[index]!);
    setRegister(routine, register);
  });
}

/** All values are known and in range before the first is written. */
function emitStore(routine: Routine, { to, values }: Of<'store'>): void {
  const { code } = routine;
  const address = emitAddress(routine, to);
  const computed = values.map((value) => {
    const interval = emitExpression(routine, value);
    const local = code.local();
    code.set(local);
    return { interval, local };
  });
  computed.forEach(({ interval, local }, index) => {
    const slots = slotsOf(address).map((slot) => slot + index);
    const ranges = slots.map((slot) => routine.unit.program.slots[slot]!.range);
    if (ranges.every((range) => contains(intervalOf(range), interval))) return;
    const [first] = ranges;
    if (ranges.every(({ min, max }) => min === first!.min && max === first!.max)) {
      code.get(local);
      checkRange(routine, interval, first!);
      code.op(opcode.drop);
    } else if (address.kind === 'found') {
      code.get(local);
      widen(code, interval);
      checkBounds(routine, behind(routine, address.local, index));
    }
  });
  computed.forEach(({ local }, index) => {
    writeAddress(routine, address, index, local);
  });
}

function slotsOf(address: Address): readonly number[] {
  return address.kind === 'fixed' ? [address.slot] : address.candidates;
}

/** Faults where the 64-bit value on the stack is outside the range of the slot in a local. */
function checkBounds(routine: Routine, slot: number): void {
  const { code, unit } = routine;
  const value = code.local(type.i64);
  code.set(value);
  const bounds: readonly (readonly [number, Opcode])[] = [
    [0, opcode.i64LtS],
    [8, opcode.i64GtS],
  ];
  for (const [offset, outside] of bounds) {
    code.get(value).get(slot).constant(4).op(opcode.i32Shl);
    code.load(unit.slots.bounds() + offset, opcode.i64Load).op(outside);
    faultIf(routine, 'overflow');
  }
}

function emitAny(routine: Routine, { to, low, high }: Of<'any'>, exits: Exits): void {
  const { code, unit } = routine;
  const { range } = unit.program.registers[to]!;
  const lowest = code.local(type.i64);
  const highest = code.local(type.i64);
  widen(code, emitExpression(routine, low));
  code.set(lowest);
  widen(code, emitExpression(routine, high));
  code.set(highest);
  code.get(lowest).get(highest).op(opcode.i64GtS);
  code.when(() => exits.leave(result.disabled));
  const size = code.local(type.i64);
  code.get(highest).get(lowest).op(opcode.i64Sub).constant64(1).op(opcode.i64Add).set(size);
  // No step has that many combinations taken: `choices_max` is far below.
  code.constant64(sizeMax).get(size);
  code.get(size).constant64(sizeMax).op(opcode.i64GtS, opcode.select, opcode.i32WrapI64);
  code.call(unit.calls.pick).op(opcode.i64ExtendI32U).get(lowest).op(opcode.i64Add);
  narrow(routine, range);
  setRegister(routine, to);
}

const sizeMax = 0x7fffffff;

/** Any freed object, in order, or the first fresh one. */
function emitAllocate(routine: Routine, instruction: Of<'allocate'>, exits: Exits): void {
  const { code, unit } = routine;
  const { domain, members } = unit.program.pools[instruction.pool]!;
  const { targets } = unit.program.domains[domain]!;
  const freed = code.local();
  const fresh = code.local();
  const taken = code.local();
  const statuses = members.map((member) => {
    const status = code.local();
    readSlot(routine, targets[member - 1]!.status!);
    code.set(status);
    return status;
  });
  const countIf = (status: number, wanted: number): void => {
    code.get(status).constant(wanted).op(opcode.i32Eq);
  };
  code.constant(0).set(freed).constant(0).set(fresh).constant(0).set(taken);
  members.forEach((member, index) => {
    code.get(freed);
    countIf(statuses[index]!, objectStatus.freed);
    code.op(opcode.i32Add).set(freed);
    countIf(statuses[index]!, objectStatus.fresh);
    code.get(fresh).op(opcode.i32Eqz, opcode.i32And);
    code.when(() => code.constant(member).set(fresh));
  });
  code.get(freed).get(fresh).constant(0).op(opcode.i32Ne, opcode.i32Add, opcode.i32Eqz);
  code.when(() => {
    code.constant(instruction.pool).setGlobal(unit.globals.pool);
    exits.leave(result.cut);
  });
  const left = code.local();
  code.get(freed).get(fresh).constant(0).op(opcode.i32Ne, opcode.i32Add);
  code.call(unit.calls.pick).set(left);
  members.forEach((member, index) => {
    countIf(statuses[index]!, objectStatus.freed);
    code.when(() => {
      code.get(left).get(taken).op(opcode.i32Or, opcode.i32Eqz);
      code.when(() => code.constant(member).set(taken));
      code.get(left).constant(1).op(opcode.i32Sub).set(left);
    });
  });
  code
    .get(taken)
    .op(opcode.i32Eqz)
    .when(() => code.get(fresh).set(taken));
  code.get(taken);
  const interval = { low: 1, high: targets.length };
  checkRange(routine, interval, unit.program.registers[instruction.to]!.range);
  setRegister(routine, instruction.to);
  const address = statusAddress(routine, domain, taken);
  code.constant(objectStatus.live).set(left);
  writeAddress(routine, address, 0, left);
}

/** The status slot of the target whose value is in a local; the local holds -1 for none. */
function statusAddress(routine: Routine, domain: number, pointer: number): Address {
  const { code, unit } = routine;
  const { targets } = unit.program.domains[domain]!;
  const slot = code.local();
  code.get(pointer);
  lookUp(code, unit.image.table([-1, ...targets.map(({ status }) => status ?? -1)]));
  code.set(slot);
  return {
    kind: 'found',
    local: slot,
    candidates: targets.flatMap(({ status }) => status ?? []),
  };
}

function emitFree(routine: Routine, { domain, value }: Of<'free'>): void {
  const { code } = routine;
  const pointer = code.local();
  emitExpression(routine, value);
  code.tee(pointer).when(() => {
    const address = statusAddress(routine, domain, pointer);
    if (address.kind === 'fixed' || address.candidates.length === 0) {
      code.constant(1);
      faultIf(routine, 'use_after_free');
      return;
    }
    code.get(address.local).constant(0).op(opcode.i32LtS);
    faultIf(routine, 'use_after_free');
    readAddress(routine, address, 0);
    code.constant(objectStatus.live).op(opcode.i32Ne);
    faultIf(routine, 'use_after_free');
    const freed = code.local();
    code.constant(objectStatus.freed).set(freed);
    writeAddress(routine, address, 0, freed);
  });
}
