// Asserts that a Program is well formed. Everything the hot loop takes for granted is proven here,
// so a mistake of a compiler stops the run instead of making a wrong verdict.
import { assert } from './assert.ts';
import { fragmentsOf } from './fragments.ts';
import { eachRegister } from './liveness.ts';
import { oncePer } from './once.ts';
import type { Instruction, Place, Program, Range } from './program.ts';
import { builtinProperties } from './program.ts';
import { eachSuccessor, type PlaceSlots, placesOf, reachable } from './reach.ts';

/** Throws an assertion failure where a part of the program contradicts its documentation. */
export const validate: (program: Program) => void = /* @__PURE__ */ oncePer(
  (program: Program): void => {
    validateSlots(program);
    validateDomains(program);
    validateProperties(program);
    validateThreads(program);
    validateFragments(program);
    const places = placesOf(program);
    validateReferences(program);
    for (const instruction of program.code) validateInstruction({ program, places }, instruction);
  },
);

interface Scope {
  readonly program: Program;
  readonly places: PlaceSlots;
}

/** Programs have many registers: words are made only for what is wrong. */
function validateRange({ min, max }: Range, kind: string, name: string | number): void {
  const isWhole = Number.isInteger(min) && Number.isInteger(max);
  if (!isWhole) assert(false, `${kind} ${name} has whole bounds`);
  if (min > max) assert(false, `${kind} ${name} has a range that is not empty`);
  const isSigned = min >= -(2 ** 31) && max <= 2 ** 31 - 1;
  const fits = isSigned || (min >= 0 && max <= 2 ** 32 - 1);
  if (!fits) assert(false, `${kind} ${name} fits 32 bits`);
}

function isIndex(value: number, length: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < length;
}

function validateSlots(program: Program): void {
  const { slots, initial, registers } = program;
  assert(initial.length === slots.length, 'every slot has an initial value');
  slots.forEach(({ name, range }, slot) => {
    validateRange(range, 'slot', name);
    const value = initial[slot];
    assert(Number.isInteger(value), `slot ${name} has a whole initial value`);
    assert(
      value !== undefined && value >= range.min && value <= range.max,
      `${name} begins in its range`,
    );
  });
  registers.forEach(({ range }, register) => {
    validateRange(range, 'register', register);
  });
}

function validateDomains(program: Program): void {
  const { domains, slots, pools } = program;
  for (const { type, targets } of domains) {
    for (const { slot, status, arrayFirst, arrayLast } of targets) {
      assert(isIndex(slot, slots.length), `a target of ${type} is a slot`);
      assert(
        status === undefined || isIndex(status, slots.length),
        `a status of ${type} is a slot`,
      );
      assert(isIndex(arrayFirst - 1, targets.length), `an array of ${type} begins at a target`);
      assert(isIndex(arrayLast - 1, targets.length), `an array of ${type} ends at a target`);
    }
  }
  for (const { name, domain, members } of pools) {
    const targets = domains[domain]?.targets;
    assert(targets !== undefined, `pool ${name} has a domain`);
    for (const member of members) {
      assert(targets[member - 1]?.status !== undefined, `a member of pool ${name} has a status`);
    }
  }
}

function validateProperties(program: Program): void {
  for (const name of Object.keys(builtinProperties)) {
    const count = program.properties.filter(
      (property) => property.name === name && !property.declared,
    );
    assert(count.length === 1, `the built-in property ${name} is there once`);
  }
  for (const { name, state, liveness } of program.properties) {
    assert(state === undefined || liveness === undefined, `${name} is of one kind`);
  }
}

function validateThreads(program: Program): void {
  const { code, threads, schedule } = program;
  const owners: number[] = [];
  threads.forEach(({ name, entry }, thread) => {
    assert(isIndex(entry, code.length), `thread ${name} begins at an instruction`);
    const reached = reachable(code, [entry]);
    const own = (register: number): void => {
      const owner = owners[register] ?? thread;
      if (owner !== thread) assert(false, `register ${register} belongs to one thread`);
      owners[register] = thread;
    };
    code.forEach((instruction, pc) => {
      if (reached[pc] === 1) eachRegister(instruction, own, own);
    });
    validateBeginning(program, entry);
  });
  for (const thread of schedule)
    assert(isIndex(thread, threads.length), 'a schedule names threads');
}

