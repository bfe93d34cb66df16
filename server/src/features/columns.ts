// The failing run of a variant as text. It was drawn when it was found; here it is only looked up,
// and where there is none, the text says why.
import type { Columns, RunOf } from '../protocol.ts';
import type { VariantResult } from '../run/messages.ts';
import { entryOf, type FileResults } from '../run/results.ts';
import { entryText } from './words.ts';

export function columnsOf(
  run: RunOf,
  results: FileResults | undefined,
  automaticStates: number,
): Columns {
  const entry = entryOf(results, run);
  if (entry === undefined) {
    return { title: 'no run', text: 'The text has no such scenario or variant.\n' };
  }
  const title =
    entry.variant === 'as written' ? entry.scenario : `${entry.scenario}, ${entry.variant}`;
  if (entry.state.kind === 'done') {
    const drawn = drawnRun(entry.state.result, run.property);
    if (drawn !== undefined) return drawn;
  }
  if (entry.older !== undefined) {
    const drawn = drawnRun(entry.older, run.property);
    if (drawn !== undefined)
      return { title: drawn.title, text: `Of an older text.\n\n${drawn.text}` };
  }
  const text = entryText(entry, automaticStates);
  return { title, text: `There is no failing run to show.\n${title}: ${text}\n` };
}

function drawnRun(result: VariantResult, property: string | undefined): Columns | undefined {
  const run = result.runs.find((one) => property === undefined || one.property === property);
  return run === undefined ? undefined : { title: run.title, text: run.text };
}
