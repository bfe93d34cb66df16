// `racewalk coverage`: which locks are held at every access to each field of shared memory.
import {
  coverageDiagnostics,
  coverageReport,
  startProgramCoverage,
  type VariantIndex,
} from '@racewalk/checker';
import type { Analysis, Diagnostic, SourceFile } from '@racewalk/language';
import { analysedFile } from './analysed-file.ts';
import { candidatesOf } from './candidates.ts';
import type { CoverageRequest } from './coverage-options.ts';
import { diagnosticsText } from './diagnostic-text.ts';
import { combined, type ExitCode, exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import {
  type CoveredVariant,
  coverageJson,
  coverageMarkdown,
  coverageText,
} from './reports/coverage.ts';
import { printable, styleOf } from './style.ts';
import { textsOf } from './texts.ts';

/** Short enough for a signal to get through. */
const sliceStates = 500;

export async function coverageCommand(
  request: CoverageRequest,
  host: Host,
  library: readonly SourceFile[],
): Promise<ExitCode> {
  const analysis = analysedFile(request, host, library);
  if (analysis === undefined) return exitCodes.invalid;
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  host.err(diagnosticsText(errors, textsOf(analysis, library), styleOf(false)));
  const candidates = candidatesOf(analysis, request);
  if (typeof candidates === 'string') {
    host.err(`racewalk: ${printable(candidates)}\n`);
    return exitCodes.usage;
  }
  const errorsCode = errors.length > 0 ? [exitCodes.invalid] : [];
  const tell = (found: CoveredVariant): void => {
    if (request.format !== 'json') host.out(coveragePrinted(found, request, host));
  };
  const found = await coverAll(candidates, request, host, { analysis, library, tell });
  if (found === undefined) return exitCodes.interrupted;
  if (request.format === 'json') host.out(coverageJson(request.path, found.covered));
  return combined([...errorsCode, ...found.codes]);
}

type Asked = Pick<CoverageRequest, 'path' | 'all' | 'statesMax' | 'memoryMax'>;

interface Told {
  readonly analysis: Analysis;
  readonly library: readonly SourceFile[];
  /** Each is told as soon as it is known. */
  readonly tell: (found: CoveredVariant) => void;
}

export interface Covered {
  readonly covered: readonly CoveredVariant[];
  readonly codes: readonly ExitCode[];
}

/** Undefined where it was interrupted. */
export async function coverAll(
  candidates: readonly VariantIndex[],
  request: Asked,
  host: Host,
  { analysis, library, tell }: Told,
): Promise<Covered | undefined> {
  const covered: Found[] = [];
  const codes: ExitCode[] = [];
  /** Variants share code: what is said of a place is said once. */
  const said = new Set<string>();
  for (const which of candidates) {
    const found = await coverVariant(request, host, { analysis, library, which });
    if (typeof found === 'number') {
      if (found === exitCodes.interrupted) return undefined;
      codes.push(found);
      continue;
    }
    covered.push(found);
    const fresh = found.diagnostics.filter((one) => !said.has(placeKey(one)));
    for (const one of fresh) said.add(placeKey(one));
    host.err(diagnosticsText(fresh, textsOf(analysis, library), styleOf(false)));
    if (found.report.limitsReached.length > 0) codes.push(exitCodes.undecided);
    tell(found);
  }
  return { covered, codes };
}

interface Found extends CoveredVariant {
  readonly diagnostics: readonly Diagnostic[];
}

function placeKey({ code, file, start, end }: Diagnostic): string {
  return `${code} ${file} ${start} ${end}`;
}

export function coveragePrinted(
  found: CoveredVariant,
  request: Asked & { readonly format: CoverageRequest['format'] },
  host: Pick<Host, 'colour'>,
): string {
  const detail = { all: request.all, path: request.path };
  if (request.format === 'markdown') return coverageMarkdown(found, detail);
  return coverageText(found, detail, styleOf(host.colour));
}

async function coverVariant(
  request: Asked,
  host: Host,
  {
    analysis,
    library,
    which,
  }: { analysis: Analysis; library: readonly SourceFile[]; which: VariantIndex },
): Promise<Found | ExitCode> {
  const scenario = analysis.scenarios[which.scenario];
  const info = scenario?.variants[which.variant];
  const { program, diagnostics } = analysis.compile(which.scenario, which.variant);
  const textOf = textsOf(analysis, library);
  if (scenario === undefined || info === undefined || program === undefined) {
    host.err(diagnosticsText(diagnostics, textOf, styleOf(false)));
    return exitCodes.invalid;
  }
  const { statesMax, memoryMax } = request;
  const search = startProgramCoverage(program, {
    ...(statesMax === undefined ? {} : { coverage_states_max: statesMax }),
    ...(memoryMax === undefined ? {} : { memory_max: memoryMax }),
  });
  while (!search.advance(sliceStates)) {
    await host.pause();
    if (host.interrupted()) return exitCodes.interrupted;
  }
  const coverage = search.coverage();
  const report = coverageReport(coverage, { program, info, which, textOf });
  const found = coverageDiagnostics({ program, coverage, textOf });
  return { scenario: scenario.name, report, diagnostics: found };
}
