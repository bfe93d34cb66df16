// The registers of a program while it is made. What they are like is shared by all that are alike: a function that is
// called often asks for the same ones each time.
import type { Range, RegisterId } from '@racewalk/simulator';
import type { Type } from '../check/types.ts';
import type { DraftCell } from './draft.ts';
import { leavesOf } from './shape.ts';

type CellOf = (name: string | undefined, type: Type) => DraftCell;

export class Registers {
  /** By number. Not to be changed in place. */
  readonly cells: DraftCell[] = [];
  readonly #known = new Map<Type, Map<string | undefined, readonly DraftCell[]>>();
  readonly #cellOf: CellOf;

  constructor(cellOf: CellOf) {
    this.#cellOf = cellOf;
  }

  add(name: string | undefined, type: Type): RegisterId {
    return this.cells.push(this.#cellOf(name, type)) - 1;
  }

  /** One for each part of a value. */
  addFor(type: Type, name: string | undefined): readonly RegisterId[] {
    const first = this.cells.length;
    const cells = this.#cellsFor(type, name);
    for (const cell of cells) this.cells.push(cell);
    return cells.map((_, index) => first + index);
  }

  /** They become what a variable of the type and of this name has; their ranges stay. */
  rename(ids: readonly RegisterId[], type: Type, name: string): void {
    const cells = this.#cellsFor(type, name);
    ids.forEach((id, index) => {
      const [before, named] = [this.cells[id], cells[index]];
      if (before === undefined || named === undefined) return;
      const isSame = before.range === named.range && before.display === named.display;
      this.cells[id] = isSame ? named : { ...before, name: named.name };
    });
  }

  /** Of pointers it is not known before the end. */
  rangeOf(id: RegisterId): Range {
    return this.cells[id]?.range ?? { min: 0, max: 0 };
  }

  #cellsFor(type: Type, name: string | undefined): readonly DraftCell[] {
    let byName = this.#known.get(type);
    if (byName === undefined) {
      byName = new Map();
      this.#known.set(type, byName);
    }
    let cells = byName.get(name);
    if (cells === undefined) {
      cells = leavesOf(type).map((leaf) =>
        this.#cellOf(name === undefined ? undefined : `${name}${leaf.suffix}`, leaf.type),
      );
      byName.set(name, cells);
    }
    return cells;
  }
}
