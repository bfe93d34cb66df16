// A run as text, for those who start without debugging.
import { columns, defaultColumns, traceOf } from '@racewalk/trace';
import type { Debuggee } from './debuggee.ts';

export function printedRun({ walk, chosen }: Debuggee): string {
  if (walk.length === 0) return 'There is no run to print.\n';
  return columns(traceOf(walk.program, walk.run), { ...defaultColumns, title: chosen.title });
}
