// How long the timeline of a long run takes: to lay out, to step, to fold, to write as a file.
// Budgets are for 10 000 steps on a machine of two slow cores.
import { detailsAt } from '../webview/src/details.ts';
import { layout } from '../webview/src/layout.ts';
import { svgText } from '../webview/src/svg-text.ts';
import type { Folds, View } from '../webview/src/view.ts';
import { type MadeStep, runOf, traceOfSteps, usual } from '../webview/test/made.ts';

const rounds = 9;

/** Four threads that take turns, with nested calls, locks and values that cross. */
function longRun(count: number) {
  const calls = ['f', 'f > g', 'f > g > h', 'f > g', 'k'];
  const steps = Array.from({ length: count }, (_, index): MadeStep => {
    const thread = Math.floor(index / 7) % 4;
    const from = Math.max(0, index - 7);
    const crossed: readonly (readonly [string, number])[] =
      index % 7 === 0 && index > 7 ? [['pages[0].flags', from]] : [];
    return {
      thread,
      calls: calls[index % calls.length] ?? 'f',
      text: `pages[${index % 20}].flags = ${index}`,
      changes: [`pages[${index % 20}].flags: ${index - 1} -> ${index}`],
      readsFrom: crossed,
    };
  });
  const holds = Array.from({ length: Math.floor(count / 14) }, (_, index) => ({
    lock: index % 3,
    thread: index % 4,
    shared: index % 5 === 0,
    from: index * 14,
    to: index * 14 + 9,
  }));
  const locks = ['mmap_lock', 'ptl', 'mmu_lock'].map((name) => ({ name, object: undefined }));
  return runOf(traceOfSteps(['a', 'b', 'c', 'd'], steps, { locks, holds }));
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
  const view = (folds: Folds, filter: string): View => ({ ...usual, folds, filter });
  const open = { depth: undefined, turned: [] };
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
    measured(`${count} steps, SVG file`, 1000 * scale, () =>
      svgText(layout(run, view(open, '')), { below: [] }),
    ),
  );
}
process.exitCode = met.every((one) => one) ? 0 : 1;
