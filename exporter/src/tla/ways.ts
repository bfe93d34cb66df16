// The instructions of one step, or of a fragment, as operators: the ways through it, from where it
// begins to its ends. Memory and registers are values that have names, a new one for each change.
import type {
  BuiltinProperty,
  Instruction,
  Pc,
  Range,
  RegisterId,
  SlotId,
} from '@racewalk/simulator';
import type { Names } from '../names.ts';
import { instructionAt, isRest, type StepReach } from '../step-graph.ts';
import { unsupported } from '../unsupported.ts';
import { type Blocks, blocksOf } from './blocks.ts';
import type { TlaModel } from './model.ts';
import { commentOf, numberText } from './names.ts';
import { fitsSigned, outside, type Value } from './numbers.ts';
import { type Address, ValueCode } from './values.ts';

/** What is known where a way stands, as texts. */
export interface Way {
  readonly memory: string;
  readonly registers: ReadonlyMap<RegisterId, string>;
  /** The set of the names of what has been broken. */
  readonly events: string;
  /** The list of the choices made. */
  readonly choices: string;
}

/** What stands at the ends of ways, and what registers hold in front of them. */
export interface Ends {
  readonly rested: (pc: Pc, way: Way) => string;
  readonly stopped: (way: Way) => string;
  readonly first: (register: RegisterId) => string;
  readonly needed: (rest: Pc) => readonly RegisterId[];
  /** A parameter that every operator has, and where the first gets it from. */
  readonly passed: readonly string[];
}

export const noEvents = '{}';
export const noChoices = '<<>>';

export interface Ways {
  readonly texts: readonly string[];
  /** It may end inside, or break something without an end. */
  readonly isPlain: boolean;
  /** The events that it may have. */
  readonly events: ReadonlySet<string>;
}

/** `parameters` are those of the first operator, where `memory` may be one of them. */
export function waysOf(
  model: TlaModel,
  ends: Ends,
  step: {
    readonly name: string;
    readonly parameters: readonly string[];
    readonly memory: string;
    readonly start: Pc;
    readonly reach: StepReach;
    readonly comment: string;
  },
): Ways {
  const code = new WayCode(model, ends, step);
  const way: Way = {
    memory: step.memory,
    registers: new Map(),
    events: step.parameters.includes('e') ? 'e' : noEvents,
    choices: noChoices,
  };
  const blocks = code.blockTexts();
  const head =
    step.parameters.length === 0 ? step.name : `${step.name}(${step.parameters.join(', ')})`;
  const body = code.body(step.start, way);
  return {
    texts: [
      ...blocks,
      [`\\* ${commentOf(step.comment)}`, `${head} ==`, ...indented(body)].join('\n'),
    ],
    isPlain: !code.stops && code.events.size === 0,
    events: code.events,
  };
}

export function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

class WayCode extends ValueCode {
  stops = false;
  readonly events = new Set<string>();
  private readonly ends: Ends;
  private readonly blocks: Blocks;
  private readonly blockNames: ReadonlyMap<Pc, string>;
  private readonly carries: { readonly events: boolean; readonly choices: boolean };
  private readonly scope: Names;
  private lines: string[] = [];
  private way: Way = { memory: '', registers: new Map(), events: noEvents, choices: noChoices };

  constructor(
    model: TlaModel,
    ends: Ends,
    step: { readonly name: string; readonly start: Pc; readonly reach: StepReach },
  ) {
    const scope = model.names.inner();
    super(model, scope);
    this.scope = scope;
    this.ends = ends;
    this.blocks = blocksOf(model.program, step.reach, { start: step.start, needed: ends.needed });
    this.blockNames = new Map(
      [...this.blocks.heads.keys()].map((pc) => [
        pc,
        model.names.unique(`${step.name} from ${pc}`),
      ]),
    );
    for (const name of this.blockNames.values()) scope.unique(name);
    const inside = step.reach.inside.map((pc) => instructionAt(model.program, pc));
    this.carries = {
      events: ends.passed.includes('e') || inside.some((one) => one.op === 'check' && !one.ends),
      choices: inside.some(({ op }) => ['choose', 'any', 'allocate'].includes(op)),
    };
  }

  protected get memory(): string {
    return this.way.memory;
  }

  protected register(register: RegisterId): string {
    return this.way.registers.get(register) ?? this.ends.first(register);
  }

