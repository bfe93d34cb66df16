// The document that the bench writes, whole or in shards: schemas/racewalk.bench-1.schema.json.
import type { DiagnosticReport, VariantReport } from '@racewalk/checker';
import type { CompareUnit } from '../compare/unit-report.ts';
import type { HistoryUnit } from '../history/report.ts';
import type { Shard } from './shard.ts';

/** Fields are only ever added under one version. */
export const benchSchema = 'racewalk.bench-1';

interface Head {
  readonly schema: typeof benchSchema;
  readonly engine: string;
  /** What was asked for, in words: shards of one run have the same. */
  readonly request: readonly string[];
  /** Digest of the texts that were read, the library among them. */
  readonly texts: string;
  readonly shard: Shard;
  /** Units of all shards. */
  readonly total: number;
}

export interface CompareDocument extends Head {
  readonly command: 'compare';
  /** In the order of files and variants, each with its number. */
  readonly units: readonly CompareUnit[];
  /**
   * Numbers of the units of each scenario, the cheapest that passes first. Empty in a shard, which
   * does not know the others.
   */
  readonly ranking: readonly (readonly number[])[];
}

export interface HistoryDocument extends Head {
  readonly command: 'history';
  readonly units: readonly HistoryUnit[];
}

/** One variant, checked. */
export interface CheckUnit {
  readonly number: number;
  readonly file: string;
  readonly scenario: string;
  readonly diagnostics: readonly DiagnosticReport[];
  readonly report: VariantReport;
}

export interface CheckShard extends Head {
  readonly command: 'check';
  readonly units: readonly CheckUnit[];
}

/** What load-bearing reports are made of; joining needs only the numbers. */
export interface MutateDocument extends Omit<Head, 'texts'> {
  readonly command: 'mutate';
  readonly texts?: undefined;
  readonly units: readonly { readonly number: number }[];
}

export type BenchDocument = CompareDocument | HistoryDocument | CheckShard | MutateDocument;

/** The document as text, ended by a line end: the same input gives the same bytes. */
export function benchJson(document: BenchDocument): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
