// Where every slot is packed, for code that learns only at run time which slot it is about: rows of
// byte offset, shift, mask and smallest value; beside them the bounds of the slots.
import type { Field, Layout } from '../layout.ts';
import type { Program, SlotId } from '../program.ts';
import type { Image } from './image.ts';

/** Bytes of one row, as a power of two. */
export const rowShift = 4;

export class SlotTables {
  readonly layout: Layout;
  readonly program: Program;
  private readonly image: Image;
  private rows_: number | undefined;
  private bounds_: number | undefined;

  /** Fields of slots that are not packed in states, for code that writes to a copy of its own. */
  private readonly more: ReadonlyMap<SlotId, Field>;

  constructor(
    program: Program,
    layout: Layout,
    image: Image,
    more: ReadonlyMap<SlotId, Field> = new Map(),
  ) {
    this.program = program;
    this.layout = layout;
    this.image = image;
    this.more = more;
  }

  /** Where the slot is; undefined: it never changes. */
  fieldOf(slot: SlotId): Field | undefined {
    return this.more.get(slot) ?? this.layout.fieldOf(slot);
  }

  /** Address of the rows; a slot that nothing writes reads no bits and adds its value. */
  rows(): number {
    this.rows_ ??= this.image.table(
      this.program.slots.flatMap((_, slot) => {
        const field = this.fieldOf(slot);
        if (field === undefined) return [0, 0, 0, this.program.initial[slot]!];
        return [field.word * 4, field.shift, field.mask, field.min];
      }),
    );
    return this.rows_;
  }

  /** Address of rows of two 64-bit numbers: the smallest and the largest value. */
  bounds(): number {
    this.bounds_ ??= this.image.table64(
      this.program.slots.flatMap(({ range }) => [BigInt(range.min), BigInt(range.max)]),
    );
    return this.bounds_;
  }

  /** The mask and smallest value, where all these slots have the same. */
  uniform(slots: readonly SlotId[]): { readonly mask: number; readonly min: number } | undefined {
    const fields = slots.map((slot) => this.fieldOf(slot));
    const first = fields[0];
    if (first === undefined) return undefined;
    const isSame = fields.every((field) => field?.mask === first.mask && field.min === first.min);
    return isSame ? { mask: first.mask, min: first.min } : undefined;
  }
}