/** The local beginning of a thread has one way to run: there is one initial state. */
function validateBeginning({ code }: Program, entry: number): void {
  const seen = new Set<number>();
  const work = [entry];
  for (let pc = work.pop(); pc !== undefined; pc = work.pop()) {
    const instruction = code[pc];
    if (seen.has(pc) || instruction === undefined || instruction.step) continue;
    seen.add(pc);
    const isOneWay = !['choose', 'any', 'allocate', 'await'].includes(instruction.op);
    assert(isOneWay, 'a thread chooses and waits in steps only');
    eachSuccessor(instruction, pc, (to) => work.push(to));
  }
}

function validateFragments(program: Program): void {
  const { code } = program;
  const fragments = fragmentsOf(program);
  for (const { entry, result } of fragments) {
    assert(isIndex(entry, code.length), 'a fragment begins at an instruction');
    assert(
      result === undefined || isIndex(result, program.registers.length),
      'a result is a register',
    );
  }
  const reached = reachable(
    code,
    fragments.map(({ entry }) => entry),
  );
  code.forEach((instruction, pc) => {
    if (reached[pc] === 0) return;
    const isPure = !['await', 'choose', 'any', 'allocate', 'free'].includes(instruction.op);
    assert(isPure, `a fragment has no ${instruction.op}`);
    assert(!instruction.step || instruction.op === 'end', 'a fragment has no steps');
  });
}

/** Programs have many instructions: no messages and no functions are made for each of them. */
function validateReferences({ code, registers }: Program): void {
  let pc = 0;
  const followed = (to: number): void => {
    if (!isIndex(to, code.length)) assert(false, `instruction ${pc} goes on inside the code`);
  };
  const named = (register: number): void => {
    if (!isIndex(register, registers.length)) assert(false, `instruction ${pc} names a register`);
  };
  for (; pc < code.length; pc++) {
    const instruction = code[pc]!;
    const { live } = instruction;
    eachSuccessor(instruction, pc, followed);
    eachRegister(instruction, named, named);
    live.forEach(named);
    const isOnce = live.length < 2 || new Set(live).size === live.length;
    assert(isOnce, 'a register is live once');
  }
}

function validateInstruction(scope: Scope, instruction: Instruction): void {
  const { program } = scope;
  switch (instruction.op) {
    case 'load':
      assert(instruction.to.length > 0, 'a load reads something');
      validatePlace(scope, instruction.from, instruction.to.length);
      break;
    case 'store':
      assert(instruction.values.length > 0, 'a store writes something');
      validatePlace(scope, instruction.to, instruction.values.length);
      break;
    case 'choose':
      assert(instruction.targets.length > 0, 'a choice has a possibility');
      break;
    case 'allocate':
      assert(isIndex(instruction.pool, program.pools.length), 'an allocation names a pool');
      break;
    case 'free':
      assert(isIndex(instruction.domain, program.domains.length), 'a free names a domain');
      break;
    case 'check':
      assert(isIndex(instruction.property, program.properties.length), 'a check names a property');
      break;
    default:
      break;
  }
}

/** Whatever the pointers and indices are, the slots behind a place exist. */
function validatePlace({ program, places }: Scope, place: Place, length: number): void {
  const { pointer, status, indices } = place;
  if (pointer !== undefined) {
    assert(isIndex(pointer.domain, program.domains.length), 'a pointer has a domain');
  }
  assert(status === undefined || isIndex(status, program.slots.length), 'a status is a slot');
  for (const index of indices) assert(index.length > 0, 'an array has elements');
  for (const slot of places.of(place)) {
    assert(isIndex(slot, program.slots.length), 'a place is a slot');
    assert(isIndex(slot + length - 1, program.slots.length), 'a place ends at a slot');
  }
}
