// What server and client say to each other beyond the LSP: names, types, and guards for what
// arrives.
import type { ColumnsLook, Trace } from '@racewalk/trace';
import type { RaceFiles } from './documents/folders.ts';

export type { RaceFiles } from './documents/folders.ts';

export const runRequest = 'racewalk/run';
export const columnsRequest = 'racewalk/columns';
export const walkRequest = 'racewalk/walk';
export const causesRequest = 'racewalk/causes';
/** `{ text }` of CPU columns; answers a scenario to begin with, or null where there are none. */
export const skeletonRequest = 'racewalk/skeleton';
export const cancelRequest = 'racewalk/cancel';
/** From the client to the server: which run of a text is shown, so that its steps get numbers. */
export const shownRunNotification = 'racewalk/shownRun';
export const statusNotification = 'racewalk/status';
/**
 * Both ways: a message of the Debug Adapter Protocol, of one debug session. The server's adapter
 * runs beside everything else it knows, in Node and in a browser alike.
 */
export const dapNotification = 'racewalk/dap';
/** From the server to the client: the text of a file that is not open. */
export const readRequest = 'racewalk/read';
/** From the server to the client: `{ folder, max }`; the `.race` files below a folder. */
export const listRequest = 'racewalk/list';

/**
 * Client commands that the lenses carry; their arguments are `[uri, scenario, variant,
 * property?]`.
 */
export const runCommand = 'racewalk.runScenario';
export const showCommand = 'racewalk.showRun';
export const debugCommand = 'racewalk.debugRun';
/** Its arguments are `[uri, scenario, variant, choice?]`. */
export const timelineCommand = 'racewalk.showTimeline';
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

/** Without a run, none is shown any more. */
export interface ShownMessage {
  readonly uri: string;
  readonly run: RunOf | undefined;
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

export interface DapMessage {
  /** The client's own name for the debug session. */
  readonly session: string;
  /** Null, from the client: the session is over. */
  readonly message: object | null;
  /** With the first message of a session: what will be launched. */
  readonly configuration?: unknown;
}

/** Which run to walk: a variant of a scenario of a text, and one of its runs. */
export interface WalkOf {
  readonly uri: string;
  /** 0-based. */
  readonly scenario: number;
  /** 0-based; 0 is the scenario as written. */
  readonly variant: number;
  /**
   * `violation:NAME`, `cause:NAME:K`, `witness:K`, `outcome:K`, `where:EXPRESSION` or
   * `replay:WORD`. Undefined: the first violation, else the first witness, else no step at all.
   */
  readonly choice?: string | undefined;
}

/** One of the runs of a variant. */
export interface RunListed {
  readonly choice: string;
  readonly label: string;
}

/** A run that can be walked, of the text as it is now. */
export interface Walk {
  /** `two increments, as written, v6.5: assertion in 4 steps (2 switches)`. */
  readonly title: string;
  /** By which it can be asked for again; undefined: the run has no step, and can be explored. */
  readonly choice: string | undefined;
  readonly trace: Trace;
  /** What the scenario watches. */
  readonly properties: readonly { readonly name: string; readonly sentence: string }[];
  /** Index of the first row that repeats for ever, with all after it; or undefined. */
  readonly repeatsFrom: number | undefined;
  /** The run as one word. */
  readonly replay: string;
  readonly runs: readonly RunListed[];
  /** Where the texts are that its places name. */
  readonly files: readonly { readonly name: string; readonly uri: string }[];
  /** The version of the text that the places are of. */
  readonly version: number;
  /** What has to be said about the run: it no longer fits, say. Empty: nothing. */
  readonly notice: string;
}

/** Answers `racewalk/walk`. */
export type WalkAnswer =
  | Walk
  /** Why there is none: the text does not compile, its verdict is not known yet. */
  | { readonly reason: string; readonly runs: readonly RunListed[] };

/** Answers `racewalk/causes`, which names a variant as `racewalk/walk` does. */
export interface CausesAnswer {
  /** One for each racing pair, of every broken property. */
  readonly runs: readonly RunListed[];
  /** False: a limit was reached, there may be more. */
  readonly complete: boolean;
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

export function isDapMessage(value: unknown): value is DapMessage {
  return isRecord(value) && typeof value.session === 'string' && typeof value.message === 'object';
}

export function isWalkOf(value: unknown): value is WalkOf {
  return (
    isRecord(value) &&
    typeof value.uri === 'string' &&
    isIndex(value.scenario) &&
    isIndex(value.variant) &&
    (value.choice === undefined || typeof value.choice === 'string')
  );
}

export function isOfDocument(value: unknown): value is { readonly uri: string } {
  return isRecord(value) && typeof value.uri === 'string';
}

export function isShownMessage(value: unknown): value is ShownMessage {
  if (!isRecord(value) || typeof value.uri !== 'string') return false;
  return value.run === undefined || isRunOf(value.run);
}

export function isReadAnswer(value: unknown): value is ReadAnswer {
  return isRecord(value) && (value.text === null || typeof value.text === 'string');
}

export function isListAnswer(value: unknown): value is RaceFiles {
  return (
    isRecord(value) &&
    typeof value.isAll === 'boolean' &&
    Array.isArray(value.uris) &&
    value.uris.every((uri) => typeof uri === 'string')
  );
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
