// What server and client say to each other beyond the LSP: names, types, and guards for what
// arrives.
import type { ColumnsLook } from '@racewalk/trace';

export const runRequest = 'racewalk/run';
export const columnsRequest = 'racewalk/columns';
export const cancelRequest = 'racewalk/cancel';
export const statusNotification = 'racewalk/status';
/** From the server to the client: the text of a file that is not open. */
export const readRequest = 'racewalk/read';

/**
 * Client commands that the lenses carry; their arguments are `[uri, scenario, variant,
 * property?]`.
 */
export const runCommand = 'racewalk.runScenario';
export const showCommand = 'racewalk.showRun';
/** Of the client alone: no lens carries it. Its arguments are those of `showCommand`. */
export const copyCommand = 'racewalk.copyColumns';

/** Which run: a variant of a scenario of a text, and the property whose failing run is meant. */
export interface RunOf {
  readonly uri: string;
  /** 0-based. */
  readonly scenario: number;
  /** 0-based; 0 is the scenario as written. */
  readonly variant: number;
  readonly property?: string | undefined;
}

/** Which run to draw, and how; what `look` leaves out is as by default. */
export interface ColumnsOf extends RunOf {
  readonly look?: Partial<ColumnsLook> | undefined;
  /** Whether a last line has the run as one word. */
  readonly replay?: boolean | undefined;
}

/** Answers `racewalk/run` when the run is over. */
export interface RunAnswer {
  readonly state: 'done' | 'cancelled' | 'failed';
  /** The verdict, or why there is none, as the lens says it. */
  readonly text: string;
}

/** Answers `racewalk/columns`. Where there is no run to show, `text` says why. */
export interface Columns {
  readonly title: string;
  readonly text: string;
  /** Whether `text` is a run, of this text or of an older one; `none`: it says why it is none. */
  readonly state: 'current' | 'older' | 'none';
}

export interface StatusMessage {
  readonly uri: string;
  /** The version of the text that this is about; undefined once it is closed. */
  readonly version: number | undefined;
  readonly state: 'idle' | 'running' | 'done' | 'cancelled';
  /** A few words for a status bar. */
  readonly text: string;
  /** Lines for its tooltip. */
  readonly detail: string;
}

export interface ReadAnswer {
  readonly text: string | null;
}

/** `initializationOptions`, all optional. */
export interface StartOptions {
  /** Where the script of the exploration worker is: a path in Node, a URI in a browser. */
  readonly runWorker: string | undefined;
}

export function isRunOf(value: unknown): value is RunOf {
  return (
    isRecord(value) &&
    typeof value.uri === 'string' &&
    isIndex(value.scenario) &&
    isIndex(value.variant) &&
    (value.property === undefined || typeof value.property === 'string')
  );
}

export function isOfDocument(value: unknown): value is { readonly uri: string } {
  return isRecord(value) && typeof value.uri === 'string';
}

export function isReadAnswer(value: unknown): value is ReadAnswer {
  return isRecord(value) && (value.text === null || typeof value.text === 'string');
}

export function startOptions(value: unknown): StartOptions {
  const runWorker = isRecord(value) ? value.runWorker : undefined;
  return { runWorker: typeof runWorker === 'string' ? runWorker : undefined };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

export function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
