// Expressions and places as TLA+. What can fault becomes a test in front, `IF fault THEN ... ELSE`,
// in the order of evaluation, for the first fault of a step decides which property it breaks.
import type {
  BinaryOperator,
  BuiltinProperty,
  Expression,
  Place,
  Range,
  RegisterId,
  SlotId,
} from '@racewalk/simulator';
import type { Names } from '../names.ts';
import { unsupported } from '../unsupported.ts';
import type { TlaModel } from './model.ts';
import {
  equal,
  fitsSigned,
  isWideRange,
  less,
  literal,
  narrowed,
  outside,
  rangeOfResult,
  signed,
  truth,
  unsigned,
  type Value,
  wide,
  wideOutside,
} from './numbers.ts';

/** An address: counted from 1, as an index of `Slots`. */
export interface Address {
  readonly text: string;
  /** The slots that it can be, at most. */
  readonly slots: readonly SlotId[];
}

export abstract class ValueCode {
  readonly model: TlaModel;
  protected readonly names: Names;

  constructor(model: TlaModel, names: Names) {
    this.model = model;
    this.names = names;
  }

  /** The texts of memory and registers where the code stands. */
  protected abstract get memory(): string;
  protected abstract register(register: RegisterId): string;
  protected abstract line(text: string): void;
  /** What comes of a step that breaks a built-in property here. */
  protected abstract faulted(property: BuiltinProperty): string;

  protected let(base: string, text: string): string {
    const name = this.names.unique(base);
    this.line(`LET ${name} == ${text} IN`);
    return name;
  }

  protected fault(condition: string, property: BuiltinProperty): void {
    this.line(`IF ${condition} THEN ${this.faulted(property)} ELSE`);
  }

  /** The value, tested for the bounds if it can leave them. */
  protected checked(value: Value, bounds: Range): Value {
    const { library } = this.model;
    if (outside(value, bounds, library) === undefined) return value;
    const isShort = /^[\w.]+$/u.test(value.text);
    const named = isShort ? value : { ...value, text: this.let('v', value.text) };
    this.fault(outside(named, bounds, library) ?? 'FALSE', 'overflow');
    return { text: named.text, range: narrowed(named.range, bounds) };
  }

  protected value(of: Expression): Value {
    switch (of.op) {
      case 'constant':
        return literal(of.value);
      case 'register':
        return {
          text: this.register(of.register),
          range: this.model.registerRange(of.register),
        };
      case 'binary':
        return this.binary(of);
      case 'negate':
        return this.sum('-', literal(0), this.value(of.value), of.range);
      case 'complement': {
        const { text } = this.value(of.value);
        const range = of.range.min < 0 ? signed : unsigned;
        return this.checked({ text: `(-1 - ${text})`, range }, of.range);
      }
      case 'not':
        return this.bit(this.isFalse(of.value));
      case 'cast':
        return this.cast(of);
      case 'convert':
        return this.checked(this.value(of.value), of.range);
      case 'member':
        return this.member(of);
      case 'advance':
        return this.advance(of);
      case 'address':
        return this.pointerTo(of.domain, this.address(of.place));
    }
  }

  /** A condition of TLA+: the value is not zero. */
  protected isTrue(of: Expression): string {
    if (of.op === 'not') return this.isFalse(of.value);
    if (of.op === 'binary' && isComparison(of.operator)) return this.comparison(of, of.operator);
    return `${this.value(of).text} # 0`;
  }

  protected isFalse(of: Expression): string {
    if (of.op === 'not') return this.isTrue(of.value);
    if (of.op === 'binary' && isComparison(of.operator))
      return this.comparison(of, opposites[of.operator]);
    return `${this.value(of).text} = 0`;
  }

  private bit(condition: string): Value {
    this.model.library.use('Bit');
    return { text: `Bit(${condition})`, range: truth };
  }

  private comparison(of: Extract<Expression, { op: 'binary' }>, operator: Comparison): string {
    const left = this.value(of.left);
    const right = this.value(of.right);
    if (!isWideRange(left.range) && !isWideRange(right.range))
      return `${left.text} ${comparisons[operator]} ${right.text}`;
    const { library } = this.model;
    switch (operator) {
      case '==':
        return equal(left, right);
      case '!=':
        return `~(${equal(left, right)})`;
      case '<':
        return less(left, right, library);
      case '>':
        return less(right, left, library);
      case '<=':
        return `~(${less(right, left, library)})`;
      case '>=':
        return `~(${less(left, right, library)})`;
    }
  }

  private binary(of: Extract<Expression, { op: 'binary' }>): Value {
    if (isComparison(of.operator)) return this.bit(this.comparison(of, of.operator));
    const left = this.value(of.left);
    const right = this.value(of.right);
    switch (of.operator) {
      case '+':
      case '-':
        return this.sum(of.operator, left, right, of.range);
      case '*':
        return this.product(left, right, of.range);
      case '/':
      case '%':
        return this.quotient(of.operator, left, right, of.range);
      case '<<':
      case '>>':
        return this.shifted(of.operator, left, right, of.range);
      default:
        return this.bits(of.operator, left, right, of.range);
    }
  }

