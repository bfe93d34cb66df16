// Every diagnostic that comes from judging a verdict or from taking a file in, with its severity,
// title and explanation. Same shape as the language's catalog; the numbers do not overlap with it.
import type { Diagnostic, Severity, tree } from '@racewalk/language';
import { mmCatalog } from './mm-diagnostics/rules.ts';

interface CatalogEntry {
  readonly severity: Severity;
  readonly title: string;
  readonly explanation: string;
}

const verdictCatalog = {
  RW0801: {
    severity: 'error',
    title: 'verdict differs from expect',
    explanation:
      'An expect clause lists exactly the properties that some interleaving violates, or pass. The exploration found something else. Either the scenario changed its meaning, or the expectation is wrong; the run shown for the property tells which.',
  },
  RW0802: {
    severity: 'error',
    title: 'a property is violated and nothing is expected',
    explanation:
      'Some interleaving violates the property, and neither the scenario nor the variant says that this is known. If it is known, add an expect clause that names the property.',
  },
  RW0803: {
    severity: 'warning',
    title: 'a limit was reached before an answer',
    explanation:
      'Not every interleaving was explored, so what was not found may still exist: this is never a pass. Raise the named limit, or make the scenario smaller: fewer threads, fewer objects, or atomic groups around what can not be interrupted.',
  },
  RW0804: {
    severity: 'warning',
    title: 'no run reaches the witness',
    explanation:
      'The scenario asks for a run that reaches a state, and no explored run does. If everything was explored, the state is unreachable: the scenario may never exercise what it is meant to show.',
  },
  RW0805: {
    severity: 'error',
    title: 'a step of the schedule is not enabled',
    explanation:
      'A schedule fixes the thread of each of the first steps. At this step the named thread is over or has to wait, so no run begins like this and nothing was explored.',
  },
  RW0806: {
    severity: 'warning',
    title: 'no scenario in this file',
    explanation:
      'There is nothing to check here. A file that only holds declarations is fine when another file includes it.',
  },
  RW0807: {
    severity: 'error',
    title: 'the file could not be read',
    explanation: 'The file does not exist, or the system refused to read it; the message says why.',
  },
  RW0808: {
    severity: 'error',
    title: 'the file is not a text',
    explanation: 'Scenarios are UTF-8 text. This file holds bytes that no text has.',
  },
  RW0809: {
    severity: 'error',
    title: 'the file is too large',
    explanation:
      'Scenarios are a few pages long. A file beyond the limit is most likely not one, and is not read.',
  },
} as const satisfies Record<string, CatalogEntry>;

export type CheckCode = keyof typeof verdictCatalog;

/** All codes of this package. */
export const checkCatalog: Readonly<Record<string, CatalogEntry>> = {
  ...verdictCatalog,
  ...mmCatalog,
};

/** A diagnostic at a place of a file. Severity comes from the catalog. */
export function checkDiagnostic(
  code: CheckCode,
  file: string,
  span: tree.Span,
  message: string,
): Diagnostic {
  const severity: Severity = verdictCatalog[code].severity;
  return { code, severity, message, file, start: span.start, end: span.end, related: [] };
}
