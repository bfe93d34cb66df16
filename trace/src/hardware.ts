// Steps that hardware takes by itself: those inside a call that says so.
import type { Pc, Program } from '@racewalk/simulator';
import { framesAt } from './calls.ts';

export function isHardware(program: Program, pc: Pc): boolean {
  return framesAt(program, pc).some((frame) => program.frames[frame]?.hardware === true);
}
