// Where in the user's own text something happens: at the code itself, or at the call of a function of
// a header of the library, which leaves locking to its caller. What the rest of the library does by
// itself is not the user's.
import type { Frame, Pc, Program } from '@racewalk/simulator';

export interface OwnPlace {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Undefined: it is the library's. */
export function ownPlace(program: Program, pc: Pc): OwnPlace | undefined {
  const site = program.code[pc]?.site;
  if (site === undefined) return undefined;
  let place: { readonly file: number; readonly start: number; readonly end: number } = site;
  let frame: Frame | undefined = program.frames[site.frame];
  for (;;) {
    const file = program.files[place.file] ?? '';
    if (!isLibrary(file)) return { file, start: place.start, end: place.end };
    const isPrimitive = file.includes('/include/') && frame?.hardware !== true;
    if (!isPrimitive || frame?.parent === undefined) return undefined;
    place = frame;
    frame = program.frames[frame.parent];
  }
}

export function isLibrary(file: string): boolean {
  return file.startsWith('kernel:');
}
