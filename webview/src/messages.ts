// What the editor and the view say to each other, and guards for what arrives: neither side trusts
// the shape of what the other sends.
import type { Trace } from '@racewalk/trace';
import { isTrace } from './is-trace.ts';
import type { RunShown } from './run-shown.ts';
import type { Folds } from './view.ts';

/** A step that is possible in the shown state, in explore mode. */
export interface Choice {
  readonly thread: number;
  readonly choice: number;
  /** `cpu1: set_pte_at()`. */
  readonly label: string;
  /** Whether a violation can still be reached behind it. */
  readonly reaches: 'yes' | 'no' | 'unknown';
}

/** Which run is shown: what a window needs to ask for it again. */
export interface ShownRun {
  readonly uri: string;
  /** 0-based. */
  readonly scenario: number;
  readonly variant: number;
  /** As `violation:tag_leak`; undefined: the first there is. */
  readonly choice: string | undefined;
}

export type ToView =
  | {
      readonly kind: 'show';
      readonly which: ShownRun;
      readonly run: RunShown;
      readonly step: number;
      /** Undefined: not in explore mode. */
      readonly choices: readonly Choice[] | undefined;
      /** Of an older text, or why there is nothing new; empty: as it should be. */
      readonly notice: string;
    }
  | {
      readonly kind: 'step';
      readonly step: number;
      readonly choices: readonly Choice[] | undefined;
    }
  | { readonly kind: 'notice'; readonly text: string }
  /** Send the folds and the filter for an export. */
  | { readonly kind: 'export' };

export type FromView =
  | { readonly kind: 'ready' }
  | { readonly kind: 'goto'; readonly step: number }
  /** The place of a row, or of one of its open calls; focus goes there. */
  | { readonly kind: 'open'; readonly row: number; readonly call: number | undefined }
  | { readonly kind: 'choose'; readonly thread: number; readonly choice: number }
  | { readonly kind: 'pick' }
  | { readonly kind: 'explore' }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'export'; readonly folds: Folds; readonly filter: string };

export function isToView(value: unknown): value is ToView {
  if (!isRecord(value)) return false;
  switch (value.kind) {
    case 'show':
      return (
        isShownRun(value.which) &&
        isRunShown(value.run) &&
        isStep(value.step, value.run) &&
        areChoices(value.choices) &&
        typeof value.notice === 'string'
      );
    case 'step':
      return isIndex(value.step) && areChoices(value.choices);
    case 'notice':
      return typeof value.text === 'string';
    case 'export':
      return true;
    default:
      return false;
  }
}

export function isFromView(value: unknown): value is FromView {
  if (!isRecord(value)) return false;
  switch (value.kind) {
    case 'ready':
    case 'pick':
    case 'explore':
      return true;
    case 'goto':
      return isIndex(value.step);
    case 'open':
      return isIndex(value.row) && (value.call === undefined || isIndex(value.call));
    case 'choose':
      return isIndex(value.thread) && isIndex(value.choice);
    case 'copy':
      return typeof value.text === 'string';
    case 'export':
      return isFolds(value.folds) && typeof value.filter === 'string';
    default:
      return false;
  }
}

export function isShownRun(value: unknown): value is ShownRun {
  return (
    isRecord(value) &&
    typeof value.uri === 'string' &&
    isIndex(value.scenario) &&
    isIndex(value.variant) &&
    (value.choice === undefined || typeof value.choice === 'string')
  );
}

export function isRunShown(value: unknown): value is RunShown {
  return (
    isRecord(value) &&
    typeof value.title === 'string' &&
    isTrace(value.trace) &&
    Array.isArray(value.properties) &&
    value.properties.every(
      (one) => isRecord(one) && typeof one.name === 'string' && typeof one.sentence === 'string',
    ) &&
    (value.repeatsFrom === undefined || isIndex(value.repeatsFrom))
  );
}

export function isFolds(value: unknown): value is Folds {
  return (
    isRecord(value) &&
    (value.depth === undefined || isIndex(value.depth)) &&
    Array.isArray(value.turned) &&
    value.turned.every((key) => typeof key === 'string')
  );
}

function isStep(value: unknown, { trace }: { readonly trace: Trace }): boolean {
  return isIndex(value) && value <= trace.rows.length;
}

export function areChoices(value: unknown): value is readonly Choice[] | undefined {
  if (value === undefined) return true;
  return (
    Array.isArray(value) &&
    value.every(
      (one) =>
        isRecord(one) &&
        isIndex(one.thread) &&
        isIndex(one.choice) &&
        typeof one.label === 'string' &&
        (one.reaches === 'yes' || one.reaches === 'no' || one.reaches === 'unknown'),
    )
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
