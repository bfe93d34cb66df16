// What a step does, instruction by instruction, for replay: a probe that the machine calls.
import type { Context } from './machine/context.ts';
import { type Evaluate, isUnsigned } from './machine/expression.ts';
import { fault } from './machine/fault.ts';
import type { Machine, Probe } from './machine/machine.ts';
import { compileAddress } from './machine/place.ts';
import type { Instruction, Pc, Place, RegisterId, SlotId } from './program.ts';

/**
 * One thing that a step did, at the instruction `pc`. Values are as the ranges say, not raw bits.
 */
export type Effect =
  /** `values` were read from the slots beginning at `slot`. */
  | {
      readonly kind: 'read';
      readonly pc: Pc;
      readonly slot: SlotId;
      readonly registers: readonly RegisterId[];
      readonly values: readonly number[];
    }
  | {
      readonly kind: 'write';
      readonly pc: Pc;
      readonly slot: SlotId;
      readonly before: readonly number[];
      readonly values: readonly number[];
    }
  | {
      readonly kind: 'set';
      readonly pc: Pc;
      readonly register: RegisterId;
      readonly before: number;
      readonly value: number;
    }
  /** The condition held, and the thread went on. */
  | { readonly kind: 'await'; readonly pc: Pc }
  | { readonly kind: 'choose'; readonly pc: Pc; readonly to: Pc }
  | { readonly kind: 'any'; readonly pc: Pc; readonly register: RegisterId; readonly value: number }
  | {
      readonly kind: 'allocate';
      readonly pc: Pc;
      readonly register: RegisterId;
      readonly pool: number;
      readonly value: number;
    }
  | { readonly kind: 'free'; readonly pc: Pc; readonly domain: number; readonly status: SlotId };

/**
 * Collects the effects of a step. Expressions have no effects, so looking ahead changes nothing.
 */
export class EffectProbe implements Probe {
  private effects: Effect[] = [];
  private readonly machine: Machine;
  private readonly context: Context;
  private readonly addresses = new Map<Pc, Evaluate>();
  private slot = -1;
  private before_: readonly number[] = [];

  constructor(machine: Machine) {
    this.machine = machine;
    this.context = machine.context;
  }

  begin(): void {
    this.effects = [];
  }

  collected(): readonly Effect[] {
    return this.effects;
  }

  before(pc: Pc): void {
    const instruction = this.machine.program.code[pc]!;
    if (instruction.op === 'load') this.aim(pc, instruction.from, instruction.to.length);
    if (instruction.op === 'store') this.aim(pc, instruction.to, instruction.values.length);
    if (instruction.op === 'set') this.before_ = [this.register(instruction.to)];
    if (instruction.op === 'free') this.slot = this.context.journalLength;
  }

  after(pc: Pc, next: number): void {
    if (next < 0) return;
    const effect = this.effectOf(this.machine.program.code[pc]!, pc, next);
    if (effect !== undefined) this.effects.push(effect);
  }

  private effectOf(instruction: Instruction, pc: Pc, next: Pc): Effect | undefined {
    const { slot, before_: before } = this;
    switch (instruction.op) {
      case 'load': {
        const { to: registers } = instruction;
        return {
          kind: 'read',
          pc,
          slot,
          registers,
          values: registers.map((to) => this.register(to)),
        };
      }
      case 'store':
        return { kind: 'write', pc, slot, before, values: this.slots(instruction.values.length) };
      case 'set': {
        const { to: register } = instruction;
        return { kind: 'set', pc, register, before: before[0]!, value: this.register(register) };
      }
      case 'await':
        return { kind: 'await', pc };
      case 'choose':
        return { kind: 'choose', pc, to: next };
      case 'any':
        return { kind: 'any', pc, register: instruction.to, value: this.register(instruction.to) };
      case 'allocate': {
        const { to: register, pool } = instruction;
        return { kind: 'allocate', pc, register, pool, value: this.register(register) };
      }
      case 'free': {
        // Freeing NULL writes nothing.
        if (this.context.journalLength === slot) return undefined;
        const status = this.context.journal[slot]!;
        return { kind: 'free', pc, domain: instruction.domain, status };
      }
      default:
        return undefined;
    }
  }

  private aim(pc: Pc, place: Place, length: number): void {
    let address = this.addresses.get(pc);
    if (address === undefined) {
      address = compileAddress(this.context, place);
      this.addresses.set(pc, address);
    }
    this.context.faultKind = fault.none;
    this.slot = address();
    const isFaulty = this.context.faultKind !== fault.none;
    this.context.faultKind = fault.none;
    this.before_ = isFaulty ? [] : this.slots(length);
  }

  private slots(length: number): readonly number[] {
    return Array.from({ length }, (_, index) => slotValue(this.machine, this.slot + index));
  }

  private register(register: RegisterId): number {
    return registerValue(this.machine, register);
  }
}

/** The value of a slot in memory, signed or unsigned as its range says. */
export function slotValue({ program, context }: Machine, slot: SlotId): number {
  const raw = context.cells[slot]!;
  return isUnsigned(program.slots[slot]!.range) ? raw >>> 0 : raw;
}

/** The value of a register in memory, signed or unsigned as its range says. */
export function registerValue({ program, context }: Machine, register: RegisterId): number {
  const raw = context.cells[context.registerBase + register]!;
  return isUnsigned(program.registers[register]!.range) ? raw >>> 0 : raw;
}