  protected line(text: string): void {
    this.lines.push(text);
  }

  protected faulted(property: BuiltinProperty): string {
    const { properties } = this.model.program;
    return this.stopped(
      properties.findIndex(({ name, declared }) => name === property && !declared),
    );
  }

  /** The operators of places where ways come together, each before those that use it. */
  blockTexts(): string[] {
    const { heads, hasLoop } = this.blocks;
    const texts = [...heads].map(([pc, registers]) => this.blockText(pc, registers));
    if (!hasLoop || heads.size === 0) return texts;
    const declared = [...heads].map(([pc, registers]) => {
      const count = this.parameters().length + registers.length;
      return `${this.blockNames.get(pc) ?? ''}(${Array.from({ length: count }, () => '_').join(', ')})`;
    });
    return [`RECURSIVE ${declared.join(', ')}`, ...texts];
  }

  body(pc: Pc, way: Way): string[] {
    return this.nested(way, () => this.walk(pc, !this.blocks.heads.has(pc)));
  }

  private parameters(): string[] {
    const { events, choices } = this.carries;
    const passed = this.ends.passed.filter((name) => name !== 'e');
    return ['m', ...(events ? ['e'] : []), ...(choices ? ['c'] : []), ...passed];
  }

  private blockText(pc: Pc, registers: readonly RegisterId[]): string {
    const held = new Map(registers.map((register) => [register, this.registerName(register)]));
    const { events, choices } = this.carries;
    const way = {
      memory: 'm',
      registers: held,
      events: events ? 'e' : noEvents,
      choices: choices ? 'c' : noChoices,
    };
    const body = this.nested(way, () => this.walk(pc, true));
    const name = this.blockNames.get(pc) ?? '';
    return [
      `${name}(${[...this.parameters(), ...held.values()].join(', ')}) ==`,
      ...indented(body),
    ].join('\n');
  }

  private call(pc: Pc): string {
    const { memory, events, choices } = this.way;
    const { carries } = this;
    const given = [
      memory,
      ...(carries.events ? [events] : []),
      ...(carries.choices ? [choices] : []),
      ...this.ends.passed.filter((name) => name !== 'e'),
      ...(this.blocks.heads.get(pc) ?? []).map((register) => this.register(register)),
    ];
    return `${this.blockNames.get(pc) ?? ''}(${given.join(', ')})`;
  }

  private nested(way: Way, write: () => void): string[] {
    const kept = { lines: this.lines, way: this.way };
    this.lines = [];
    this.way = way;
    write();
    const made = this.lines;
    this.lines = kept.lines;
    this.way = kept.way;
    return made;
  }

  /** Writes what is done from there on; `isHere`: the operator of this place is being written. */
  private walk(start: Pc, isHere: boolean): void {
    const { program } = this.model;
    let pc: Pc | undefined = start;
    for (let first = isHere; pc !== undefined; first = false) {
      if (!first) {
        const end = this.endAt(pc);
        if (end !== undefined) {
          this.line(end);
          return;
        }
      }
      pc = this.instruction(instructionAt(program, pc), pc);
    }
  }

  private endAt(pc: Pc): string | undefined {
    if (isRest(this.model.program, pc)) return this.ends.rested(pc, this.way);
    return this.blocks.heads.has(pc) ? this.call(pc) : undefined;
  }

  private from(pc: Pc, way: Way): string[] {
    return this.nested(way, () => this.walk(pc, false));
  }

  /** Where it goes on; undefined where the rest has been written. */
  private instruction(instruction: Instruction, pc: Pc): Pc | undefined {
    if ('text' in instruction && instruction.text !== '')
      this.line(`\\* ${commentOf(instruction.text)}`);
    switch (instruction.op) {
      case 'jump':
        return instruction.to;
      case 'branch': {
        this.line(`IF ${this.isTrue(instruction.condition)} THEN`);
        this.lines.push(...indented(this.from(pc + 1, this.way)), 'ELSE');
        this.lines.push(...indented(this.from(instruction.otherwise, this.way)));
        return undefined;
      }
      case 'choose':
        this.choose(instruction);
        return undefined;
      case 'any':
        this.any(instruction, pc);
        return undefined;
      case 'allocate':
        this.allocate(instruction, pc);
        return undefined;
      case 'end':
        // A fragment without instructions.
        this.line(this.ends.rested(pc, this.way));
        return undefined;
      default:
        this.effect(instruction);
        return pc + 1;
    }
  }

