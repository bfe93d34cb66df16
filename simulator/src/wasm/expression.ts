// Emits expressions. Every value is 32 bits on the stack, with an Interval that says what is known
// of it. Operands are evaluated from left to right, and the first fault leaves the step, which is
// what the interpreter's "first fault counts" comes to.
import { unreachable } from '../assert.ts';
import type { BinaryOperator, Expression, Range } from '../program.ts';
import type { Code } from './code.ts';
import {
  bit,
  contains,
  hull,
  type Interval,
  intervalOf,
  isNegative,
  isUnsigned,
  meet,
} from './interval.ts';
import { type Opcode, opcode, type } from './opcodes.ts';
import { emitAddress } from './place.ts';
import type { Fault, Routine } from './routine.ts';

type Of<Op extends Expression['op']> = Extract<Expression, { readonly op: Op }>;

/** Pushes the value of the expression. */
export function emitExpression(routine: Routine, expression: Expression): Interval {
  const { code } = routine;
  switch (expression.op) {
    case 'constant':
      code.constant(expression.value);
      return hull(expression.value);
    case 'register': {
      const { range } = routine.unit.program.registers[expression.register]!;
      code.get(routine.register(expression.register));
      // A register that nothing set yet is zero.
      return hull(range.min, range.max, 0);
    }
    case 'binary':
      return emitBinary(routine, expression);
    case 'negate':
      return emitNegate(routine, expression);
    case 'complement': {
      emitExpression(routine, expression.value);
      code.constant(-1).op(opcode.i32Xor);
      return checkRange(routine, allBits(expression.range), expression.range);
    }
    case 'not':
      emitExpression(routine, expression.value);
      code.op(opcode.i32Eqz);
      return bit;
    case 'cast':
      return emitCast(routine, expression);
    case 'convert':
      return checkRange(routine, emitExpression(routine, expression.value), expression.range);
    case 'member':
      return emitMember(routine, expression);
    case 'advance':
      return emitAdvance(routine, expression);
    case 'address':
      return emitAddressOf(routine, expression);
    default:
      return unreachable(expression);
  }
}

/** Leaves by the fault where the condition on the stack is not zero. */
export function faultIf({ code, faults }: Routine, fault: Fault): void {
  code.branchIf(faults[fault]);
}

/** The value on the stack as 64 bits. */
export function widen(code: Code, value: Interval): void {
  code.op(isUnsigned(value) ? opcode.i64ExtendI32U : opcode.i64ExtendI32S);
}

/** Faults where the 32-bit value on the stack is outside the range. */
export function checkRange(routine: Routine, value: Interval, range: Range): Interval {
  const wanted = intervalOf(range);
  if (contains(wanted, value)) return value;
  const { code } = routine;
  const kept = code.local();
  code.set(kept);
  const [less, greater] = isUnsigned(value)
    ? [opcode.i32LtU, opcode.i32GtU]
    : [opcode.i32LtS, opcode.i32GtS];
  const limits = hull(...holdable(value));
  if (value.low < range.min) {
    // A bound that the value's own kind cannot hold is passed by all of its values.
    if (range.min > limits.high) code.constant(1);
    else code.get(kept).constant(range.min).op(less);
    faultIf(routine, 'overflow');
  }
  if (value.high > range.max) {
    if (range.max < limits.low) code.constant(1);
    else code.get(kept).constant(range.max).op(greater);
    faultIf(routine, 'overflow');
  }
  code.get(kept);
  return meet(wanted, value);
}

/** The bounds of the 32-bit numbers of which this interval is a part. */
function holdable(value: Interval): readonly number[] {
  return isUnsigned(value) ? [0, 0xffffffff] : [-0x80000000, 0x7fffffff];
}

function allBits({ min }: Range): Interval {
  return min >= 0 ? { low: 0, high: 0xffffffff } : { low: -0x80000000, high: 0x7fffffff };
}

const comparisons: Partial<Record<BinaryOperator, readonly [Opcode, Opcode, Opcode]>> = {
  '==': [opcode.i32Eq, opcode.i32Eq, opcode.i64Eq],
  '!=': [opcode.i32Ne, opcode.i32Ne, opcode.i64Ne],
  '<': [opcode.i32LtS, opcode.i32LtU, opcode.i64LtS],
  '<=': [opcode.i32LeS, opcode.i32LeU, opcode.i64LeS],
  '>': [opcode.i32GtS, opcode.i32GtU, opcode.i64GtS],
  '>=': [opcode.i32GeS, opcode.i32GeU, opcode.i64GeS],
};

function emitBinary(routine: Routine, expression: Of<'binary'>): Interval {
  const { code } = routine;
  const { operator, range } = expression;
  const comparison = comparisons[operator];
  if (comparison !== undefined) {
    emitComparison(routine, expression, comparison);
    return bit;
  }
  if (operator === '&' || operator === '|' || operator === '^') {
    const left = emitExpression(routine, expression.left);
    const right = emitExpression(routine, expression.right);
    code.op({ '&': opcode.i32And, '|': opcode.i32Or, '^': opcode.i32Xor }[operator]);
    return checkRange(routine, bitwiseInterval(operator, left, right, range), range);
  }
  return emitArithmetic(routine, expression);
}

