// Words of the timeline: what a lane, a line, a step is called, on the screen and when read aloud.
import type { Trace, TraceThread } from '@racewalk/trace';
import type { Line } from './lines.ts';
import { freshEvents } from './lines.ts';
import { threadName } from './lock-bars.ts';

/** `vmm`, `vmm, vcpu0`; a name that only numbers the thread is left out. */
export function roleText({ name, role }: TraceThread): string {
  const isNumbered = /^(cpu|thread|t|p)?_?\d+$/iu.test(name);
  return [role ?? '', isNumbered ? '' : name].filter((word) => word !== '').join(', ');
}

export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

export function lineText(trace: Trace, line: Line): string {
  switch (line.kind) {
    case 'start':
      return 'before the first step';
    case 'call':
      return `${line.span.name}()`;
    case 'step':
      return stepText(trace, line.row);
    case 'folded':
      return `${line.span.name}() ... ${counted(line.to - line.from + 1, 'step')}`;
    case 'gap':
      return `${counted(line.to - line.from + 1, 'step')} left out by the filter`;
    case 'event':
      return eventText(line.event);
    case 'repeats':
      return 'from here on it repeats, for ever';
    case 'blocked': {
      const blocked = trace.blocked[line.index];
      return blocked === undefined ? '' : `${blocked.text} ... waits for ever`;
    }
  }
}

function stepText(trace: Trace, row: number): string {
  const { text = '', hardware = false } = trace.rows[row] ?? {};
  const line = text.replace(/\s+/gu, ' ').trim();
  // Kernel mails write what the hardware does by itself in angle brackets.
  return hardware ? `<${line}>` : line;
}

export function eventText({ property, message }: { property: string; message: string }): string {
  return message === '' ? property : `${property}: ${message}`;
}

/** `step 7 of 23, cpu1, set_pte_at(), breaks tag_leak`: what a screen reader says on a move. */
export function stepAnnouncement(trace: Trace, step: number): string {
  const count = trace.rows.length;
  if (step === 0) {
    const broken = trace.initialEvents.map(({ property }) => property);
    const words = broken.length === 0 ? '' : `, breaks ${broken.join(', ')}`;
    return `step 0 of ${count}, before the first step${words}`;
  }
  const row = trace.rows[step - 1];
  if (row === undefined) return `step ${step} of ${count}`;
  const call = row.calls.at(-1);
  const what = call === undefined ? stepText(trace, step - 1) : `${call.name}()`;
  const broken = freshEvents(trace, step - 1).map(({ property }) => property);
  const words = broken.length === 0 ? '' : `, breaks ${broken.join(', ')}`;
  return `step ${step} of ${count}, ${threadName(trace, row.thread)}, ${what}${words}`;
}
