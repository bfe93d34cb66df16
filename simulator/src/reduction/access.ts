// Which slots an instruction looks at, given the registers in memory: what it loads, and the status
// slots that decide whether a pointer may be followed. Shared by the analysis, which tries all
// registers it thinks possible, and by the footprint of a step that really runs.
import type { Context } from '../machine/context.ts';
import { compileExpression, type Evaluate } from '../machine/expression.ts';
import { fault } from '../machine/fault.ts';
import { compileAddress } from '../machine/place.ts';
import type { Expression, Instruction, Place, Program, SlotId } from '../program.ts';

/** Calls `visit` with each slot; a slot may come twice. */
export type EachSlot = (visit: (slot: SlotId) => void) => void;

/** Every slot that the instruction reads, in the order of the machine; none after a fault. */
export function compileReads(context: Context, instruction: Instruction): EachSlot | undefined {
  const guards = compileGuards(context, instruction);
  if (instruction.op !== 'load') return guards;
  const address = compileAddress(context, instruction.from);
  const { length } = instruction.to;
  return (visit) => {
    guards?.(visit);
    context.faultKind = fault.none;
    const slot = address();
    const isFaulty = context.faultKind !== fault.none;
    context.faultKind = fault.none;
    if (!isFaulty) for (let more = 0; more < length; more++) visit(slot + more);
  };
}

/** The status slots of all members of a pool. */
export function poolStatuses({ pools, domains }: Program, pool: number): readonly SlotId[] {
  const { domain, members } = pools[pool]!;
  return members.flatMap((member) => domains[domain]?.targets[member - 1]?.status ?? []);
}

/** The status slots that may decide whether the place can be used, whatever the pointer is. */
export function statusesBehind(
  { domains }: Program,
  { pointer, status }: Place,
): readonly SlotId[] {
  if (pointer === undefined) return status === undefined ? [] : [status];
  return domains[pointer.domain]!.targets.flatMap((target) => target.status ?? []);
}

/** Places that the instruction goes to, and those inside its expressions. */
export function placesIn(instruction: Instruction): readonly Place[] {
  switch (instruction.op) {
    case 'load':
      return withNested(instruction.from);
    case 'store':
      return [...withNested(instruction.to), ...instruction.values.flatMap(placesInExpression)];
    case 'set':
    case 'free':
      return placesInExpression(instruction.value);
    case 'branch':
    case 'await':
    case 'check':
      return placesInExpression(instruction.condition);
    case 'any':
      return [...placesInExpression(instruction.low), ...placesInExpression(instruction.high)];
    default:
      return [];
  }
}

function compileGuards(context: Context, instruction: Instruction): EachSlot | undefined {
  const { program } = context;
  if (instruction.op === 'allocate') {
    const statuses = poolStatuses(program, instruction.pool);
    return (visit) => statuses.forEach(visit);
  }
  const guards = placesIn(instruction).flatMap((place) => compileGuard(context, place) ?? []);
  if (instruction.op === 'free') {
    guards.push(statusBehind(context, instruction.domain, instruction.value));
  }
  if (guards.length === 0) return undefined;
  return (visit) => {
    for (const guard of guards) {
      const status = guard();
      if (status >= 0) visit(status);
    }
  };
}

function compileGuard(context: Context, { pointer, status }: Place): Evaluate | undefined {
  if (pointer !== undefined) return statusBehind(context, pointer.domain, pointer.value);
  return status === undefined ? undefined : () => status;
}

/** The status slot of what the pointer points to; -1: there is none. */
function statusBehind(context: Context, domain: number, pointer: Expression): Evaluate {
  const value = compileExpression(context, pointer);
  const { targets } = context.program.domains[domain]!;
  return () => {
    const found = value();
    context.faultKind = fault.none;
    return targets[found - 1]?.status ?? -1;
  };
}

function withNested(place: Place): readonly Place[] {
  const inside = place.indices.flatMap(({ value }) => placesInExpression(value));
  if (place.pointer === undefined) return [place, ...inside];
  return [place, ...placesInExpression(place.pointer.value), ...inside];
}

function placesInExpression(expression: Expression): readonly Place[] {
  switch (expression.op) {
    case 'constant':
    case 'register':
      return [];
    case 'binary':
      return [...placesInExpression(expression.left), ...placesInExpression(expression.right)];
    case 'advance':
      return [...placesInExpression(expression.pointer), ...placesInExpression(expression.by)];
    case 'address':
      return withNested(expression.place);
    default:
      return placesInExpression(expression.value);
  }
}
