// The diagnostics of one text, up to a limit: beyond it they are counted only.
import { type Code, catalog } from '../diagnostics/catalog.ts';
import type { Diagnostic, RelatedPlace } from '../diagnostics/diagnostic.ts';
import { diagnosticsMax } from './limits.ts';
import type { Span } from './tree.ts';

export class DiagnosticList {
  private readonly file: string;
  private readonly kept: Diagnostic[] = [];
  private count = 0;

  constructor(file: string) {
    this.file = file;
  }

  add(code: Code, message: string, place: Span): void {
    this.addRelated(code, message, place, undefined);
  }

  /** With a second place in the same file that helps to understand. */
  addRelated(
    code: Code,
    message: string,
    place: Span,
    second: Omit<RelatedPlace, 'file'> | undefined,
  ): void {
    this.count += 1;
    if (this.kept.length >= diagnosticsMax) return;
    const { file } = this;
    const related = second === undefined ? [] : [{ file, ...second }];
    const { severity } = catalog[code];
    this.kept.push({ code, severity, message, file, start: place.start, end: place.end, related });
  }

  /** Counts diagnostics that somebody else left out. */
  addUnseen(count: number): void {
    this.count += count;
  }

  /** Ordered by place; the last says how many there are beyond the limit. */
  finish(): readonly Diagnostic[] {
    const sorted = this.kept.toSorted((one, other) => one.start - other.start);
    const unseen = this.count - sorted.length;
    const last = sorted[diagnosticsMax - 1];
    if (unseen <= 0 || last === undefined) return sorted;
    const message = `${unseen + 1} more errors are not shown`;
    sorted[diagnosticsMax - 1] = { ...last, code: 'RW0109', message, related: [] };
    return sorted;
  }
}