  private effect(instruction: Instruction): void {
    switch (instruction.op) {
      case 'load':
        this.load(instruction);
        break;
      case 'store':
        this.store(instruction);
        break;
      case 'set': {
        const value = this.checked(
          this.value(instruction.value),
          this.model.registerRange(instruction.to),
        );
        this.assign(instruction.to, value.text);
        break;
      }
      case 'await':
        this.line(`IF ${this.isFalse(instruction.condition)} THEN {} ELSE`);
        break;
      case 'free':
        this.free(instruction);
        break;
      case 'check':
        this.check(instruction);
        break;
      default:
        break;
    }
  }

  private registerName(register: RegisterId): string {
    return this.scope.unique(this.model.program.registers[register]?.name ?? 't');
  }

  private assign(register: RegisterId, text: string): void {
    const isShort = /^[\w.]+$/u.test(text);
    const name = isShort ? text : this.registerName(register);
    if (!isShort) this.line(`LET ${name} == ${text} IN`);
    this.way = { ...this.way, registers: new Map(this.way.registers).set(register, name) };
  }

  private remember(changes: readonly string[]): void {
    const memory = this.let('memory', `[${this.memory} EXCEPT ${changes.join(', ')}]`);
    this.way = { ...this.way, memory };
  }

  private load({ to, from }: Extract<Instruction, { op: 'load' }>): void {
    const address = this.address(from);
    to.forEach((register, index) => {
      const text = this.cellAt(address, index);
      this.tested(text, moved(address.slots, index), {
        address: addressText(address, index),
        bounds: () => this.model.registerRange(register),
        held: (slot) => this.model.slotRange(slot),
      });
      this.assign(register, text);
    });
  }

  private store({ to, values }: Extract<Instruction, { op: 'store' }>): void {
    const address = this.address(to);
    const held = values.map((value) => this.value(value));
    const named = held.map((value) =>
      /^[\w.]+$/u.test(value.text) ? value : { ...value, text: this.let('v', value.text) },
    );
    named.forEach(({ text, range }, index) => {
      this.tested(text, moved(address.slots, index), {
        address: addressText(address, index),
        bounds: (slot) => this.model.slotRange(slot),
        held: () => range,
      });
    });
    this.remember(named.map(({ text }, index) => `!${this.fieldAt(address, index)} = ${text}`));
  }

  /** Tests a value that goes to or comes from one of several slots, whose ranges may differ. */
  private tested(
    text: string,
    slots: readonly SlotId[],
    how: {
      readonly address: string;
      readonly bounds: (slot: SlotId) => Range;
      readonly held: (slot: SlotId) => Range;
    },
  ): void {
    const groups = new Map<string, SlotId[]>();
    for (const slot of slots) {
      const value: Value = { text, range: how.held(slot) };
      const test = outside(value, how.bounds(slot), this.model.library) ?? '';
      groups.set(test, [...(groups.get(test) ?? []), slot]);
    }
    const tests = [...groups].filter(([test]) => test !== '');
    if (tests.length === 0) return;
    const [only] = tests;
    if (groups.size === 1 && only !== undefined) this.fault(only[0], 'overflow');
    else {
      const alternatives = tests.map(
        ([test, of]) =>
          `(${how.address} \\in {${of.map((slot) => slot + 1).join(', ')}} /\\ (${test}))`,
      );
      this.fault(alternatives.join(' \\/ '), 'overflow');
    }
  }

  /** `.x` or `[Slots[a]]`. */
  private fieldAt(address: Address, index: number): string {
    const [only] = address.slots;
    if (address.slots.length === 1 && only !== undefined)
      return `.${this.model.slotFields[only + index] ?? ''}`;
    return `[${this.model.slotsName}[${addressText(address, index)}]]`;
  }

  private cellAt(address: Address, index: number): string {
    return `${this.memory}${this.fieldAt(address, index)}`;
  }

  private choose({ targets }: Extract<Instruction, { op: 'choose' }>): void {
    this.line('UNION {');
    targets.forEach((to, index) => {
      const lines = indented(this.from(to, this.chosen(String(index))));
      const last = lines.pop() ?? '';
      this.lines.push(...lines, `${last}${index + 1 < targets.length ? ',' : ''}`);
    });
    this.line('}');
  }

