// Packs a state into 32-bit words: every slot that can ever change at the width of its range, and
// per thread its pc with the registers live there, overlaid. No field straddles a word.
import { assert } from './assert.ts';
import { hasLiveness, liveOnEntry } from './liveness.ts';
import { oncePer } from './once.ts';
import type { Instruction, Pc, Program, Range, RegisterId, SlotId } from './program.ts';
import { objectStatus } from './program.ts';
import { isResting, type PlaceSlots, placesOf, reachable } from './reach.ts';

/** Where a value is packed: `(words[word] >>> shift & mask) + min`. */
export interface Field {
  readonly word: number;
  readonly shift: number;
  /** As the 32 bits of an Int32Array; 0 for a constant. */
  readonly mask: number;
  readonly min: number;
}

/** One place where a thread rests: its registers as rows of `rowWidth` numbers. */
interface Rest {
  readonly pc: Pc;
  readonly over: boolean;
  readonly live: readonly RegisterId[];
  /**
   * Rows of cell, word, shift, mask, min. The first `stored` rows are packed, the others are zero.
   */
  readonly rows: Int32Array;
  readonly stored: number;
}

const rowWidth = 5;

/** A place where a thread rests, and where its registers are packed there. */
export interface RestFields {
  readonly pc: Pc;
  readonly over: boolean;
  readonly registers: readonly { readonly register: RegisterId; readonly field: Field }[];
  /** Registers that are not packed, and yet may be read first: they are zero. */
  readonly zero: readonly RegisterId[];
}

interface ThreadLayout {
  readonly pc: Field;
  readonly bins: readonly Field[];
  readonly rests: readonly Rest[];
  /** The same, for those who write code; made when it is asked for. */
  fields: readonly RestFields[] | undefined;
  /** Number of the rest at each pc, -1 elsewhere. */
  readonly numberOf: Int32Array;
}

/** The layout of a program. It never changes, so that all who step through one share it. */
export const layoutOf = /* @__PURE__ */ oncePer(
  (program: Program) => new Layout(program, placesOf(program)),
);

export class Layout {
  readonly words: number;
  /** Where each slot has its row in `slotRows`; -1: nothing writes it, and it is not packed. */
  private readonly slotField: Int32Array;
  private readonly slotRows: Int32Array;
  /** Per word, the rows packed in it. */
  private readonly rowsOfWord: readonly Int32Array[];
  private readonly threads: readonly ThreadLayout[];
  private readonly position: Field;
  /** How many bits of each word are used, from the lowest. */
  readonly widths: readonly number[];

  constructor(program: Program, places: PlaceSlots) {
    const written = writtenSlots(program, places);
    const threads = restsOf(program);
    const bins = new Bins();
    const slots = [...written].sort((a, b) => a - b);
    const slotWidths = slots.map((slot) => widthOf(program.slots[slot]!.range));
    const plans = threads.map((rests) => overlay(program, rests));
    const widths = [
      ...slotWidths,
      ...plans.flatMap((plan) => [plan.pcWidth, ...plan.binWidths]),
      widthOf({ min: 0, max: program.schedule.length }),
    ];
    const fields = bins.place(widths);
    this.words = Math.max(1, bins.count);
    this.widths = Array.from({ length: this.words }, (_, word) => bins.widths()[word] ?? 0);
    this.slotField = new Int32Array(program.slots.length).fill(-1);
    this.slotRows = new Int32Array(slots.length * rowWidth);
    slots.forEach((slot, index) => {
      this.slotField[slot] = index * rowWidth;
      writeRow(this.slotRows, index, slot, {
        ...fields[index]!,
        min: program.slots[slot]!.range.min,
      });
    });
    this.rowsOfWord = rowsByWord(slots, fields, this.words);
    let next = slots.length;
    this.threads = plans.map((plan) => {
      const own = fields.slice(next, next + 1 + plan.binWidths.length);
      next += own.length;
      return threadLayout(program, plan, own);
    });
    this.position = fields[next]!;
  }

  /** Packs everything; `pcs` has one pc per thread. The schedule stands at its beginning. */
  encode(words: Int32Array, cells: Int32Array, pcs: readonly Pc[]): void {
    words.fill(0);
    this.slotField.forEach((row, slot) => {
      if (row >= 0) this.encodeSlot(words, slot, cells[slot]!);
    });
    pcs.forEach((pc, thread) => {
      this.encodeThread(words, thread, pc, cells);
    });
  }

