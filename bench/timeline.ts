// How long the timeline of a long run takes: to lay out, to step, to fold, to write as a file.
// Budgets are for 10 000 steps on a machine of two slow cores.
import { type Trace, type TraceRow, traceSchema } from '@racewalk/trace';
import {
  charWidthOf,
  detailsAt,
  type Folds,
  layout,
  lineHeights,
  nothingFolded,
  type RunShown,
  svgOf,
} from '@racewalk/webview';

const rounds = 9;

const place = { file: 'made.race', line: 0, start: 0, end: 0 };

/** Four threads that take turns, with nested calls, locks and values that cross. */
function longRun(count: number): RunShown {
  const rows = Array.from({ length: count }, (_, index): TraceRow => {
    const depth = 1 + (index % 3);
    const name = `pages[${index % 20}].flags`;
    const crosses = index % 7 === 0 && index > 7;
    return {
      thread: Math.floor(index / 7) % 4,
      calls: ['f', 'g', 'h'].slice(0, depth).map((call) => ({ name: call, place })),
      entered: index % 7 === 0 ? depth : Math.min(1, depth - 1),
      left: [],
      text: `${name} = ${index}`,
      place,
      reads: [],
      changes: [{ name, before: String(index - 1), after: String(index), ghost: false }],
      events: [],
      readsFrom: crosses ? [{ name, row: index - 7 }] : [],
      why: '',
      waiting: [],
      hardware: false,
    };
  });
  const trace: Trace = {
    schema: traceSchema,
    threads: ['a', 'b', 'c', 'd'].map((name, cpu) => ({ name, role: undefined, cpu })),
    initial: Array.from({ length: 20 }, (_, page) => ({
      name: `pages[${page}].flags`,
      value: '0',
      shared: true,
    })),
    initialEvents: [],
    rows,
    blocked: [],
    differences: [],
    switches: 0,
    locks: ['mmap_lock', 'ptl', 'mmu_lock'].map((name) => ({ name, object: undefined })),
    holds: Array.from({ length: Math.floor(count / 14) }, (_, index) => ({
      lock: index % 3,
      thread: index % 4,
      shared: index % 5 === 0,
      from: index * 14,
      to: index * 14 + 9,
    })),
    waits: [],
    pair: undefined,
    window: undefined,
  };
  return { title: 'a long run', trace, properties: [], repeatsFrom: undefined };
}

function measured(name: string, budgetMs: number, work: () => unknown): boolean {
  work();
  const times = Array.from({ length: rounds }, () => {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  }).sort((a, b) => a - b);
  const median = times[Math.floor(rounds / 2)] ?? 0;
  const worst = times.at(-1) ?? 0;
  const isMet = median <= budgetMs;
  const budget = `budget ${budgetMs} ms${isMet ? '' : ', MISSED'}`;
  console.log(`${name}: median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms, ${budget}`);
  return isMet;
}

const met: boolean[] = [];
for (const count of [1000, 10_000]) {
  const run = longRun(count);
  const lineHeight = lineHeights.usual;
  const page = { width: 1200, lineHeight, charWidth: charWidthOf(lineHeight) };
  const view = (folds: Folds, filter: string) => ({ ...page, folds, filter });
  const open = nothingFolded;
  const scale = count / 10_000;
  met.push(
    measured(`${count} steps, layout`, 200 * scale, () => layout(run, view(open, ''))),
    measured(`${count} steps, layout folded`, 200 * scale, () =>
      layout(run, view({ depth: 0, turned: [] }, '')),
    ),
    measured(`${count} steps, layout filtered`, 200 * scale, () =>
      layout(run, view(open, 'pages[3]')),
    ),
    measured(`${count} steps, state of the last step`, 20, () => detailsAt(run, count, 'all')),
    measured(`${count} steps, SVG file`, 2000 * scale, () => svgOf(run, open, '')),
  );
}
process.exitCode = met.every((one) => one) ? 0 : 1;