  private chosen(text: string): Way {
    const { choices } = this.way;
    return {
      ...this.way,
      choices: choices === noChoices ? `<<${text}>>` : `Append(${choices}, ${text})`,
    };
  }

  private any(instruction: Extract<Instruction, { op: 'any' }>, pc: Pc): void {
    const low = this.value(instruction.low);
    const high = this.value(instruction.high);
    if (!fitsSigned(low.range) || !fitsSigned(high.range))
      unsupported(`"${instruction.text}" chooses among numbers that may be 2^31 or more`);
    const picked = this.registerName(instruction.to);
    const range = { min: low.range.min, max: high.range.max };
    const bounds = this.model.registerRange(instruction.to);
    this.each(picked, `${low.text}..${high.text}`, () => {
      this.checked({ text: picked, range }, bounds);
      this.assign(instruction.to, picked);
      this.walk(pc + 1, false);
    });
  }

  private allocate({ pool, to }: Extract<Instruction, { op: 'allocate' }>, pc: Pc): void {
    const { program, poolNames } = this.model;
    const { domain = 0, members = [] } = program.pools[pool] ?? {};
    const range = this.model.registerRange(to);
    if (members.some((member) => member < range.min || member > range.max))
      unsupported('a register cannot hold all objects of its pool');
    const available = `${this.model.available(pool)}(${this.memory})`;
    this.line(`IF ${available} = {} THEN ${this.broken(poolNames[pool] ?? '')} ELSE`);
    const picked = this.registerName(to);
    this.each(picked, available, () => {
      this.assign(to, picked);
      this.remember([`!${this.statusField(domain, picked)} = 1`]);
      this.walk(pc + 1, false);
    });
  }

  private each(name: string, set: string, write: () => void): void {
    this.line('UNION {');
    this.lines.push(...indented(this.nested(this.chosen(name), write)));
    this.line(`  : ${name} \\in ${set}}`);
  }

  private statusField(domain: number, pointer: string): string {
    return `[${this.model.slotsName}[${this.looked(this.model.statusAddresses(domain), pointer)}]]`;
  }

  private free({ domain, value }: Extract<Instruction, { op: 'free' }>): void {
    const pointer = this.value(value).text;
    const addresses = this.model.statusAddresses(domain);
    const field = this.statusField(domain, pointer);
    const isPooled = addresses.includes(0) ? `${this.looked(addresses, pointer)} = 0 \\/ ` : '';
    this.fault(`${pointer} # 0 /\\ (${isPooled}${this.memory}${field} # 1)`, 'use_after_free');
    const freed = `[${this.memory} EXCEPT !${field} = 2]`;
    const memory = this.let('memory', `IF ${pointer} = 0 THEN ${this.memory} ELSE ${freed}`);
    this.way = { ...this.way, memory };
  }

  private check({ property, condition, ends }: Extract<Instruction, { op: 'check' }>): void {
    const fails = this.isFalse(condition);
    if (ends) {
      this.line(`IF ${fails} THEN ${this.stopped(property)} ELSE`);
      return;
    }
    const name = this.eventName(property);
    if (name === undefined) return;
    this.events.add(name);
    const { events } = this.way;
    const more = this.let('broken', `IF ${fails} THEN ${withEvent(events, name)} ELSE ${events}`);
    this.way = { ...this.way, events: more };
  }

  private eventName(property: number): string | undefined {
    const { program, propertyNames } = this.model;
    return program.properties[property]?.watched === true ? propertyNames[property] : undefined;
  }

  private stopped(property: number): string {
    const name = this.eventName(property);
    this.stops = true;
    return name === undefined ? this.ends.stopped(this.way) : this.broken(name);
  }

  private broken(name: string): string {
    this.stops = true;
    this.events.add(name);
    return this.ends.stopped({ ...this.way, events: withEvent(this.way.events, name) });
  }
}

function withEvent(events: string, name: string): string {
  return events === noEvents ? `{"${name}"}` : `(${events} \\cup {"${name}"})`;
}

function moved(slots: readonly SlotId[], by: number): readonly SlotId[] {
  return slots.map((slot) => slot + by);
}

function addressText({ text }: Address, index: number): string {
  return index === 0 ? text : `${text} + ${numberText(index)}`;
}
