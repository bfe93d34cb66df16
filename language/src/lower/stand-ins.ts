// Statements that no run of a program begins, when its text is lowered again with something changed: in place of each
// stands a check that always fails, with the same needs of registers and the same ways out. What stands around it is
// lowered as ever, so a search that never meets one has seen every run of the whole program, whatever was changed, also
// in functions that the statement calls; one that meets one has seen nothing.
import type { Program, RegisterId } from '@racewalk/simulator';
import type { Model } from '../analyse.ts';
import type { PropertySymbol, VariableSymbol } from '../check/symbols.ts';
import { intType } from '../check/types.ts';
import type { Statement } from '../syntax/tree.ts';
import { type Draft, newLabel } from './draft.ts';
import type { Linker } from './linker.ts';
import { variablePlace } from './place.ts';
import type { RecordedPart, RecordedStatement, StatementRecorder } from './recorded-statements.ts';
import { sameSurroundings } from './same-surroundings.ts';
import { type StatementSummary, statementSummary, type Way } from './statement-summary.ts';
import type { Activation, Unit } from './unit.ts';
import { zero } from './value.ts';

interface StandIn extends RecordedStatement {
  /** Among all of them. */
  readonly number: number;
  readonly part: RecordedPart;
  summary: StatementSummary | 'none' | undefined;
}

/** Example: `analysis.compile(0, variant, { standIns })`. */
export class StandIns {
  readonly #recorder: StatementRecorder;
  /** By statement, then by the functions open around it. */
  readonly #of = new Map<Statement, Map<number, StandIn[] | 'begun'>>();

  /**
   * `program` is what was lowered while it was recorded; `reached` are the instructions that some run of it comes to,
   * over all interleavings.
   */
  constructor(recorder: StatementRecorder, program: Program, reached: ReadonlySet<number>) {
    this.#recorder = recorder;
    let number = 0;
    for (const part of recorder.parts(program, reached)) number = this.#add(part, number);
  }

  #add(part: RecordedPart, before: number): number {
    const begun = countsOf(part);
    let number = before;
    for (const one of part.statements) {
      const { statement, chain } = one;
      const chains = this.#of.get(statement) ?? new Map<number, StandIn[] | 'begun'>();
      this.#of.set(statement, chains);
      const known = chains.get(chain) ?? [];
      if (known === 'begun' || begun[one.to] !== begun[one.from]) {
        chains.set(chain, 'begun');
        continue;
      }
      number += 1;
      chains.set(chain, [...known, { ...one, number, part, summary: undefined }]);
    }
    return number;
  }

  /** For one compilation of another text; undefined where it has little in common. */
  begin(model: Model, linker: Linker, lowered: ReadonlySet<number> = none): Standing | undefined {
    const { made } = this.#recorder;
    if (made === undefined || made.model.library !== model.library) return undefined;
    const base = made.linker;
    if (base.release.number !== linker.release.number || linker.counting) return undefined;
    const watched = (one: Linker) => String([...one.watched].map(({ name }) => name).sort());
    if (watched(base) !== watched(linker)) return undefined;
    return new Standing(this, base, linker, lowered);
  }

  /** `known` are numbers of activations, and is added to. */
  of(statement: Statement, unit: Unit, known: Map<Activation, number>): readonly StandIn[] {
    const chains = this.#of.get(statement);
    if (chains === undefined) return [];
    const found = chains.get(this.#recorder.chains.numberOf(unit, known)) ?? [];
    return found === 'begun' ? [] : found;
  }

  /** Does it call one of these functions? */
  calls({ calledFrom, calledTo }: StandIn, names: ReadonlySet<string>): boolean {
    const { called } = this.#recorder;
    for (let at = calledFrom; at < calledTo; at++) if (names.has(called[at] ?? '')) return true;
    return false;
  }

  summary(standIn: StandIn): StatementSummary | undefined {
    standIn.summary ??= statementSummary(standIn, standIn.part) ?? 'none';
    return standIn.summary === 'none' ? undefined : standIn.summary;
  }
}

const none: ReadonlySet<number> = new Set();

/** How many instructions below each place are come to. */
function countsOf({ program: { code }, reached }: RecordedPart): Int32Array {
  const counts = new Int32Array(code.length + 1);
  for (let pc = 0; pc < code.length; pc++) {
    counts[pc + 1] = (counts[pc] ?? 0) + (reached.has(pc) ? 1 : 0);
  }
  return counts;
}

/** What stands in within one program. */
export class Standing {
  readonly #standIns: StandIns;
  readonly #base: Linker;
  readonly #linker: Linker;
  readonly #chains = new Map<Activation, number>();
  readonly #lowered: ReadonlySet<number>;
  readonly #checks: Draft[] = [];
  readonly #put: StandIn[] = [];

  constructor(standIns: StandIns, base: Linker, linker: Linker, lowered: ReadonlySet<number>) {
    this.#standIns = standIns;
    this.#lowered = lowered;
    this.#base = base;
    this.#linker = linker;
  }