/** Compares `left` and `right`, whatever signs they have. */
export function emitComparison(
  routine: Routine,
  { left, right }: { readonly left: Expression; readonly right: Expression },
  [signed, unsigned, wide]: readonly [Opcode, Opcode, Opcode],
): void {
  const { code } = routine;
  const leftInterval = emitExpression(routine, left);
  const leftValue = code.local();
  code.set(leftValue);
  const rightInterval = emitExpression(routine, right);
  const rightValue = code.local();
  code.set(rightValue);
  const both = hull(leftInterval.low, leftInterval.high, rightInterval.low, rightInterval.high);
  if (isUnsigned(both) && isNegative(both)) {
    code.get(leftValue);
    widen(code, leftInterval);
    code.get(rightValue);
    widen(code, rightInterval);
    code.op(wide);
    return;
  }
  code
    .get(leftValue)
    .get(rightValue)
    .op(isUnsigned(both) ? unsigned : signed);
}

function bitwiseInterval(
  operator: '&' | '|' | '^',
  left: Interval,
  right: Interval,
  range: Range,
): Interval {
  if (isNegative(left) || isNegative(right)) return allBits(range);
  const high =
    operator === '&'
      ? Math.min(left.high, right.high)
      : 2 ** (32 - Math.clz32(Math.max(left.high, right.high))) - 1;
  // The bits mean an unsigned number only where the range says so.
  return high > 0x7fffffff ? allBits(range) : { low: 0, high };
}

type Arithmetic = '+' | '-' | '*' | '/' | '%' | '<<' | '>>';

/** What exact arithmetic can come to. */
function exactInterval(operator: Arithmetic, left: Interval, right: Interval): Interval {
  const { low: a, high: b } = left;
  const { low: c, high: d } = right;
  switch (operator) {
    case '+':
      return { low: a + c, high: b + d };
    case '-':
      return { low: a - d, high: b - c };
    case '*':
      return hull(a * c, a * d, b * c, b * d);
    case '/':
      // The divisors nearest to zero make the largest quotients.
      return hull(a, b, -a, -b, 0);
    case '%':
      return hull(a < 0 ? a : 0, b > 0 ? b : 0);
    case '<<':
      return hull(a, b, a * 2 ** 31, b * 2 ** 31);
    case '>>':
      return hull(a, b, 0, a < 0 ? -1 : 0);
    default:
      return unreachable(operator);
  }
}

function isInt32({ low, high }: Interval): boolean {
  return low >= -0x80000000 && high <= 0x7fffffff;
}

const shortOpcodes: Partial<Record<Arithmetic, Opcode>> = {
  '+': opcode.i32Add,
  '-': opcode.i32Sub,
  '*': opcode.i32Mul,
};

function emitArithmetic(routine: Routine, expression: Of<'binary'>): Interval {
  const { code } = routine;
  const operator = expression.operator as Arithmetic;
  const { range } = expression;
  const left = emitExpression(routine, expression.left);
  const leftValue = code.local();
  code.set(leftValue);
  const right = emitExpression(routine, expression.right);
  const rightValue = code.local();
  code.set(rightValue);
  const exact = exactInterval(operator, left, right);
  const short = shortOpcodes[operator];
  if (short !== undefined && (contains(intervalOf(range), exact) || isInt32(exact))) {
    code.get(leftValue).get(rightValue).op(short);
    return checkRange(routine, exact, range);
  }
  if (operator === '*') {
    return emitWideProduct(routine, range, () => {
      code.get(leftValue);
      widen(code, left);
      code.op(opcode.f64ConvertI64S).get(rightValue);
      widen(code, right);
      code.op(opcode.f64ConvertI64S);
    });
  }
  checkOperand(routine, operator, rightValue);
  code.get(leftValue);
  widen(code, left);
  code.get(rightValue);
  widen(code, right);
  code.op(wideOpcodes[operator]);
  return narrow(routine, range);
}

const wideOpcodes = {
  '+': opcode.i64Add,
  '-': opcode.i64Sub,
  '/': opcode.i64DivS,
  '%': opcode.i64RemS,
  '<<': opcode.i64Shl,
  '>>': opcode.i64ShrS,
} as const;

function checkOperand(routine: Routine, operator: Arithmetic, right: number): void {
  const { code } = routine;
  if (operator === '/' || operator === '%') {
    code.get(right).op(opcode.i32Eqz);
    faultIf(routine, 'overflow');
  } else if (operator === '<<' || operator === '>>') {
    code.get(right).constant(31).op(opcode.i32GtU);
    faultIf(routine, 'overflow');
  }
}

