// Collects the parts of a Program: code, registers, slots, domains, pools, frames. Knows nothing of
// syntax beyond spans.
import type {
  AddressDomain,
  Display,
  Frame,
  Instruction,
  Pool,
  Range,
  RegisterId,
  Site,
  Slot,
  SlotId,
  Target,
} from '@racewalk/simulator';
import { objectStatus } from '@racewalk/simulator';
import type { Bindings, VariableSymbol } from '../check/symbols.ts';
import type { StructType, Type, WordType } from '../check/types.ts';
import { typeKey, typeName } from '../check/types.ts';
import type { Draft, DraftCell, DraftOperation, Label } from './draft.ts';
import { Registers } from './registers.ts';
import { sizeOf } from './shape.ts';

/** Instructions of one expanded program. Reason: compile time and memory of the engine's tables. */
export const programInstructionsMax = 200_000;
/** Shared slots of one program. Reason: a state holds all that can change. */
export const slotsMax = 8192;

export class ProgramLimit extends Error {
  readonly code: 'RW0701' | 'RW0703';
  constructor(code: 'RW0701' | 'RW0703', message: string) {
    super(message);
    this.code = code;
  }
}

interface DraftDomain {
  readonly type: string;
  readonly targets: Target[];
  /** Value (from 1) of each slot that is a target. */
  readonly bySlot: Map<SlotId, number>;
}

/** A slot whose range is that of the pointers of a domain, or fixed. */
interface DraftSlot extends DraftCell {
  readonly ghost: boolean;
  readonly object: string | undefined;
}

/** What was laid out in memory, or numbered among the types that pointers point to. */
export type Laid =
  | { readonly kind: 'variable'; readonly symbol: VariableSymbol; readonly key: string }
  | { readonly kind: 'domain'; readonly type: Type; readonly key: string };

export class ProgramBuilder {
  readonly code: Draft[] = [];
  readonly registers = new Registers((name, type) => this.cellOf(name, type));
  readonly slots: DraftSlot[] = [];
  readonly initial: number[] = [];
  readonly frames: Frame[] = [];
  readonly files: string[] = [];
  readonly pools: Pool[] = [];
  /** `pages: 4`, in order of first use. */
  readonly bounds: string[] = [];
  /** In order; equal lists leave equal layouts. */
  readonly laid: Laid[] = [];
  barriers = false;
  /** Is the instruction that would be emitted next ever reached? */
  reachable = true;
  /** Where steps begin, in ascending order. */
  private readonly steps: number[] = [];
  private readonly fileIds = new Map<string, number>();
  private readonly domains: DraftDomain[] = [];
  private readonly domainIds = new Map<string, number>();
  /** The same, by identity of the type: most look-ups end here. */
  private readonly domainOf = new Map<Type, number>();
  private readonly variables = new Map<VariableSymbol, SlotId>();
  private readonly poolIds = new Map<VariableSymbol, number>();
  private readonly pointerDisplays: Display[] = [];
  readonly lineAt: (file: string, offset: number) => number;
  private readonly addressTaken: (
    symbol: Parameters<Bindings['addressTaken']['has']>[0],
  ) => boolean;

  constructor(
    lineAt: (file: string, offset: number) => number,
    addressTaken: (symbol: Parameters<Bindings['addressTaken']['has']>[0]) => boolean,
  ) {
    this.lineAt = lineAt;
    this.addressTaken = addressTaken;
  }

