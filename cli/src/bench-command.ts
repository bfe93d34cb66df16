// `racewalk bench`: all that the commands of the fix bench say of a scenario, one part after the other. What a part
// prints is what its own command prints; they share the texts that are read, and the threads.
import type { VariantIndex } from '@racewalk/checker';
import { type Analysis, engineName, type SourceFile } from '@racewalk/language';
import {
  benchSchema,
  type CompareDocument,
  type HistoryDocument,
  type LoadBearing,
  type LoadBearingReport,
  type MutateDocument,
  type RepairDocument,
  type RepairReport,
  whole,
} from '@racewalk/workbench';
import type { BenchRequest } from './bench-options.ts';
import { candidatesOf, type Named } from './candidates.ts';
import {
  askedFile,
  compareCode,
  compared,
  comparePrinted,
  interrupted,
} from './compare-command.ts';
import { coverAll, coveragePrinted } from './coverage-command.ts';
import { combined, type ExitCode, exitCodes } from './exit-codes.ts';
import { historyCode, historyOf, historyPrinted } from './history-command.ts';
import type { Host } from './host.ts';
import { type Hands, withHands } from './jobs/hands.ts';
import {
  helpedLoadBearing,
  labelOf,
  mutateCode,
  mutateDocument,
  mutatePrinted,
  textsDigest,
} from './mutate-command.ts';
import { firstRepaired, repairCode, repairDocument, repairPrinted } from './repair-command.ts';
import { type CoverageDocument, coverageDocument } from './reports/coverage.ts';
import { drive } from './sliced-work.ts';
import { printable } from './style.ts';

export async function benchCommand(
  request: BenchRequest,
  host: Host,
  library: readonly SourceFile[],
): Promise<ExitCode> {
  const analysis = askedFile(request, host, library);
  if (typeof analysis === 'number') return analysis;
  const named = candidatesOf(analysis, request);
  if (typeof named === 'string') {
    host.err(`racewalk: ${printable(named)}\n`);
    return exitCodes.usage;
  }
  return await withHands(host, request.jobs, async (hands) => {
    const bench = new Bench(analysis, request, hands, library);
    const isOver = await bench.run();
    if (!isOver) return interrupted(host);
    if (request.format === 'json') host.out(bench.json());
    return combined(bench.codes);
  });
}

type Part = CompareDocument | HistoryDocument | CoverageDocument | MutateDocument | RepairDocument;

class Bench {
  readonly codes: ExitCode[] = [];
  readonly #analysis: Analysis;
  readonly #request: BenchRequest;
  readonly #hands: Hands;
  readonly #library: readonly SourceFile[];
  readonly #parts: Part[] = [];

  constructor(
    analysis: Analysis,
    request: BenchRequest,
    hands: Hands,
    library: readonly SourceFile[],
  ) {
    this.#analysis = analysis;
    this.#request = request;
    this.#hands = hands;
    this.#library = library;
  }

