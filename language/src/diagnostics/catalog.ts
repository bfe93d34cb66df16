// Every diagnostic code with its severity, title and explanation. docs/diagnostics.md is made from it.
// Numbers: 01xx text and syntax, 02xx names, 03xx types and constants, 04xx statements and steps,
// 05xx scenarios, 06xx releases, patches and the library, 07xx limits, 08xx verdicts.
import type { Severity } from './diagnostic.ts';

export interface CatalogEntry {
  readonly severity: Severity;
  readonly title: string;
  /** Why it matters and what to do, a few sentences. */
  readonly explanation: string;
}

export const catalog = {
  RW0101: {
    severity: 'error',
    title: 'unexpected text',
    explanation:
      'The parser expected something else here. The declaration or statement it stands in is skipped; everything around it is still checked.',
  },
} as const satisfies Record<string, CatalogEntry>;

export type Code = keyof typeof catalog;
