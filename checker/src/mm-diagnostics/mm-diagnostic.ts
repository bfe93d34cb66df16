// What a diagnostic that knows mm is made of: one file has one.
import type { Diagnostic } from '@racewalk/language';
import type { LockCoverage, Program } from '@racewalk/simulator';
import type { TextOf } from '../json.ts';
import type { OwnPlace } from './own-place.ts';

export interface MmEntry {
  readonly code: `RW09${string}`;
  readonly severity: Diagnostic['severity'];
  readonly title: string;
  readonly explanation: string;
}

/** A finding, before it has the code and severity of its entry. */
export interface Finding {
  readonly place: OwnPlace;
  readonly message: string;
  readonly related: readonly (OwnPlace & { readonly message: string })[];
}

/** What is looked at: the locks of every access of one program. */
export interface Covered {
  readonly program: Program;
  readonly coverage: LockCoverage;
  readonly textOf: TextOf;
}

export interface CoverageRule {
  readonly entry: MmEntry;
  find(covered: Covered): readonly Finding[];
}

/** As diagnostics, each place once. */
export function diagnosticsOf(entry: MmEntry, findings: readonly Finding[]): Diagnostic[] {
  const { code, severity } = entry;
  const byPlace = new Map<string, Diagnostic>();
  for (const { place, message, related } of findings) {
    const key = `${place.file} ${place.start} ${place.end}`;
    if (!byPlace.has(key)) byPlace.set(key, { code, severity, message, ...place, related });
  }
  return [...byPlace.values()];
}
