// The timeline as plain data: where everything is and what it says. Pixels, whole numbers; the
// origin is the top left corner, below the heads of the lanes.
import type { TracePlace } from '@racewalk/trace';
import type { Line } from './lines.ts';

export interface Lane {
  /** Index into `Trace.threads`. */
  readonly thread: number;
  readonly x: number;
  readonly width: number;
  /** Where calls and steps begin, right of the bars of locks. */
  readonly textX: number;
  /** `CPU1`. */
  readonly cpu: string;
  /** `child`, or the thread's name where it has no role. */
  readonly role: string;
}

export interface SceneLine {
  readonly line: Line;
  /** Index of the lane; undefined: the line is about the whole run. */
  readonly lane: number | undefined;
  readonly x: number;
  readonly y: number;
  /** What fits; `full` is all of it. */
  readonly text: string;
  readonly full: string;
  /** Number of steps done behind this line: 0 is the initial state. */
  readonly step: number;
  /** The first step of the line; the same as `step` but for folded and left out steps. */
  readonly firstStep: number;
  readonly marks: LineMarks;
}

export interface LineMarks {
  readonly hardware: boolean;
  /** The step breaks a property that was not broken before. */
  readonly breaks: boolean;
  /** The first or the second of the racing pair. */
  readonly pair: 1 | 2 | undefined;
  /** The step that the race window is about. */
  readonly moved: boolean;
}

/** A call: a box around its steps, as long as it is open. */
export interface CallBox {
  readonly key: string;
  readonly name: string;
  readonly lane: number;
  readonly depth: number;
  readonly folded: boolean;
  /** True: the run ends inside it. */
  readonly open: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly place: TracePlace;
}

/** A lock in the hands of a thread, or the time it waits for one. */
export interface LockBar {
  readonly key: string;
  readonly lane: number;
  readonly lock: string;
  readonly kind: 'held' | 'shared' | 'waiting';
  /** True: it goes on behind the end of the run. */
  readonly open: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Written along the bar; empty where it does not fit. */
  readonly label: string;
  readonly title: string;
}

/** A value that one lane read and another had written. */
export interface Arrow {
  readonly key: string;
  /** Indices of rows. */
  readonly from: number;
  readonly to: number;
  readonly names: readonly string[];
  /** Corners of the line; the last one has the head. */
  readonly points: readonly Point[];
  readonly title: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The race window: a bracket beside the lane whose gaps were tried. */
export interface Bracket {
  /** The side its arms point to. */
  readonly towards: 'left' | 'right';
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly arm: number;
  readonly label: string;
  readonly title: string;
}

/** The two racing steps, tied together. */
export interface PairTie {
  readonly points: readonly Point[];
  readonly label: string;
  readonly title: string;
}

export interface Scene {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly lineHeight: number;
  readonly fontSize: number;
  readonly charWidth: number;
  /** Number of steps of the run. */
  readonly steps: number;
  readonly lanes: readonly Lane[];
  readonly lines: readonly SceneLine[];
  /** For each row the index of its line. */
  readonly lineOfRow: readonly number[];
  readonly boxes: readonly CallBox[];
  readonly bars: readonly LockBar[];
  readonly arrows: readonly Arrow[];
  readonly bracket: Bracket | undefined;
  readonly tie: PairTie | undefined;
  /** The deepest nesting of calls, for folding by depth. */
  readonly depths: number;
}
