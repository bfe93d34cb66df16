// The odometer of choices, as the interpreter's Context has it: choice point i of a step takes
// possibility digits[i] of sizes[i].
import type { Callee, Global } from './code.ts';
import type { Module } from './module.ts';
import { opcode, type } from './opcodes.ts';
import type { Scratch } from './scratch.ts';

/** Choice points in one step. A step with more of them goes to the interpreter. */
const pointsMax = 4096;

export interface Choices {
  /** (size) -> the possibility to take. */
  readonly pick: Callee;
  /** () -> 1 if there is one more combination, which `pick` then gives. */
  readonly turn: Callee;
  /** Digits that are set, and digits met so far in this combination. */
  readonly fixed: Global;
  readonly met: Global;
}

export function declareChoices(module: Module, scratch: Scratch): Choices {
  const pick = module.declare([type.i32], [type.i32]);
  const turn = module.declare([], [type.i32]);
  const fixed = module.global(type.i32);
  const met = module.global(type.i32);
  const odometer: Odometer = {
    base: scratch.base,
    digits: scratch.reserve(pointsMax * 4),
    sizes: scratch.reserve(pointsMax * 4),
  };
  definePick(module, { pick, turn, fixed, met }, odometer);
  defineTurn(module, { pick, turn, fixed, met }, odometer);
  return { pick, turn, fixed, met };
}

/** Where the digits and sizes are, from the base on. */
interface Odometer {
  readonly base: Global;
  readonly digits: number;
  readonly sizes: number;
}

function definePick(
  module: Module,
  { pick, fixed, met }: Choices,
  { base, digits, sizes }: Odometer,
): void {
  module.define(pick, (code) => {
    const size = 0;
    const at = code.local();
    code.getGlobal(met).constant(2).op(opcode.i32Shl).getGlobal(base).op(opcode.i32Add).set(at);
    code.getGlobal(met).constant(pointsMax).op(opcode.i32GeU);
    code.when(() => code.op(opcode.unreachable));
    code.getGlobal(met).getGlobal(fixed).op(opcode.i32GeU);
    code.when(() => {
      code.get(at).constant(0).store(digits);
      code.get(at).get(size).store(sizes);
      code.getGlobal(met).constant(1).op(opcode.i32Add).setGlobal(fixed);
    });
    code.getGlobal(met).constant(1).op(opcode.i32Add).setGlobal(met);
    code.get(at).load(digits);
  });
}

function defineTurn(
  module: Module,
  { turn, fixed }: Choices,
  { base, digits, sizes }: Odometer,
): void {
  module.define(turn, (code) => {
    const at = code.local();
    code.block((done) => {
      code.loop((again) => {
        code.getGlobal(fixed).op(opcode.i32Eqz).branchIf(done);
        code.getGlobal(fixed).constant(1).op(opcode.i32Sub).constant(2).op(opcode.i32Shl);
        code.getGlobal(base).op(opcode.i32Add).set(at);
        code.get(at).load(digits).constant(1).op(opcode.i32Add);
        code.get(at).load(sizes).op(opcode.i32LtU);
        code.when(() => {
          code.get(at).get(at).load(digits).constant(1).op(opcode.i32Add).store(digits);
          code.constant(1).op(opcode.return);
        });
        code.getGlobal(fixed).constant(1).op(opcode.i32Sub).setGlobal(fixed);
        code.branch(again);
      });
    });
    code.constant(0);
  });
}
