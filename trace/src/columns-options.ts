// How a run is drawn: everything that a writer of commit messages, mails and comments may choose.
import type { ShownProperty } from './cells.ts';

/** `auto`: two spaces a level where that fits, else one. `arrow`: `==> f()`, and one space. */
export type Nesting = 'auto' | 'one' | 'two' | 'arrow';

/** What goes around the lines: nothing, ` * ` of a C comment, `> ` of a mail, or a fence. */
export type Frame = 'none' | 'comment' | 'quote' | 'markdown';

/** `CPU0` over `----`, or `CPU0:`. */
export type HeaderStyle = 'dashes' | 'colons';

/** The choices that are about the look alone. */
export interface ColumnsLook {
  /** Columns begin at tab stops and are reached with tabs; a fence is always of spaces. */
  readonly tabs: boolean;
  /** No line is wider, its frame included; counted with tab stops every eight columns. */
  readonly width: number;
  /** More CPUs than this get tables of their own, one below the other. */
  readonly perTable: number;
  readonly nesting: Nesting;
  /** What steps read, and what they changed: `read x: 0`, `spin_lock(&l) [owner: none -> cpu0]`. */
  readonly values: boolean;
  /** Where a CPU begins to wait for a lock: the call that takes it, with ` ...`. */
  readonly waits: boolean;
  /** A name for each step, `(A1)`, and below a list of where they stand in the text. */
  readonly ids: boolean;
  readonly header: HeaderStyle;
  readonly frame: Frame;
}

export interface ColumnsOptions extends ColumnsLook {
  /** A line above the table, or undefined. */
  readonly title: string | undefined;
  /** What the run is shown for, with the sentence that says what it means; or undefined. */
  readonly property: ShownProperty | undefined;
  /** What the run does as a whole, where no step of it breaks the property; or undefined. */
  readonly whole: string | undefined;
  /** Index of the first row that repeats for ever, with all after it; or undefined. */
  readonly repeatsFrom: number | undefined;
  /** Whether the line `Initial: x=0` is wanted. */
  readonly initial: boolean;
  /** Whether the line `Final: x=1 (was 0)` is wanted. */
  readonly final: boolean;
  /** The run as one word, for a last line `Replay: rw1...`; or undefined. */
  readonly replay: string | undefined;
}

/** What `git log` and mail leave room for. */
export const columnsWidth = 75;
/** Fewer leave no room for the words of a step. */
export const columnsWidthMin = 50;
export const columnsWidthMax = 1000;
export const columnsPerTableMin = 2;
export const columnsPerTable = 4;

export const defaultLook: ColumnsLook = {
  tabs: false,
  width: columnsWidth,
  perTable: columnsPerTable,
  nesting: 'auto',
  values: true,
  waits: true,
  ids: false,
  header: 'dashes',
  frame: 'none',
};

export const defaultColumns: ColumnsOptions = {
  ...defaultLook,
  title: undefined,
  property: undefined,
  whole: undefined,
  repeatsFrom: undefined,
  initial: true,
  final: true,
  replay: undefined,
};

/** What stands in front of each line. */
export const prefixOf: Readonly<Record<Frame, string>> = {
  none: '',
  comment: ' * ',
  quote: '> ',
  markdown: '',
};
