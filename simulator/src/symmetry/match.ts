// Walks the code of two threads, or a fragment beside itself, in lock step: the same instructions
// in the same order, up to names.
import { unreachable } from '../assert.ts';
import type { Instruction, Pc } from '../program.ts';
import { successors } from '../reach.ts';
import type { Exchange } from './exchange.ts';
import type { Footprint } from './footprint.ts';
import { Operands, truth } from './operands.ts';
import { Pairing } from './pairing.ts';
import { plain } from './sorts.ts';

type Of<Op extends Instruction['op']> = Extract<Instruction, { readonly op: Op }>;

export class Match {
  readonly pcs = new Pairing();
  readonly operands: Operands;
  private readonly exchange: Exchange;
  private readonly open: (readonly [Pc, Pc])[] = [];

  constructor(exchange: Exchange, footprint: Footprint) {
    this.exchange = exchange;
    this.operands = new Operands(exchange, footprint);
  }

  /** Everything that can be reached from the two entries; what differs is told to the exchange. */
  run(entry: Pc, other: Pc): void {
    const { code } = this.exchange.program;
    this.visit(entry, other);
    for (let pair = this.open.pop(); pair !== undefined; pair = this.open.pop()) {
      if (this.exchange.problem !== undefined) return;
      const [pc, partner] = pair;
      const left = code[pc]!;
      const right = code[partner]!;
      const targets = successors(left, pc);
      const others = successors(right, partner);
      const isSame =
        left.step === right.step &&
        this.instruction(left, right) &&
        targets.length === others.length;
      const goOnAlike = isSame && targets.every((to, index) => this.visit(to, others[index]!));
      if (!goOnAlike) this.exchange.fail(`they differ at ${this.place(left)}`);
    }
  }

  private visit(pc: Pc, partner: Pc): boolean {
    if (this.pcs.of(pc) === partner) return true;
    this.open.push([pc, partner]);
    return this.pcs.add(pc, partner);
  }

  private place({ site }: Instruction): string {
    return `${this.exchange.program.files[site.file]}:${site.line + 1}`;
  }

  /** Whether the two are of the same shape. */
  private instruction(left: Instruction, right: Instruction): boolean {
    const { operands } = this;
    switch (left.op) {
      case 'load':
        return right.op === 'load' && this.load(left, right);
      case 'store':
        return right.op === 'store' && this.store(left, right);
      case 'set':
        return (
          right.op === 'set' &&
          operands.register(left.to, right.to) &&
          operands.expression(left.value, right.value, operands.sortOfRegister(left.to))
        );
      case 'branch':
      case 'await':
        return right.op === left.op && operands.expression(left.condition, right.condition, truth);
      case 'check':
        return (
          right.op === 'check' &&
          left.property === right.property &&
          left.ends === right.ends &&
          operands.expression(left.condition, right.condition, truth)
        );
      case 'any':
        return right.op === 'any' && this.any(left, right);
      case 'allocate':
        return right.op === 'allocate' && this.allocate(left, right);
      case 'free':
        return (
          right.op === 'free' &&
          left.domain === right.domain &&
          operands.expression(left.value, right.value, left.domain)
        );
      case 'mark':
      case 'jump':
      case 'choose':
      case 'end':
        return left.op === right.op;
      default:
        return unreachable(left);
    }
  }

  private load(left: Of<'load'>, right: Of<'load'>): boolean {
    const { operands } = this;
    left.to.forEach((register, index) => {
      operands.held(left.from, index, operands.sortOfRegister(register));
    });
    return (
      left.to.length === right.to.length &&
      operands.place(left.from, right.from, left.to.length) &&
      left.to.every((register, index) => operands.register(register, right.to[index]!))
    );
  }

  private store(left: Of<'store'>, right: Of<'store'>): boolean {
    const { operands } = this;
    return (
      left.values.length === right.values.length &&
      operands.place(left.to, right.to, left.values.length) &&
      left.values.every((value, index) => {
        const sort = operands.sortAt(left.to, index);
        operands.held(left.to, index, sort);
        return operands.expression(value, right.values[index]!, sort);
      })
    );
  }

  private any(left: Of<'any'>, right: Of<'any'>): boolean {
    const { operands } = this;
    operands.expect(operands.sortOfRegister(left.to), plain);
    return (
      operands.register(left.to, right.to) &&
      operands.expression(left.low, right.low, plain) &&
      operands.expression(left.high, right.high, plain)
    );
  }

  private allocate(left: Of<'allocate'>, right: Of<'allocate'>): boolean {
    const { operands } = this;
    const { domain } = this.exchange.program.pools[left.pool]!;
    operands.expect(operands.sortOfRegister(left.to), domain);
    return left.pool === right.pool && operands.register(left.to, right.to);
  }
}
