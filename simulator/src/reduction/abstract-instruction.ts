// One instruction on sets of values instead of values: it is run by the machine's own expressions on
// every combination of what its registers may hold. Where there are too many, everything is possible.

import { eachRegister } from '../liveness.ts';
import { Context } from '../machine/context.ts';
import { compileExpression, type Evaluate } from '../machine/expression.ts';
import { fault } from '../machine/fault.ts';
import { compileAddress } from '../machine/place.ts';
import type { Expression, Instruction, Pc, Program, RegisterId, SlotId } from '../program.ts';
import { objectStatus } from '../program.ts';
import { PlaceSlots } from '../reach.ts';
import { compileReads, type EachSlot, placesIn, statusesBehind } from './access.ts';
import { onlyZero, type ValueSet, valueSet, valuesMax } from './value-set.ts';

/** Registers that are not in it hold 0. */
export type Environment = Map<RegisterId, ValueSet>;

/** Combinations tried of one instruction before all is taken for possible. */
const combinationsMax = 4096;

/** What an instruction may come to, all combinations together. */
export interface Possible {
  readonly reads: ReadonlySet<SlotId>;
  /** First slots of the place; empty for instructions without one. */
  readonly targets: ReadonlySet<SlotId>;
  /** Per expression of the instruction, its values; undefined: unknown. */
  readonly values: readonly (ReadonlySet<number> | undefined)[];
  /** What the registers hold where the first expression is zero, and where it is not. */
  readonly whenZero: Environment | undefined;
  readonly whenOther: Environment | undefined;
}

interface Compiled {
  readonly registers: readonly RegisterId[];
  readonly reads: EachSlot | undefined;
  readonly target: Evaluate | undefined;
  readonly values: readonly Evaluate[];
}

interface Found {
  readonly reads: Set<SlotId>;
  readonly targets: Set<SlotId>;
  readonly values: readonly Set<number>[];
  readonly zero: readonly Set<number>[];
  readonly other: readonly Set<number>[];
}

export class AbstractInstructions {
  readonly program: Program;
  private readonly context: Context;
  private readonly places: PlaceSlots;
  private readonly compiled: (Compiled | undefined)[] = [];

  constructor(program: Program) {
    this.program = program;
    this.context = new Context(program);
    this.places = new PlaceSlots(program);
    // No access faults for an object that is not live: that it may is enough.
    for (const { targets } of program.domains) {
      for (const { status } of targets) {
        if (status !== undefined) this.context.cells[status] = objectStatus.live;
      }
    }
    for (const instruction of program.code) {
      for (const { status } of placesIn(instruction)) {
        if (status !== undefined) this.context.cells[status] = objectStatus.live;
      }
    }
  }

  possible(pc: Pc, environment: Environment): Possible {
    const compiled = this.compile(pc);
    const sets = compiled.registers.map((register) => valuesIn(environment, register));
    let count = 1;
    for (const set of sets) count *= set?.length ?? Number.POSITIVE_INFINITY;
    if (count > combinationsMax) return this.anything(pc, environment);
    return this.tryAll(compiled, sets, environment);
  }

  private tryAll(
    compiled: Compiled,
    sets: readonly ValueSet[],
    environment: Environment,
  ): Possible {
    const { context } = this;
    const { registers } = compiled;
    const found: Found = {
      reads: new Set(),
      targets: new Set(),
      values: compiled.values.map(() => new Set()),
      zero: registers.map(() => new Set()),
      other: registers.map(() => new Set()),
    };
    const at = registers.map(() => 0);
    do {
      registers.forEach((register, index) => {
        context.cells[context.registerBase + register] = sets[index]![at[index]!]!;
      });
      this.tryOne(compiled, found, (index) => sets[index]![at[index]!]!);
    } while (turn(at, sets));
    const { reads, targets, values } = found;
    const first = values[0] ?? new Set();
    const hasOther = first.size > (first.has(0) ? 1 : 0);
    const whenZero = first.has(0) ? this.narrowed(registers, found.zero, environment) : undefined;
    const whenOther = hasOther ? this.narrowed(registers, found.other, environment) : undefined;
    return { reads, targets, values, whenZero, whenOther };
  }