  encodeSlot(words: Int32Array, slot: SlotId, value: number): void {
    const rows = this.slotRows;
    const row = this.slotField[slot]!;
    if (row < 0) throw new Error('assertion failed: a slot that nothing writes was written');
    const mask = rows[row + 3]!;
    const shift = rows[row + 2]!;
    const word = rows[row + 1]!;
    const offset = (value - rows[row + 4]!) | 0;
    if ((offset & mask) !== offset) throw new Error('assertion failed: a slot holds its range');
    words[word] = (words[word]! & ~(mask << shift)) | (offset << shift);
  }

  /** Writes the slots packed in one word to the memory. */
  decodeWord(words: Int32Array, word: number, cells: Int32Array): void {
    const packed = this.rowsOfWord[word]!;
    const rows = this.slotRows;
    const bits = words[word]!;
    for (let index = 0; index < packed.length; index++) {
      const row = packed[index]!;
      cells[rows[row]!] = (((bits >>> rows[row + 2]!) & rows[row + 3]!) + rows[row + 4]!) | 0;
    }
  }

  encodeThread(words: Int32Array, thread: number, pc: Pc, cells: Int32Array): void {
    const layout = this.threads[thread]!;
    const number = layout.numberOf[pc]!;
    if (number < 0) throw new Error('assertion failed: a thread rests at a place of its own');
    for (const bin of layout.bins) words[bin.word] = words[bin.word]! & ~(bin.mask << bin.shift);
    const at = layout.pc;
    words[at.word] = (words[at.word]! & ~(at.mask << at.shift)) | (number << at.shift);
    const { rows, stored } = layout.rests[number]!;
    for (let row = 0; row < stored * rowWidth; row += rowWidth) {
      const offset = (cells[rows[row]!]! - rows[row + 4]!) | 0;
      const mask = rows[row + 3]!;
      if ((offset & mask) !== offset)
        throw new Error('assertion failed: a register holds its range');
      const word = rows[row + 1]!;
      words[word] = words[word]! | (offset << rows[row + 2]!);
    }
  }

  /** Sets the registers of the thread that its code may read; those that are not live are zero. */
  decodeThread(words: Int32Array, thread: number, cells: Int32Array): void {
    const layout = this.threads[thread]!;
    const { rows } = layout.rests[numberIn(words, layout.pc)]!;
    for (let row = 0; row < rows.length; row += rowWidth) {
      const bits = words[rows[row + 1]!]! >>> rows[row + 2]!;
      cells[rows[row]!] = ((bits & rows[row + 3]!) + rows[row + 4]!) | 0;
    }
  }

  pcOf(words: Int32Array, thread: number): Pc {
    const layout = this.threads[thread]!;
    return layout.rests[numberIn(words, layout.pc)]!.pc;
  }

  isOver(words: Int32Array, thread: number): boolean {
    const layout = this.threads[thread]!;
    return layout.rests[numberIn(words, layout.pc)]!.over;
  }

  /** The registers that are live where the thread rests. */
  liveOf(words: Int32Array, thread: number): readonly RegisterId[] {
    const layout = this.threads[thread]!;
    return layout.rests[numberIn(words, layout.pc)]!.live;
  }

  /** Where the slot is packed; undefined: nothing writes it. */
  fieldOf(slot: SlotId): Field | undefined {
    const row = this.slotField[slot]!;
    return row < 0 ? undefined : fieldAt(this.slotRows, row);
  }

  /** Where the number of the place lies at which the thread rests: an index into `restsOf`. */
  pcFieldOf(thread: number): Field {
    return this.threads[thread]!.pc;
  }

  /** All bits that hold the thread's registers, whichever they are. */
  binsOf(thread: number): readonly Field[] {
    return this.threads[thread]!.bins;
  }

  restsOf(thread: number): readonly RestFields[] {
    const layout = this.threads[thread]!;
    layout.fields ??= layout.rests.map((rest) => fieldsOf(rest, this.slotField.length));
    return layout.fields;
  }

