// Expressions and places of two threads side by side: the same, with registers, slots, pointers and
// thread ids renamed. Registers are paired here, everything shared is demanded of the exchange.
// Every method says whether the two are of the same shape.
import { unreachable } from '../assert.ts';
import type { Expression, Place, Program, RegisterId } from '../program.ts';
import type { Exchange } from './exchange.ts';
import { type Footprint, spanOf } from './footprint.ts';
import { Pairing } from './pairing.ts';
import { covers, isSameRange, plain, type Sort, sortOf } from './sorts.ts';

/** A context that asks only whether a value is 0, which no renaming changes. */
export const truth = 'truth';
type Wanted = Sort | typeof truth;
type Of<Op extends Expression['op']> = Extract<Expression, { readonly op: Op }>;

export class Operands {
  readonly registers = new Pairing();
  private readonly program: Program;
  private readonly exchange: Exchange;
  private readonly footprint: Footprint;

  constructor(exchange: Exchange, footprint: Footprint) {
    this.program = exchange.program;
    this.exchange = exchange;
    this.footprint = footprint;
  }

  sortOfRegister(register: RegisterId): Sort {
    return sortOf(this.program, this.program.registers[register]!.display);
  }

  /** A value of one sort comes where another is expected: then neither may be renamed. */
  expect(found: Sort, wanted: Wanted): void {
    if (wanted === truth || found === wanted) return;
    this.exchange.asNumbers.add(found);
    this.exchange.asNumbers.add(wanted);
  }

  register(left: RegisterId, right: RegisterId): boolean {
    const { range } = this.program.registers[left]!;
    const sort = this.sortOfRegister(left);
    if (!covers(this.program, range, sort)) this.exchange.asNumbers.add(sort);
    return (
      this.registers.add(left, right) &&
      isSameRange(range, this.program.registers[right]!.range) &&
      sort === this.sortOfRegister(right)
    );
  }

  /** What the slots `index` behind all that the place may name hold, is of the sort. */
  held(place: Place, index: number, sort: Sort): void {
    for (const slot of this.footprint.places.of(place)) {
      this.expect(sortOf(this.program, this.program.slots[slot + index]!.display), sort);
    }
  }

  /** The sort of what is stored `index` behind the place. */
  sortAt(place: Place, index: number): Sort {
    const [slot] = this.footprint.places.of(place);
    if (slot === undefined) return plain;
    return sortOf(this.program, this.program.slots[slot + index]!.display);
  }

  place(left: Place, right: Place, length: number): boolean {
    const hasSameIndices =
      left.indices.length === right.indices.length &&
      left.indices.every((index, at) => {
        const partner = right.indices[at]!;
        const isSame = index.stride === partner.stride && index.length === partner.length;
        return isSame && this.expression(index.value, partner.value, plain);
      });
    if (!hasSameIndices) return false;
    if (left.pointer !== undefined && right.pointer !== undefined) {
      const { domain, value } = left.pointer;
      const isSame = domain === right.pointer.domain && left.offset === right.offset;
      return isSame && this.expression(value, right.pointer.value, domain);
    }
    return left.pointer === right.pointer && this.directPlace(left, right, length);
  }

  expression(left: Expression, right: Expression, wanted: Wanted): boolean {
    const sort = this.sortOfExpression(left);
    if (sort !== undefined) this.expect(sort, wanted);
    switch (left.op) {
      case 'constant':
        return right.op === 'constant' && this.constant(left.value, right.value, wanted);
      case 'register':
        return right.op === 'register' && this.register(left.register, right.register);
      case 'binary':
        return right.op === 'binary' && this.binary(left, right);
      case 'not':
        return right.op === 'not' && this.expression(left.value, right.value, truth);
      case 'negate':
      case 'complement':
        return (
          right.op === left.op &&
          isSameRange(left.range, right.range) &&
          this.expression(left.value, right.value, plain)
        );
      case 'convert':
        return right.op === 'convert' && this.convert(left, right, sort ?? plain);
      case 'cast':
        return (
          right.op === 'cast' &&
          left.bits === right.bits &&
          left.signed === right.signed &&
          this.expression(left.value, right.value, plain)
        );
      case 'member':
        return (
          right.op === 'member' &&
          left.from === right.from &&
          left.to === right.to &&
          left.offset === right.offset &&
          this.expression(left.value, right.value, left.from)
        );
      case 'advance':
        return (
          right.op === 'advance' &&
          left.domain === right.domain &&
          this.expression(left.pointer, right.pointer, left.domain) &&
          this.expression(left.by, right.by, plain)
        );
      case 'address':
        return (
          right.op === 'address' &&
          left.domain === right.domain &&
          this.place(left.place, right.place, 1)
        );
      default:
        return unreachable(left);
    }
  }

  private directPlace(left: Place, right: Place, length: number): boolean {
    for (const more of spanOf(left, length)) {
      this.exchange.pairSlots(left.base + left.offset + more, right.base + right.offset + more);
    }
    if (left.status === undefined || right.status === undefined)
      return left.status === right.status;
    this.exchange.pairSlots(left.status, right.status);
    return true;
  }

  private constant(left: number, right: number, wanted: Wanted): boolean {
    if (wanted === truth || wanted === plain) return left === right;
    this.exchange.pairValues(wanted, left, right);
    return true;
  }

  private convert(left: Of<'convert'>, right: Of<'convert'>, sort: Sort): boolean {
    if (!covers(this.program, left.range, sort)) this.exchange.asNumbers.add(sort);
    return isSameRange(left.range, right.range) && this.expression(left.value, right.value, sort);
  }

  /** Ids and pointers may be compared for equality, and nothing else. */
  private binary(left: Of<'binary'>, right: Of<'binary'>): boolean {
    const isEquality = left.operator === '==' || left.operator === '!=';
    const sort = isEquality
      ? (this.sortOfExpression(left.left) ?? this.sortOfExpression(left.right) ?? plain)
      : plain;
    return (
      left.operator === right.operator &&
      isSameRange(left.range, right.range) &&
      this.expression(left.left, right.left, sort) &&
      this.expression(left.right, right.right, sort)
    );
  }

  /** Undefined: a constant, which is of the sort that is expected. */
  private sortOfExpression(expression: Expression): Sort | undefined {
    switch (expression.op) {
      case 'constant':
        return undefined;
      case 'register':
        return this.sortOfRegister(expression.register);
      case 'convert':
        return this.sortOfExpression(expression.value);
      case 'member':
        return expression.to;
      case 'advance':
      case 'address':
        return expression.domain;
      default:
        return plain;
    }
  }
}
