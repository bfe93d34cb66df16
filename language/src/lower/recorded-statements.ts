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
  /** The functions open around it, outermost first. */
  readonly chain: string;
  readonly activation: Activation;
  readonly thread: number;
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
  readonly #chains = new Map<Activation, string>();

  /** Undefined where it is not recorded: in fragments, and before code that is never reached. */
  begin(statement: Statement, unit: Unit): Open | undefined {
    const { builder, activation } = unit;
    if (unit.mode === 'fragment' || !builder.reachable || !isWhole(statement)) return undefined;
    return {
      statement,
      chain: this.chainOf(activation),
      activation,
      thread: unit.thread,
      atomic: unit.atomic,
      pure: unit.pure,
      from: builder.code.length,
      ownRegisters: builder.registers.length,
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
    const [drafts, cells] = [[...code], [...registers]];
    this.#setup = { statements: this.#statements, program, drafts, registers: cells, reached };
    this.#statements = [];
  }

  /** Setup, and the threads of the program that was made. */
  parts(program: Program, reached: ReadonlySet<number>): readonly RecordedPart[] {
    const { code: drafts, registers } = this.made?.linker.builder ?? { code: [], registers: [] };
    const threads = { statements: this.#statements, program, drafts, registers, reached };
    return this.#setup === undefined ? [threads] : [this.#setup, threads];
  }

  chainOf(activation: Activation): string {
    return chainIn(this.#chains, activation);
  }
}

/** Does nothing behind it name what is inside: neither a variable nor a label? */
function isWhole(statement: Statement): boolean {
  return statement.kind !== 'Variable' && !hasLabel(statement);
}

/** `cpu0 guest_ldg user_mem_abort`. `known` is added to. */
export function chainIn(known: Map<Activation, string>, activation: Activation): string {
  const before = known.get(activation);
  if (before !== undefined) return before;
  const { caller, name } = activation;
  const chain = caller === undefined ? name : `${chainIn(known, caller)} ${name}`;
  known.set(activation, chain);
  return chain;
}
