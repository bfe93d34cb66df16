// A run as data: what every view of it (columns, JSON, timeline, debugger) is made from.
// Nothing here decides how it looks.

/** Version of the shape below. Fields are only ever added under one version. */
export const traceSchema = 'racewalk.trace/1';

/** A place in a text: `line` is 0-based, `start` and `end` are offsets. */
export interface TracePlace {
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export interface TraceThread {
  readonly name: string;
  /** Its process: `vmm`. */
  readonly role: string | undefined;
  /** Number of the CPU it is drawn on; each thread has its own. */
  readonly cpu: number;
}

export interface TraceCall {
  readonly name: string;
  /** Where it is called. */
  readonly place: TracePlace;
}

export interface TraceValue {
  /** `pages[0].flags`. */
  readonly name: string;
  readonly value: string;
}

/** A value at the beginning of a run. */
export interface TraceInitial extends TraceValue {
  /** True where more than one thread of the run reads or changes it. */
  readonly shared: boolean;
}

export interface TraceChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** Ghost state is what properties are about. */
  readonly ghost: boolean;
}

export interface TraceEvent {
  readonly property: string;
  readonly message: string;
}

export interface TraceRow {
  /** Index into `Trace.threads`. */
  readonly thread: number;
  /** The open calls, outermost first; empty in the thread's own code. */
  readonly calls: readonly TraceCall[];
  /** How many of them, counted from the innermost, were entered since this thread's last step. */
  readonly entered: number;
  /** Names of the calls left since this thread's last step, innermost first. */
  readonly left: readonly string[];
  /** With the values: `read page->flags: 0`, `spin_lock(&ptl) [owner: none -> cpu0]`. */
  readonly text: string;
  readonly place: TracePlace;
  readonly reads: readonly TraceValue[];
  readonly changes: readonly TraceChange[];
  /** The violated properties, in the order in which they were met. */
  readonly events: readonly TraceEvent[];
}

/** A thread that can't move where the run ends. */
export interface TraceBlocked {
  readonly thread: number;
  readonly calls: readonly TraceCall[];
  readonly entered: number;
  /** What it waits for: `wait_until(lock == 0)`. */
  readonly text: string;
  readonly place: TracePlace;
}

export interface Trace {
  readonly schema: typeof traceSchema;
  readonly threads: readonly TraceThread[];
  /** Values, before the first step, of all that the run reads or changes. */
  readonly initial: readonly TraceInitial[];
  /** Violations in the initial state. */
  readonly initialEvents: readonly TraceEvent[];
  /** One entry per step, in the order of time. */
  readonly rows: readonly TraceRow[];
  /** Not empty only where the run ends in a deadlock. */
  readonly blocked: readonly TraceBlocked[];
  /** What differs between the beginning and the end of the run. */
  readonly differences: readonly TraceChange[];
  readonly switches: number;
}
