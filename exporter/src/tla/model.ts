// Names and facts that every part of a module shares.
import type { Pc, Program, Range, RegisterId, SlotId, State } from '@racewalk/simulator';
import { Names } from '../names.ts';
import { ownersOf, type RestOf, restsOf, siteText, storedRegisters } from '../rests.ts';
import { instructionAt, type StepReach, stepReach } from '../step-graph.ts';
import { unsupported } from '../unsupported.ts';
import { Library } from './library.ts';
import { clashesInTla } from './names.ts';

export type TlaRest = RestOf<StepReach>;

export class TlaModel {
  readonly program: Program;
  readonly start: State;
  readonly library = new Library();
  /** Names of the module's definitions. */
  readonly names = new Names(clashesInTla);
  /** Fields of `pc`, of `mem` and of `local`. */
  readonly threadFields: readonly string[];
  readonly slotFields: readonly string[];
  readonly registerFields: readonly string[];
  readonly stored: readonly RegisterId[];
  readonly rests: readonly TlaRest[];
  /** Of each property, by index: the name of its invariant, which stands in events, too. */
  readonly propertyNames: readonly string[];
  /** Of each pool: the name of the invariant that it is large enough. */
  readonly poolNames: readonly string[];
  readonly slotsName: string;
  private readonly availableNames: readonly string[];
  private readonly textOf: (file: string) => string | undefined;
  private readonly owners: ReadonlyMap<RegisterId, number>;
  private readonly labels: ReadonlyMap<Pc, string>;
  private readonly tables = new Map<string, string>();

  constructor(program: Program, start: State, textOf: (file: string) => string | undefined) {
    if (start.ended) unsupported('the run ends before its first step');
    this.program = program;
    this.start = start;
    this.textOf = textOf;
    this.rests = restsOf(program, start, (pc) => stepReach(program, pc));
    this.stored = storedRegisters(program, this.rests);
    this.owners = ownersOf(program, this.rests);
    this.slotsName = this.names.unique('Slots');
    this.propertyNames = program.properties.map(({ name }) => this.names.unique(name));
    this.poolNames = program.pools.map(({ name }) => this.names.unique(`${name} suffices`));
    this.availableNames = program.pools.map(({ name }) => this.names.unique(`Available ${name}`));
    const fields = (): Names => new Names(clashesInTla);
    const threads = fields();
    this.threadFields = program.threads.map(({ name }) => threads.unique(name));
    const slots = fields();
    this.slotFields = program.slots.map(({ name }) => slots.unique(name));
    const registers = fields();
    this.registerFields = program.registers.map(({ name }, register) => {
      const thread = this.threadFields[this.owners.get(register) ?? -1] ?? 'other';
      return this.stored.includes(register) ? registers.unique(`${thread} ${name ?? 't'}`) : '';
    });
    this.labels = new Map(this.rests.map((rest) => [rest.pc, this.names.unique(this.title(rest))]));
  }

  /** Where a thread rests: the value of `pc`, and the name of the action that begins there. */
  label(pc: Pc): string {
    // Where a beginning could have led, but did not.
    return this.labels.get(pc) ?? `elsewhere_${pc}`;
  }

  /** Indented by the caller: `file.race:12: x = y;` */
  siteText(pc: Pc): string {
    return siteText(this.program, pc, this.textOf);
  }

  isStored(register: RegisterId): boolean {
    return this.registerFields[register] !== '';
  }

  /** The registers that are a part of states and may be changed by the thread. */
  storedOf(thread: number): readonly RegisterId[] {
    return this.stored.filter((register) => this.owners.get(register) === thread);
  }

  registerRange(register: RegisterId): Range {
    return this.program.registers[register]?.range ?? { min: 0, max: 0 };
  }

  slotRange(slot: SlotId): Range {
    return this.program.slots[slot]?.range ?? { min: 0, max: 0 };
  }

  /** A slot of a memory. */
  cell(memory: string, slot: SlotId): string {
    return `${memory}.${this.slotFields[slot] ?? ''}`;
  }

  /** The name of a list of numbers. */
  table(values: readonly number[]): string {
    const text = `<<${values.join(', ')}>>`;
    const known = this.tables.get(text);
    if (known !== undefined) return known;
    const name = this.names.unique(`List_${this.tables.size + 1}`);
    this.tables.set(text, name);
    return name;
  }

  tableTexts(): readonly string[] {
    return [...this.tables].map(([text, name]) => `${name} == ${text}`);
  }

  /** Of each object of a domain, from 1: the address of its status; 0 where it has none. */
  statusAddresses(domain: number): readonly number[] {
    const targets = this.program.domains[domain]?.targets ?? [];
    return targets.map(({ status }) => (status === undefined ? 0 : status + 1));
  }

  /** The operator for the objects that may be allocated from a pool. */
  available(pool: number): string {
    return this.availableNames[pool] ?? '';
  }

  private title({ pc, thread, over }: TlaRest): string {
    const name = this.program.threads[thread]?.name ?? '';
    if (over) return `${name} end`;
    const { site } = instructionAt(this.program, pc);
    const called = this.program.frames[site.frame]?.name;
    const place = called === undefined || called === name ? '' : ` ${called}`;
    return `${name}${place} ${site.line + 1}`;
  }
}
