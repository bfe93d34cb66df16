// What is lowered together: one thread, setup, or one fragment, with its calls expanded in place.
import type { RegisterId, Site } from '@racewalk/simulator';
import type { AnySymbol, FunctionBody, LabelSymbol, VariableSymbol } from '../check/symbols.ts';
import type { Type } from '../check/types.ts';
import { errorType } from '../check/types.ts';
import type { Code as DiagnosticCode } from '../diagnostics/codes.ts';
import type { Expression, Name, Span } from '../syntax/tree.ts';
import type { ProgramBuilder } from './builder.ts';
import type { DraftOperation, Label } from './draft.ts';
import { newLabel } from './draft.ts';
import type { Linker } from './linker.ts';
import { type LocalPlace, registerValue, type Value, type ValuePlace } from './value.ts';

/** What a local is bound to: the place itself, so that none is made for each use. */
export type Bound = LocalPlace | ValuePlace;

/** One expanded call. */
export interface Activation {
  readonly name: string;
  readonly body: FunctionBody | undefined;
  readonly file: string;
  readonly frame: number;
  readonly caller: Activation | undefined;
  /** The call expression, in the caller's file. */
  readonly call: Span;
  readonly bindings: Map<VariableSymbol, Bound>;
  /** Made at the first label: most functions have none. */
  labels: Map<LabelSymbol, Label> | undefined;
  readonly result: Type;
  /** Where `return` goes, and the registers it leaves the result in. */
  readonly exit: Label;
  readonly resultRegisters: readonly RegisterId[];
  readonly breaks: Label[];
  readonly continues: Label[];
  /** Called from code that only looks: its locals may change all the same. */
  readonly pure: boolean;
  /** How many calls are open around it. */
  readonly depth: number;
}

/** A variable declared without a value: `pc` is the instruction that zeroes its register. */
export interface UndefinedSet {
  readonly pc: number;
  readonly register: RegisterId;
  readonly span: Span;
  readonly name: string;
  readonly activation: Activation;
}

export type UnitMode = 'thread' | 'setup' | 'fragment';

/** Everything that lowering one unit needs, and its position. Mutable: it is the compiler's cursor. */
export class Unit {
  readonly builder: ProgramBuilder;
  readonly linker: Linker;
  readonly mode: UnitMode;
  /** Value of `this_thread`. */
  readonly thread: number;
  /** Nesting of `atomic`: no step begins inside. */
  atomic = 0;
  /** Ghost code and fragments: reading adds no step, and real state is not written. */
  pure: boolean;
  activation: Activation;
  readonly threadLocals = new Map<VariableSymbol, Bound>();
  readonly undefinedSets: UndefinedSet[] = [];
  /** Several instructions in a row stand at one place. */
  private lastSite: Site | undefined;

  constructor(
    linker: Linker,
    options: {
      readonly mode: UnitMode;
      readonly thread: number;
      readonly name: string;
      readonly span: Span;
      readonly file: string;
    },
  ) {
    this.linker = linker;
    this.builder = linker.builder;
    this.mode = options.mode;
    this.thread = options.thread;
    this.pure = options.mode === 'fragment';
    const { name, span, file } = options;
    this.activation = {
      name,
      body: undefined,
      file,
      frame: this.builder.frame(name, undefined, file, span.start, span.end),
      caller: undefined,
      call: span,
      bindings: new Map(),
      labels: undefined,
      result: { kind: 'void' },
      exit: newLabel(),
      resultRegisters: [],
      breaks: [],
      continues: [],
      pure: this.pure,
      depth: 0,
    };
    linker.recorder?.thread(this);
  }

  site(span: Span): Site {
    const { file, frame } = this.activation;
    const { start, end } = span;
    const last = this.lastSite;
    if (last?.frame === frame && last.start === start && last.end === end) return last;
    const line = this.builder.lineAt(file, start);
    const site = { file: this.builder.file(file), start, end, line, frame };
    this.lastSite = site;
    return site;
  }

  /** Emits an access to shared state: a step of its own, unless it belongs to another. */
  access(operation: DraftOperation, span: Span): void {
    if (!this.builder.reachable) return;
    const step = this.mode === 'thread' && this.atomic === 0 && !this.pure;
    this.builder.emit(operation, this.site(span), step);
  }

  /** Emits a local computation. */
  local(operation: DraftOperation, span: Span): void {
    if (!this.builder.reachable) return;
    this.builder.emit(operation, this.site(span), false);
  }

  /** The source text of a span, on one line. */
  text(span: Span): string {
    return this.linker.lineOf(this.activation.file, span);
  }

  typeOf(expression: Expression): Type {
    return this.linker.typeOf(expression);
  }

  symbolOf(name: Name): AnySymbol | undefined {
    return this.linker.symbolOf(name);
  }

  report(code: DiagnosticCode, span: Span, message: string): void {
    reportAt(this.linker, this.activation, code, span, message);
  }

  temporaries(type: Type, name?: string): readonly RegisterId[] {
    return this.builder.registers.addFor(type, name);
  }

  valueOf(registers: readonly RegisterId[], type: Type): Value {
    return { type, parts: registers.map(registerValue) };
  }

  reference(place: LocalPlace): Value {
    return { type: { kind: 'pointer', to: place.type }, parts: [], reference: place };
  }
}

export const unknownValue: Value = { type: errorType, parts: [{ op: 'constant', value: 0 }] };

/** Reports at the span, or, from inside the library, at the call in the user's text that led there. */
export function reportAt(
  linker: Linker,
  from: Activation,
  code: DiagnosticCode,
  span: Span,
  message: string,
): void {
  let activation = from;
  let place = span;
  while (linker.isLibrary(activation.file) && activation.caller !== undefined) {
    place = activation.call;
    activation = activation.caller;
  }
  const inside = activation === from ? '' : ` (in ${from.name}())`;
  linker.report(code, activation.file, place, `${message}${inside}`);
}
