// Compiles one instruction to a closure that does it on the Context and returns the next pc, or a
// `stop`. Only the machine runs these; control, resting places and events of faults are its matter.
import { unreachable } from '../assert.ts';
import type { Instruction, Pc, Pool, RegisterId } from '../program.ts';
import { objectStatus } from '../program.ts';
import type { PlaceSlots } from '../reach.ts';
import type { Context } from './context.ts';
import { stop } from './context.ts';
import type { Evaluate } from './expression.ts';
import { compileExpression, neverFaults } from './expression.ts';
import { fault } from './fault.ts';
import { compileAddress, isFixed } from './place.ts';

export type Runner = () => number;

type Of<Op extends Instruction['op']> = Extract<Instruction, { readonly op: Op }>;

/** The smallest and largest value of every slot, for the range check of stores. */
export interface SlotBounds {
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/** What all instructions of a program are compiled with. */
export interface Scope {
  readonly context: Context;
  readonly places: PlaceSlots;
  readonly bounds: SlotBounds;
}

export function compileInstruction(scope: Scope, instruction: Instruction, pc: Pc): Runner {
  const next = pc + 1;
  switch (instruction.op) {
    case 'load':
      return compileLoad(scope, instruction, next);
    case 'store':
      return compileStore(scope, instruction, next);
    case 'set':
      return compileSet(scope.context, instruction, next);
    case 'jump': {
      const { to } = instruction;
      return () => to;
    }
    case 'branch':
      return compileBranch(scope.context, instruction, next);
    case 'await':
      return compileAwait(scope.context, instruction, next);
    case 'choose': {
      const { context } = scope;
      const { targets } = instruction;
      return () => targets[context.pick(targets.length)]!;
    }
    case 'any':
      return compileAny(scope.context, instruction, next);
    case 'allocate':
      return compileAllocate(scope.context, instruction, next);
    case 'free':
      return compileFree(scope.context, instruction, next);
    case 'check':
      return compileCheck(scope.context, instruction, pc);
    case 'mark':
      return compileMark(scope.context, instruction, pc);
    case 'end':
      return () => {
        throw new Error('assertion failed: an end is a place to rest, not to run');
      };
    default:
      return unreachable(instruction);
  }
}

function compileMark(context: Context, instruction: Of<'mark'>, pc: Pc): Runner {
  const next = pc + 1;
  if (instruction.count !== undefined) return compileCount(context, pc);
  return instruction.progress === true ? compileProgress(context, next) : () => next;
}

function compileCount(context: Context, pc: Pc): Runner {
  const next = pc + 1;
  const { counted, countedAfter } = context;
  return () => {
    const { journal, journalLength } = context;
    counted.push(pc);
    countedAfter.push(journalLength === 0 ? -1 : journal[journalLength - 2]!);
    return next;
  };
}

function compileProgress(context: Context, next: Pc): Runner {
  return () => {
    context.progressed = true;
    return next;
  };
}

function compileLoad(scope: Scope, instruction: Of<'load'>, next: Pc): Runner {
  const { context } = scope;
  const { cells } = context;
  const first = instruction.to[0];
  if (instruction.to.length !== 1 || first === undefined || !loadAlwaysFits(scope, instruction)) {
    return compileWideLoad(scope, instruction, next);
  }
  const to = context.registerBase + first;
  if (isFixed(instruction.from)) {
    const slot = instruction.from.base + instruction.from.offset;
    return () => {
      cells[to] = cells[slot]!;
      return next;
    };
  }
  const address = compileAddress(context, instruction.from);
  return () => {
    const slot = address();
    if (context.faultKind !== fault.none) return stop.fault;
    cells[to] = cells[slot]!;
    return next;
  };
}

/** Several slots at once, or a register that is narrower than what it is loaded from. */
function compileWideLoad(scope: Scope, instruction: Of<'load'>, next: Pc): Runner {
  const { context, bounds } = scope;
  const { cells } = context;
  const address = compileAddress(context, instruction.from);
  const registers = instruction.to.map((register) => registerCell(context, register));
  return () => {
    const slot = address();
    if (context.faultKind !== fault.none) return stop.fault;
    for (let index = 0; index < registers.length; index++) {
      const { cell, min, max } = registers[index]!;
      const raw = cells[slot + index]!;
      const value = bounds.max[slot + index]! > 0x7fffffff ? raw >>> 0 : raw;
      if (value < min || value > max) {
        context.raise(fault.range, value, min, max);
        return stop.fault;
      }
      cells[cell] = raw;
    }
    return next;
  };
}

function loadAlwaysFits({ context, places, bounds }: Scope, instruction: Of<'load'>): boolean {
  const slots = places.of(instruction.from);
  return instruction.to.every((register, index) => {
    const { min, max } = context.program.registers[register]!.range;
    return slots.every(
      (slot) => bounds.min[slot + index]! >= min && bounds.max[slot + index]! <= max,
    );
  });
}

interface RegisterCell {
  readonly cell: number;
  readonly min: number;
  readonly max: number;
}

function registerCell(context: Context, register: RegisterId): RegisterCell {
  const { min, max } = context.program.registers[register]!.range;
  return { cell: context.registerBase + register, min, max };
}

function compileStore(scope: Scope, instruction: Of<'store'>, next: Pc): Runner {
  const { context, bounds } = scope;
  const first = instruction.values[0];
  if (instruction.values.length !== 1 || first === undefined) {
    return compileWideStore(scope, instruction, next);
  }
  const address = compileAddress(context, instruction.to);
  const evaluate = compileExpression(context, first);
  return () => {
    const slot = address();
    const value = evaluate();
    if (value < bounds.min[slot]! || value > bounds.max[slot]!) {
      context.raise(fault.range, value, bounds.min[slot]!, bounds.max[slot]!);
    }
    if (context.faultKind !== fault.none) return stop.fault;
    context.write(slot, value);
    return next;
  };
}

/** All values are known and in range before the first is written. */
function compileWideStore(scope: Scope, instruction: Of<'store'>, next: Pc): Runner {
  const { context, bounds } = scope;
  const address = compileAddress(context, instruction.to);
  const evaluate = instruction.values.map((value) => compileExpression(context, value));
  const values = new Float64Array(evaluate.length);
  return () => {
    const slot = address();
    for (let index = 0; index < values.length; index++) values[index] = evaluate[index]!();
    if (context.faultKind !== fault.none) return stop.fault;
    for (let index = 0; index < values.length; index++) {
      const min = bounds.min[slot + index]!;
      const max = bounds.max[slot + index]!;
      const value = values[index]!;
      if (value < min || value > max) {
        context.raise(fault.range, value, min, max);
        return stop.fault;
      }
    }
    for (let index = 0; index < values.length; index++) context.write(slot + index, values[index]!);
    return next;
  };
}

function compileSet(context: Context, instruction: Of<'set'>, next: Pc): Runner {
  const { cells } = context;
  const { cell, min, max } = registerCell(context, instruction.to);
  const evaluate = compileExpression(context, instruction.value);
  return () => {
    const value = evaluate();
    if (value < min || value > max) context.raise(fault.range, value, min, max);
    if (context.faultKind !== fault.none) return stop.fault;
    cells[cell] = value;
    return next;
  };
}

function compileBranch(context: Context, instruction: Of<'branch'>, next: Pc): Runner {
  const { otherwise } = instruction;
  const condition = compileExpression(context, instruction.condition);
  if (neverFaults(instruction.condition)) return () => (condition() !== 0 ? next : otherwise);
  return () => {
    const holds = condition() !== 0;
    if (context.faultKind !== fault.none) return stop.fault;
    return holds ? next : otherwise;
  };
}

function compileAwait(context: Context, instruction: Of<'await'>, next: Pc): Runner {
  const condition = compileExpression(context, instruction.condition);
  return () => {
    const holds = condition() !== 0;
    if (context.faultKind !== fault.none) return stop.fault;
    return holds ? next : stop.disabled;
  };
}

function compileAny(context: Context, instruction: Of<'any'>, next: Pc): Runner {
  const { cells } = context;
  const { cell, min, max } = registerCell(context, instruction.to);
  const lowest: Evaluate = compileExpression(context, instruction.low);
  const highest: Evaluate = compileExpression(context, instruction.high);
  return () => {
    const low = lowest();
    const high = highest();
    if (context.faultKind !== fault.none) return stop.fault;
    if (low > high) return stop.disabled;
    const value = low + context.pick(high - low + 1);
    if (value < min || value > max) {
      context.raise(fault.range, value, min, max);
      return stop.fault;
    }
    cells[cell] = value;
    return next;
  };
}

interface Candidate {
  readonly value: number;
  readonly status: number;
}

function poolCandidates(context: Context, pool: Pool): readonly Candidate[] {
  const { targets } = context.program.domains[pool.domain]!;
  return pool.members.map((value) => ({ value, status: targets[value - 1]!.status! }));
}

function compileAllocate(context: Context, instruction: Of<'allocate'>, next: Pc): Runner {
  const { cells } = context;
  const { cell, min, max } = registerCell(context, instruction.to);
  const candidates = poolCandidates(context, context.program.pools[instruction.pool]!);
  return () => {
    let freed = 0;
    for (const { status } of candidates) if (cells[status] === objectStatus.freed) freed++;
    const fresh = candidates.find(({ status }) => cells[status] === objectStatus.fresh);
    const size = freed + (fresh === undefined ? 0 : 1);
    if (size === 0) {
      context.exhaustedPool = instruction.pool;
      return stop.pool;
    }
    const picked = context.pick(size);
    const taken = picked < freed ? nthFreed(context, candidates, picked) : fresh!;
    if (taken.value < min || taken.value > max) {
      context.raise(fault.range, taken.value, min, max);
      return stop.fault;
    }
    context.write(taken.status, objectStatus.live);
    cells[cell] = taken.value;
    return next;
  };
}

function nthFreed(context: Context, candidates: readonly Candidate[], index: number): Candidate {
  const { cells } = context;
  const freed = candidates.filter(({ status }) => cells[status] === objectStatus.freed);
  return freed[index]!;
}

function compileFree(context: Context, instruction: Of<'free'>, next: Pc): Runner {
  const { cells } = context;
  const { targets } = context.program.domains[instruction.domain]!;
  const evaluate = compileExpression(context, instruction.value);
  return () => {
    const value = evaluate();
    if (context.faultKind !== fault.none) return stop.fault;
    if (value === 0) return next;
    const status = targets[value - 1]!.status ?? -1;
    if (status < 0 || cells[status] !== objectStatus.live) {
      context.raise(fault.freed, status, status < 0 ? 0 : cells[status]!, 0);
      return stop.fault;
    }
    context.write(status, objectStatus.freed);
    return next;
  };
}

function compileCheck(context: Context, instruction: Of<'check'>, pc: Pc): Runner {
  const { property, ends, message } = instruction;
  const condition = compileExpression(context, instruction.condition);
  const next = pc + 1;
  return () => {
    const holds = condition() !== 0;
    if (context.faultKind !== fault.none) return stop.fault;
    if (holds) return next;
    context.event(property, pc, message);
    return ends ? stop.check : next;
  };
}