  private sum(operator: '+' | '-', left: Value, right: Value, bounds: Range): Value {
    const exact = rangeOfResult(operator, left.range, right.range);
    const text = `(${left.text} ${operator} ${right.text})`;
    const isPlain = !isWideRange(left.range) && !isWideRange(right.range);
    if (isPlain && fitsSigned(exact)) return this.checked({ text, range: exact }, bounds);
    if (isPlain && isConstant(right) && !isWideRange(bounds)) {
      // Before the sum: afterwards it would be too late for TLC.
      const { min } = right.range;
      const by = operator === '+' ? min : -min;
      const test = outside(
        left,
        { min: bounds.min - by, max: bounds.max - by },
        this.model.library,
      );
      if (test !== undefined) this.fault(test, 'overflow');
      return { text, range: narrowed(exact, bounds) };
    }
    const name = operator === '+' ? 'WidePlus' : 'WideMinus';
    return this.narrow(`${name}(${wide(left)}, ${wide(right)})`, bounds);
  }

  /** A pair as a number, after a test that it is in range. */
  private narrow(pair: string, bounds: Range): Value {
    this.model.library.use('Wide');
    const name = this.let('w', pair);
    this.fault(wideOutside(name, bounds), 'overflow');
    return { text: `Narrow(${name})`, range: bounds };
  }

  private product(left: Value, right: Value, bounds: Range): Value {
    const exact = rangeOfResult('*', left.range, right.range);
    const isPlain = !isWideRange(left.range) && !isWideRange(right.range);
    if (isPlain && fitsSigned(exact))
      return this.checked({ text: `(${left.text} * ${right.text})`, range: exact }, bounds);
    this.model.library.use('WideTimes');
    return this.narrow(`WideTimes(${wide(left)}, ${wide(right)})`, bounds);
  }

  private quotient(operator: '/' | '%', left: Value, right: Value, bounds: Range): Value {
    this.fault(`${right.text} = 0`, 'overflow');
    const areNatural = [left, right].every(({ range }) => range.min >= 0 && !isWideRange(range));
    if (areNatural) {
      const text = `(${left.text} ${operator === '/' ? '\\div' : '%'} ${right.text})`;
      return this.checked({ text, range: { min: 0, max: left.range.max } }, bounds);
    }
    this.model.library.use('WideQuotient');
    const name = operator === '/' ? 'WideQuotient' : 'WideRemainder';
    return this.narrow(`${name}(${wide(left)}, ${wide(right)})`, bounds);
  }

  private shifted(operator: '<<' | '>>', left: Value, right: Value, bounds: Range): Value {
    const { library } = this.model;
    const count = outside(right, { min: 0, max: 31 }, library);
    if (count !== undefined) this.fault(count, 'overflow');
    if (operator === '<<') {
      library.use('WideTimes');
      return this.narrow(`WideTimes(${wide(left)}, WidePower(${right.text}))`, bounds);
    }
    const name = isWideRange(left.range) ? 'UnsignedShift' : 'SignedShift';
    library.use(name);
    const range = { min: Math.min(left.range.min, 0), max: Math.max(left.range.max, 0) };
    return this.checked({ text: `${name}(${left.text}, ${right.text})`, range }, bounds);
  }

  private bits(operator: BinaryOperator, left: Value, right: Value, bounds: Range): Value {
    const name = operator === '&' ? 'And' : operator === '|' ? 'Or' : 'Xor';
    this.model.library.use(name);
    const text = `${name}(${left.text}, ${right.text})`;
    return this.checked(
      { text, range: bitsRange(operator, left.range, right.range, bounds) },
      bounds,
    );
  }

  private cast(of: Extract<Expression, { op: 'cast' }>): Value {
    const value = this.value(of.value);
    const half = 2 ** (of.bits - 1);
    const range = of.signed ? { min: -half, max: half - 1 } : { min: 0, max: half * 2 - 1 };
    if (value.range.min >= range.min && value.range.max <= range.max) return value;
    if (of.bits === 32) return { text: value.text, range };
    if (of.bits === 31) return unsupported('a cast to 31 bits');
    this.model.library.use('LowBits');
    const name = of.signed ? 'SignedLowBits' : 'LowBits';
    return { text: `${name}(${value.text}, ${of.bits})`, range };
  }

  private member(of: Extract<Expression, { op: 'member' }>): Value {
    const pointer = this.pointer(of.value);
    const { program } = this.model;
    const targets = program.domains[of.from]?.targets ?? [];
    const to = program.domains[of.to]?.targets ?? [];
    const values = targets.map(
      ({ slot }) => to.findIndex((target) => target.slot === slot + of.offset) + 1,
    );
    return { text: this.looked(values, pointer), range: { min: 0, max: to.length } };
  }

