// Which steps a filter lets through. What is typed may be a word of a step, the name of a call,
// a thread, an object or a value of it, or a lock.
import type { Trace } from '@racewalk/trace';

/** For each row whether it is shown; undefined: all are. */
export function matching(trace: Trace, filter: string): readonly boolean[] | undefined {
  const wanted = filter.trim().toLowerCase();
  if (wanted === '') return undefined;
  const has = (text: string): boolean => text.toLowerCase().includes(wanted);
  const shown = trace.rows.map(
    ({ text, calls, reads, changes, thread }) =>
      has(text) ||
      calls.some(({ name }) => has(`${name}()`)) ||
      reads.some(({ name }) => has(name)) ||
      changes.some(({ name }) => has(name)) ||
      trace.threads[thread]?.name.toLowerCase() === wanted,
  );
  for (const { lock, from, to } of [...trace.holds, ...trace.waits]) {
    if (!has(trace.locks[lock]?.name ?? '')) continue;
    if (from >= 0) shown[from] = true;
    if (to !== undefined) shown[to] = true;
  }
  return shown;
}

/** What can be filtered by: objects, their values, locks; each once, in order. */
export function filterWords(trace: Trace): string[] {
  const objects = trace.initial.map(({ name }) => /^(.+?\])\./u.exec(name)?.[1] ?? name);
  const words = [
    ...objects,
    ...trace.locks.map(({ name }) => name),
    ...trace.initial.filter(({ shared }) => shared).map(({ name }) => name),
    ...trace.threads.map(({ name }) => name),
  ];
  return [...new Set(words)];
}
