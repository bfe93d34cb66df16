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

/** A value that this step read and another thread had written. */
export interface TraceReadFrom {
  /** The slot: `pages[0].flags`. */
  readonly name: string;
  /** Index of the row that wrote it last. */
  readonly row: number;
}

/** A thread that can't move behind a row, and why. */
export interface TraceWaiting {
  /** Index into `Trace.threads`. */
  readonly thread: number;
  /** `cpu1 waits for kvm->mmu_lock, which cpu0 has held since step 12`. */
  readonly why: string;
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
  /** Which of the reads saw what another thread had written, in the order of `reads`. */
  readonly readsFrom: readonly TraceReadFrom[];
  /** One sentence: why the step could run, or what it had waited for. */
  readonly why: string;
  /** The threads that are not over and can't move behind this step. */
  readonly waiting: readonly TraceWaiting[];
  /** True for what hardware does by itself: a translation that is cached or evicted. */
  readonly hardware: boolean;
}

/** A lock that some thread holds in some part of the run. */
export interface TraceLock {
  /** `mms[0].mmap_lock`. */
  readonly name: string;
  /** What it belongs to, if that is an object of a pool: `mms[0]`. */
  readonly object: string | undefined;
}

/** One holding of a lock by a thread, from the step that takes it to the one that gives it back. */
export interface TraceHold {
  /** Index into `Trace.locks`. */
  readonly lock: number;
  /** Index into `Trace.threads`. */
  readonly thread: number;
  /** Shared: other readers may hold it, too. */
  readonly shared: boolean;
  /** Index of the row that takes it; -1: it is held before the first step. */
  readonly from: number;
  /** Index of the row that gives it back; undefined: it is held when the run ends. */
  readonly to: number | undefined;
}

/** A time in which a thread could not move because of a lock. */
export interface TraceWait {
  readonly lock: number;
  readonly thread: number;
  /** Index of the row behind which it could no longer move; -1: from the beginning. */
  readonly from: number;
  /** Index of the row with which it went on; undefined: it never did. */
  readonly to: number | undefined;
}

/** The two steps of different threads that the violation hangs on. */
export interface TracePair {
  /** Indices of rows, `first` < `second`. */
  readonly first: number;
  readonly second: number;
  /** The slot that both access and one of them writes: `pages[0].flags`. */
  readonly name: string;
}

/**
 * How far the other side's step can be moved so that the run still fails: the race window.
 * Positions count the gaps between the steps of `thread`, from 0, before its first step.
 */
export interface TraceWindow {
  /** Index into `Trace.threads` of the thread whose gaps are counted. */
  readonly thread: number;
  /** Index of the row, of another thread, that is moved. */
  readonly moved: number;
  /** Index of the row of `thread` behind which it fails; -1: it fails from the beginning. */
  readonly opens: number;
  /**
   * Index of the row of `thread` before which it fails. The number of rows: it still fails where the
   * run ends; `sentence` says which step, that the thread would take behind it, closes it.
   */
  readonly closes: number;
  /** Of so many positions so many fail. */
  readonly positions: number;
  readonly failing: number;
  /** `opens at test_bit(...), closes at set_bit(...): 4 of 9 positions fail`. */
  readonly sentence: string;
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
  readonly locks: readonly TraceLock[];
  /** In the order of `from`. */
  readonly holds: readonly TraceHold[];
  readonly waits: readonly TraceWait[];
  /** Undefined where the run breaks nothing, or one thread breaks it alone. */
  readonly pair: TracePair | undefined;
  readonly window: TraceWindow | undefined;
}
