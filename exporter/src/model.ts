// Names and facts that every part of an exported model shares.
import type { Pc, Program, Range, RegisterId, State } from '@racewalk/simulator';
import type { CodeNames } from './expression-code.ts';
import { clashesInPromela, Names } from './names.ts';
import { ownersOf, type RestOf, restsOf, siteText, storedRegisters } from './rests.ts';
import { type StepFunction, stepFunction } from './step-code.ts';
import { type StepGraph, stepGraph } from './step-graph.ts';
import { unsupported } from './unsupported.ts';

export type Rest = RestOf<StepGraph>;

export class Model {
  readonly program: Program;
  /** The state before the first step. */
  readonly start: State;
  readonly textOf: (file: string) => string | undefined;
  readonly threadNames: readonly string[];
  /** Variables of Promela. */
  readonly slotNames: readonly string[];
  readonly registerNames: readonly string[];
  readonly overNames: readonly string[];
  /** Registers that are live at some place to rest, and so a part of states. */
  readonly stored: readonly RegisterId[];
  /** In the order of the threads; of each the place where it begins, then the others ascending. */
  readonly rests: readonly Rest[];
  readonly vectorBytes: number;
  /** Enumerators of the C code. */
  readonly names: CodeNames;
  private readonly owners: ReadonlyMap<RegisterId, number>;
  private readonly functions: ReadonlyMap<Pc, StepFunction>;
  private readonly byPc: ReadonlyMap<Pc, Rest>;

  constructor(program: Program, start: State, textOf: (file: string) => string | undefined) {
    if (program.schedule.length > 0) unsupported('a schedule: only whole programs are exported');
    if (start.ended) unsupported('the run ends before its first step');
    this.program = program;
    this.start = start;
    this.textOf = textOf;
    this.rests = restsOf(program, start, (pc) => stepGraph(program, pc));
    this.stored = storedRegisters(program, this.rests);
    const names = new Names(clashesInPromela);
    this.threadNames = program.threads.map(({ name }) => names.unique(name));
    this.slotNames = program.slots.map(({ name }) => names.unique(name));
    this.owners = ownersOf(program, this.rests);
    this.registerNames = program.registers.map(({ name }, register) =>
      names.unique(
        `${this.threadNames[this.owners.get(register) ?? -1] ?? 'other'} ${name ?? 'value'}`,
      ),
    );
    this.overNames = this.threadNames.map((name) => names.unique(`${name} over`));
    this.vectorBytes =
      (program.slots.length + this.stored.length) * 4 + program.threads.length * 16 + 64;
    this.names = {
      slots: this.slotNames.map((name) => names.unique(`at ${name}`)),
      registers: this.registerNames.map((name) => names.unique(`of ${name}`)),
    };
    this.byPc = new Map(this.rests.map((rest) => [rest.pc, rest]));
    this.functions = new Map(
      this.rests.flatMap(({ pc, graph, thread }) =>
        graph === undefined
          ? []
          : [[pc, stepFunction(program, this.names, graph, { pc, thread })] as const],
      ),
    );
  }

  functionOf(pc: Pc): StepFunction | undefined {
    return this.functions.get(pc);
  }

  /** Whether the step that begins there can end the run. */
  stops(pc: Pc): boolean {
    return this.functions.get(pc)?.stops === true;
  }

  isOver(pc: Pc): boolean {
    return this.byPc.get(pc)?.over === true;
  }

  /** The registers that are a part of states and may be changed by the thread. */
  storedOf(thread: number): readonly RegisterId[] {
    return this.stored.filter((register) => this.owners.get(register) === thread);
  }

  /** A register's value before the first step. */
  startOf(register: RegisterId): number {
    const held = this.start.threads.map(({ registers }) => registers.get(register));
    return held.find((value) => value !== undefined) ?? 0;
  }

  slotVariable(slot: number): { type: string; initial: string } {
    const range = this.program.slots[slot]?.range ?? { min: 0, max: 0 };
    return variable(range, this.start.slots[slot] ?? 0);
  }

  registerVariable(register: RegisterId): { type: string; initial: string } {
    const range = this.program.registers[register]?.range ?? { min: 0, max: 0 };
    return variable(range, this.startOf(register));
  }

  /** `file.race:12: x = y;` */
  siteText(pc: Pc): string {
    return siteText(this.program, pc, this.textOf);
  }

  restsOf(thread: number): readonly Rest[] {
    return this.rests.filter((rest) => rest.thread === thread);
  }
}

/** The narrowest type of Promela; 32 bits without a sign are kept in an `int`. */
function variable({ min, max }: Range, value: number): { type: string; initial: string } {
  if (min >= 0 && max <= 255) return { type: max <= 1 ? 'bit' : 'byte', initial: String(value) };
  if (min >= -(2 ** 15) && max < 2 ** 15) return { type: 'short', initial: String(value) };
  // Spin reads no constant below -2147483647.
  const bits = value | 0;
  return { type: 'int', initial: bits === -(2 ** 31) ? '(-2147483647 - 1)' : String(bits) };
}
