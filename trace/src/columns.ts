// The CPU-column diagram that kernel developers paste into commit messages and mails:
// one column per CPU, time flows downwards, one step per row.
import { type Cell, cellsOf, eventText, oneLine, stepIds, violationMark } from './cells.ts';
import { type ColumnsOptions, prefixOf } from './columns-options.ts';
import { layoutTable, type Table } from './layout.ts';
import type { Trace, TraceThread } from './trace.ts';
import { wrap } from './wrap.ts';

/** The run as text, lines ended by `\n`; none is wider than `options.width`. */
export function columns(trace: Trace, options: ColumnsOptions): string {
  const prefix = prefixOf[options.frame];
  const isFenced = options.frame === 'markdown';
  const inner = {
    ...options,
    tabs: options.tabs && !isFenced,
    width: options.width - prefix.length,
    origin: prefix.length,
  };
  const lines = blocksOf(trace, inner).flatMap((block, index) =>
    index > 0 ? ['', ...block] : block,
  );
  const fence = fenceFor(lines);
  const framed = isFenced ? [fence, ...lines, fence] : lines.map((line) => prefix + line);
  return framed.map((line) => `${line.trimEnd()}\n`).join('');
}

/** Longer than what the text has of it. */
function fenceFor(lines: readonly string[]): string {
  const runs = lines.flatMap((line) => line.match(/`+/gu) ?? []);
  return '`'.repeat(Math.max(2, ...runs.map(({ length }) => length)) + 1);
}

interface Inner extends ColumnsOptions {
  /** The column at which a line begins: tabs lead to stops that count what stands before it. */
  readonly origin: number;
}

/** Groups of lines; what separates them is an empty line. */
function blocksOf(trace: Trace, options: Inner): string[][] {
  const tables = tablesOf(trace, options).map((table) => layoutTable(table, options));
  return [
    titleBlock(options),
    initialBlock(trace, options),
    ...tables,
    idsBlock(trace, options),
    propertyBlock(trace, options),
    finalBlock(trace, options),
    replayBlock(options),
  ].filter((block) => block.length > 0);
}

/** Where each step stands: `(A1) lost-update.race:12, in increment()`. */
function idsBlock(trace: Trace, options: Inner): string[] {
  if (!options.ids) return [];
  const ids = stepIds(trace);
  const places = trace.rows.map(({ calls, place }, index) => {
    const file = place.file.slice(place.file.lastIndexOf('/') + 1);
    const call = calls.at(-1)?.name;
    const inside = call === undefined ? '' : `, in ${call}()`;
    return `  (${ids[index] ?? ''}) ${file}:${place.line + 1}${inside}`;
  });
  if (places.length === 0) return [];
  return ['Steps:', ...places.flatMap((line) => wrap(line, options.width, 2, 6))];
}

function replayBlock({ replay, width }: Inner): string[] {
  return replay === undefined ? [] : wrap(`Replay: ${replay}`, width, 0, 2);
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
    const text = `before any step: ${eventText(event, options.property)}`;
    lines.push(...wrap(violationMark(text, options), options.width, 0, 2));
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
  if (!options.final) return [];
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

/** Consecutive parts of the run with at most so many CPUs each. */
function tablesOf(trace: Trace, options: ColumnsOptions): Table[] {
  const tables: Table[] = [];
  let cells: Cell[] = [];
  let threads = new Set<number>();
  for (const cell of cellsOf(trace, options)) {
    if (!threads.has(cell.thread) && threads.size === options.perTable) {
      tables.push(tableOf(trace, options, threads, cells));
      cells = [];
      threads = new Set();
    }
    threads.add(cell.thread);
    cells.push(cell);
  }
  fill(threads, trace.threads.length);
  if (cells.length > 0) tables.push(tableOf(trace, options, threads, cells));
  return tables;
}

/** An empty column says that the other thread did not move. */
function fill(threads: Set<number>, count: number): void {
  for (let thread = 0; thread < count && threads.size < 2; thread += 1) threads.add(thread);
}

function tableOf(
  trace: Trace,
  { header }: ColumnsOptions,
  threads: ReadonlySet<number>,
  cells: readonly Cell[],
): Table {
  const indices = [...threads].sort((a, b) => a - b);
  const headers = indices.map((index) => {
    const thread = trace.threads[index];
    const ending = header === 'colons' ? ':' : '';
    return thread === undefined ? '' : headerOf(thread) + ending;
  });
  return { threads: indices, headers, cells };
}

/** `CPU0 (vmm, vcpu0)`; a name that only numbers the thread is left out. */
function headerOf(thread: TraceThread): string {
  const numbered = /^(cpu|thread|t|p)?_?\d+$/iu.test(thread.name);
  const words = [thread.role ?? '', numbered ? '' : thread.name].filter((word) => word !== '');
  return words.length === 0 ? `CPU${thread.cpu}` : `CPU${thread.cpu} (${words.join(', ')})`;
}
