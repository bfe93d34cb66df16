// What the server and the exploration worker say to each other. Plain data: it crosses a thread.
import type {
  FunctionSteps,
  ListedRun,
  RunColumns,
  Standing,
  VariantReport,
  VariantSeen,
} from '@racewalk/checker';
import type { Diagnostic, SourceFile } from '@racewalk/language';
import type {
  CompareDocument,
  HistoryDocument,
  LoadBearingReport,
  RepairReport,
} from '@racewalk/workbench';
import { isIndex, isRecord } from '../protocol.ts';

/** One variant of one scenario, 0-based. */
export interface Job {
  readonly scenario: number;
  readonly variant: number;
}

/** What takes long, and is done on request alone. */
export type BenchWork = 'loadBearing' | 'repair' | 'compare' | 'history' | 'difference';

/** For `difference`: what the variant of the job is held against. */
export interface Against {
  /** 0-based, of the same scenario. */
  readonly variant: number;
  readonly property: string;
}

/** What came of it. */
export type BenchFound =
  | { readonly work: 'loadBearing'; readonly report: LoadBearingReport }
  | { readonly work: 'repair'; readonly report: RepairReport }
  /** All variants of the scenario side by side. */
  | { readonly work: 'compare'; readonly report: CompareDocument }
  /** The variant in every release. */
  | { readonly work: 'history'; readonly report: HistoryDocument }
  /** Two runs as text, or why there is nothing to compare. */
  | { readonly work: 'difference'; readonly text: string; readonly isFound: boolean };

export interface StartMessage {
  readonly kind: 'start';
  /** What is done for each job; undefined: it is explored. */
  readonly work?: BenchWork | undefined;
  readonly against?: Against | undefined;
  /** Never used twice: an answer to an older task is known by its number. */
  readonly task: number;
  /** Automatic work goes first: it is short, and somebody is typing. */
  readonly priority: 'automatic' | 'requested';
  readonly file: SourceFile;
  /** The texts it includes. The library is on both sides. */
  readonly includes: readonly SourceFile[];
  readonly jobs: readonly Job[];
  /** Limit of distinct states for each job. */
  readonly states: number;
}

export interface CancelMessage {
  readonly kind: 'cancel';
  readonly task: number;
}

export type ToWorker = StartMessage | CancelMessage;

/** Values that one access of a thread reads or writes, over all reachable states. */
export interface SeenSite {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly thread: string;
  /** `becomes`: a local, whose name is `local`, gets the value. */
  readonly how: 'reads' | 'writes' | 'becomes';
  readonly local: string | undefined;
  /** As a person reads them; none: no run gets here. */
  readonly values: readonly string[];
  /** There are more than those. */
  readonly more: boolean;
}

export interface SeenValues {
  /** How many states were looked at: all that are reachable. */
  readonly states: number;
  readonly sites: readonly SeenSite[];
}

/** A failing run, drawn, and what it was drawn from, for those who want it otherwise. */
export interface DrawnRun extends RunColumns {
  readonly property: string;
  /** The run as one word. */
  readonly replay: string;
}

/** All that is known of a variant once it has run. */
export interface VariantResult {
  readonly report: VariantReport;
  readonly standing: Standing | 'error';
  readonly diagnostics: readonly Diagnostic[];
  /** The limit of states it ran under. */
  readonly budget: number;
  /** How long its search took, in the worker that did it. */
  readonly milliseconds: number;
  readonly runs: readonly DrawnRun[];
  /** Those that can be walked: of violations, witnesses and outcomes. */
  readonly walks: readonly ListedRun[];
}

export type FromWorker =
  /** From here on the worker works on this task: should it die, this task did it. */
  | { readonly kind: 'turn'; readonly task: number }
  /** From here on the task works on this job. */
  | ({ readonly kind: 'begin'; readonly task: number } & Job)
  /** What compiling says, before anything is explored. */
  | ({
      readonly kind: 'compiled';
      readonly task: number;
      readonly diagnostics: readonly Diagnostic[];
      readonly functions: readonly FunctionSteps[];
    } & Job)
  | ({ readonly kind: 'progress'; readonly task: number; readonly states: number } & Job)
  | ({ readonly kind: 'result'; readonly task: number; readonly result: VariantResult } & Job)
  /** What the locks at all accesses say; after the result, where the program is small enough. */
  | ({
      readonly kind: 'locks';
      readonly task: number;
      readonly diagnostics: readonly Diagnostic[];
    } & Job)
  /** After the result, where the program is small enough. */
  | ({
      readonly kind: 'values';
      readonly task: number;
      readonly values: SeenValues;
      /** What it says of the text, once all variants are known. */
      readonly seen: VariantSeen | undefined;
    } & Job)
  /** Of the bench: mutants or candidates answered, of as many as are known. */
  | ({
      readonly kind: 'mutants';
      readonly task: number;
      readonly done: number;
      readonly total: number;
      readonly states: number;
    } & Job)
  /** Of the bench: what is known so far. */
  | ({ readonly kind: 'partial'; readonly task: number; readonly found: BenchFound } & Job)
  /** Undefined: the variant does not compile. */
  | ({
      readonly kind: 'bench';
      readonly task: number;
      readonly found: BenchFound | undefined;
    } & Job)
  /** A bug of ours in this job; the others go on. */
  | ({ readonly kind: 'failed'; readonly task: number; readonly message: string } & Job)
  /** Nothing more comes from this task: it is done, or was cancelled. */
  | { readonly kind: 'over'; readonly task: number; readonly cancelled: boolean };

export function isToWorker(value: unknown): value is ToWorker {
  if (!isRecord(value) || !isIndex(value.task)) return false;
  if (value.kind === 'cancel') return true;
  return (
    value.kind === 'start' &&
    isRecord(value.file) &&
    Array.isArray(value.includes) &&
    Array.isArray(value.jobs) &&
    isIndex(value.states)
  );
}

export function isFromWorker(value: unknown): value is FromWorker {
  if (!isRecord(value) || !isIndex(value.task)) return false;
  if (value.kind === 'turn') return true;
  if (value.kind === 'over') return typeof value.cancelled === 'boolean';
  if (!isIndex(value.scenario) || !isIndex(value.variant)) return false;
  switch (value.kind) {
    case 'begin':
      return true;
    case 'compiled':
      return Array.isArray(value.diagnostics) && Array.isArray(value.functions);
    case 'progress':
      return isIndex(value.states);
    case 'result':
      return (
        isRecord(value.result) && isRecord(value.result.report) && Array.isArray(value.result.walks)
      );
    case 'locks':
      return Array.isArray(value.diagnostics);
    case 'values':
      return isRecord(value.values) && Array.isArray(value.values.sites);
    case 'mutants':
      return isIndex(value.done) && isIndex(value.total) && isIndex(value.states);
    case 'partial':
      return isRecord(value.found);
    case 'bench':
      return value.found === undefined || isRecord(value.found);
    case 'failed':
      return typeof value.message === 'string';
    default:
      return false;
  }
}
