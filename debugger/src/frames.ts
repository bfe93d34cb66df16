// Which calls of a thread are open in the state shown, and where each of them stands.
import type { Pc, Program } from '@racewalk/simulator';
import { framesAt } from '@racewalk/trace';
import type { Walk } from './walk.ts';

/** A place in a text: `line` is 0-based, `start` and `end` are offsets. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export interface OpenCall {
  /** The function; for the outermost, the thread. */
  readonly name: string;
  /** Index into `Program.frames`. */
  readonly frame: number;
  readonly place: Place;
}

/**
 * Where a thread is shown: where it rests. Behind a step that breaks a property, the thread that
 * took it still stands at that step, as a debugger stands at the line that throws.
 */
export function shownPc(walk: Walk, thread: number): Pc {
  const { last, state } = walk;
  const rest = state.threads[thread]?.pc ?? 0;
  const broke = last !== undefined && last.action.thread === thread && last.news.length > 0;
  return broke ? last.pc : rest;
}

/** The open calls of a thread, innermost first; never empty. */
export function openCalls(walk: Walk, thread: number): readonly OpenCall[] {
  return callsAt(walk.program, shownPc(walk, thread), thread);
}

function callsAt(program: Program, pc: Pc, thread: number): readonly OpenCall[] {
  const site = program.code[pc]?.site;
  if (site === undefined) throw new Error(`no instruction ${pc}`);
  const frames = framesAt(program, pc);
  const outermost = outermostOf(program, site.frame);
  const calls: OpenCall[] = [];
  let place = placeOf(program, site);
  for (const frame of [...frames].reverse()) {
    const call = program.frames[frame];
    if (call === undefined) throw new Error(`no frame ${frame}`);
    calls.push({ name: call.name, frame, place });
    place = placeOf(program, call);
  }
  const name = program.threads[thread]?.name ?? '';
  return [...calls, { name, frame: outermost, place }];
}

function outermostOf(program: Program, frame: number): number {
  let at = frame;
  for (
    let parent = program.frames[at]?.parent;
    parent !== undefined;
    parent = program.frames[at]?.parent
  ) {
    at = parent;
  }
  return at;
}

type Spot = { readonly file: number; readonly line: number } & Pick<Place, 'start' | 'end'>;

export function placeOf(program: Program, { file, line, start, end }: Spot): Place {
  return { file: program.files[file] ?? '', line, start, end };
}

/** How many calls are open at an instruction. */
export function depthAt(program: Program, pc: Pc): number {
  return framesAt(program, pc).length;
}
