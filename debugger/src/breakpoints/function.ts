// A function is met where the step that comes next enters it, or is the whole of it.
import type { Program } from '@racewalk/simulator';
import { framesAt } from '@racewalk/trace';
import { enteredBy } from '../stepping.ts';
import type { Trigger } from './table.ts';

export function functionTrigger(name: string): Trigger {
  return {
    kind: 'function',
    meets({ walk, upcoming }) {
      if (upcoming === undefined) return undefined;
      const { program } = walk;
      const { thread, pc } = upcoming;
      const entered = enteredBy(walk, upcoming).find(
        (frame) => program.frames[frame]?.name === name,
      );
      if (entered !== undefined) return { thread, frame: entered, pc };
      return isCallOf(program, pc, name)
        ? { thread, frame: program.code[pc]?.site.frame, pc }
        : undefined;
    },
  };
}

/** A call that is one step: a built-in, or a function that is atomic as a whole. */
function isCallOf(program: Program, pc: number, name: string): boolean {
  const instruction = program.code[pc];
  const text = instruction !== undefined && 'text' in instruction ? instruction.text : '';
  return text.startsWith(`${name}(`);
}

export function isCalled(program: Program, name: string, reached: Uint8Array): boolean {
  return program.code.some(
    ({ step }, pc) =>
      reached[pc] === 1 &&
      step &&
      (isCallOf(program, pc, name) ||
        framesAt(program, pc).some((frame) => program.frames[frame]?.name === name)),
  );
}
