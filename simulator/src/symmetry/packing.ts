// The exchange of two threads as a map of packed states.
import type { Field, Layout } from '../layout.ts';
import type { Program, RegisterId } from '../program.ts';
import type { Exchange } from './exchange.ts';
import type { Match } from './match.ts';
import { plain, type Sort, sortOf } from './sorts.ts';
import type { RenamedField, RenamedRegisters, Swap } from './symmetry.ts';

/** Tables are written out value by value: wider fields are not worth it. */
const tableBitsMax = 16;

/** Undefined, with a problem of the exchange, where the two are not packed alike. */
export function packSwap(exchange: Exchange, match: Match, layout: Layout): Swap | undefined {
  const packer = new Packer(exchange, layout);
  const { first, second } = exchange;
  packer.exchangeThreads(match);
  packer.slots();
  const registers = exchange.program.threads.map((_, thread) => packer.registersOf(thread));
  if (exchange.problem !== undefined) return undefined;
  return {
    first,
    second,
    pcs: [layout.pcFieldOf(first), layout.pcFieldOf(second)],
    exchanged: packer.exchanged,
    renamed: packer.renamed,
    registers: registers.filter(({ rests }) => rests.some((fields) => fields.length > 0)),
  };
}

class Packer {
  readonly exchanged: (readonly [Field, Field])[] = [];
  readonly renamed: RenamedField[] = [];
  private readonly exchange: Exchange;
  private readonly program: Program;
  private readonly layout: Layout;
  private readonly tables = new Map<string, readonly number[]>();

  constructor(exchange: Exchange, layout: Layout) {
    this.exchange = exchange;
    this.program = exchange.program;
    this.layout = layout;
  }

  /** Threads with the same code have the same places to rest, with the same registers in order. */
  exchangeThreads(match: Match): void {
    const { layout, exchange } = this;
    const { first, second } = exchange;
    const bins = layout.binsOf(first);
    const otherBins = layout.binsOf(second);
    this.swap(layout.pcFieldOf(first), layout.pcFieldOf(second));
    bins.forEach((bin, index) => {
      this.swap(bin, otherBins[index]);
    });
    const others = layout.restsOf(second);
    const rests = layout.restsOf(first);
    const isAlike =
      bins.length === otherBins.length &&
      rests.length === others.length &&
      rests.every(({ pc, registers }, number) => {
        const other = others[number]!;
        return (
          match.pcs.of(pc) === other.pc &&
          registers.length === other.registers.length &&
          registers.every(({ register, field }, index) => {
            const partner = other.registers[index]!;
            return (
              match.operands.registers.of(register) === partner.register &&
              positionIn(bins, field) === positionIn(otherBins, partner.field)
            );
          })
        );
      });
    if (!isAlike) exchange.fail('their variables are packed differently');
  }

  slots(): void {
    const { exchange, layout, program } = this;
    for (const [slot, other] of exchange.movedSlots()) {
      const left = layout.fieldOf(slot);
      const right = layout.fieldOf(other);
      if (left !== undefined && right !== undefined) this.swap(left, right);
      else if (left !== right) exchange.fail(`${program.slots[slot]?.name} is written by one only`);
    }
    program.slots.forEach(({ display }, slot) => {
      const field = layout.fieldOf(slot);
      if (field !== undefined) this.renamed.push(...this.rename(field, sortOf(program, display)));
    });
  }

  registersOf(thread: number): RenamedRegisters {
    const { layout } = this;
    const rests = layout
      .restsOf(thread)
      .map(({ registers }) =>
        registers.flatMap(({ register, field }) => this.rename(field, this.sortOf(register))),
      );
    return { thread, pc: layout.pcFieldOf(thread), rests };
  }

  private sortOf(register: RegisterId): Sort {
    return sortOf(this.program, this.program.registers[register]!.display);
  }

  private swap(left: Field, right: Field | undefined): void {
    if (right === undefined || left.mask !== right.mask || left.min !== right.min) {
      this.exchange.fail('their variables are packed differently');
    } else if (left.mask !== 0) this.exchanged.push([left, right]);
  }

  /** Nothing for values that stay. */
  private rename(field: Field, sort: Sort): readonly RenamedField[] {
    if (sort === plain || field.mask === 0 || !this.exchange.moves(sort)) return [];
    if (field.min !== 0 || field.mask < 0 || field.mask >= 2 ** tableBitsMax) {
      this.exchange.fail('an id is too wide to be renamed');
      return [];
    }
    return [{ field, table: this.table(sort, field.mask) }];
  }

  private table(sort: Sort, mask: number): readonly number[] {
    const key = `${sort}:${mask}`;
    const known = this.tables.get(key);
    if (known !== undefined) return known;
    const table = Array.from({ length: mask + 1 }, (_, value) => this.exchange.value(sort, value));
    this.tables.set(key, table);
    return table;
  }
}

/** Which bin the field lies in, and where in it; fields of no width lie anywhere. */
function positionIn(bins: readonly Field[], { word, shift, mask }: Field): string {
  if (mask === 0) return 'nowhere';
  const number = bins.findIndex(
    (bin) =>
      bin.word === word && bin.shift <= shift && ((mask << (shift - bin.shift)) & ~bin.mask) === 0,
  );
  return `${number}+${shift - (bins[number]?.shift ?? 0)}:${mask}`;
}