  private advance(of: Extract<Expression, { op: 'advance' }>): Value {
    const pointer = this.value(of.pointer);
    const by = this.value(of.by);
    this.fault(`${pointer.text} = 0`, 'null_dereference');
    const targets = this.model.program.domains[of.domain]?.targets ?? [];
    const back = targets.map(({ arrayFirst }, index) => arrayFirst - (index + 1));
    const forth = targets.map(({ arrayLast }, index) => arrayLast - (index + 1));
    const tests = [
      `${by.text} < ${this.looked(back, pointer.text)}`,
      `${by.text} > ${this.looked(forth, pointer.text)}`,
    ];
    // As it is written, a number from 2^31 on looks like one below zero.
    if (isWideRange(by.range)) tests.unshift(`${by.text} < 0`);
    this.fault(tests.join(' \\/ '), 'out_of_bounds');
    return { text: `(${pointer.text} + ${by.text})`, range: { min: 0, max: targets.length } };
  }

  /** A pointer that is not NULL, which is tested here. */
  private pointer(of: Expression): string {
    const { text } = this.value(of);
    this.fault(`${text} = 0`, 'null_dereference');
    return text;
  }

  /** The value at an index, from 1. */
  protected looked(values: readonly number[], index: string): string {
    const [first] = values;
    if (first !== undefined && values.every((value) => value === first)) return literal(first).text;
    return `${this.model.table(values)}[${index}]`;
  }

  private pointerTo(domain: number, { text, slots }: Address): Value {
    const targets = this.model.program.domains[domain]?.targets ?? [];
    const range = { min: 0, max: targets.length };
    const [only] = slots;
    if (slots.length === 1)
      return { text: String(targets.findIndex(({ slot }) => slot === only) + 1), range };
    this.model.library.use('Find');
    const list = this.model.table(targets.map(({ slot }) => slot + 1));
    return { text: `Find(${list}, ${text})`, range };
  }

  protected address(place: Place): Address {
    const { pointer, offset } = place;
    const terms: string[] = [];
    let slots: readonly SlotId[] = [place.base + offset];
    if (pointer !== undefined) {
      const value = this.pointer(pointer.value);
      const targets = this.model.program.domains[pointer.domain]?.targets ?? [];
      this.useAfterFree(
        targets.map(({ status }) => status),
        value,
      );
      slots = [...new Set(targets.map(({ slot }) => slot + offset))];
      terms.push(
        this.looked(
          targets.map(({ slot }) => slot + offset + 1),
          value,
        ),
      );
    } else if (place.status !== undefined) {
      this.fault(`${this.model.cell(this.memory, place.status)} # 1`, 'use_after_free');
    }
    let more = 0;
    for (const { value, stride, length } of place.indices) {
      const index = this.value(value);
      const test = outside(index, { min: 0, max: length - 1 }, this.model.library);
      if (test !== undefined) this.fault(test, 'out_of_bounds');
      if (isConstant(index)) {
        // An index that is never in range has been told, and leads nowhere.
        const move = test === undefined ? index.range.min * stride : 0;
        more += move;
        slots = slots.map((slot) => slot + move);
        continue;
      }
      terms.push(stride === 1 ? index.text : `${index.text} * ${stride}`);
      const moves = Array.from({ length }, (_, at) => at * stride);
      slots = [...new Set(slots.flatMap((slot) => moves.map((by) => slot + by)))];
    }
    const known = slots.filter((slot) => slot >= 0 && slot < this.model.program.slots.length);
    const base = pointer === undefined ? place.base + offset + 1 + more : more;
    const all = base === 0 && terms.length > 0 ? terms : [...terms, String(base)];
    if (terms.length === 0 || known.length === 1) return { text: all.join(' + '), slots: known };
    return { text: this.let('a', all.join(' + ')), slots: known };
  }

  private useAfterFree(status: readonly (SlotId | undefined)[], pointer: string): void {
    if (status.every((slot) => slot === undefined)) return;
    const at = this.looked(
      status.map((slot) => (slot === undefined ? 0 : slot + 1)),
      pointer,
    );
    const isDead = `${this.memory}[${this.model.slotsName}[${at}]] # 1`;
    const isPooled = status.includes(undefined) ? `${at} # 0 /\\ ` : '';
    this.fault(`${isPooled}${isDead}`, 'use_after_free');
  }
}

export function isConstant({ range }: Value): boolean {
  return range.min === range.max;
}

/** As TLA+ writes them. */
const comparisons = { '==': '=', '!=': '#', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const;
const opposites = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
} as const;

type Comparison = keyof typeof comparisons;

function isComparison(operator: BinaryOperator): operator is Comparison {
  return operator in comparisons;
}

/** What a bitwise operator can come to: 32 bits, or fewer where both operands have fewer. */
function bitsRange(operator: BinaryOperator, left: Range, right: Range, bounds: Range): Range {
  const areNatural = [left, right].every((range) => range.min >= 0 && !isWideRange(range));
  if (!areNatural) return bounds.min < 0 ? signed : unsigned;
  if (operator === '&') return { min: 0, max: Math.min(left.max, right.max) };
  const bits = Math.ceil(Math.log2(Math.max(left.max, right.max) + 1));
  return { min: 0, max: 2 ** bits - 1 };
}
