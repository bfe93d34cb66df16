// Helpers that take a scenario with `$0` at the cursor and give what a person would read.
import { kernelLibrary } from '@racewalk/kernel';
import { type Analysis, analyse, LineIndex, type SourceFile, textOf } from '@racewalk/language';
import { lenses } from '../src/features/code-lens.ts';
import { definition } from '../src/features/definition.ts';
import { shownDiagnostics } from '../src/features/diagnostics.ts';
import { hover } from '../src/features/hover.ts';
import { includeOf } from '../src/features/includes.ts';
import type { Place } from '../src/features/place.ts';
import { JobWorker } from '../src/run/jobs.ts';
import type { FromWorker, Job, StartMessage } from '../src/run/messages.ts';
import { adopted, allJobs, changed, type FileResults } from '../src/run/results.ts';

export const name = 'file:///project/test.race';

/** All messages of a task, worked through in one go. */
export function messagesOf(worker: JobWorker, message: StartMessage): FromWorker[] {
  const messages: FromWorker[] = [];
  const steps = worker.prepare(message, (one) => messages.push(one));
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  for (const pass of step.value) {
    for (const job of message.jobs) for (const _ of pass(job));
  }
  return messages;
}

export function startOf(text: string, jobs: readonly Job[], states = 200_000): StartMessage {
  const file = { name, text };
  return { kind: 'start', task: 1, priority: 'automatic', file, includes: [], jobs, states };
}

export function newWorker(library: readonly SourceFile[] = kernelLibrary): JobWorker {
  return new JobWorker(library, () => 0);
}

/** The analysis of a text and the results of all its runs. */
export function known(text: string): { analysis: Analysis; results: FileResults } {
  const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
  let results = adopted(undefined, 1, analysis.scenarios, 'waiting');
  for (const message of messagesOf(newWorker(), startOf(text, allJobs(results)))) {
    if (message.kind === 'compiled') {
      const { diagnostics: compiled, functions } = message;
      results = changed(results, message, { compiled, functions });
    } else if (message.kind === 'result') {
      results = changed(results, message, { state: { kind: 'done', result: message.result } });
    } else if (message.kind === 'locks') {
      results = changed(results, message, { locks: message.diagnostics });
    } else if (message.kind === 'values') {
      const { values, seen } = message;
      results = changed(results, message, { values, seen });
    }
  }
  return { analysis, results };
}

/** The place of `$0`, in a text whose runs are over. */
export function placeIn(marked: string): Place {
  const offset = marked.indexOf('$0');
  if (offset < 0) throw new Error('the text has no $0');
  const { analysis, results } = known(marked.replace('$0', ''));
  return { analysis, file: name, offset, results };
}

/** What hovering says, after the line that it points at. */
export function hoverAt(marked: string): string {
  const place = placeIn(marked);
  const found = hover(place, shown(place));
  if (found === undefined) return 'nothing';
  const line = lineAround(place.analysis.file.text, found.start, found.end);
  return `${line}\n${found.markdown}\n`;
}

/** Where the definition is: file, and the line with carets under it. */
export function definitionAt(marked: string): string {
  const place = placeIn(marked);
  const targets = definition(place).map(({ file, start, end }) => {
    const text = textOf(place.analysis, file) ?? '';
    return `${file}\n${lineAround(text, start, end)}`;
  });
  return targets.length === 0 ? 'nothing' : `${targets.join('\n')}\n`;
}

function lineAround(text: string, start: number, end: number): string {
  const lines = new LineIndex(text);
  const { line, character } = lines.position(start);
  const span = lines.lineSpan(line);
  const carets = ' '.repeat(character) + '^'.repeat(Math.max(1, Math.min(end, span.end) - start));
  return `${text.slice(span.start, span.end)}\n${carets}`;
}

export function shown({ analysis, results }: Place): ReturnType<typeof shownDiagnostics> {
  return shownDiagnostics({
    name,
    revision: 1,
    analysis,
    diagnostics: analysis.diagnostics,
    results,
    includeOf: (file) => includeOf(analysis, file),
  });
}

/** Each lens after the text that it stands over. */
export function lensesOf(text: string): string {
  const { analysis, results } = known(text);
  const input = { uri: name, revision: 1, scenarios: analysis.scenarios, results };
  return lenses({ ...input, automaticStates: 200_000 })
    .map(({ start, end, title }) => `${text.slice(start, end)}: ${title}`)
    .join('\n');
}
