// Runs compiled code: one step of a thread, the local beginning of a thread, or a fragment. It
// knows memory and events; packing, tables and the order of the search are left to others.
import type { BuiltinProperty, Fragment, Pc, Program } from '../program.ts';
import { isResting, placesOf } from '../reach.ts';
import { Context, stop } from './context.ts';
import { isUnsigned } from './expression.ts';
import { fault, faultMessage, faultProperties } from './fault.ts';
import type { Runner, Scope } from './instruction.ts';
import { compileInstruction } from './instruction.ts';

/** Sees every instruction of a step, for replay and for the values seen. */
export interface Probe {
  /** A run begins: what was seen before belongs to another combination. */
  begin(): void;
  before(pc: Pc): void;
  /** `next` is a pc, or one of `stop`. */
  after(pc: Pc, next: number): void;
}

export class Machine {
  readonly program: Program;
  readonly context: Context;
  readonly scope: Scope;
  /** 1 where a thread can rest. */
  readonly rests: Uint8Array;
  /** Where the last run was stopped, when it did not come to a place to rest. */
  stoppedAt: Pc = 0;
  probe: Probe | undefined;
  /** Words for faults cost time: only replay asks for them. */
  describes = false;
  private readonly runners: (Runner | undefined)[];
  private readonly faultProperty: readonly number[];
  private readonly instructionsMax: number;

  constructor(program: Program, instructionsMax: number) {
    this.program = program;
    this.context = new Context(program);
    this.scope = {
      context: this.context,
      places: placesOf(program),
      bounds: {
        min: Float64Array.from(program.slots, (slot) => slot.range.min),
        max: Float64Array.from(program.slots, (slot) => slot.range.max),
      },
    };
    const { code } = program;
    this.rests = new Uint8Array(code.length);
    for (let pc = 0; pc < code.length; pc++) this.rests[pc] = isResting(code[pc]!) ? 1 : 0;
    this.runners = new Array<Runner | undefined>(code.length).fill(undefined);
    this.faultProperty = faultProperties(program);
    this.instructionsMax = instructionsMax;
  }

  /**
   * Runs from `pc`, whatever stands there, to the next place to rest; gives that place, or a
   * `stop`. A fault has become an event when this returns.
   */
  run(pc: Pc): number {
    const { runners, rests, context } = this;
    context.faultKind = fault.none;
    if (this.probe !== undefined) return this.runProbed(pc, this.probe);
    let at = pc;
    for (let left = this.instructionsMax; left > 0; left--) {
      const runner = runners[at];
      const next = runner === undefined ? this.compiled(at)() : runner();
      if (next < 0) return this.stopped(at, next);
      if (rests[next] === 1) return next;
      at = next;
    }
    return this.stopped(at, stop.endless);
  }

  /**
   * Runs a fragment on the memory as it is; its writes are taken back. Gives its end, or a `stop`.
   */
  runFragment(fragment: Fragment): number {
    const { context } = this;
    const mark = context.journalLength;
    const next = this.rests[fragment.entry] === 1 ? fragment.entry : this.run(fragment.entry);
    context.undo(mark);
    return next;
  }

  /** The value that the fragment run last has left in its result register. */
  resultOf(fragment: Fragment): number {
    if (fragment.result === undefined) return 0;
    const raw = this.context.cells[this.context.registerBase + fragment.result]!;
    return isUnsigned(this.program.registers[fragment.result]!.range) ? raw >>> 0 : raw;
  }

  /** The instructions that it has run so far. */
  ran(): ReadonlySet<Pc> {
    return new Set([...this.runners.keys()].filter((pc) => this.runners[pc] !== undefined));
  }

  private runProbed(pc: Pc, probe: Probe): number {
    let at = pc;
    probe.begin();
    for (let left = this.instructionsMax; left > 0; left--) {
      probe.before(at);
      const next = this.compiled(at)();
      probe.after(at, next);
      if (next < 0) return this.stopped(at, next);
      if (this.rests[next] === 1) return next;
      at = next;
    }
    return this.stopped(at, stop.endless);
  }

  private compiled(pc: Pc): Runner {
    const known = this.runners[pc];
    if (known !== undefined) return known;
    const runner = compileInstruction(this.scope, this.program.code[pc]!, pc);
    this.runners[pc] = runner;
    return runner;
  }

  private stopped(pc: Pc, code: number): number {
    const { context } = this;
    this.stoppedAt = pc;
    if (code === stop.fault) {
      const { faultKind: kind, faultA: a, faultB: b, faultC: c } = context;
      const message = this.describes
        ? this.faultText(pc, faultMessage(this.program, { kind, a, b, c }))
        : '';
      context.event(this.faultProperty[kind]!, pc, message);
    }
    return code;
  }

  private faultText(pc: Pc, what: string): string {
    const instruction = this.program.code[pc]!;
    return 'text' in instruction ? `${what}, in ${instruction.text}` : what;
  }
}

/** Index of a built-in property; each is in a program once. */
export function builtinIndex(program: Program, name: BuiltinProperty): number {
  return program.properties.findIndex((property) => property.name === name && !property.declared);
}
