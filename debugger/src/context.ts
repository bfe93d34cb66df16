// What the answer to a request is made from.

import type { Pc } from '@racewalk/simulator';
import type { Debuggee } from './debuggee.ts';
import { type OpenCall, openCalls, shownPc } from './frames.ts';
import type { Handles } from './handles.ts';
import type { DebugHost } from './host.ts';
import type { Item } from './scopes/item.ts';
import type { Sources } from './sources.ts';

/** Lines and columns as the client counts them; ours begin with 0. */
export interface Bases {
  line(line: number): number;
  column(column: number): number;
  lineFrom(line: number): number;
  columnFrom(column: number): number;
}

export interface Context {
  readonly host: DebugHost;
  readonly debuggee: Debuggee;
  readonly sources: Sources;
  readonly bases: Bases;
  /** What a client may open, until the state shown is another. */
  readonly handles: Handles<() => readonly Item[]>;
}

/** Threads count from 1 in the protocol. */
export function threadOf({ debuggee }: Context, id: number): number | undefined {
  const thread = id - 1;
  return thread in debuggee.walk.program.threads ? thread : undefined;
}

export function threadId(thread: number): number {
  return thread + 1;
}

const framesMax = 4096;

/** Stands for an open call of a thread, `index` counted from the innermost. */
export function frameId(thread: number, index: number): number {
  return thread * framesMax + index + 1;
}

export interface CallAt {
  readonly thread: number;
  readonly index: number;
  readonly call: OpenCall;
  /** How many calls are open, without the thread's own code. */
  readonly depth: number;
  readonly scope: CallScope;
}

/** In which an expression is asked. */
export interface CallScope {
  readonly thread: number;
  /** Index into `Program.frames`. */
  readonly frame: number;
  readonly pc: Pc;
}

/** The open call of an id, as it is in the state shown; undefined: there is none any more. */
export function callAt({ debuggee }: Context, id: number | undefined): CallAt | undefined {
  if (id === undefined || id < 1) return undefined;
  const thread = Math.floor((id - 1) / framesMax);
  const index = (id - 1) % framesMax;
  const { walk } = debuggee;
  if (!(thread in walk.program.threads)) return undefined;
  const calls = openCalls(walk, thread);
  const call = calls[index];
  if (call === undefined) return undefined;
  const scope = { thread, frame: call.frame, pc: shownPc(walk, thread) };
  return { thread, index, call, depth: calls.length - 1 - index, scope };
}
