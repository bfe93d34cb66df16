// One step on sets of values: from a place to rest to the next ones, over all ways through it. What
// the slots may hold is asked of a memory, and what is stored is told to it.
import type { Instruction, Pc, Program, Range, RegisterId, SlotId } from '../program.ts';
import { objectStatus } from '../program.ts';
import { eachSuccessor, isResting } from '../reach.ts';
import {
  AbstractInstructions,
  type Environment,
  type Possible,
  valuesIn,
} from './abstract-instruction.ts';
import { poolStatuses } from './access.ts';
import { anyOf, union, type ValueSet, valueSet } from './value-set.ts';

/** What slots may hold while a step runs. */
export interface AbstractMemory {
  readonly values: (slot: SlotId) => ValueSet;
  readonly store: (slot: SlotId, values: ValueSet) => void;
}

/** What a step may do, all its combinations and all values together. */
export interface AbstractStep {
  readonly reads: ReadonlySet<SlotId>;
  readonly writes: ReadonlySet<SlotId>;
  /** Where it may come to rest, with what the registers that live there may hold. */
  readonly rests: ReadonlyMap<Pc, Environment>;
}

type Of<Op extends Instruction['op']> = Extract<Instruction, { readonly op: Op }>;

interface Walk {
  readonly memory: AbstractMemory;
  readonly reads: Set<SlotId>;
  readonly writes: Set<SlotId>;
  readonly rests: Map<Pc, Environment>;
  /** Where ways through the step may join. */
  readonly joins: Map<Pc, Environment>;
  readonly work: Pc[];
}

export class AbstractSteps {
  private readonly program: Program;
  private readonly instructions: AbstractInstructions;
  private readonly isJoin: Uint8Array;

  constructor(program: Program) {
    this.program = program;
    this.instructions = new AbstractInstructions(program);
    this.isJoin = new Uint8Array(program.code.length);
    program.code.forEach((instruction, pc) => {
      eachSuccessor(instruction, pc, (to) => {
        if (to !== pc + 1 || instruction.op === 'choose') this.isJoin[to] = 1;
      });
    });
  }

  /** The step from `pc`, whatever stands there: an end has none. */
  from(pc: Pc, environment: Environment, memory: AbstractMemory): AbstractStep {
    const walk: Walk = {
      memory,
      reads: new Set(),
      writes: new Set(),
      rests: new Map(),
      joins: new Map(),
      work: [],
    };
    if (this.program.code[pc]!.op === 'end') return walk;
    this.straight(walk, pc, new Map(environment));
    for (let next = walk.work.pop(); next !== undefined; next = walk.work.pop()) {
      this.straight(walk, next, new Map(walk.joins.get(next)!));
    }
    return walk;
  }

  /** Follows straight code to the next place where ways join, or fork, or rest. */
  private straight(walk: Walk, from: Pc, environment: Environment): void {
    let pc = from;
    for (;;) {
      const instruction = this.program.code[pc]!;
      if (instruction.op === 'jump' || instruction.op === 'choose') {
        eachSuccessor(instruction, pc, (to) => this.arrive(walk, to, environment));
        return;
      }
      const possible = this.instructions.possible(pc, environment);
      for (const slot of possible.reads) walk.reads.add(slot);
      if (instruction.op === 'branch') {
        if (possible.whenZero !== undefined) {
          this.arrive(walk, instruction.otherwise, possible.whenZero);
        }
        if (possible.whenOther !== undefined) this.arrive(walk, pc + 1, possible.whenOther);
        return;
      }
      const next = this.after(walk, instruction, possible, environment);
      if (next === undefined) return;
      pc++;
      if (this.isJoin[pc] === 1 || isResting(this.program.code[pc]!)) {
        this.arrive(walk, pc, next);
        return;
      }
      environment = next;
    }
  }

  private arrive(walk: Walk, pc: Pc, environment: Environment): void {
    const instruction = this.program.code[pc]!;
    if (isResting(instruction)) {
      const live = new Map(
        instruction.live.map((register) => [register, valuesIn(environment, register)]),
      );
      const known = walk.rests.get(pc);
      walk.rests.set(pc, known === undefined ? live : this.join(known, live));
      return;
    }
    const known = walk.joins.get(pc);
    const joined = known === undefined ? new Map(environment) : this.join(known, environment);
    if (joined === known) return;
    walk.joins.set(pc, joined);
    walk.work.push(pc);
  }

