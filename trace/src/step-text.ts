// One step in the words of the kernel source, with the values it met:
//   read page->flags: 0            a read of shared state
//   page->flags = PG_mte_tagged    a write; on the right is the value written
//   spin_lock(&ptl) [owner: none -> cpu0]    a call or group that is one step; what it changed
//   test_bit(PG_dirty, &page->flags) [flags: 0]    or else what it read
import {
  type Effect,
  formatValue,
  type Instruction,
  type Pc,
  type Program,
  type SlotId,
} from '@racewalk/simulator';
import { successorsAt } from './calls.ts';
import { shortName, slotValue } from './differences.ts';
import type { TraceChange, TraceValue } from './trace.ts';

/** What a step did, as its text needs it. */
export interface Done {
  readonly pc: Pc;
  readonly effects: readonly Effect[];
  readonly reads: readonly TraceValue[];
  readonly changes: readonly TraceChange[];
}

/** A longer group is shown by its first word only; its place is in the row. */
const groupTextMax = 48;

export function stepText(program: Program, done: Done): string {
  const instruction = program.code[done.pc];
  if (instruction === undefined) return '';
  const effect = done.effects.find(({ pc }) => pc === done.pc);
  switch (instruction.op) {
    case 'load':
      return readText(program, instruction.text, effect, done);
    case 'store':
      return writeText(program, instruction.text, effect, done);
    case 'any':
    case 'allocate':
      return chosenText(program, instruction, effect);
    case 'choose':
      return chooseText(instruction, effect);
    case 'free':
      return instruction.text;
    case 'check':
      return instruction.message;
    case 'mark':
    case 'await':
      return noted(groupText(instruction.text), done);
    default:
      return instruction.op;
  }
}

function readText(program: Program, text: string, effect: Effect | undefined, done: Done): string {
  // A step that faults reads nothing: the violation at it says why.
  if (effect?.kind !== 'read') return `read ${text}`;
  if (isCall(text)) return noted(text, done);
  const what = text === '' ? (program.slots[effect.slot]?.name ?? '') : text;
  return `read ${what}: ${slotsText(program, effect.slot, effect.values)}`;
}

function writeText(program: Program, text: string, effect: Effect | undefined, done: Done): string {
  if (effect?.kind !== 'write') return text;
  const value = slotsText(program, effect.slot, effect.values);
  const target = assigned(text);
  if (target !== undefined) return `${target} = ${value}`;
  if (isCall(text)) return noted(text, done);
  const was = slotsText(program, effect.slot, effect.before);
  return text === '' ? value : `${text} [${was} -> ${value}]`;
}

function chosenText(
  program: Program,
  { to, text }: Extract<Instruction, { readonly op: 'any' | 'allocate' }>,
  effect: Effect | undefined,
): string {
  const register = program.registers[to];
  if (register === undefined || effect === undefined || !('value' in effect)) return text;
  return `${text}: ${formatValue(program, register.display, effect.value)}`;
}

function chooseText(
  { targets, text }: Extract<Instruction, { readonly op: 'choose' }>,
  effect: Effect | undefined,
): string {
  if (effect?.kind !== 'choose') return text;
  return `${text}: branch ${targets.indexOf(effect.to) + 1} of ${targets.length}`;
}

/** What a thread that can't move waits for: the condition, also where it stands inside a group. */
export function waitText(program: Program, pc: Pc): string {
  const instruction = program.code[pc];
  const text = instruction !== undefined && 'text' in instruction ? instruction.text : '';
  if (instruction?.op !== 'mark' || !text.startsWith('atomic')) return text;
  return firstAwait(program, pc) ?? groupText(text);
}

function firstAwait(program: Program, from: Pc): string | undefined {
  const seen = new Set<Pc>([from]);
  const work = [...successorsAt(program, from)];
  for (let pc = work.shift(); pc !== undefined; pc = work.shift()) {
    const instruction = program.code[pc];
    if (instruction === undefined || instruction.step || seen.has(pc)) continue;
    if (instruction.op === 'await') return instruction.text;
    seen.add(pc);
    work.push(...successorsAt(program, pc));
  }
  return undefined;
}

/** Behind the text, what changed; or else what was read. A met wait condition is no news. */
function noted(text: string, { reads, changes }: Done): string {
  const real = changes.filter((change) => !change.ghost);
  if (real.length > 0) {
    const name = namer(real);
    const changed = real.map((one) => `${name(one)}: ${one.before} -> ${one.after}`);
    return `${text} [${changed.join(', ')}]`;
  }
  if (reads.length === 0 || text.startsWith('wait_until')) return text;
  const name = namer(reads);
  return `${text} [${reads.map((one) => `${name(one)}: ${one.value}`).join(', ')}]`;
}

/** Short names where they are clear. */
function namer<Named extends { readonly name: string }>(all: readonly Named[]) {
  const names = new Set(all.map(({ name }) => name));
  const shorts = new Set([...names].map(shortName));
  return ({ name }: Named) => (shorts.size === names.size ? shortName(name) : name);
}

/** A single value, or the fields of a word that are not zero: `{present, pfn=2}`; 0 if all are. */
function slotsText(program: Program, first: SlotId, values: readonly number[]): string {
  if (values.length === 1) return slotValue(program, first, values[0] ?? 0).value;
  const fields = values.flatMap((value, index) => {
    if (value === 0) return [];
    const { name, value: text } = slotValue(program, first + index, value);
    return [text === 'true' ? shortName(name) : `${shortName(name)}=${text}`];
  });
  return fields.length === 0 ? '0' : `{${fields.join(', ')}}`;
}

export function groupText(text: string): string {
  if (!text.startsWith('atomic') || text.length <= groupTextMax) return text;
  return 'atomic { ... }';
}

function isCall(text: string): boolean {
  return /^\w+\s*\(.*\)$/u.test(text);
}

/** The left side of a plain assignment, or undefined. */
function assigned(text: string): string | undefined {
  const match = /^(.*?[^\s=!<>+\-*/%&|^])\s*=(?!=)/u.exec(text);
  const left = match?.[1];
  return left === undefined || /[=!<>]=|<<|>>|\+\+|--/u.test(left) ? undefined : left;
}
