// Hand-made traces: what a run looks like to the columns, without a program behind it.
import {
  type Trace,
  type TraceBlocked,
  type TraceCall,
  type TraceEvent,
  type TraceRow,
  traceSchema,
} from '../src/trace.ts';

const place = { file: 'made.race', line: 0, start: 0, end: 0 };

export interface MadeStep {
  readonly thread: number;
  /** Open calls, `outer > inner`; empty for none. */
  readonly calls: string;
  readonly entered: number;
  readonly text: string;
  readonly events?: readonly TraceEvent[];
}

export function step(made: MadeStep): TraceRow {
  const calls = callsOf(made.calls);
  return {
    thread: made.thread,
    calls,
    entered: made.entered,
    left: [],
    text: made.text,
    place,
    reads: [],
    changes: [],
    events: made.events ?? [],
    readsFrom: [],
    why: '',
    waiting: [],
    hardware: false,
  };
}

export function blocked(
  thread: number,
  calls: string,
  entered: number,
  text: string,
): TraceBlocked {
  return { thread, calls: callsOf(calls), entered, text, place };
}

function callsOf(text: string): TraceCall[] {
  return text === '' ? [] : text.split(' > ').map((name) => ({ name, place }));
}

export function trace(names: readonly string[], rows: readonly TraceRow[]): Trace {
  return {
    schema: traceSchema,
    threads: names.map((name, cpu) => {
      const [thread = '', role] = name.split('@');
      return { name: thread, role, cpu };
    }),
    initial: [],
    initialEvents: [],
    rows,
    blocked: [],
    differences: [],
    switches: 0,
    locks: [],
    holds: [],
    waits: [],
    pair: undefined,
    window: undefined,
  };
}
