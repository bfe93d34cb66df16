// Which call stands inside which.
import type { Pc, Program } from '../program.ts';

/** Per frame, 1 where it is the call `outer`, or was made inside it. */
export function framesWithin(program: Program, outer: number): Uint8Array {
  const within = new Uint8Array(program.frames.length);
  // A call is made after the one around it, and so has the larger number.
  for (let frame = outer; frame < within.length; frame++) {
    const { parent } = program.frames[frame]!;
    if (frame === outer || (parent !== undefined && within[parent] === 1)) within[frame] = 1;
  }
  return within;
}

/** The kind of work that ends at an instruction; undefined: none. */
export function workAt(program: Program, pc: Pc): string | undefined {
  const mark = program.code[pc]!;
  return mark.op === 'mark' ? mark.count : undefined;
}

/** The outermost call around an instruction: the frame of its thread. */
export function rootOf(program: Program, pc: Pc): number {
  let { frame } = program.code[pc]!.site;
  for (;;) {
    const { parent } = program.frames[frame]!;
    if (parent === undefined) return frame;
    frame = parent;
  }
}
