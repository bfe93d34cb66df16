// Which explored programs are equal, where some were lowered in part only. Those that were lowered in the same parts
// are compared by what was lowered; others whose runs look alike are lowered in full, and compared by that.
import type { ProgramName } from './exploration.ts';

interface Known {
  readonly number: number;
  readonly name: ProgramName;
  /** Its whole program, once asked for. */
  whole: string | undefined;
  readonly lowered: () => string;
}

export class DistinctPrograms {
  readonly #byName = new Map<string, Known>();
  readonly #byPrint = new Map<string, Known[]>();
  #count = 0;

  /**
   * A number that equal programs have in common; they are counted from 0 in the order in which they are met.
   * `lowered`: the key of the whole program.
   */
  numberOf(name: ProgramName, lowered: () => string): number {
    const key = `${name.part}\n${name.key}`;
    const known = this.#byName.get(key) ?? this.#equal(name, lowered);
    this.#byName.set(key, known);
    return known.number;
  }

  #equal(name: ProgramName, lowered: () => string): Known {
    const alike = this.#byPrint.get(name.print) ?? [];
    this.#byPrint.set(name.print, alike);
    const whole = name.part === '' ? name.key : undefined;
    const found: Known = { number: this.#count, name, whole, lowered };
    for (const other of alike) {
      if (other.name.part !== name.part && wholeOf(other) === wholeOf(found)) return other;
    }
    this.#count += 1;
    alike.push(found);
    return found;
  }
}

function wholeOf(known: Known): string {
  known.whole ??= known.lowered();
  return known.whole;
}