  /** Both together; `known` itself where the other adds nothing. */
  join(known: Environment, other: Environment): Environment {
    let joined = known;
    for (const register of new Set([...known.keys(), ...other.keys()])) {
      const before = valuesIn(known, register);
      const both = union(before, valuesIn(other, register), this.registerRange(register));
      if (both === before) continue;
      if (joined === known) joined = new Map(known);
      joined.set(register, both);
    }
    return joined;
  }

  /** Does what is neither jump nor branch; undefined where no way goes on. */
  private after(
    walk: Walk,
    instruction: Instruction,
    possible: Possible,
    environment: Environment,
  ): Environment | undefined {
    switch (instruction.op) {
      case 'load':
        return this.load(walk, instruction, possible, environment);
      case 'store':
        return this.store(walk, instruction, possible, environment);
      case 'set': {
        const values = this.within(possible.values[0], this.registerRange(instruction.to));
        return values?.length === 0 ? undefined : environment.set(instruction.to, values);
      }
      case 'await':
        return possible.whenOther;
      case 'check':
        return instruction.ends ? possible.whenOther : environment;
      case 'any': {
        const values = this.anyBetween(instruction, possible);
        return values?.length === 0 ? undefined : environment.set(instruction.to, values);
      }
      case 'allocate':
        this.allocate(walk, instruction, environment);
        return environment;
      case 'free':
        for (const status of possible.reads) this.write(walk, status, [objectStatus.freed]);
        return environment;
      default:
        return environment;
    }
  }

  private load(
    walk: Walk,
    { to }: Of<'load'>,
    { targets }: Possible,
    environment: Environment,
  ): Environment | undefined {
    if (targets.size === 0) return undefined;
    to.forEach((register, more) => {
      const range = this.registerRange(register);
      let values: ValueSet = [];
      for (const slot of targets) {
        const held = walk.memory.values(slot + more) ?? anyOf(this.slotRange(slot + more));
        values = union(values, held === undefined ? undefined : this.within(held, range), range);
      }
      environment.set(register, values);
    });
    return to.some((register) => environment.get(register)?.length === 0) ? undefined : environment;
  }

  private store(
    walk: Walk,
    instruction: Of<'store'>,
    { targets, values }: Possible,
    environment: Environment,
  ): Environment | undefined {
    for (const slot of targets) {
      instruction.values.forEach((_, more) => {
        this.write(walk, slot + more, this.within(values[more], this.slotRange(slot + more)));
      });
    }
    return targets.size === 0 ? undefined : environment;
  }

  private allocate(walk: Walk, { to, pool }: Of<'allocate'>, environment: Environment): void {
    for (const status of poolStatuses(this.program, pool)) {
      this.write(walk, status, [objectStatus.live]);
    }
    const { members } = this.program.pools[pool]!;
    environment.set(to, valueSet(members, this.registerRange(to)));
  }

  private anyBetween({ to }: Of<'any'>, { values: [lows, highs] }: Possible): ValueSet {
    const range = this.registerRange(to);
    if (lows === undefined || highs === undefined) return anyOf(range);
    const min = Math.max(range.min, Math.min(...lows));
    const max = Math.min(range.max, Math.max(...highs));
    return max < min ? [] : (anyOf({ min, max }) ?? anyOf(range));
  }

  private write(walk: Walk, slot: SlotId, values: ValueSet): void {
    if (values?.length === 0) return;
    walk.writes.add(slot);
    walk.memory.store(slot, values);
  }

  private within(values: Iterable<number> | undefined, range: Range): ValueSet {
    if (values === undefined) return anyOf(range);
    const { min, max } = range;
    return valueSet(
      [...values].filter((value) => value >= min && value <= max),
      range,
    );
  }

  private registerRange(register: RegisterId): Range {
    return this.program.registers[register]!.range;
  }

  private slotRange(slot: SlotId): Range {
    return this.program.slots[slot]!.range;
  }
}