  /**
   * Takes over all that another has, which stays as it is. Only for a builder without anything.
   * `counterpart` is what stands here for a variable of the other.
   */
  beginWith(
    other: ProgramBuilder,
    counterpart: (symbol: VariableSymbol) => VariableSymbol = (symbol) => symbol,
  ): void {
    append(this.bounds, other.bounds);
    for (const one of other.laid) {
      const isVariable = one.kind === 'variable';
      this.laid.push(isVariable ? { ...one, symbol: counterpart(one.symbol) } : one);
    }
    this.barriers = this.barriers || other.barriers;
    append(this.code, other.code);
    append(this.steps, other.steps);
    append(this.registers.cells, other.registers.cells);
    append(this.slots, other.slots);
    append(this.initial, other.initial);
    append(this.frames, other.frames);
    append(this.files, other.files);
    append(this.pools, other.pools);
    append(this.pointerDisplays, other.pointerDisplays);
    for (const { type, targets, bySlot } of other.domains) {
      this.domains.push({ type, targets: [...targets], bySlot: new Map(bySlot) });
    }
    for (const [name, id] of other.fileIds) this.fileIds.set(name, id);
    for (const [key, domain] of other.domainIds) this.domainIds.set(key, domain);
    for (const [type, domain] of other.domainOf) this.domainOf.set(type, domain);
    for (const [symbol, slot] of other.variables) this.variables.set(counterpart(symbol), slot);
    for (const [symbol, pool] of other.poolIds) this.poolIds.set(counterpart(symbol), pool);
  }

  // Code

  /** The operation becomes the instruction itself: it must be a new object. */
  emit(operation: DraftOperation, site: Site, step: boolean): void {
    if (!this.reachable) return;
    if (this.code.length >= programInstructionsMax) {
      throw new ProgramLimit(
        'RW0701',
        `the expanded program has more than ${programInstructionsMax} instructions (program_instructions_max)`,
      );
    }
    if (operation.op === 'jump') operation.to.uses += 1;
    else if (operation.op === 'branch') operation.otherwise.uses += 1;
    else if (operation.op === 'choose') for (const target of operation.targets) target.uses += 1;
    // Completed and not copied: programs have many instructions.
    const draft = operation as Draft;
    draft.step = step;
    draft.site = site;
    draft.live = noRegisters;
    if (step) this.steps.push(this.code.length);
    this.code.push(draft);
    if (operation.op === 'jump' || operation.op === 'end' || operation.op === 'choose') {
      this.reachable = false;
    }
  }

  /** Puts a label here. `always`: it may be jumped to from further down. */
  place(label: Label, always = false): void {
    label.pc = this.code.length;
    this.reachable = this.reachable || always || label.uses > 0;
  }

  /** The step of the code made since `from`, if there is exactly one. */
  onlyStep(from: number): Draft | undefined {
    const { steps, code } = this;
    const last = steps.at(-1) ?? -1;
    if (last < from || (steps.at(-2) ?? -1) >= from) return undefined;
    return code[last];
  }

  /** How many steps the code made since `from` has, up to two. */
  stepsSince(from: number): number {
    const { steps } = this;
    return [steps.at(-1), steps.at(-2)].filter((pc) => (pc ?? -1) >= from).length;
  }

  /** The instruction made last counts for so many steps. */
  countSteps(steps: number): void {
    for (let step = 0; step < steps; step++) this.steps.push(this.code.length - 1);
  }

  /** Forgets the code and its registers; what it has laid out stays. */
  clear(): void {
    this.code.length = 0;
    this.registers.cells.length = 0;
    this.steps.length = 0;
  }

  private cellOf(name: string | undefined, type: Type): DraftCell {
    if (type.kind === 'integer') return { name, range: type.range, display: type.display };
    if (type.kind === 'pointer') {
      return { name, range: pointerRange, display: this.pointerDisplay(this.domain(type.to)) };
    }
    return { name, range: { min: 0, max: 0 }, display: { kind: 'number' } };
  }

  private pointerDisplay(domain: number): Display {
    const known = this.pointerDisplays[domain];
    if (known !== undefined) return known;
    const display: Display = { kind: 'pointer', domain };
    this.pointerDisplays[domain] = display;
    return display;
  }

  // Places in the text

  file(name: string): number {
    const known = this.fileIds.get(name);
    if (known !== undefined) return known;
    this.fileIds.set(name, this.files.length);
    this.files.push(name);
    return this.files.length - 1;
  }

  frame(
    name: string,
    parent: number | undefined,
    file: string,
    start: number,
    end: number,
    isHardware = false,
  ): number {
    this.frames.push({
      name,
      parent,
      file: this.file(file),
      start,
      end,
      line: this.lineAt(file, start),
      ...(isHardware ? { hardware: true } : {}),
    });
    return this.frames.length - 1;
  }

