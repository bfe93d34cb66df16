// One generated function per place where a thread rests: the step from there. It gets the address
// of a state and of a record, writes the next state into the record, and gives a `result`.
import type { Field, RestFields } from '../layout.ts';
import type { Pc } from '../program.ts';
import { emitBody, type Registers, registersIn } from './body.ts';
import type { Code } from './code.ts';
import { type Flow, flowFrom } from './flow.ts';
import { opcode } from './opcodes.ts';
import { LocalWords, MemoryWords, type PackedWords } from './packed-words.ts';
import { isFoundAtRun } from './place.ts';
import type { Unit } from './routine.ts';

/** Parameters of a step function. */
const state = 0;
const record = 1;

/** Above this, words in locals would only be spilled. */
const localWordsMax = 12;

/** Writes the step of `thread` from the rest with this number. */
export function emitStep(unit: Unit, code: Code, thread: number, number: number): void {
  const rests = unit.layout.restsOf(thread);
  const rest = rests[number]!;
  const flow = flowFrom(unit.program.code, rest.pc);
  const registers = registersIn(code);
  const { words, begin, finish } = usesAddresses(unit, flow)
    ? wordsInMemory(unit, code)
    : wordsInLocals(unit, code);
  begin();
  decodeRegisters(code, words, rest, registers);
  const outcome = emitBody(unit, code, flow, registers, {
    words,
    rest: (pc, locals) => {
      encodeThread(unit, code, words, { thread, pc, rests }, locals);
      finish();
    },
  });
  code.get(outcome);
}

interface Words {
  readonly words: PackedWords;
  readonly begin: () => void;
  readonly finish: () => void;
}

function wordsInMemory(unit: Unit, code: Code): Words {
  return {
    words: new MemoryWords(code, record, unit.slots),
    begin: () => copyWords(code, unit.layout.words, state, record),
    finish: () => undefined,
  };
}

function wordsInLocals(unit: Unit, code: Code): Words {
  const locals = Array.from({ length: unit.layout.words }, () => code.local());
  return {
    words: new LocalWords(code, (word) => locals[word]!),
    begin: () =>
      locals.forEach((local, word) => {
        code
          .get(state)
          .load(word * 4)
          .set(local);
      }),
    finish: () =>
      locals.forEach((local, word) => {
        code
          .get(record)
          .get(local)
          .store(word * 4);
      }),
  };
}

/** Copies a state from one address in a local to another. */
export function copyWords(code: Code, words: number, from: number, to: number): void {
  let word = 0;
  for (; word + 1 < words; word += 2) {
    code
      .get(to)
      .get(from)
      .load(word * 4, opcode.i64Load)
      .store(word * 4, opcode.i64Store);
  }
  if (word < words)
    code
      .get(to)
      .get(from)
      .load(word * 4)
      .store(word * 4);
}

function usesAddresses({ program, layout }: Unit, flow: Flow): boolean {
  if (layout.words > localWordsMax) return true;
  return flow.blocks.some(({ pcs }) =>
    pcs.some((pc) => {
      const instruction = program.code[pc]!;
      switch (instruction.op) {
        case 'load':
          return isFoundAtRun(instruction.from);
        case 'store':
          return isFoundAtRun(instruction.to);
        case 'allocate':
        case 'free':
          return true;
        default:
          return false;
      }
    }),
  );
}

function decodeRegisters(
  code: Code,
  words: PackedWords,
  rest: RestFields,
  registers: Registers,
): void {
  for (const { register, field } of rest.registers) {
    words.readField(field);
    code.set(registers(register));
  }
}

interface Arrival {
  readonly thread: number;
  readonly pc: Pc;
  readonly rests: readonly RestFields[];
}

/** Packs where the thread came to, and the registers that are live there. */
function encodeThread(
  { layout }: Unit,
  code: Code,
  words: PackedWords,
  { thread, pc, rests }: Arrival,
  registers: Registers,
): void {
  const number = layout.restNumberOf(thread, pc);
  const pcField = layout.pcFieldOf(thread);
  const cleared = new Map<number, number>();
  const clear = ({ word, shift, mask }: Field): void => {
    cleared.set(word, (cleared.get(word) ?? 0) | (mask << shift));
  };
  clear(pcField);
  for (const bin of layout.binsOf(thread)) clear(bin);
  for (const [word, bits] of cleared) {
    const held = rests[number]!.registers.filter(({ field }) => field.word === word);
    if (bits === 0) continue;
    words.writeWord(word, () => {
      words.readWord(word);
      code.constant(~bits).op(opcode.i32And);
      const constant = word === pcField.word ? (number & pcField.mask) << pcField.shift : 0;
      if (constant !== 0) code.constant(constant).op(opcode.i32Or);
      for (const { register, field } of held) {
        if (field.mask === 0) continue;
        code.get(registers(register));
        if (field.min !== 0) code.constant(field.min).op(opcode.i32Sub);
        code.constant(field.mask).op(opcode.i32And);
        if (field.shift !== 0) code.constant(field.shift).op(opcode.i32Shl);
        code.op(opcode.i32Or);
      }
    });
  }
}