/** Doubles hold every product that is in a range exactly, and all others are outside of it. */
function emitWideProduct(routine: Routine, range: Range, pushFactors: () => void): Interval {
  const { code } = routine;
  const product = code.local(type.f64);
  pushFactors();
  code.op(opcode.f64Mul).set(product);
  code.get(product).constantDouble(range.min).op(opcode.f64Lt);
  code.get(product).constantDouble(range.max).op(opcode.f64Gt, opcode.i32Or);
  faultIf(routine, 'overflow');
  code.get(product).op(opcode.i64TruncF64S, opcode.i32WrapI64);
  return intervalOf(range);
}

/** The 64-bit value on the stack as 32 bits; outside the range it is `overflow`. */
export function narrow(routine: Routine, range: Range): Interval {
  const { code } = routine;
  const value = code.local(type.i64);
  code.set(value);
  code.get(value).constant64(range.min).op(opcode.i64LtS);
  code.get(value).constant64(range.max).op(opcode.i64GtS, opcode.i32Or);
  faultIf(routine, 'overflow');
  code.get(value).op(opcode.i32WrapI64);
  return intervalOf(range);
}

function emitNegate(routine: Routine, { value, range }: Of<'negate'>): Interval {
  const zero: Expression = { op: 'constant', value: 0 };
  return emitArithmetic(routine, { op: 'binary', operator: '-', left: zero, right: value, range });
}

function emitCast(routine: Routine, { value, bits, signed }: Of<'cast'>): Interval {
  const { code } = routine;
  const from = emitExpression(routine, value);
  const to = signed
    ? { low: -(2 ** (bits - 1)), high: 2 ** (bits - 1) - 1 }
    : { low: 0, high: 2 ** bits - 1 };
  if (contains(to, from)) return from;
  const spare = 32 - bits;
  if (spare > 0) {
    code.constant(spare).op(opcode.i32Shl);
    code.constant(spare).op(signed ? opcode.i32ShrS : opcode.i32ShrU);
  }
  return to;
}

/** Replaces the index on the stack by what a table of 32-bit words holds there. */
export function lookUp(code: Code, table: number): void {
  code.constant(2).op(opcode.i32Shl).load(table);
}

function emitMember(routine: Routine, expression: Of<'member'>): Interval {
  const { code, unit } = routine;
  const { domains } = unit.program;
  const to = new Map(domains[expression.to]!.targets.map(({ slot }, index) => [slot, index + 1]));
  const members = domains[expression.from]!.targets.map(
    ({ slot }) => to.get(slot + expression.offset) ?? 0,
  );
  emitExpression(routine, expression.value);
  const pointer = code.local();
  code.tee(pointer).op(opcode.i32Eqz);
  faultIf(routine, 'null_dereference');
  code.get(pointer);
  lookUp(code, unit.image.table([0, ...members]));
  const member = code.local();
  code
    .tee(member)
    .op(opcode.i32Eqz)
    .when(() => code.op(opcode.unreachable));
  code.get(member);
  return { low: 1, high: Math.max(1, ...members) };
}

function emitAdvance(routine: Routine, expression: Of<'advance'>): Interval {
  const { code, unit } = routine;
  const { targets } = unit.program.domains[expression.domain]!;
  const pointer = code.local();
  const to = code.local(type.i64);
  emitExpression(routine, expression.pointer);
  code.set(pointer);
  const by = emitExpression(routine, expression.by);
  widen(code, by);
  code.get(pointer).op(opcode.i64ExtendI32U, opcode.i64Add).set(to);
  code.get(pointer).op(opcode.i32Eqz);
  faultIf(routine, 'null_dereference');
  const bounds: readonly (readonly [number[], Opcode])[] = [
    [targets.map(({ arrayFirst }) => arrayFirst), opcode.i64LtS],
    [targets.map(({ arrayLast }) => arrayLast), opcode.i64GtS],
  ];
  for (const [values, outside] of bounds) {
    code.get(to).get(pointer);
    lookUp(code, unit.image.table([0, ...values]));
    code.op(opcode.i64ExtendI32S, outside);
    faultIf(routine, 'out_of_bounds');
  }
  code.get(to).op(opcode.i32WrapI64);
  return { low: 1, high: targets.length };
}

function emitAddressOf(routine: Routine, expression: Of<'address'>): Interval {
  const { code, unit } = routine;
  const { targets } = unit.program.domains[expression.domain]!;
  const values = new Int32Array(unit.program.slots.length);
  targets.forEach(({ slot }, index) => {
    values[slot] = index + 1;
  });
  const address = emitAddress(routine, expression.place);
  const whole = { low: 1, high: Math.max(1, targets.length) };
  if (address.kind === 'fixed') {
    code.constant(values[address.slot]!);
    return whole;
  }
  code.get(address.local);
  lookUp(code, unit.image.table(values));
  const value = code.local();
  code
    .tee(value)
    .op(opcode.i32Eqz)
    .when(() => code.op(opcode.unreachable));
  code.get(value);
  return whole;
}
