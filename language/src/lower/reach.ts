// Which instructions can come to a step or an end without passing another step.
import type { Instruction } from '@racewalk/simulator';

/**
 * 1 for each instruction from which some way leads to a step or an end; where none does, a thread
 * would compute for ever. Code mostly goes down, so that one look from its end up settles nearly
 * all; each further look settles what jumps up.
 */
export function reachesStepOrEnd(code: readonly Instruction[]): Uint8Array {
  const ends = new Uint8Array(code.length);
  for (let before = -1, found = 0; found !== before; ) {
    before = found;
    for (let pc = code.length - 1; pc >= 0; pc--) {
      if (ends[pc] === 1 || !comesTo(code[pc]!, pc, ends)) continue;
      ends[pc] = 1;
      found += 1;
    }
  }
  return ends;
}

/** Is it a step or an end, or is one next from where the way is known? */
function comesTo(instruction: Instruction, pc: number, ends: Uint8Array): boolean {
  if (instruction.step) return true;
  switch (instruction.op) {
    case 'end':
      return true;
    case 'jump':
      return ends[instruction.to] === 1;
    case 'branch':
      return ends[pc + 1] === 1 || ends[instruction.otherwise] === 1;
    case 'choose':
      return instruction.targets.some((target) => ends[target] === 1);
    default:
      return ends[pc + 1] === 1;
  }
}
