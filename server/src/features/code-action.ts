// One change that is offered at a place, and what those who make them are told.
import type { Analysis, Diagnostic } from '@racewalk/language';
import type { FileResults } from '../run/results.ts';
import type { FileEdit } from './rename.ts';

export type ActionKind = 'quickfix' | 'refactor.rewrite' | 'refactor.extract' | 'source.fixAll';

export interface CodeAction {
  readonly title: string;
  readonly kind: ActionKind;
  readonly edits: readonly FileEdit[];
  /** What it mends; undefined for what mends nothing. */
  readonly mends: Diagnostic | undefined;
  /** The one that is meant in most cases. */
  readonly isPreferred: boolean;
  /** It can be made without a look: there is no other way to mend this, and no meaning changes. */
  readonly isSafe: boolean;
}

export interface ActionInput {
  readonly analysis: Analysis;
  readonly file: string;
  readonly text: string;
  /** The selection. */
  readonly start: number;
  readonly end: number;
  /** All that the text shows. */
  readonly shown: readonly Diagnostic[];
  readonly results: FileResults | undefined;
  /** The other open texts. */
  readonly open: readonly Analysis[];
}

/** A quick fix that has to be looked at. */
export function fix(mends: Diagnostic, title: string, edits: readonly FileEdit[]): CodeAction {
  return { title, kind: 'quickfix', edits, mends, isPreferred: false, isSafe: false };
}

export function preferred(action: CodeAction): CodeAction {
  return { ...action, isPreferred: true };
}

export function safe(action: CodeAction): CodeAction {
  return { ...action, isPreferred: true, isSafe: true };
}
