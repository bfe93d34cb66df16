// A trace as a list of cells: one per line of a CPU-column table, before any layout.
// Calls become cells of their own, nested.
import type { ColumnsOptions } from './columns-options.ts';
import { plainText } from './plain-text.ts';
import type { Trace, TraceEvent, TraceRow, TraceWait } from './trace.ts';

export interface Cell {
  /** Index into `Trace.threads`. */
  readonly thread: number;
  /** Levels of indentation, 0 in the thread's own code. */
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

/** All cells of a run, in the order of time; blocked threads come last. */
export function cellsOf(trace: Trace, options: ColumnsOptions): Cell[] {
  const cells = new CellList(trace, options);
  const deadlocks = trace.blocked.length > 0 ? deadlocksOf(trace) : [];
  let before = trace.initialEvents;
  cells.beginWaits(-1);
  trace.rows.forEach((row, index) => {
    const fresh = row.events.filter((event) => !deadlocks.includes(event) && !isIn(before, event));
    const marks = fresh.map((event) => violationMark(eventText(event, options.property), options));
    cells.addRow(index, index === options.repeatsFrom ? [repeatsMark(options), ...marks] : marks);
    before = row.events;
    cells.beginWaits(index);
  });
  trace.blocked.forEach((blocked, index) => {
    const last = index === trace.blocked.length - 1;
    // The rows themselves say who waits for what.
    const marks = last && deadlocks.length > 0 ? [violationMark('deadlock', options)] : [];
    cells.add({ ...blocked, text: `${blocked.text} ...` }, marks);
  });
  return cells.cells;
}

type Step = Pick<TraceRow, 'thread' | 'calls' | 'entered' | 'text'>;

class CellList {
  readonly cells: Cell[] = [];
  private readonly trace: Trace;
  private readonly options: ColumnsOptions;
  /** Threads whose waiting cell has already shown the calls of their next step. */
  private readonly told = new Set<number>();
  private readonly ids: readonly string[];

  constructor(trace: Trace, options: ColumnsOptions) {
    this.trace = trace;
    this.options = options;
    this.ids = options.ids ? stepIds(trace) : [];
  }

  addRow(index: number, marks: readonly string[]): void {
    const row = this.trace.rows[index];
    if (row === undefined) return;
    const text = this.options.values ? row.text : plainText(row.text);
    const id = this.ids[index];
    const entered = this.told.delete(row.thread) ? 0 : row.entered;
    this.add({ ...row, entered, text: id === undefined ? text : `(${id}) ${text}` }, marks);
  }

  /** Cells of the threads that have to wait for a lock from behind this row on. */
  beginWaits(index: number): void {
    if (!this.options.waits) return;
    for (const wait of this.trace.waits) {
      const next = wait.from === index ? this.endOf(wait) : undefined;
      if (next === undefined || this.told.has(next.thread)) continue;
      this.add({ ...next, text: `${plainText(next.text)} ...` }, []);
      this.told.add(next.thread);
    }
  }

  /** Where a thread never goes on, the rows of the blocked threads say so at the end. */
  private endOf({ to }: TraceWait): TraceRow | undefined {
    return to === undefined ? undefined : this.trace.rows[to];
  }

  add({ thread, calls, entered, text }: Step, marks: readonly string[]): void {
    const isArrow = this.options.nesting === 'arrow';
    calls.forEach(({ name }, level) => {
      if (level < calls.length - entered) return;
      const isNested = isArrow && level > 0;
      const depth = isNested ? level - 1 : level;
      this.cells.push({ thread, depth, text: `${isNested ? '==> ' : ''}${name}()`, mark: '' });
    });
    const isInComment = this.options.frame === 'comment';
    const line = isInComment ? apart(oneLine(text)) : oneLine(text);
    this.cells.push({ thread, depth: calls.length, text: line, mark: marks.join(' ') });
  }
}

/** `A1`, `A2`, `B1`: a letter for the thread, and a number for its step; one entry per row. */
export function stepIds({ rows, threads }: Trace): string[] {
  const counts = threads.map(() => 0);
  return rows.map(({ thread }) => {
    const count = (counts[thread] ?? 0) + 1;
    counts[thread] = count;
    return `${letterOf(thread)}${count}`;
  });
}

/** More threads than letters go on with `A'`. */
function letterOf(thread: number): string {
  const letter = String.fromCharCode(65 + (thread % 26));
  return letter + "'".repeat(Math.floor(thread / 26));
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

/** `!!! text` as a comment; inside a comment, which that would end, between exclamation marks. */
export function violationMark(text: string, { frame }: ColumnsOptions): string {
  const safe = apart(oneLine(text));
  return frame === 'comment' ? `!!! ${safe.replaceAll('!!!', '!!')} !!!` : `/* !!! ${safe} */`;
}

function repeatsMark({ frame }: ColumnsOptions): string {
  return frame === 'comment' ? '(repeats from here)' : '/* repeats from here */';
}

/** `tag_leak: the tags of a page were read before they were set`. */
export function eventText(event: TraceEvent, shown: ShownProperty | undefined): string {
  const { property, message } = event;
  const known = property === shown?.name && message.includes(shown.sentence);
  return message === '' || known ? property : `${property}: ${message}`;
}

/** What begins or ends a comment must not do so inside one. */
function apart(text: string): string {
  return text.replaceAll('*/', '* /').replaceAll('/*', '/ *');
}

/** A cell is one line until it is wrapped: tabs and line ends would spoil the columns. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
