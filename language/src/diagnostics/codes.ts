// All diagnostics of the language: those of its syntax and those of its meaning.
import type { CatalogEntry } from './catalog.ts';
import { catalog } from './catalog.ts';
import type { Severity } from './diagnostic.ts';
import { meaningCatalog } from './meaning.ts';

export const allCodes = { ...catalog, ...meaningCatalog } satisfies Record<string, CatalogEntry>;

export type Code = keyof typeof allCodes;

export function severityOf(code: Code): Severity {
  return allCodes[code].severity;
}