  /** False where it was interrupted. */
  async run(): Promise<boolean> {
    const [named] = this.#named();
    // Threads help with what is long. Where it is known, they take it up while this one makes the table.
    const early = named && (await this.#begun(named));
    const table = await this.#compare(early === undefined);
    if (table === undefined) return false;
    const { passing, failing } = this.#subjects(table);
    const [first] = passing;
    const begun = early ?? (first && (await this.#begun(first)));
    return (
      (await this.#history()) &&
      (await this.#coverage(passing)) &&
      (await this.#mutate(passing, begun)) &&
      (await this.#repair(failing))
    );
  }

  json(): string {
    const { scenario, variant, editsMax, statesMax } = this.#request;
    const words = [scenario, variant, editsMax, statesMax].map((word) => `${word ?? ''}`);
    const document = {
      schema: benchSchema,
      command: 'bench',
      engine: engineName,
      request: ['bench', ...words],
      texts: textsDigest(this.#analysis, this.#library),
      shard: whole,
      total: this.#parts.length,
      units: this.#parts.map((part, number) => ({ number, document: part })),
    };
    return `${JSON.stringify(document, undefined, 2)}\n`;
  }

  /** `isHelped`: by the threads, which have nothing else to do. */
  async #compare(isHelped: boolean): Promise<CompareDocument | undefined> {
    const { scenario, statesMax, jobs, format } = this.#request;
    const { host } = this.#hands;
    // So much is to be done that threads pay from the start.
    const wanted = { scenario, per: [], shard: undefined, statesMax, jobs: jobs ?? host.cores };
    const help = isHelped ? this.#hands.helpers : undefined;
    const table = await compared(this.#analysis, wanted, { host, helpers: help }, this.#library);
    if (table === undefined) return undefined;
    this.#parts.push(table);
    this.codes.push(compareCode(table));
    this.#tell('Which is cheapest', comparePrinted(table, format));
    return table;
  }

  #named(): readonly VariantIndex[] {
    return this.#request.variant === undefined ? [] : chosen(this.#analysis, this.#request);
  }

  /** Of each scenario: what is looked at line by line, and what is to be repaired. */
  #subjects({
    units,
    ranking,
  }: CompareDocument): Record<'passing' | 'failing', readonly VariantIndex[]> {
    const { scenario, variant } = this.#request;
    const all = chosen(this.#analysis, { scenario, variant: undefined });
    const firstOf = (numbers: readonly number[], verdict: string): VariantIndex[] => {
      const found = numbers.find((number) => units[number]?.verdict === verdict);
      const which = all[found ?? -1];
      return which === undefined ? [] : [which];
    };
    const inOrder = ranking.map((numbers) => numbers.toSorted((a, b) => a - b));
    return {
      passing:
        variant === undefined
          ? ranking.flatMap((numbers) => firstOf(numbers, 'pass'))
          : this.#named(),
      failing: inOrder.flatMap((numbers) => firstOf(numbers, 'fail')),
    };
  }

  async #history(): Promise<boolean> {
    const { scenario, statesMax, format } = this.#request;
    const wanted = { scenario, variant: undefined, shard: undefined, statesMax };
    const found = await historyOf(this.#analysis, wanted, this.#hands.host, this.#library);
    if (found === undefined) return false;
    this.#parts.push(found);
    this.codes.push(historyCode(found));
    this.#tell('Which release', historyPrinted(found, format));
    return true;
  }

  async #coverage(subjects: readonly VariantIndex[]): Promise<boolean> {
    const { path, statesMax, format } = this.#request;
    const { host } = this.#hands;
    const wanted = { path, all: false, statesMax, memoryMax: undefined, format };
    const texts: string[] = [];
    const found = await coverAll(subjects, wanted, host, {
      analysis: this.#analysis,
      library: this.#library,
      tell: (one) => void texts.push(coveragePrinted(one, wanted, host)),
    });
    if (found === undefined) return false;
    this.#parts.push(coverageDocument(path, found.covered));
    this.codes.push(...found.codes);
    this.#tell('Which locks are held', texts.join(''));
    return true;
  }

  /** Work that has something for others to do. */
  async #begun(which: VariantIndex): Promise<LoadBearing> {
    const { statesMax } = this.#request;
    const { host, helpers } = this.#hands;
    const wanted = { pairs: false, statesMax };
    const work = helpedLoadBearing(this.#analysis, which, wanted, helpers);
    while (!work.advance(1) && work.progress().phase === 'variant' && !host.interrupted())
      await host.pause();
    return work;
  }

  async #mutate(
    subjects: readonly VariantIndex[],
    first: LoadBearing | undefined,
  ): Promise<boolean> {
    const { scenario, variant, statesMax } = this.#request;
    const reports: LoadBearingReport[] = [];
    for (const [at, which] of subjects.entries()) {
      const work = at === 0 && first !== undefined ? first : await this.#begun(which);
      if (!(await drive(work, labelOf(this.#analysis, which), this.#hands.host))) return false;
      const report = work.report();
      if (report !== undefined) reports.push(report);
    }
    const wanted = { scenario, variant, pairs: false, statesMax, shard: undefined };
    const total = reports.reduce((sum, { singles }) => sum + singles.length, 0);
    const texts = textsDigest(this.#analysis, this.#library);
    this.#parts.push(mutateDocument(this.#analysis, wanted, reports, { total, texts }));
    this.codes.push(mutateCode(reports));
    this.#tellEach('What each line is for', reports, mutatePrinted, 'no variant passes');
    return true;
  }

  async #repair(subjects: readonly VariantIndex[]): Promise<boolean> {
    const { scenario, variant, statesMax, editsMax } = this.#request;
    const wanted = { scenario, variant, statesMax, editsMax, candidatesMax: undefined };
    const reports: RepairReport[] = [];
    for (const which of subjects) {
      const report = await firstRepaired(this.#analysis, [which], wanted, this.#hands);
      if (this.#hands.host.interrupted()) return false;
      if (report === undefined) continue;
      reports.push(report);
      this.#parts.push(repairDocument(this.#analysis, wanted, report, this.#library));
      this.codes.push(repairCode(report));
    }
    this.#tellEach('What repairs it', reports, repairPrinted, 'no variant fails');
    return true;
  }

  #tellEach<Report>(
    title: string,
    reports: readonly Report[],
    printed: (report: Report, format: 'text' | 'markdown') => string,
    none: string,
  ): void {
    const { format } = this.#request;
    if (format === 'json') return;
    const texts = reports.map((report) => printed(report, format));
    this.#tell(title, texts.length === 0 ? `${none}\n` : texts.join(''));
  }

  /** In text and Markdown each part is printed as soon as it is known. */
  #tell(title: string, text: string): void {
    const { format } = this.#request;
    if (format === 'json') return;
    const head = format === 'markdown' ? `## ${title}` : `=== ${title}`;
    const gap = this.codes.length > 1 ? '\n' : '';
    this.#hands.host.out(`${gap}${head}\n\n${text}`);
  }
}

function chosen(analysis: Analysis, named: Named): readonly VariantIndex[] {
  const found = candidatesOf(analysis, named);
  if (typeof found === 'string') throw new Error('assertion failed: they were there');
  return found;
}
