// Where a thread stands in each of its open calls.
import type { Program } from '@racewalk/simulator';

/**
 * Offset in the file of the frame's function: of the instruction, or of the call that is open there.
 * Undefined where the instruction is not inside the frame.
 */
export function positionIn(program: Program, frame: number, pc: number): number | undefined {
  const site = program.code[pc]?.site;
  if (site === undefined) return undefined;
  let offset = site.start;
  for (let at: number | undefined = site.frame; at !== undefined; ) {
    if (at === frame) return offset;
    const open: Program['frames'][number] | undefined = program.frames[at];
    if (open === undefined) return undefined;
    offset = open.start;
    at = open.parent;
  }
  return undefined;
}
