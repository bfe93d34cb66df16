// The document that the bench writes, whole or in shards: schemas/racewalk.bench-1.schema.json.
import type { DiagnosticReport, VariantReport } from '@racewalk/checker';
import type { CompareUnit } from '../compare/unit-report.ts';
import type { HistoryUnit } from '../history/report.ts';
import type { LoadBearingReport, MutantReport, Vacuous } from '../load-bearing/report.ts';
import type { RepairReport } from '../repair/report.ts';
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

/** One removal, or two made together, of one variant. */
export interface MutateUnit {
  readonly number: number;
  readonly file: string;
  readonly scenario: string;
  readonly variant: string;
  readonly profile: string;
  readonly verdict: LoadBearingReport['verdict'];
  readonly violated: readonly string[];
  /** States of the variant itself. */
  readonly states: number;
  readonly ledger: LoadBearingReport['ledger'];
  readonly bounds: readonly string[];
  /** Declared properties that are watched, and those of them that no thread comes to a check of. */
  readonly declared: readonly string[];
  readonly unasked: readonly string[];
  readonly mutant: MutantReport;
}

/** A property of a variant that may hold for nothing. */
export interface VacuousUnit extends Vacuous {
  readonly file: string;
  readonly scenario: string;
  readonly variant: string;
}

export interface MutateDocument extends Head {
  readonly command: 'mutate';
  readonly units: readonly MutateUnit[];
  /** Empty in a shard, which does not know the other answers. */
  readonly vacuous: readonly VacuousUnit[];
}

export interface RepairUnit extends RepairReport {
  readonly number: number;
  readonly file: string;
}

/** Always whole: a repair search has no parts. */
export interface RepairDocument extends Head {
  readonly command: 'repair';
  readonly units: readonly RepairUnit[];
}

export type BenchDocument = CompareDocument | HistoryDocument | CheckShard | MutateDocument;

/** The document as text, ended by a line end: the same input gives the same bytes. */
export function benchJson(document: BenchDocument | RepairDocument): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
