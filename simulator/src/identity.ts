// When two programs have the same runs: what the search looks at, without names, texts and places.
// The key is the whole content, not a digest, so no verdict is ever taken for another program's.
import { instructionContent, instructionShape } from './content.ts';
import type { Expression, Pc, Place, Program } from './program.ts';
import { eachSuccessor } from './reach.ts';

export function programIdentity(program: Program): string {
  return JSON.stringify(partsOf(program));
}

/** Keys of many programs that are much alike: each part is kept once. Equal keys are equal identities. */
export class Identities {
  readonly #numbers = new Map<string, number>();
  /** Parts that were told already, by `numbered()`. */
  #told = 0;

  keyOf(program: Program): string {
    return keyOfNumbers(partsOf(program).map((part) => this.#numberOf(part)));
  }

  #numberOf(part: string): number {
    const known = this.#numbers.get(part);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(part, number);
    return number;
  }

  /** A key for those who have other numbers, with the parts that they were not told of before. */
  numbered(key: string): Numbered {
    const parts = [...this.#numbers.keys()].slice(this.#told);
    this.#told = this.#numbers.size;
    return { key, parts };
  }

  /** The key here of a program that another has numbered. `told`: its parts so far, which are added to. */
  keyFrom({ key, parts }: Numbered, told: number[]): string {
    for (const part of parts) told.push(this.#numberOf(part));
    const numbers = numbersOfKey(key).map((number) => {
      const own = told[number];
      if (own === undefined) throw new Error('assertion failed: a part was not told');
      return own;
    });
    return keyOfNumbers(numbers);
  }
}

/** A key, and the parts that are new since the one before. */
export interface Numbered {
  readonly key: string;
  readonly parts: readonly string[];
}

function keyOfNumbers(numbers: readonly number[]): string {
  return numbers
    .map((number) => String.fromCharCode(Math.floor(number / 0x8000), number % 0x8000))
    .join('');
}

function numbersOfKey(key: string): number[] {
  return Array.from({ length: key.length / 2 }, (_, at) => {
    return key.charCodeAt(2 * at) * 0x8000 + key.charCodeAt(2 * at + 1);
  });
}

function partsOf(program: Program): readonly string[] {
  const { slots, initial, registers, domains, pools, code, threads } = program;
  const { properties, observations, witnesses, schedule } = program;
  const rest = {
    slots: slots.map(({ range, ghost }) => [range.min, range.max, ghost]),
    initial,
    registers: registers.map(({ range }) => [range.min, range.max]),
    domains: domains.map(({ targets }) =>
      targets.map(({ slot, status, arrayFirst, arrayLast }) => [
        slot,
        status,
        arrayFirst,
        arrayLast,
      ]),
    ),
    pools: pools.map(({ domain, members }) => [domain, members]),
    threads: threads.map(({ entry }) => entry),
    properties: properties.map(({ name, watched, state, liveness }) => [
      name,
      watched,
      state,
      liveness,
    ]),
    observations: observations.map(({ value }) => value),
    witnesses: witnesses.map(({ condition }) => condition),
    finally: program.finally,
    schedule,
  };
  return [...code.map(instructionContent), JSON.stringify(rest)];
}

/**
 * A word that programs of equal identity have in common, for the instructions that their runs come to; others
 * seldom do. It does not depend on code that no run comes to.
 */
export function runsPrint({ code }: Program, ran: ReadonlySet<Pc>): string {
  const shapes = new Map<Pc, number>();
  for (const pc of ran) {
    const instruction = code[pc];
    if (instruction !== undefined) shapes.set(pc, textPrint(instructionShape(instruction)));
  }
  let prints = shapes;
  for (let round = 0; round < followedMax; round++) {
    const before = prints;
    prints = new Map();
    for (const pc of shapes.keys()) {
      const instruction = code[pc];
      let print = before.get(pc) ?? 0;
      if (instruction === undefined) continue;
      eachSuccessor(instruction, pc, (next) => {
        print = mixed(print, before.get(next) ?? 0);
      });
      prints.set(pc, print);
    }
  }
  let [one, other] = [ran.size, 0];
  for (const print of prints.values()) {
    // They come in another order where code stands elsewhere.
    one = (one + print) | 0;
    other = (other + Math.imul(print ^ (print >>> 15), 0x2c1b3c6d)) | 0;
  }
  return `${one} ${other}`;
}

/** Statements that change places are told apart by so many instructions behind each. */
const followedMax = 12;

function textPrint(text: string): number {
  let print = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    print = Math.imul(print ^ text.charCodeAt(at), 0x01000193);
    print ^= print >>> 13;
  }
  return print;
}

/** A number that programs of equal identity have in common; others seldom do. Much cheaper than the identity. */
export function programPrint({ slots, registers, initial, code, threads }: Program): number {
  let print = mixed(mixed(mixed(slots.length, registers.length), code.length), threads.length);
  for (const value of initial) print = mixed(print, value);
  for (const instruction of code) {
    print = mixed(print, instruction.op.length * 2 + (instruction.step ? 1 : 0));
    switch (instruction.op) {
      case 'load':
        print = placePrint(print, instruction.from);
        break;
      case 'store':
        print = placePrint(print, instruction.to);
        for (const value of instruction.values) print = valuePrint(print, value);
        break;
      case 'set':
        print = valuePrint(print, instruction.value);
        break;
      case 'branch':
        print = valuePrint(mixed(print, instruction.otherwise), instruction.condition);
        break;
      case 'await':
        print = valuePrint(print, instruction.condition);
        break;
      case 'check':
        print = valuePrint(mixed(print, instruction.property), instruction.condition);
        break;
      default:
    }
  }
  return print;
}

function placePrint(print: number, { base, offset, pointer }: Place): number {
  return mixed(mixed(print, pointer === undefined ? base : pointer.domain), offset);
}

/** The outermost of an expression: what is inside seldom differs alone. */
function valuePrint(print: number, value: Expression): number {
  if (value.op === 'constant') return mixed(print, value.value);
  if (value.op === 'register') return mixed(print, value.register);
  if (value.op !== 'binary') return mixed(print, value.op.length);
  return valuePrint(valuePrint(mixed(print, value.operator.length), value.left), value.right);
}

function mixed(print: number, value: number): number {
  return (Math.imul(print, 31) + value) | 0;
}
