// Where each statement of a program's threads went when it was lowered, and what it was lowered from: wanted by
// who lowers the same text again with something changed.

import type { Program } from '@racewalk/simulator';
import type { Model } from '../analyse.ts';
import type { VariableSymbol } from '../check/symbols.ts';
import { hasLabel } from '../syntax/has-label.ts';
import type { Statement } from '../syntax/tree.ts';
import type { ProgramBuilder } from './builder.ts';
import type { Draft, DraftCell, Label } from './draft.ts';
import type { Linker } from './linker.ts';
import type { Activation, Bound, Unit } from './unit.ts';

/** One statement of one expanded call. */
export interface RecordedStatement {
  readonly statement: Statement;
  /** The functions open around it, and the thread, as `Chains` numbers them. */
  readonly chain: number;
  readonly activation: Activation;
  readonly atomic: number;
  readonly pure: boolean;
  /** Its instructions: from the first to behind the last. */
  readonly from: number;
  readonly to: number;
  /** How many steps it has, up to two. */
  readonly steps: number;
  /** Registers from this one on are its own. */
  readonly ownRegisters: number;
  /** What variables were bound to before it. */
  readonly bindings: ReadonlyMap<VariableSymbol, Bound>;
  readonly threadLocals: ReadonlyMap<VariableSymbol, Bound>;
  readonly breaks: Label | undefined;
  readonly continues: Label | undefined;
  /** What it has laid out in memory: a part of `ProgramBuilder.laid`. */
  readonly laidFrom: number;
  readonly laidTo: number;
  /** The properties that it was first to name: a part of `Linker.properties`. */
  readonly propertiesFrom: number;
  readonly propertiesTo: number;
  /** Names of the functions that it calls, and those call: a part of `StatementRecorder.called`. */
  readonly calledFrom: number;
  readonly calledTo: number;
}

type Open = Omit<RecordedStatement, 'to' | 'steps' | 'laidTo' | 'propertiesTo' | 'calledTo'>;

/** What was lowered together. */
export interface RecordedPart {
  readonly statements: readonly RecordedStatement[];
  readonly program: Program;
  /** What became `program.code`. */
  readonly drafts: readonly Draft[];
  readonly registers: readonly DraftCell[];
  /** The instructions that some run comes to. */
  readonly reached: ReadonlySet<number>;
}

/** Shorter ones are not worth it. */
const instructionsMin = 8;

/** Example: `analysis.compile(0, variant, { statements: new StatementRecorder() })`. */
export class StatementRecorder {
  #statements: RecordedStatement[] = [];
  #setup: RecordedPart | undefined;
  readonly called: string[] = [];
  /** What was lowered; undefined before it is. */
  made: { readonly model: Model; readonly linker: Linker } | undefined;
  readonly chains = new Chains();
  readonly #known = new Map<Activation, number>();

  /** Undefined where it is not recorded: in fragments, and before code that is never reached. */
  begin(statement: Statement, unit: Unit): Open | undefined {
    const { builder, activation } = unit;
    if (unit.mode === 'fragment' || !builder.reachable || !isWhole(statement)) return undefined;
    return {
      statement,
      chain: this.chains.numberOf(unit, this.#known),
      activation,
      atomic: unit.atomic,
      pure: unit.pure,
      from: builder.code.length,
      ownRegisters: builder.registers.cells.length,
      bindings: new Map(activation.bindings),
      threadLocals: new Map(unit.threadLocals),
      breaks: activation.breaks.at(-1),
      continues: activation.continues.at(-1),
      laidFrom: builder.laid.length,
      propertiesFrom: unit.linker.properties.length,
      calledFrom: this.called.length,
    };
  }

  end(open: Open, unit: Unit): void {
    const { builder } = unit;
    if (builder.code.length - open.from < instructionsMin) return;
    // A thread_local variable begins where it is first met.
    if (unit.threadLocals.size !== open.threadLocals.size) return;
    const laidTo = builder.laid.length;
    const propertiesTo = unit.linker.properties.length;
    const steps = builder.stepsSince(open.from);
    this.#statements.push({
      ...open,
      to: builder.code.length,
      steps,
      laidTo,
      propertiesTo,
      calledTo: this.called.length,
    });
  }

  /** Setup has run; what is lowered next begins anew. */
  endSetup(
    program: Program,
    { code, registers }: ProgramBuilder,
    reached: ReadonlySet<number>,
  ): void {
    const [drafts, cells] = [[...code], [...registers.cells]];
    this.#setup = { statements: this.#statements, program, drafts, registers: cells, reached };
    this.#statements = [];
  }

  /** Setup, and the threads of the program that was made. */
  parts(program: Program, reached: ReadonlySet<number>): readonly RecordedPart[] {
    const builder = this.made?.linker.builder;
    const [drafts, registers] = [builder?.code ?? [], builder?.registers.cells ?? []];
    const threads = { statements: this.#statements, program, drafts, registers, reached };
    return this.#setup === undefined ? [threads] : [this.#setup, threads];
  }
}

/** Does nothing behind it name what is inside: neither a variable nor a label? */
function isWhole(statement: Statement): boolean {
  return statement.kind !== 'Variable' && !hasLabel(statement);
}

/** Numbers for functions that are open in each other: the same for the same names in the same thread. */
export class Chains {
  readonly #numbers = new Map<string, number>();

  /** Of what a unit is in. `known` are those of its activations, and is added to. */
  numberOf(
    { activation, thread }: Pick<Unit, 'activation' | 'thread'>,
    known: Map<Activation, number>,
  ): number {
    const before = known.get(activation);
    if (before !== undefined) return before;
    const { caller, name } = activation;
    const outer =
      caller === undefined
        ? `thread ${thread}`
        : this.numberOf({ activation: caller, thread }, known);
    const word = `${outer} ${name}`;
    const number = this.#numbers.get(word) ?? this.#numbers.size;
    this.#numbers.set(word, number);
    known.set(activation, number);
    return number;
  }
}