  /** The index in `restsOf` of the place where the thread rests at `pc`. */
  restNumberOf(thread: number, pc: Pc): number {
    return this.threads[thread]!.numberOf[pc]!;
  }

  positionOf(words: Int32Array): number {
    return numberIn(words, this.position);
  }

  encodePosition(words: Int32Array, position: number): void {
    const { word, shift, mask } = this.position;
    words[word] = (words[word]! & ~(mask << shift)) | (position << shift);
  }
}

function numberIn(words: Int32Array, { word, shift, mask }: Field): number {
  return (words[word]! >>> shift) & mask;
}

function widthOf({ min, max }: Range): number {
  return max === min ? 0 : 32 - Math.clz32(max - min);
}

function maskOf(width: number): number {
  return width === 32 ? -1 : (1 << width) - 1;
}

const nowhere: Field = { word: 0, shift: 0, mask: 0, min: 0 };

/** `field` lies in `around`, where that is given: then its word counts for nothing. */
function writeRow(
  rows: Int32Array,
  index: number,
  cell: number,
  field: Field,
  around?: Field,
): void {
  const row = index * rowWidth;
  rows[row] = cell;
  rows[row + 1] = around === undefined ? field.word : around.word;
  rows[row + 2] = around === undefined ? field.shift : around.shift + field.shift;
  rows[row + 3] = field.mask;
  rows[row + 4] = field.min;
}

function fieldAt(rows: Int32Array, row: number): Field {
  return { word: rows[row + 1]!, shift: rows[row + 2]!, mask: rows[row + 3]!, min: rows[row + 4]! };
}

function fieldsOf({ pc, over, live, rows }: Rest, base: number): RestFields {
  const registers = live.map((register, index) => ({
    register,
    field: fieldAt(rows, index * rowWidth),
  }));
  return { pc, over, registers, zero: zeroRows(rows, live.length).map((cell) => cell - base) };
}

function zeroRows(rows: Int32Array, stored: number): readonly number[] {
  const cells: number[] = [];
  for (let row = stored * rowWidth; row < rows.length; row += rowWidth) cells.push(rows[row]!);
  return cells;
}

/** Fills words with fields, widest first; fields of no width are constants in word 0. */
class Bins {
  count = 0;
  private readonly used: number[] = [];

  /** `ranges` are what the fields hold, where that does not begin with zero. */
  place(widths: readonly number[], ranges?: readonly Range[]): readonly Field[] {
    const order = widths.map((_, index) => index);
    order.sort((a, b) => widths[b]! - widths[a]! || a - b);
    const fields: Field[] = [];
    let first = 0;
    for (const index of order) {
      const width = widths[index]!;
      // Words that are full stay behind, so that thousands of fields don't cost their square.
      while (this.used[first] === 32) first++;
      let word = width === 0 ? 0 : first;
      while ((this.used[word] ?? 0) + width > 32) word++;
      const shift = width === 0 ? 0 : (this.used[word] ?? 0);
      fields[index] = { word, shift, mask: maskOf(width), min: ranges?.[index]?.min ?? 0 };
      if (width === 0) continue;
      this.used[word] = shift + width;
      this.count = Math.max(this.count, word + 1);
    }
    return fields;
  }

  widths(): readonly number[] {
    return this.used;
  }
}

/** The slots that some instruction of some thread may write. */
function writtenSlots(program: Program, places: PlaceSlots): ReadonlySet<SlotId> {
  const written = new Set<SlotId>();
  const entries = program.threads.map(({ entry }) => entry);
  const reached = reachable(program.code, entries);
  const stores = new Map<readonly SlotId[], number>();
  program.code.forEach((instruction, pc) => {
    if (reached[pc] === 0) return;
    if (instruction.op === 'store') {
      const slots = places.of(instruction.to);
      stores.set(slots, Math.max(stores.get(slots) ?? 0, instruction.values.length));
    } else if (instruction.op === 'allocate') {
      for (const status of poolStatuses(program, instruction.pool)) written.add(status);
    } else if (instruction.op === 'free') {
      for (const { status } of program.domains[instruction.domain]?.targets ?? []) {
        if (status !== undefined) written.add(status);
      }
    }
  });
  for (const [slots, length] of stores) {
    for (const slot of slots) for (let more = 0; more < length; more++) written.add(slot + more);
  }
  return written;
}

