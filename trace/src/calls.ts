// Which calls are open at an instruction, and which of them are new since the thread's last step.
import { type Pc, type Program, successors } from '@racewalk/simulator';
import type { TraceCall } from './trace.ts';

/** Frames open at an instruction, outermost first, without the thread's own. */
export function framesAt(program: Program, pc: Pc): readonly number[] {
  const frames: number[] = [];
  let at: number | undefined = program.code[pc]?.site.frame;
  while (at !== undefined) {
    const frame: Program['frames'][number] | undefined = program.frames[at];
    if (frame?.parent === undefined) break;
    frames.unshift(at);
    at = frame.parent;
  }
  return frames;
}

export function callOf(program: Program, index: number): TraceCall {
  const frame = program.frames[index];
  if (frame === undefined) throw new Error(`no frame ${index}`);
  const { name, file, line, start, end } = frame;
  return { name, place: { file: program.files[file] ?? '', line, start, end } };
}

/**
 * How many calls that are open at `to` were open all the time since the step at `from`. A call in a
 * loop is the same frame each time around; it was left if no way from `from` to `to` stays inside.
 */
export function keptCalls(program: Program, from: Pc, to: Pc): number {
  const before = framesAt(program, from);
  const after = framesAt(program, to);
  let kept = 0;
  while (kept < after.length && before[kept] === after[kept]) kept += 1;
  const isInside = (pc: Pc) => framesAt(program, pc)[kept - 1] === after[kept - 1];
  while (kept > 0 && !staysInside(program, from, to, isInside)) kept -= 1;
  return kept;
}

/** True if some way of local instructions, all of them inside, leads from one step to the other. */
function staysInside(program: Program, from: Pc, to: Pc, isInside: (pc: Pc) => boolean): boolean {
  const seen = new Set<Pc>();
  const work = [...successorsAt(program, from)];
  for (let pc = work.pop(); pc !== undefined; pc = work.pop()) {
    if (pc === to) return true;
    const instruction = program.code[pc];
    if (instruction === undefined || seen.has(pc) || instruction.step) continue;
    seen.add(pc);
    if (isInside(pc)) work.push(...successors(instruction, pc));
  }
  return false;
}

/** Where control may go on, also from behind the end of the code. */
export function successorsAt(program: Program, pc: Pc): readonly Pc[] {
  const instruction = program.code[pc];
  return instruction === undefined ? [] : successors(instruction, pc);
}
