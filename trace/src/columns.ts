// The CPU-column diagram that kernel developers paste into commit messages and mails:
// one column per CPU, time flows downwards, one step per row.
import { type Cell, cellsOf, eventText, oneLine, type ShownProperty } from './cells.ts';
import { layoutTable, type Table } from './layout.ts';
import type { Trace, TraceThread } from './trace.ts';
import { wrap } from './wrap.ts';

export interface ColumnsOptions {
  /** A line above the table, or undefined. */
  readonly title: string | undefined;
  /** What the run is shown for, with the sentence that says what it means; or undefined. */
  readonly property: ShownProperty | undefined;
  /** What the run does as a whole, where no step of it breaks the property; or undefined. */
  readonly whole: string | undefined;
  /** Index of the first row that repeats for ever, with all after it; or undefined. */
  readonly repeatsFrom: number | undefined;
  /** Whether the line `Initial: x=0` is wanted. */
  readonly initial: boolean;
  readonly tabs: boolean;
  readonly width: number;
}

/** What `git log` and mail leave room for. */
export const columnsWidth = 75;
/** More CPUs than this get tables of their own, one below the other. */
export const columnsPerTable = 4;

export const defaultColumns: ColumnsOptions = {
  title: undefined,
  property: undefined,
  whole: undefined,
  repeatsFrom: undefined,
  initial: true,
  tabs: false,
  width: columnsWidth,
};

/** The run as text, lines ended by `\n`; none is wider than `options.width`. */
export function columns(trace: Trace, options: ColumnsOptions): string {
  const blocks = [titleBlock(options), initialBlock(trace, options)];
  for (const table of tablesOf(trace, options)) blocks.push(layoutTable(table, options));
  blocks.push(propertyBlock(trace, options), finalBlock(trace, options));
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}

function titleBlock(options: ColumnsOptions): string[] {
  return options.title === undefined ? [] : wrap(oneLine(options.title), options.width, 0, 2);
}

function initialBlock(trace: Trace, options: ColumnsOptions): string[] {
  const shared = trace.initial.filter((one) => one.shared);
  const shown = shared.length > 0 ? shared : trace.initial;
  const values = shown.map(({ name, value }) => `${name}=${value}`);
  const lines = options.initial ? listed('Initial', values, options.width) : [];
  for (const event of trace.initialEvents) {
    if (trace.blocked.length > 0 && event.property === 'deadlock') continue;
    const text = `/* !!! before any step: ${eventText(event, options.property)} */`;
    lines.push(...wrap(oneLine(text), options.width, 0, 2));
  }
  return lines;
}

function propertyBlock(trace: Trace, options: ColumnsOptions): string[] {
  if (options.property === undefined) return [];
  const { name, sentence } = options.property;
  const { whole } = options;
  const isMet = [...trace.initialEvents, ...trace.rows.flatMap((row) => row.events)].some(
    (event) => event.property === name,
  );
  const verb = isMet || whole !== undefined ? 'Violates' : 'About';
  const text = `${verb} ${name}: ${sentence}${whole === undefined ? '' : ` (${whole})`}`;
  return wrap(oneLine(text), options.width, 0, 2);
}

/** What the threads share is what the race is about; private locks and the like would bury it. */
function finalBlock(trace: Trace, options: ColumnsOptions): string[] {
  const shared = new Set(trace.initial.filter((one) => one.shared).map(({ name }) => name));
  const told = trace.differences.filter(({ name }) => shared.has(name));
  const texts = (told.length > 0 ? told : trace.differences).map(
    ({ name, before, after }) => `${name}=${after} (was ${before})`,
  );
  return listed('Final', texts, options.width);
}

/** Stands for a space at which no line is broken. */
const unbroken = '\u00a0';

/** `Initial: a=0, b=1`, wrapped between the entries where that is possible. */
function listed(word: string, texts: readonly string[], width: number): string[] {
  if (texts.length === 0) return [];
  const hanging = word.length + 2;
  const whole = texts.map((text) => {
    const line = oneLine(text);
    return line.length + hanging < width ? line.replaceAll(' ', unbroken) : line;
  });
  const lines = wrap(`${word}: ${whole.join(', ')}`, width, 0, hanging);
  return lines.map((line) => line.replaceAll(unbroken, ' '));
}

/** Consecutive parts of the run with at most four CPUs each. */
function tablesOf(trace: Trace, options: ColumnsOptions): Table[] {
  const tables: Table[] = [];
  let cells: Cell[] = [];
  let threads = new Set<number>();
  for (const cell of cellsOf(trace, options.property, options.repeatsFrom)) {
    if (!threads.has(cell.thread) && threads.size === columnsPerTable) {
      tables.push(tableOf(trace, threads, cells));
      cells = [];
      threads = new Set();
    }
    threads.add(cell.thread);
    cells.push(cell);
  }
  fill(threads, trace.threads.length);
  if (cells.length > 0) tables.push(tableOf(trace, threads, cells));
  return tables;
}

/** An empty column says that the other thread did not move. */
function fill(threads: Set<number>, count: number): void {
  for (let thread = 0; thread < count && threads.size < 2; thread += 1) threads.add(thread);
}

function tableOf(trace: Trace, threads: ReadonlySet<number>, cells: readonly Cell[]): Table {
  const indices = [...threads].sort((a, b) => a - b);
  const headers = indices.map((index) => {
    const thread = trace.threads[index];
    return thread === undefined ? '' : headerOf(thread);
  });
  return { threads: indices, headers, cells };
}

/** `CPU0 (vmm, vcpu0)`; a name that only numbers the thread is left out. */
function headerOf(thread: TraceThread): string {
  const numbered = /^(cpu|thread|t|p)?_?\d+$/iu.test(thread.name);
  const words = [thread.role ?? '', numbered ? '' : thread.name].filter((word) => word !== '');
  return words.length === 0 ? `CPU${thread.cpu}` : `CPU${thread.cpu} (${words.join(', ')})`;
}
