// A run as one word that survives mails and addresses: `rw1.3fa9c2d17b04.0.2.a3b2a_1`.
// The program's digest, the indices of scenario and variant, and the actions: a letter for the
// thread, how often it moves (1 is left out), and `_N` where the choice is not 0.
import {
  type Action,
  eachRegister,
  eachSuccessor,
  type Instruction,
  type Program,
  type Run,
} from '@racewalk/simulator';

const version = 'rw1';
/** Threads are letters. The language has fewer. */
const threadsMax = 26;
/** Longer than any run that a person would keep; a mistyped count must not fill memory. */
const stepsMax = 1_000_000;
const letterA = 97;

export interface ReplayRun {
  /** Hexadecimal digits. */
  readonly hash: string;
  /** 0-based. */
  readonly scenario: number;
  /** 0-based; 0 is the scenario as written. */
  readonly variant: number;
  readonly run: Run;
}

/** Which variant of which scenario, both 0-based. */
export interface VariantIndex {
  readonly scenario: number;
  readonly variant: number;
}

/** The run as a word. Example: `replayString(program, { scenario: 0, variant: 0 }, run)`. */
export function replayString(
  program: Program,
  { scenario, variant }: VariantIndex,
  run: Run,
): string {
  return [version, programHash(program), scenario, variant, actionsText(run)].join('.');
}

/**
 * Reads a word of `replayString`. White space, and what quotes or comments put in front of a line,
 * is passed over: mails break long words.
 */
export function parseReplayString(text: string): ReplayRun | { readonly error: string } {
  const word = text.replace(/^[\s>*]*Replay:/u, '').replace(/[\s>*]+/gu, '');
  const parts = word.split('.');
  if (parts[0] !== version) return { error: `it does not begin with '${version}.'` };
  const [, hash = '', scenario = '', variant = '', actions = ''] = parts;
  if (parts.length !== 5) return { error: `it has ${parts.length} parts between dots, and not 5` };
  if (!/^[0-9a-f]{12}$/u.test(hash)) return { error: `'${hash}' is no digest of a program` };
  for (const index of [scenario, variant])
    if (!/^\d{1,6}$/u.test(index)) return { error: `'${index}' is no number of a variant` };
  const run = actionsOf(actions);
  if (typeof run === 'string') return { error: run };
  return { hash, scenario: Number(scenario), variant: Number(variant), run };
}

function actionsText(run: Run): string {
  if (run.length === 0) return '0';
  const blocks: { action: Action; count: number }[] = [];
  for (const action of run) {
    const last = blocks.at(-1);
    const isSame = last?.action.thread === action.thread && last.action.choice === action.choice;
    if (last !== undefined && isSame) last.count += 1;
    else blocks.push({ action, count: 1 });
  }
  return blocks.map(({ action, count }) => blockText(action, count)).join('');
}

function blockText({ thread, choice }: Action, count: number): string {
  if (thread >= threadsMax) throw new Error(`thread ${thread} has no letter`);
  const letter = String.fromCharCode(letterA + thread);
  return `${letter}${count === 1 ? '' : count}${choice === 0 ? '' : `_${choice}`}`;
}

function actionsOf(text: string): Run | string {
  if (text === '0') return [];
  if (!/^(?:[a-z]\d{0,7}(?:_\d{1,9})?)+$/u.test(text)) return `'${text}' is no list of steps`;
  const run: Action[] = [];
  for (const [, letter = '', count = '', choice = ''] of text.matchAll(
    /([a-z])(\d*)(?:_(\d+))?/gu,
  )) {
    const action = { thread: letter.charCodeAt(0) - letterA, choice: Number(choice) };
    const times = count === '' ? 1 : Number(count);
    if (run.length + times > stepsMax) return `it has more than ${stepsMax} steps`;
    for (let time = 0; time < times; time += 1) run.push(action);
  }
  return run;
}

/**
 * A digest of what the threads of a program do: the same wherever it stands in a text, and whatever
 * is watched, observed or scheduled. It tells texts apart by accident only, not against intent; a
 * run that is replayed is checked step by step anyway.
 */
export function programHash(program: Program): string {
  let hash = hashes.get(program);
  if (hash === undefined) {
    hash = hashOf(program);
    hashes.set(program, hash);
  }
  return hash;
}

/** Each run of a program names it. */
const hashes = new WeakMap<Program, string>();

function hashOf(program: Program): string {
  const { slots, initial, registers, pools, domains, threads, code } = program;
  const body = threadCode(program);
  const used = new Set<number>();
  const use = (register: number) => void used.add(register);
  for (const pc of body) {
    const instruction = code[pc];
    if (instruction !== undefined) eachRegister(instruction, use, use);
  }
  const content = {
    slots: slots.map(({ name, range }) => [name, range.min, range.max]),
    initial,
    registers: [...used].sort(ascending).map((id) => [id, registers[id]?.range]),
    pools,
    domains,
    threads: threads.map(({ name, entry }) => [name, entry]),
    code: body.map((pc) => [pc, meaningOf(code[pc])]),
  };
  return digest(JSON.stringify(content));
}

/** All instructions that the threads may get to, in order. */
function threadCode({ threads, code }: Program): readonly number[] {
  const seen = new Set<number>();
  const work = threads.map(({ entry }) => entry);
  for (let pc = work.pop(); pc !== undefined; pc = work.pop()) {
    const instruction = code[pc];
    if (instruction === undefined || seen.has(pc)) continue;
    seen.add(pc);
    eachSuccessor(instruction, pc, (to) => work.push(to));
  }
  return [...seen].sort(ascending);
}

/** Where it stands and how it is worded is left out. */
function meaningOf(instruction: Instruction | undefined): unknown {
  if (instruction === undefined) return undefined;
  const { site: _, ...rest } = instruction;
  return { ...rest, text: undefined, message: undefined };
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** Twelve hexadecimal digits: two sums in the manner of FNV-1a, over the text's UTF-16 units. */
function digest(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b) ^ (high >>> 13);
  }
  const words = [high & 0xffffff, (low ^ (low >>> 24)) & 0xffffff];
  return words.map((word) => word.toString(16).padStart(6, '0')).join('');
}
