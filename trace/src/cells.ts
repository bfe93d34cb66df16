// A trace as a list of cells: one per line of a CPU-column table, before any layout.
// Calls become cells of their own, nested; a call that is one step in all is folded into that step.
import type { Trace, TraceBlocked, TraceCall, TraceEvent, TraceRow } from './trace.ts';

export interface Cell {
  /** Index into `Trace.threads`. */
  readonly thread: number;
  /** Call nesting, 0 in the thread's own code. */
  readonly depth: number;
  readonly text: string;
  /** The comment that marks a violation, or empty. */
  readonly mark: string;
}

/** All cells of a run, in the order of time; blocked threads come last. */
export function cellsOf(trace: Trace): Cell[] {
  const cells: Cell[] = [];
  const relocated = trace.blocked.length > 0 ? deadlocksOf(trace) : [];
  for (const row of trace.rows) {
    const events = row.events.filter((event) => !relocated.includes(event));
    addStep(cells, row, row.note, markOf(events));
  }
  trace.blocked.forEach((blocked, index) => {
    const last = index === trace.blocked.length - 1;
    addStep(cells, waiting(blocked), '', last ? markOf(relocated) : '');
  });
  return cells;
}

/** A deadlock is an event of the last step; a reader looks for it where the threads wait. */
function deadlocksOf(trace: Trace): readonly TraceEvent[] {
  const events = trace.rows.at(-1)?.events ?? trace.initialEvents;
  return events.filter((event) => event.property === 'deadlock');
}

type Step = Pick<TraceRow, 'thread' | 'calls' | 'entered' | 'text'>;

function waiting(blocked: TraceBlocked): Step {
  const { thread, calls, entered, text } = blocked;
  const innermost = folded(calls);
  if (innermost === undefined) return { thread, calls, entered, text: `${text} ...` };
  const outer = calls.slice(0, calls.indexOf(innermost));
  const open = Math.max(0, entered - (calls.length - outer.length));
  return { thread, calls: outer, entered: open, text: `${innermost.text} ...` };
}

function addStep(cells: Cell[], step: Step, note: string, mark: string): void {
  const fold = folded(step.calls);
  const depth = fold === undefined ? step.calls.length : step.calls.indexOf(fold);
  for (let level = step.calls.length - step.entered; level < depth; level += 1) {
    const call = step.calls[level];
    if (call === undefined) continue;
    cells.push({ thread: step.thread, depth: level, text: `${call.name}()`, mark: '' });
  }
  const text = fold === undefined ? step.text : noted(fold.text, note);
  cells.push({ thread: step.thread, depth, text: oneLine(text), mark });
}

/** The outermost call that is this one step. */
function folded(calls: readonly TraceCall[]): TraceCall | undefined {
  return calls.find((call) => call.single);
}

function noted(text: string, note: string): string {
  return note === '' ? text : `${text} [${note}]`;
}

function markOf(events: readonly TraceEvent[]): string {
  return events.map((event) => `/* !!! ${inComment(eventText(event))} */`).join(' ');
}

/** `tag_leak: the tags of a page were read before they were set`. */
export function eventText(event: TraceEvent): string {
  return event.message === '' ? event.property : `${event.property}: ${event.message}`;
}

function inComment(text: string): string {
  return oneLine(text).replaceAll('*/', '* /');
}

/** A cell is one line until it is wrapped: tabs and line ends would spoil the columns. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
