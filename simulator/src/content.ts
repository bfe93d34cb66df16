// What an instruction means to the search, as a text: without places, texts and messages. Different
// meanings give different texts, since every part says where it ends; it is not for reading.
import type { Expression, Instruction, Place, Range } from './program.ts';

/** Example: `instructionContent(a) === instructionContent(b)`. */
export function instructionContent(instruction: Instruction): string {
  return codeContent([instruction]);
}

/** Of instructions that follow each other. */
export function codeContent(code: readonly Instruction[]): string {
  units.length = 0;
  for (const instruction of code) {
    const { step, live } = instruction;
    units.push(step ? 1 : 0);
    numbers(live);
    operation(instruction);
  }
  return textOfUnits();
}

/** Reused: nothing else runs while a content is written. */
const units: number[] = [];
/** Arguments of one call. */
const chunk = 4096;

function textOfUnits(): string {
  if (units.length <= chunk) return String.fromCharCode(...units);
  let text = '';
  for (let at = 0; at < units.length; at += chunk) {
    text += String.fromCharCode(...units.slice(at, at + chunk));
  }
  return text;
}

/** Above all small numbers: what follows is not the number itself. */
const large = 0x8000;
const negative = 0x8001;
const written = 0x8002;

function number(value: number): void {
  if (value >= 0 && value < large && Number.isInteger(value)) {
    units.push(value);
    return;
  }
  const size = Math.abs(value);
  if (!Number.isInteger(size) || size >= 2 ** 32) {
    units.push(written);
    word(String(value));
    return;
  }
  units.push(value < 0 ? negative : large, Math.floor(size / 0x10000), size % 0x10000);
}

function numbers(values: readonly number[]): void {
  number(values.length);
  for (const value of values) number(value);
}

function word(text: string): void {
  number(text.length);
  for (let at = 0; at < text.length; at++) units.push(text.charCodeAt(at));
}

/** Each operation by a number of its own: names would be most of the text. */
const operations: Readonly<Record<Instruction['op'], number>> = {
  load: 1,
  store: 2,
  set: 3,
  jump: 4,
  branch: 5,
  await: 6,
  choose: 7,
  any: 8,
  allocate: 9,
  free: 10,
  check: 11,
  mark: 12,
  end: 13,
};

const expressions: Readonly<Record<Expression['op'], number>> = {
  constant: 1,
  register: 2,
  binary: 3,
  negate: 4,
  complement: 5,
  not: 6,
  cast: 7,
  convert: 8,
  member: 9,
  advance: 10,
  address: 11,
};

function operation(instruction: Instruction): void {
  units.push(operations[instruction.op]);
  switch (instruction.op) {
    case 'load':
      numbers(instruction.to);
      place(instruction.from);
      return;
    case 'store':
      place(instruction.to);
      number(instruction.values.length);
      for (const value of instruction.values) expression(value);
      return;
    case 'set':
      number(instruction.to);
      expression(instruction.value);
      return;
    case 'jump':
      number(instruction.to);
      return;
    case 'branch':
      expression(instruction.condition);
      number(instruction.otherwise);
      return;
    case 'await':
      expression(instruction.condition);
      return;
    case 'choose':
      numbers(instruction.targets);
      return;
    case 'any':
      number(instruction.to);
      expression(instruction.low);
      expression(instruction.high);
      return;
    case 'allocate':
      number(instruction.to);
      number(instruction.pool);
      return;
    case 'free':
      number(instruction.domain);
      expression(instruction.value);
      return;
    case 'check':
      number(instruction.property);
      expression(instruction.condition);
      number(instruction.ends ? 1 : 0);
      return;
    case 'mark':
      number(instruction.progress === true ? 1 : 0);
      word(instruction.count ?? '');
      return;
    case 'end':
      return;
    default:
      unreachable(instruction);
  }
}

function place({ base, pointer, offset, indices, status }: Place): void {
  number(base);
  number(offset);
  number(status === undefined ? 0 : status + 1);
  number(pointer === undefined ? 0 : pointer.domain + 1);
  if (pointer !== undefined) expression(pointer.value);
  number(indices.length);
  for (const { value, stride, length } of indices) {
    number(stride);
    number(length);
    expression(value);
  }
}

function range({ min, max }: Range): void {
  number(min);
  number(max);
}

function expression(value: Expression): void {
  units.push(expressions[value.op]);
  switch (value.op) {
    case 'constant':
      number(value.value);
      return;
    case 'register':
      number(value.register);
      return;
    case 'binary':
      word(value.operator);
      range(value.range);
      expression(value.left);
      expression(value.right);
      return;
    case 'negate':
    case 'complement':
    case 'convert':
      range(value.range);
      expression(value.value);
      return;
    case 'not':
      expression(value.value);
      return;
    case 'cast':
      number(value.bits);
      number(value.signed ? 1 : 0);
      expression(value.value);
      return;
    case 'member':
      number(value.from);
      number(value.to);
      number(value.offset);
      expression(value.value);
      return;
    case 'advance':
      number(value.domain);
      expression(value.pointer);
      expression(value.by);
      return;
    case 'address':
      number(value.domain);
      place(value.place);
      return;
    default:
      unreachable(value);
  }
}

function unreachable(value: never): never {
  throw new Error(`not reachable: ${JSON.stringify(value)}`);
}
