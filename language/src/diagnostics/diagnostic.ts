// What the language has to say about a text. Data only; who shows it decides how.

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface RelatedPlace {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

export interface Diagnostic {
  /** `RW` and four digits; its entry in `catalog.ts` holds title and explanation. */
  readonly code: string;
  readonly severity: Severity;
  /** Lower case, no full stop, names the thing, says what was found and what was expected. */
  readonly message: string;
  /** Name of the file, as in `SourceFile.name`. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly related: readonly RelatedPlace[];
}
