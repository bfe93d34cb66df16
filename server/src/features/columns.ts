// The failing run of a variant as text. It was drawn when it was found; here it is looked up, or drawn
// once more as it is asked for, and where there is none, the text says why.
import { columns } from '@racewalk/trace';
import type { Columns, ColumnsOf } from '../protocol.ts';
import type { VariantResult } from '../run/messages.ts';
import { entryOf, type FileResults } from '../run/results.ts';
import { entryText } from './words.ts';

export function columnsOf(
  asked: ColumnsOf,
  results: FileResults | undefined,
  automaticStates: number,
): Columns {
  const entry = entryOf(results, asked);
  if (entry === undefined) {
    const text = 'The text has no such scenario or variant.\n';
    return { title: 'no run', text, state: 'none' };
  }
  const title =
    entry.variant === 'as written' ? entry.scenario : `${entry.scenario}, ${entry.variant}`;
  if (entry.state.kind === 'done') {
    const drawn = drawnRun(entry.state.result, asked);
    if (drawn !== undefined) return { ...drawn, state: 'current' };
  }
  if (entry.older !== undefined) {
    const drawn = drawnRun(entry.older, asked);
    if (drawn !== undefined) {
      const text = `Of an older text.\n\n${drawn.text}`;
      return { title: drawn.title, text, state: 'older' };
    }
  }
  const text = entryText(entry, automaticStates);
  return {
    title,
    text: `There is no failing run to show.\n${title}: ${text}\n`,
    state: 'none',
  };
}

function drawnRun(
  result: VariantResult,
  { property, look, replay }: ColumnsOf,
): Pick<Columns, 'title' | 'text'> | undefined {
  const run = result.runs.find((one) => property === undefined || one.property === property);
  if (run === undefined) return undefined;
  const { title, text } = run;
  if (look === undefined && replay !== true) return { title, text };
  const word = replay === true ? run.replay : undefined;
  return { title, text: columns(run.trace, { ...run.options, ...look, replay: word }) };
}
