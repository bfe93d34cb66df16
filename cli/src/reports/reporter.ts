// How results reach the user: as text while the work goes on, or as one document at its end.
import type { CheckedVariant, TextOf } from '@racewalk/checker';
import type { Analysis, Diagnostic } from '@racewalk/language';
import type { Timed } from '../exploration.ts';

export interface FileResult {
  readonly path: string;
  /** Undefined where the file could not be read. */
  readonly analysis: Analysis | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly scenarios: readonly {
    readonly name: string;
    readonly variants: readonly CheckedVariant[];
  }[];
  /** Texts of the file, of what it includes and of the library. */
  readonly textOf: TextOf;
}

/** The calls come in this order: for each file its variants, then the file; the end once. */
export interface Reporter {
  variant(analysis: Analysis, scenario: number, timed: Timed): void;
  file(result: FileResult): void;
  end(files: number, milliseconds: number): void;
}
