// The calls of a run with their extent: from the first to the last step that a thread does in them.
import type { Trace, TraceCall, TracePlace } from '@racewalk/trace';
import type { Folds } from './view.ts';

export interface CallSpan {
  /** The same for the same run: thread, first row and depth. */
  readonly key: string;
  /** Index into `Trace.threads`. */
  readonly thread: number;
  /** Nesting, 0-based. */
  readonly depth: number;
  readonly name: string;
  /** Where it is called. */
  readonly place: TracePlace;
  /** Index of its first row. */
  readonly first: number;
  /** Index of its last row so far. */
  last: number;
  /** So many steps of its thread are inside. */
  steps: number;
  /** True where the run ends inside it, in a thread that can't move. */
  isOpen: boolean;
}

export interface CallSpans {
  readonly all: readonly CallSpan[];
  /** For each row the calls that are open there, outermost first. */
  readonly ofRow: readonly (readonly CallSpan[])[];
  /** The same for each blocked thread. */
  readonly ofBlocked: readonly (readonly CallSpan[])[];
}

export function callSpans(trace: Trace): CallSpans {
  const all: CallSpan[] = [];
  const open = new Map<number, readonly CallSpan[]>();
  const enter = (
    at: { readonly thread: number; readonly calls: readonly TraceCall[]; readonly entered: number },
    row: number,
  ): readonly CallSpan[] => {
    const { thread, calls, entered } = at;
    const kept = Math.max(0, calls.length - entered);
    const stack = (open.get(thread) ?? []).slice(0, kept);
    for (const { name, place } of calls.slice(stack.length)) {
      const depth = stack.length;
      const key = `${thread}.${row}.${depth}`;
      const span = { key, thread, depth, name, place, first: row, last: row, steps: 0 };
      stack.push({ ...span, isOpen: false });
      all.push(stack[depth] as CallSpan);
    }
    open.set(thread, stack);
    return stack;
  };
  const ofRow = trace.rows.map((row, index) => {
    const stack = enter(row, index);
    for (const span of stack) {
      span.last = index;
      span.steps += 1;
    }
    return stack;
  });
  const ofBlocked = trace.blocked.map((blocked) => {
    const stack = enter(blocked, trace.rows.length);
    for (const span of stack) span.isOpen = true;
    return stack;
  });
  return { all, ofRow, ofBlocked };
}

export function isFolded({ depth, turned }: Folds, span: CallSpan): boolean {
  const byDepth = depth !== undefined && span.depth >= depth;
  return byDepth !== turned.includes(span.key);
}

/** The outermost folded call of those that are open. */
export function foldedOf(folds: Folds, stack: readonly CallSpan[]): CallSpan | undefined {
  return stack.find((span) => isFolded(folds, span));
}
