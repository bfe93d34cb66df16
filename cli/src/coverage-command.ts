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
  const textOf = textsOf(analysis, library);
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  host.err(diagnosticsText(errors, textOf, styleOf(false)));
  const candidates = candidatesOf(analysis, request);
  if (typeof candidates === 'string') {
    host.err(`racewalk: ${printable(candidates)}\n`);
    return exitCodes.usage;
  }
  const covered: Found[] = [];
  /** Variants share code: what is said of a place is said once. */
  const said = new Set<string>();
  const codes: ExitCode[] = errors.length > 0 ? [exitCodes.invalid] : [];
  for (const which of candidates) {
    const found = await coverVariant(request, host, { analysis, library, which });
    if (typeof found === 'number') {
      if (found === exitCodes.interrupted) return found;
      codes.push(found);
      continue;
    }
    covered.push(found);
    const fresh = found.diagnostics.filter((one) => !said.has(placeKey(one)));
    for (const one of fresh) said.add(placeKey(one));
    host.err(diagnosticsText(fresh, textOf, styleOf(false)));
    if (found.report.limitsReached.length > 0) codes.push(exitCodes.undecided);
    if (request.format !== 'json') host.out(shown(found, request, host));
  }
  if (request.format === 'json') host.out(coverageJson(request.path, covered));
  return combined(codes);
}

interface Found extends CoveredVariant {
  readonly diagnostics: readonly Diagnostic[];
}

function placeKey({ code, file, start, end }: Diagnostic): string {
  return `${code} ${file} ${start} ${end}`;
}

function shown(found: CoveredVariant, request: CoverageRequest, host: Host): string {
  const detail = { all: request.all, path: request.path };
  if (request.format === 'markdown') return coverageMarkdown(found, detail);
  return coverageText(found, detail, styleOf(host.colour));
}

async function coverVariant(
  request: CoverageRequest,
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