  /**
   * Puts a check in place of the statement, where nothing but its being begun could tell. `whole`: the statement
   * is to be lowered with all that is in it.
   */
  standsFor(statement: Statement, unit: Unit): boolean | 'whole' {
    if (unit.mode === 'fragment' || !unit.builder.reachable) return false;
    for (const one of this.#standIns.of(statement, unit, this.#chains)) {
      const summary = this.#standIns.summary(one);
      if (summary === undefined) continue;
      const registers = sameSurroundings(one, one.part.registers, unit);
      if (registers === undefined || !isMapped(summary, registers)) continue;
      if (this.#lowered.has(one.number)) return 'whole';
      this.#put.push(one);
      this.#putCheck(one, summary, registers, unit);
      return true;
    }
    return false;
  }

  /** Numbers of those whose statement calls what means something else now: it may have other mistakes, and ways out. */
  changedInside(): readonly number[] {
    const names = new Set(this.#changed());
    return this.#put.filter((one) => this.#standIns.calls(one, names)).map(({ number }) => number);
  }

  /** Was nothing lowered of what means something else now? Then nobody knows whether it has mistakes. */
  hidesChange(): boolean {
    const changed = this.#changed();
    const isHidden = (name: string): boolean => {
      const body = this.#linker.body(name);
      return body === undefined || !this.#linker.expanded.has(body);
    };
    return changed.length > 0 && changed.every(isHidden);
  }

  #changed(): readonly string[] {
    return [...this.#base.resolved].flatMap(([name, body]) =>
      this.#linker.body(name) === body ? [] : [name],
    );
  }

  /** Gives the checks made since then their property, which is the last of all; true where there are some. */
  finish(property: number): boolean {
    const checks = this.#checks.splice(0);
    for (const check of checks) Object.assign(check, { property });
    return checks.length > 0;
  }

  #putCheck(
    standIn: StandIn,
    { needs, ways }: StatementSummary,
    registers: ReadonlyMap<RegisterId, RegisterId>,
    unit: Unit,
  ): void {
    const { builder } = unit;
    const { statement } = standIn;
    const at = (register: RegisterId): RegisterId => registers.get(register) ?? register;
    const message = 'not lowered';
    unit.local({ op: 'check', property: 0, condition: zero, ends: true, message }, statement);
    const check = builder.code.at(-1);
    if (check !== undefined) this.#checks.push(check);
    // Whether a call is one step decides how it is shown.
    builder.countSteps(standIn.steps);
    const scratch = builder.registers.add(undefined, intType);
    const number = { op: 'constant', value: standIn.number } as const;
    unit.local({ op: 'set', to: scratch, value: number }, statement);
    for (const register of needs) {
      const value = { op: 'register', register: at(register) } as const;
      unit.local({ op: 'set', to: scratch, value }, statement);
    }
    this.#lay(standIn, unit);
    const ordered = [...ways].sort(([a], [b]) => order.indexOf(b) - order.indexOf(a));
    ordered.forEach(([way, sets], index) => {
      const otherwise = newLabel();
      const isLast = index === ordered.length - 1;
      const condition = { op: 'register', register: scratch } as const;
      if (!isLast) unit.local({ op: 'branch', condition, otherwise }, statement);
      for (const register of sets)
        unit.local({ op: 'set', to: at(register), value: zero }, statement);
      const to = labelOf(way, unit);
      if (to !== undefined) unit.local({ op: 'jump', to }, statement);
      if (!isLast) builder.place(otherwise);
    });
  }

  /** Lays out what the statement would have, and numbers the properties. */
  #lay({ laidFrom, laidTo, propertiesFrom, propertiesTo }: StandIn, unit: Unit): void {
    for (const one of this.#base.builder.laid.slice(laidFrom, laidTo)) {
      if (one.kind === 'domain') unit.builder.domain(one.type);
      else {
        const symbol = this.#counterpart(one.symbol);
        if (symbol !== undefined) variablePlace(symbol, unit);
      }
    }
    for (const one of this.#base.properties.slice(propertiesFrom, propertiesTo)) {
      const symbol = this.#property(one);
      if (symbol !== undefined) this.#linker.property(symbol);
    }
  }

  #property(symbol: PropertySymbol): PropertySymbol | undefined {
    const isSame = symbol.declaration === undefined || this.#linker.isLibrary(symbol.file);
    return isSame ? symbol : [...this.#linker.watched].find(({ name }) => name === symbol.name);
  }

  #counterpart(symbol: VariableSymbol): VariableSymbol | undefined {
    return this.#linker.isLibrary(symbol.file) ? symbol : this.#linker.variable(symbol.name);
  }
}

/** The way that needs no jump comes last. */
const order: readonly Way[] = ['through', 'return', 'break', 'continue'];

function labelOf(way: Way, { activation }: Unit) {
  if (way === 'return') return activation.exit;
  if (way === 'break') return activation.breaks.at(-1);
  return way === 'continue' ? activation.continues.at(-1) : undefined;
}

function isMapped(
  { needs, ways }: StatementSummary,
  registers: ReadonlyMap<RegisterId, RegisterId>,
): boolean {
  return [needs, ...ways.map(([, sets]) => sets)].every((some) =>
    some.every((register) => registers.has(register)),
  );
}