function poolStatuses(program: Program, pool: number): readonly SlotId[] {
  const { domain, members } = program.pools[pool]!;
  return members.map((member) => {
    const status = program.domains[domain]?.targets[member - 1]?.status;
    assert(status !== undefined, 'a pool member has a status slot');
    const { min, max } = program.slots[status]!.range;
    assert(min <= objectStatus.fresh && max >= objectStatus.freed, 'a status slot holds a status');
    return status;
  });
}

interface RestPlan {
  readonly pc: Pc;
  readonly instruction: Instruction;
  /** Registers that are not live and yet may be read first: zero, as the contract says. */
  readonly zero: readonly RegisterId[];
}

/** Per thread, all places where it may rest; one analysis for all of them. */
function restsOf({ code, threads }: Program): readonly (readonly RestPlan[])[] {
  const pcsOf = threads.map(({ entry }) => {
    const reached = reachable(code, [entry]);
    const pcs: Pc[] = [];
    for (let pc = 0; pc < code.length; pc++) {
      if (reached[pc] === 1 && isResting(code[pc]!)) pcs.push(pc);
    }
    return pcs;
  });
  const places = pcsOf.flat();
  const needed = hasLiveness(code, places) ? [] : liveOnEntry(code, places, []);
  let next = 0;
  return pcsOf.map((pcs) =>
    pcs.map((pc) => {
      const instruction = code[pc]!;
      return { pc, instruction, zero: missing(needed[next++] ?? [], instruction.live) };
    }),
  );
}

/** Those that are needed and not there: nearly always none. */
function missing(
  needed: readonly RegisterId[],
  there: readonly RegisterId[],
): readonly RegisterId[] {
  const isSame = needed.every((register, index) => register === there[index]);
  return isSame ? [] : needed.filter((register) => !there.includes(register));
}

interface ThreadPlan {
  readonly rests: readonly RestPlan[];
  readonly pcWidth: number;
  readonly binWidths: readonly number[];
  /** Per rest, where each live register lies: `word` counts the thread's own bins. */
  readonly fields: readonly (readonly Field[])[];
}

/** Each rest packs its registers into bins on its own; a bin is as wide as its widest use. */
function overlay(program: Program, rests: readonly RestPlan[]): ThreadPlan {
  const binWidths: number[] = [];
  const fields = rests.map(({ instruction }) => {
    const bins = new Bins();
    const ranges = instruction.live.map((register) => program.registers[register]!.range);
    const placed = bins.place(ranges.map(widthOf), ranges);
    bins.widths().forEach((width, bin) => {
      binWidths[bin] = Math.max(binWidths[bin] ?? 0, width);
    });
    return placed;
  });
  const pcWidth = widthOf({ min: 0, max: Math.max(0, rests.length - 1) });
  return { rests, pcWidth, binWidths, fields };
}

function threadLayout(program: Program, plan: ThreadPlan, own: readonly Field[]): ThreadLayout {
  const [pc, ...bins] = own;
  assert(pc !== undefined, 'a thread has a field for its pc');
  const numberOf = new Int32Array(program.code.length).fill(-1);
  const base = program.slots.length;
  const rests = plan.rests.map((rest, number): Rest => {
    numberOf[rest.pc] = number;
    const { live } = rest.instruction;
    const rows = new Int32Array((live.length + rest.zero.length) * rowWidth);
    live.forEach((register, index) => {
      const field = plan.fields[number]![index]!;
      writeRow(rows, index, base + register, field, bins[field.word]);
    });
    rest.zero.forEach((register, index) => {
      writeRow(rows, live.length + index, base + register, nowhere);
    });
    const over = rest.instruction.op === 'end';
    return { pc: rest.pc, over, live, rows, stored: live.length };
  });
  return { pc, bins, rests, fields: undefined, numberOf };
}

function rowsByWord(
  slots: readonly SlotId[],
  fields: readonly Field[],
  words: number,
): readonly Int32Array[] {
  const rows: number[][] = Array.from({ length: words }, () => []);
  slots.forEach((_, index) => {
    const { word, mask } = fields[index]!;
    if (mask !== 0) rows[word]!.push(index * rowWidth);
  });
  return rows.map((list) => Int32Array.from(list));
}
