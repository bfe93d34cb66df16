// A trace as a list of cells: one per line of a CPU-column table, before any layout.
// Calls become cells of their own, nested.
import type { Trace, TraceEvent, TraceRow } from './trace.ts';

export interface Cell {
  /** Index into `Trace.threads`. */
  readonly thread: number;
  /** Call nesting, 0 in the thread's own code. */
  readonly depth: number;
  readonly text: string;
  /** The comment that marks a violation, or empty. */
  readonly mark: string;
}

/** The property that a run is shown for. */
export interface ShownProperty {
  readonly name: string;
  /** Stands below the table, so marks need not say it again. */
  readonly sentence: string;
}

/**
 * All cells of a run, in the order of time; blocked threads come last. The rows from `repeatsFrom`
 * on repeat for ever.
 */
export function cellsOf(
  trace: Trace,
  shown: ShownProperty | undefined,
  repeatsFrom: number | undefined,
): Cell[] {
  const cells: Cell[] = [];
  const deadlocks = trace.blocked.length > 0 ? deadlocksOf(trace) : [];
  let before = trace.initialEvents;
  trace.rows.forEach((row, index) => {
    const fresh = row.events.filter((event) => !deadlocks.includes(event) && !isIn(before, event));
    const mark = markOf(fresh, shown);
    addStep(cells, row, index === repeatsFrom ? `/* repeats from here */ ${mark}`.trim() : mark);
    before = row.events;
  });
  trace.blocked.forEach((blocked, index) => {
    const last = index === trace.blocked.length - 1;
    // The rows themselves say who waits for what.
    const mark = last && deadlocks.length > 0 ? '/* !!! deadlock */' : '';
    addStep(cells, { ...blocked, text: `${blocked.text} ...` }, mark);
  });
  return cells;
}

/** A deadlock is an event of the last step; a reader looks for it where the threads wait. */
function deadlocksOf(trace: Trace): readonly TraceEvent[] {
  const events = trace.rows.at(-1)?.events ?? trace.initialEvents;
  return events.filter((event) => event.property === 'deadlock');
}

/** A property that stays broken is marked once, at the step that broke it. */
function isIn(events: readonly TraceEvent[], wanted: TraceEvent): boolean {
  return events.some(
    (event) => event.property === wanted.property && event.message === wanted.message,
  );
}

type Step = Pick<TraceRow, 'thread' | 'calls' | 'entered' | 'text'>;

function addStep(cells: Cell[], { thread, calls, entered, text }: Step, mark: string): void {
  calls.forEach(({ name }, depth) => {
    if (depth < calls.length - entered) return;
    cells.push({ thread, depth, text: `${name}()`, mark: '' });
  });
  cells.push({ thread, depth: calls.length, text: oneLine(text), mark });
}

function markOf(events: readonly TraceEvent[], shown: ShownProperty | undefined): string {
  return events.map((event) => `/* !!! ${inComment(eventText(event, shown))} */`).join(' ');
}

/** `tag_leak: the tags of a page were read before they were set`. */
export function eventText(event: TraceEvent, shown: ShownProperty | undefined): string {
  const { property, message } = event;
  const known = property === shown?.name && message.includes(shown.sentence);
  return message === '' || known ? property : `${property}: ${message}`;
}

function inComment(text: string): string {
  return oneLine(text).replaceAll('*/', '* /');
}

/** A cell is one line until it is wrapped: tabs and line ends would spoil the columns. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