  // Memory

  domain(to: Type): number {
    const seen = this.domainOf.get(to);
    if (seen !== undefined) return seen;
    const key = typeKey(to);
    let id = this.domainIds.get(key);
    if (id === undefined) {
      id = this.domains.length;
      this.laid.push({ kind: 'domain', type: to, key });
      this.domains.push({ type: typeName(to), targets: [], bySlot: new Map() });
      this.domainIds.set(key, id);
    }
    this.domainOf.set(to, id);
    return id;
  }

  target(domain: number, value: number): Target | undefined {
    return this.domains[domain]?.targets[value - 1];
  }

  /** The pointer value for a slot, or undefined if nothing of the type begins there. */
  pointerTo(domain: number, slot: SlotId): number | undefined {
    return this.domains[domain]?.bySlot.get(slot);
  }

  /** Gives a global its slots, on first use. `initial` has one value a slot. */
  variable(symbol: VariableSymbol, initial: () => readonly number[]): SlotId {
    const known = this.variables.get(symbol);
    if (known !== undefined) return known;
    const base = this.slots.length;
    this.variables.set(symbol, base);
    this.laid.push({ kind: 'variable', symbol, key: typeKey(symbol.type) });
    const size = sizeOf(symbol.type);
    if (base + size > slotsMax) {
      throw new ProgramLimit(
        'RW0703',
        `'${symbol.name}' makes more than ${slotsMax} slots (slots_max)`,
      );
    }
    const statusBase = symbol.pool ? base + size : undefined;
    this.lay(symbol.name, symbol.type, {
      ghost: symbol.ghost,
      object: undefined,
      taken: this.addressTaken(symbol),
      status: undefined,
      first: undefined,
      poolStatus: statusBase,
    });
    if (symbol.pool) this.layStatus(symbol);
    if (symbol.type.kind === 'array') this.bounds.push(`${symbol.name}: ${symbol.type.length}`);
    for (let i = this.initial.length; i < this.slots.length; i++) this.initial.push(0);
    initial().forEach((value, index) => {
      this.initial[base + index] = value;
    });
    return base;
  }

  /** The globals that have slots, with the first of them. */
  get laidOut(): ReadonlyMap<VariableSymbol, SlotId> {
    return this.variables;
  }

  pool(symbol: VariableSymbol): number {
    return this.poolIds.get(symbol) ?? -1;
  }

  private layStatus(symbol: VariableSymbol): void {
    if (symbol.type.kind !== 'array') return;
    const domain = this.domain(symbol.type.of);
    const base = this.variables.get(symbol) ?? 0;
    const size = sizeOf(symbol.type.of);
    const members: number[] = [];
    for (let i = 0; i < symbol.type.length; i++) {
      this.slots.push({
        name: `${symbol.name}[${i}].(status)`,
        range: { min: 0, max: 2 },
        display: { kind: 'enum', names: statusNames },
        ghost: false,
        object: symbol.type.of.kind === 'struct' ? symbol.type.of.name : undefined,
      });
      members.push(this.pointerTo(domain, base + i * size) ?? 0);
    }
    this.poolIds.set(symbol, this.pools.length);
    this.pools.push({ name: symbol.name, domain, members });
  }

  private lay(name: string, type: Type, context: LayContext): void {
    const { first } = context;
    switch (type.kind) {
      case 'array': {
        const firsts = new Map<number, number>();
        for (let i = 0; i < type.length; i++) {
          const status = context.poolStatus === undefined ? context.status : context.poolStatus + i;
          this.lay(`${name}[${i}]`, type.of, {
            ...context,
            status,
            poolStatus: undefined,
            first: { length: type.length, index: i, firsts },
          });
        }
        return;
      }
      case 'struct':
      case 'word': {
        if (type.kind === 'struct' || context.taken) {
          this.addTarget(name, type, this.slots.length, context.status, first);
        }
        this.layFields(name, type, context);
        return;
      }
      default: {
        if (context.taken) this.addTarget(name, type, this.slots.length, context.status, first);
        this.slots.push({
          ...this.cellOf(name, type),
          ghost: context.ghost,
          object: context.object,
        });
      }
    }
  }