  private tryOne(compiled: Compiled, found: Found, held: (index: number) => number): void {
    const { context } = this;
    compiled.reads?.((slot) => found.reads.add(slot));
    context.faultKind = fault.none;
    const slot = compiled.target?.();
    const values = compiled.values.map((value) => value());
    if (context.faultKind !== fault.none) return;
    if (slot !== undefined) found.targets.add(slot);
    values.forEach((value, index) => {
      found.values[index]!.add(value);
    });
    if (values[0] === undefined) return;
    const side = values[0] === 0 ? found.zero : found.other;
    side.forEach((set, index) => {
      set.add(held(index));
    });
  }

  private narrowed(
    registers: readonly RegisterId[],
    held: readonly ReadonlySet<number>[],
    environment: Environment,
  ): Environment {
    const narrowed = new Map(environment);
    registers.forEach((register, index) => {
      narrowed.set(register, valueSet(held[index]!, this.program.registers[register]!.range));
    });
    return narrowed;
  }

  /** Too many combinations: every slot that the places may name, and any value. */
  private anything(pc: Pc, environment: Environment): Possible {
    const instruction = this.program.code[pc]!;
    const reads = new Set<SlotId>();
    for (const place of placesIn(instruction)) {
      for (const status of statusesBehind(this.program, place)) reads.add(status);
    }
    if (instruction.op === 'free') {
      for (const { status } of this.program.domains[instruction.domain]!.targets) {
        if (status !== undefined) reads.add(status);
      }
    }
    const targets = new Set<SlotId>();
    const place = placeOf(instruction);
    if (place !== undefined) for (const slot of this.places.of(place)) targets.add(slot);
    if (instruction.op === 'load') {
      for (const slot of targets) {
        for (let more = 0; more < instruction.to.length; more++) reads.add(slot + more);
      }
    }
    const values = valuesOf(instruction).map((value) => this.anyValue(value));
    return { reads, targets, values, whenZero: environment, whenOther: environment };
  }

  /** A flag is a flag, whatever it is computed from. */
  private anyValue(value: Expression): ReadonlySet<number> | undefined {
    if (value.op === 'not') return new Set([0, 1]);
    if (!('range' in value) || value.range.max - value.range.min >= valuesMax) return undefined;
    const { min, max } = value.range;
    return new Set(Array.from({ length: max - min + 1 }, (_, index) => min + index));
  }

  private compile(pc: Pc): Compiled {
    const known = this.compiled[pc];
    if (known !== undefined) return known;
    const { context } = this;
    const instruction = this.program.code[pc]!;
    const registers = new Set<RegisterId>();
    eachRegister(
      instruction,
      (register) => registers.add(register),
      () => {},
    );
    const place = placeOf(instruction);
    const compiled = {
      registers: [...registers],
      reads: compileReads(context, instruction),
      target: place === undefined ? undefined : compileAddress(context, place),
      values: valuesOf(instruction).map((value) => compileExpression(context, value)),
    };
    this.compiled[pc] = compiled;
    return compiled;
  }
}

export function valuesIn(environment: Environment, register: RegisterId): ValueSet {
  return environment.has(register) ? environment.get(register) : onlyZero;
}

/** The next combination; false when all were tried. */
function turn(at: number[], sets: readonly ValueSet[]): boolean {
  for (let index = 0; index < at.length; index++) {
    at[index] = at[index]! + 1;
    if (at[index]! < sets[index]!.length) return true;
    at[index] = 0;
  }
  return false;
}

function placeOf(instruction: Instruction) {
  if (instruction.op === 'load') return instruction.from;
  return instruction.op === 'store' ? instruction.to : undefined;
}

function valuesOf(instruction: Instruction): readonly Expression[] {
  switch (instruction.op) {
    case 'store':
      return instruction.values;
    case 'set':
    case 'free':
      return [instruction.value];
    case 'branch':
    case 'await':
    case 'check':
      return [instruction.condition];
    case 'any':
      return [instruction.low, instruction.high];
    default:
      return [];
  }
}
