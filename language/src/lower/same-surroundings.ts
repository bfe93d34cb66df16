// Whether a statement would be lowered as it was before: the variables around it are bound to the same constants, or
// to registers of the same kind, which may have other numbers.
import type { RegisterId } from '@racewalk/simulator';
import type { VariableSymbol } from '../check/symbols.ts';
import type { DraftCell } from './draft.ts';
import type { RecordedStatement } from './recorded-statements.ts';
import type { Bound, Unit } from './unit.ts';
import { constantOf, type LocalPlace, type Value } from './value.ts';

/** The register here for each one there; undefined where something is not the same. */
export function sameSurroundings(
  before: RecordedStatement,
  then: readonly DraftCell[],
  unit: Unit,
): ReadonlyMap<RegisterId, RegisterId> | undefined {
  const { activation } = unit;
  if (before.atomic !== unit.atomic || before.pure !== unit.pure) return undefined;
  if (before.activation.body !== activation.body) return undefined;
  if ((before.breaks === undefined) !== (activation.breaks.length === 0)) return undefined;
  if ((before.continues === undefined) !== (activation.continues.length === 0)) return undefined;
  const pairs = new Pairs(then, unit.builder.registers.cells);
  const results = before.activation.resultRegisters;
  if (!pairs.registers(results, activation.resultRegisters)) return undefined;
  if (before.threadLocals.size !== unit.threadLocals.size) return undefined;
  if (!pairs.all(before.threadLocals, unit.threadLocals)) return undefined;
  // What was declared inside statements that nobody lowers here is not seen after them.
  if (!pairs.all(before.bindings, activation.bindings)) return undefined;
  return pairs.found;
}

class Pairs {
  readonly found = new Map<RegisterId, RegisterId>();
  readonly #then: readonly DraftCell[];
  readonly #now: readonly DraftCell[];

  constructor(then: readonly DraftCell[], now: readonly DraftCell[]) {
    this.#then = then;
    this.#now = now;
  }

  all(
    before: ReadonlyMap<VariableSymbol, Bound>,
    now: ReadonlyMap<VariableSymbol, Bound>,
  ): boolean {
    for (const [symbol, bound] of now) {
      const was = before.get(symbol);
      if (was === undefined || !this.#bound(was, bound)) return false;
    }
    return true;
  }

  registers(before: readonly RegisterId[], now: readonly RegisterId[]): boolean {
    return before.length === now.length && before.every((id, at) => this.#register(id, now[at]));
  }

  #register(before: RegisterId, now: RegisterId | undefined): boolean {
    if (now === undefined) return false;
    const known = this.found.get(before);
    if (known !== undefined) return known === now;
    const a = this.#then[before];
    const b = this.#now[now];
    if (a === undefined || b === undefined) return false;
    if (a.range.min !== b.range.min || a.range.max !== b.range.max) return false;
    if (a.display.kind !== b.display.kind) return false;
    this.found.set(before, now);
    return true;
  }

  #bound(before: Bound, now: Bound): boolean {
    if (before.kind === 'registers' || now.kind === 'registers') {
      if (before.kind !== 'registers' || now.kind !== 'registers') return false;
      return this.#place(before, now);
    }
    return this.#value(before.value, now.value);
  }

  #place(before: LocalPlace, now: LocalPlace): boolean {
    return before.type === now.type && this.registers(before.registers, now.registers);
  }

  #value(before: Value, now: Value): boolean {
    if (before.type !== now.type || before.parts.length !== now.parts.length) return false;
    if (before.reference !== undefined || now.reference !== undefined) {
      if (before.reference === undefined || now.reference === undefined) return false;
      if (!this.#place(before.reference, now.reference)) return false;
    }
    return before.parts.every((part, at) => {
      const other = now.parts[at];
      if (part.op === 'register')
        return other?.op === 'register' && this.#register(part.register, other.register);
      const constant = constantOf(part);
      return constant !== undefined && other !== undefined && constant === constantOf(other);
    });
  }
}
