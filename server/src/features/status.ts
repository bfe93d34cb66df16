// One line and some more for a status bar: where the runs of a text stand, all together.
import type { StatusMessage } from '../protocol.ts';
import type { FileResults, VariantEntry } from '../run/results.ts';
import { counted, entryText } from './words.ts';

export function status(
  { uri, version }: { readonly uri: string; readonly version: number },
  results: FileResults | undefined,
  automaticStates: number,
): StatusMessage {
  const entries = results?.entries.flat() ?? [];
  if (entries.length === 0) {
    return { uri, version, state: 'idle', text: 'no scenarios', detail: 'no scenarios' };
  }
  const detail = entries
    .map((entry) => `${titleOf(entry)}: ${entryText(entry, automaticStates)}`)
    .join('\n');
  const has = (kind: VariantEntry['state']['kind']) =>
    entries.some(({ state }) => state.kind === kind);
  if (has('running') || has('waiting')) {
    const done = entries.filter(({ state }) => state.kind === 'done').length;
    return {
      uri,
      version,
      state: 'running',
      text: `running: ${done} of ${entries.length} done`,
      detail,
    };
  }
  if (has('off')) return { uri, version, state: 'idle', text: 'automatic runs are off', detail };
  if (has('cancelled')) return { uri, version, state: 'cancelled', text: 'cancelled', detail };
  return { uri, version, state: 'done', text: summary(entries), detail };
}

function titleOf({ scenario, variant }: VariantEntry): string {
  return variant === 'as written' ? scenario : `${scenario} / ${variant}`;
}

/** `12 as expected, 1 not as expected, 2 undecided`. */
function summary(entries: readonly VariantEntry[]): string {
  const counts = { expected: 0, unexpected: 0, undecided: 0, error: 0 };
  let failed = 0;
  for (const { state } of entries) {
    if (state.kind === 'done') counts[state.result.standing] += 1;
    if (state.kind === 'failed') failed += 1;
  }
  const parts = [
    [counts.unexpected, 'not as expected'],
    [counts.undecided, 'undecided'],
    [failed, 'without verdict'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  if (counts.error > 0) told.unshift(`${counts.error} not compiled`);
  if (counts.expected > 0) told.unshift(`${counts.expected} as expected`);
  return told.length === 0 ? counted(entries.length, 'variant') : told.join(', ');
}