  private layFields(name: string, type: StructType | WordType, context: LayContext): void {
    for (const field of type.fields) {
      this.lay(`${name}.${field.name}`, field.type, {
        ghost: context.ghost || field.ghost,
        object: type.kind === 'struct' ? type.name : context.object,
        taken: type.kind === 'struct' && this.addressTaken(field),
        status: context.status,
        first: undefined,
        poolStatus: undefined,
      });
    }
  }

  /** Pointers to the type may from now on point to the slot. */
  addTarget(
    name: string,
    type: Type,
    slot: SlotId,
    status: SlotId | undefined,
    first: ArrayElement | undefined,
  ): void {
    const id = this.domain(type);
    const domain = this.domains[id];
    if (domain === undefined) return;
    const value = domain.targets.length + 1;
    if (first !== undefined && first.index === 0) first.firsts.set(id, value);
    const arrayFirst = first?.firsts.get(id) ?? value;
    const arrayLast = first === undefined ? value : arrayFirst + first.length - 1;
    domain.targets.push({ slot, name, status, arrayFirst, arrayLast });
    domain.bySlot.set(slot, value);
  }

  // The end

  finishedDomains(): readonly AddressDomain[] {
    return this.domains.map(({ type, targets }) => ({ type, targets }));
  }

  /** How many targets a pointer has is known only now. */
  private finishedCell(cell: DraftCell): DraftCell {
    if (cell.display.kind !== 'pointer') return cell;
    const targets = this.domains[cell.display.domain]?.targets.length ?? 0;
    return { name: cell.name, range: { min: 0, max: targets }, display: cell.display };
  }

  finishedSlots(): readonly Slot[] {
    return this.slots.map((slot) => ({
      ...this.finishedCell(slot),
      name: slot.name ?? '',
      ghost: slot.ghost,
      object: slot.object,
    }));
  }

  finishedRegisters(): readonly DraftCell[] {
    const finished = new Map<DraftCell, DraftCell>();
    return this.registers.cells.map((register) => {
      const known = finished.get(register) ?? this.finishedCell(register);
      finished.set(register, known);
      return known;
    });
  }

  /** The instructions, from one on. */
  finishedCode(from = 0): readonly Instruction[] {
    const drafts = from === 0 ? this.code : this.code.slice(from);
    return drafts.map((draft): Instruction => {
      const { step, site, live } = draft;
      if (draft.op === 'jump') return { op: 'jump', to: draft.to.pc, step, site, live };
      if (draft.op === 'branch') {
        const { condition, otherwise } = draft;
        return { op: 'branch', condition, otherwise: otherwise.pc, step, site, live };
      }
      if (draft.op === 'choose') {
        const targets = draft.targets.map((target) => target.pc);
        return { op: 'choose', targets, text: draft.text, step, site, live };
      }
      return draft;
    });
  }
}

interface LayContext {
  readonly ghost: boolean;
  readonly object: string | undefined;
  /** Is the address of this variable or field taken? Then it is a target of its type's pointers. */
  readonly taken: boolean;
  readonly status: SlotId | undefined;
  readonly poolStatus: SlotId | undefined;
  readonly first: ArrayElement | undefined;
}

/** The array that a target is an element of; `firsts`: value of its first element, by domain. */
export interface ArrayElement {
  readonly length: number;
  readonly index: number;
  readonly firsts: Map<number, number>;
}

/** Spreading would put all of them on the stack. */
function append<Entry>(to: Entry[], from: readonly Entry[]): void {
  for (const entry of from) to.push(entry);
}

const noRegisters: readonly RegisterId[] = [];
const pointerRange: Range = { min: 0, max: 2 ** 31 - 1 };
const statusNames: ReadonlyMap<number, string> = new Map([
  [objectStatus.fresh, 'fresh'],
  [objectStatus.live, 'live'],
  [objectStatus.freed, 'freed'],
]);
