// Runs made by hand: what a run looks like to the timeline, without a program behind it.
import { type Trace, type TraceRow, traceSchema } from '@racewalk/trace';
import type { RunShown } from '../src/run-shown.ts';
import { charWidthOf, lineHeights, nothingFolded, type View } from '../src/view.ts';

export const usual: View = {
  width: 900,
  lineHeight: lineHeights.usual,
  charWidth: charWidthOf(lineHeights.usual),
  folds: nothingFolded,
  filter: '',
};

export interface MadeStep {
  readonly thread: number;
  /** Open calls, `outer > inner`; absent for none. */
  readonly calls?: string;
  /** Overrides what the calls of the thread's last step say. */
  readonly entered?: number;
  readonly text: string;
  /** `pages[0].flags: 0 -> 1`. */
  readonly changes?: readonly string[];
  readonly breaks?: readonly string[];
  /** `[name, row]`: read as that row wrote it. */
  readonly readsFrom?: readonly (readonly [string, number])[];
  readonly why?: string;
  readonly waiting?: TraceRow['waiting'];
  readonly hardware?: boolean;
}

export function placeAt(line: number): TraceRow['place'] {
  return { file: 'made.race', line, start: line * 10, end: line * 10 + 5 };
}

export function rowsOf(steps: readonly MadeStep[]): TraceRow[] {
  const open = new Map<number, readonly string[]>();
  return steps.map((step, index) => {
    const names = step.calls === undefined ? [] : step.calls.split(' > ');
    const before = open.get(step.thread) ?? [];
    const kept = names.findIndex((name, depth) => before[depth] !== name);
    open.set(step.thread, names);
    return {
      thread: step.thread,
      calls: names.map((name) => ({ name, place: placeAt(index) })),
      entered: step.entered ?? (kept < 0 ? 0 : names.length - kept),
      left: [],
      text: step.text,
      place: placeAt(index),
      reads: (step.readsFrom ?? []).map(([name]) => ({ name, value: '1' })),
      changes: (step.changes ?? []).map((text) => {
        const [, name = '', from = '', to = ''] = /^(.*): (.*) -> (.*)$/u.exec(text) ?? [];
        return { name, before: from, after: to, ghost: false };
      }),
      events: (step.breaks ?? []).map((property) => ({
        property,
        message: `${property} is broken`,
      })),
      readsFrom: (step.readsFrom ?? []).map(([name, row]) => ({ name, row })),
      why: step.why ?? `step ${index + 1} may run`,
      waiting: step.waiting ?? [],
      hardware: step.hardware ?? false,
    };
  });
}

/** Threads as `cpu0@vmm`. */
export function traceOfSteps(
  threads: readonly string[],
  steps: readonly MadeStep[],
  more: Partial<Trace> = {},
): Trace {
  const rows = rowsOf(steps);
  const initial = new Map<string, string>();
  for (const { name, before } of rows.flatMap(({ changes }) => changes)) {
    if (!initial.has(name)) initial.set(name, before);
  }
  return {
    schema: traceSchema,
    threads: threads.map((thread, cpu) => {
      const [name = '', role] = thread.split('@');
      return { name, role, cpu };
    }),
    initial: [...initial].map(([name, value]) => ({ name, value, shared: true })),
    initialEvents: [],
    rows,
    blocked: [],
    differences: [],
    switches: 0,
    locks: [],
    holds: [],
    waits: [],
    pair: undefined,
    window: undefined,
    ...more,
  };
}

export function runOf(trace: Trace): RunShown {
  return { title: 'made by hand', trace, properties: [], repeatsFrom: undefined };
}
