// A line is met where the step that comes next begins there, or enters a call that stands there.
import type { Program } from '@racewalk/simulator';
import { framesAt } from '@racewalk/trace';
import { enteredBy } from '../stepping.ts';
import type { Moment, Trigger, Upcoming } from './table.ts';

export function lineTrigger(file: string, line: number): Trigger {
  return {
    kind: 'line',
    meets({ walk, upcoming }: Moment) {
      if (upcoming === undefined) return undefined;
      const { program } = walk;
      const { thread, pc } = upcoming;
      const isHere = (at: { readonly file: number; readonly line: number } | undefined) =>
        at !== undefined && at.line === line && program.files[at.file] === file;
      const site = program.code[pc]?.site;
      if (site !== undefined && isHere(site) && isFirstOnLine(upcoming, program)) {
        return { thread, frame: site.frame, pc };
      }
      const call = enteredBy(walk, upcoming)
        .map((frame) => program.frames[frame])
        .find(isHere);
      return call === undefined ? undefined : { thread, frame: call.parent, pc };
    },
  };
}

/** A line of several steps is met once, at the first of them; again where a loop comes round. */
function isFirstOnLine({ pc, previous }: Upcoming, program: Program): boolean {
  const now = program.code[pc]?.site;
  const before = previous === undefined ? undefined : program.code[previous]?.site;
  if (now === undefined || before === undefined || previous === undefined) return true;
  const isSame = now.file === before.file && now.line === before.line && now.frame === before.frame;
  return !isSame || pc <= previous;
}

/** Lines of a file on which a step begins or a call stands, of code that some thread gets to. */
export function linesWithSteps(
  program: Program,
  file: string,
  reached: Uint8Array,
): readonly number[] {
  const lines = new Set<number>();
  program.code.forEach(({ step, op, site }, pc) => {
    if (reached[pc] === 0 || !step || op === 'end') return;
    if (program.files[site.file] === file) lines.add(site.line);
    for (const frame of framesAt(program, pc)) {
      const call = program.frames[frame];
      if (call !== undefined && program.files[call.file] === file) lines.add(call.line);
    }
  });
  return [...lines].sort((a, b) => a - b);
}
