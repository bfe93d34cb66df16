// Expressions and places as C. What can fault becomes a statement of its own with a test behind it,
// in the order of evaluation, for the first fault of a step decides which property it breaks.
import type { BinaryOperator, Expression, Place, Program, Range } from '@racewalk/simulator';

export interface CodeNames {
  /** Enumerators of `m[]` and `r[]`. */
  readonly slots: readonly string[];
  readonly registers: readonly string[];
}

/** An address: `known` where it is the same in every state. */
export interface Address {
  readonly text: string;
  readonly known: number | undefined;
}

export class ExpressionCode {
  readonly lines: string[] = [];
  temporaries = 0;
  /** Some statement ends the run. */
  stops = false;
  protected readonly program: Program;
  protected readonly names: CodeNames;

  constructor(program: Program, names: CodeNames) {
    this.program = program;
    this.names = names;
  }

  protected line(text: string): void {
    this.lines.push(text);
  }

  protected fault(condition: string, property: string): void {
    this.stops = true;
    this.line(`if (${condition}) return fault(on_${property});`);
  }

  private temporary(value: string): string {
    this.temporaries++;
    this.line(`t${this.temporaries} = ${value};`);
    return `t${this.temporaries}`;
  }

  protected checked(value: string, range: Range): string {
    this.fault(outside(value, range), 'overflow');
    return value;
  }

  /** Writes what has to be done first, and gives an operand without effects. */
  protected value(of: Expression): string {
    switch (of.op) {
      case 'constant':
        return constantText(of.value);
      case 'register':
        return `r[${this.names.registers[of.register] ?? ''}]`;
      case 'binary':
        return this.binary(of);
      case 'negate':
        return this.checked(this.temporary(`-${this.value(of.value)}`), of.range);
      case 'complement': {
        const inverted = low(`~${this.value(of.value)}`, 32, of.range.min < 0);
        return this.checked(this.temporary(inverted), of.range);
      }
      case 'not':
        return `(${this.value(of.value)} == 0)`;
      case 'cast':
        return low(this.value(of.value), of.bits, of.signed);
      case 'convert': {
        const value = this.value(of.value);
        return within(this.rangeOf(of.value), of.range) ? value : this.checked(value, of.range);
      }
      case 'member':
        return this.member(of);
      case 'advance':
        return this.advance(of);
      case 'address':
        return this.pointerTo(of.domain, this.address(of.place).text);
    }
  }

  private binary(of: Extract<Expression, { op: 'binary' }>): string {
    const { operator, range } = of;
    const left = this.value(of.left);
    const right = this.value(of.right);
    if (isComparison(operator)) return `(${left} ${operator} ${right})`;
    if (operator === '&' || operator === '|' || operator === '^') {
      const bits = low(`${left} ${operator} ${right}`, 32, range.min < 0);
      return this.checked(this.temporary(bits), range);
    }
    if (operator === '*') return this.checked(this.temporary(`product(${left}, ${right})`), range);
    if (operator === '/' || operator === '%') this.fault(`${right} == 0`, 'overflow');
    if (operator !== '<<' && operator !== '>>')
      return this.checked(this.temporary(`(i64) ${left} ${operator} ${right}`), range);
    this.fault(`${right} < 0 || ${right} > 31`, 'overflow');
    const moved = operator === '<<' ? `${left} * (1LL << ${right})` : `(i64) ${left} >> ${right}`;
    return this.checked(this.temporary(moved), range);
  }

  private member(of: Extract<Expression, { op: 'member' }>): string {
    const pointer = this.value(of.value);
    this.fault(`${pointer} == 0`, 'null_dereference');
    return this.pointerTo(of.to, `target_${of.from}[${pointer} - 1] + ${of.offset}`);
  }

  private advance(of: Extract<Expression, { op: 'advance' }>): string {
    const pointer = this.value(of.pointer);
    const by = this.value(of.by);
    this.fault(`${pointer} == 0`, 'null_dereference');
    const moved = this.temporary(`(i64) ${pointer} + ${by}`);
    const first = `first_${of.domain}[${pointer} - 1]`;
    const last = `last_${of.domain}[${pointer} - 1]`;
    this.fault(`${moved} < ${first} || ${moved} > ${last}`, 'out_of_bounds');
    return moved;
  }

  private pointerTo(domain: number, slot: string): string {
    const count = this.program.domains[domain]?.targets.length ?? 0;
    return this.temporary(`find(target_${domain}, ${count}, ${slot})`);
  }

  protected address(place: Place): Address {
    const { pointer } = place;
    const terms: string[] = [];
    let known = place.base + place.offset;
    if (pointer !== undefined) {
      const value = this.value(pointer.value);
      this.fault(`${value} == 0`, 'null_dereference');
      this.fault(`is_dead(status_${pointer.domain}[${value} - 1])`, 'use_after_free');
      terms.push(`target_${pointer.domain}[${value} - 1]`);
      known = place.offset;
    } else if (place.status !== undefined) {
      this.fault(`is_dead(${this.names.slots[place.status] ?? ''})`, 'use_after_free');
    }
    for (const { value, stride, length } of place.indices) {
      if (value.op === 'constant' && value.value >= 0 && value.value < length) {
        known += value.value * stride;
        continue;
      }
      const index = this.value(value);
      this.fault(`${index} < 0 || ${index} >= ${length}`, 'out_of_bounds');
      terms.push(`${index} * ${stride}`);
    }
    if (terms.length === 0) return { text: this.names.slots[known] ?? '', known };
    return { text: this.temporary([...terms, known].join(' + ')), known: undefined };
  }

  /** What an expression can come to, as far as its form tells. */
  protected rangeOf(of: Expression): Range {
    switch (of.op) {
      case 'constant':
        return { min: of.value, max: of.value };
      case 'register':
        return this.program.registers[of.register]?.range ?? everything;
      case 'binary':
        return isComparison(of.operator) ? truth : of.range;
      case 'negate':
      case 'complement':
      case 'convert':
        return of.range;
      case 'not':
        return truth;
      default:
        return everything;
    }
  }
}

const truth: Range = { min: 0, max: 1 };
const everything: Range = { min: -(2 ** 31), max: 2 ** 32 - 1 };

export function within(inner: Range, outer: Range): boolean {
  return inner.min >= outer.min && inner.max <= outer.max;
}

export function constantText(value: number): string {
  return value < 0 ? `(${value}LL)` : `${value}LL`;
}

function outside(value: string, { min, max }: Range): string {
  return `${value} < ${constantText(min)} || ${value} > ${constantText(max)}`;
}

function low(value: string, bits: number, signed: boolean): string {
  return `low(${value}, ${bits}, ${signed ? 1 : 0})`;
}

function isComparison(operator: BinaryOperator): boolean {
  return ['==', '!=', '<', '<=', '>', '>='].includes(operator);
}
