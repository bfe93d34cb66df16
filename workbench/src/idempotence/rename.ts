// An instruction with other registers, jumping elsewhere.
import type { Expression, Instruction, Pc, Place, RegisterId } from '@racewalk/simulator';

export interface Renaming {
  readonly register: (register: RegisterId) => RegisterId;
  readonly target: (pc: Pc) => Pc;
}

/** Example: `renamed(code[pc], { register: (r) => r + 10, target: (pc) => pc + 100 })`. */
export function renamed(instruction: Instruction, renaming: Renaming): Instruction {
  const { register, target } = renaming;
  const value = (expression: Expression): Expression => renamedValue(expression, register);
  switch (instruction.op) {
    case 'load': {
      const { to, from } = instruction;
      return { ...instruction, to: to.map(register), from: renamedPlace(from, register) };
    }
    case 'store': {
      const { to, values } = instruction;
      return { ...instruction, to: renamedPlace(to, register), values: values.map(value) };
    }
    case 'set':
      return { ...instruction, to: register(instruction.to), value: value(instruction.value) };
    case 'jump':
      return { ...instruction, to: target(instruction.to) };
    case 'branch': {
      const { condition, otherwise } = instruction;
      return { ...instruction, condition: value(condition), otherwise: target(otherwise) };
    }
    case 'choose':
      return { ...instruction, targets: instruction.targets.map(target) };
    case 'any': {
      const { to, low, high } = instruction;
      return { ...instruction, to: register(to), low: value(low), high: value(high) };
    }
    case 'allocate':
      return { ...instruction, to: register(instruction.to) };
    case 'free':
      return { ...instruction, value: value(instruction.value) };
    case 'await':
    case 'check':
      return { ...instruction, condition: value(instruction.condition) };
    case 'mark':
    case 'end':
      return instruction;
    default:
      return unreachable(instruction);
  }
}

type Rename = (register: RegisterId) => RegisterId;

function renamedValue(expression: Expression, register: Rename): Expression {
  const inner = (one: Expression): Expression => renamedValue(one, register);
  switch (expression.op) {
    case 'constant':
      return expression;
    case 'register':
      return { ...expression, register: register(expression.register) };
    case 'binary':
      return { ...expression, left: inner(expression.left), right: inner(expression.right) };
    case 'negate':
    case 'complement':
    case 'not':
    case 'cast':
    case 'convert':
    case 'member':
      return { ...expression, value: inner(expression.value) };
    case 'advance':
      return { ...expression, pointer: inner(expression.pointer), by: inner(expression.by) };
    case 'address':
      return { ...expression, place: renamedPlace(expression.place, register) };
    default:
      return unreachable(expression);
  }
}

function renamedPlace(place: Place, register: Rename): Place {
  const { pointer, indices } = place;
  return {
    ...place,
    pointer: pointer && { ...pointer, value: renamedValue(pointer.value, register) },
    indices: indices.map((one) => ({ ...one, value: renamedValue(one.value, register) })),
  };
}

function unreachable(value: never): never {
  throw new Error(`not reachable: ${JSON.stringify(value)}`);
}
