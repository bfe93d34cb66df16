// SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"): a result for each diagnostic and for each violated
// property; a run has one threadFlow for each thread of the scenario, with the state at each step.
import {
  type CheckedVariant,
  checkCatalog,
  type DiagnosticReport,
  diagnosticReports,
  foundText,
  lineMapOf,
} from '@racewalk/checker';
import { allCodes, engineName } from '@racewalk/language';
import type { Violation } from '@racewalk/simulator';
import { type Trace, type TraceRow, tracerOf } from '@racewalk/trace';
import type {
  CodeFlow,
  Location,
  Log,
  MultiformatMessageString,
  ReportingDescriptor,
  Result,
  ThreadFlowLocation,
} from 'sarif';
import type { Host } from '../host.ts';
import type { FileResult, Reporter } from './reporter.ts';

const schema = 'https://json.schemastore.org/sarif-2.1.0.json';
const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

export function sarifReporter(host: Host): Reporter {
  const results: Result[] = [];
  const rules = new Map<string, ReportingDescriptor>();
  return {
    variant: () => {},
    file(result) {
      for (const made of resultsOf(result, rules)) results.push(made);
    },
    end() {
      // On one line: a run of a kernel scenario is long, and nobody reads this.
      host.out(`${JSON.stringify(logOf(results, [...rules.values()]))}\n`);
    },
  };
}

function logOf(results: readonly Result[], rules: readonly ReportingDescriptor[]): Log {
  const [name = '', version = ''] = engineName.split(' ');
  const ordered = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  const indices = new Map(ordered.map(({ id }, index) => [id, index]));
  const indexed = results.map((result) => {
    const ruleIndex = indices.get(result.ruleId ?? '');
    return ruleIndex === undefined ? result : { ...result, ruleIndex };
  });
  const driver = { name, semanticVersion: version, rules: ordered };
  return {
    $schema: schema,
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results: indexed }],
  };
}

type Rules = Map<string, ReportingDescriptor>;

function resultsOf(file: FileResult, rules: Rules): Result[] {
  const diagnostics = diagnosticReports(file.diagnostics, file.textOf).map((one) => {
    addCode(rules, one.code);
    return diagnosticResult(one);
  });
  const violations = file.scenarios.flatMap(({ name, variants }, scenario) =>
    variants.flatMap((checked) => violationResults(file, { name, scenario, checked }, rules)),
  );
  return [...diagnostics, ...violations];
}

function addCode(rules: Rules, code: string): void {
  const entry = Object.entries({ ...allCodes, ...checkCatalog }).find(
    ([known]) => known === code,
  )?.[1];
  if (entry === undefined || rules.has(code)) return;
  rules.set(code, {
    id: code,
    shortDescription: { text: entry.title },
    fullDescription: { text: entry.explanation },
    defaultConfiguration: { level: levels[entry.severity] },
  });
}

function diagnosticResult({ code, severity, message, file, range }: DiagnosticReport): Result {
  const { start, end } = range;
  const region = {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
  return {
    ruleId: code,
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, region } }],
  };
}

interface Variant {
  readonly name: string;
  /** Index in the analysis. */
  readonly scenario: number;
  readonly checked: CheckedVariant;
}

function violationResults(file: FileResult, variant: Variant, rules: Rules): Result[] {
  const { program, outcome, report } = variant.checked;
  if (program === undefined || outcome === undefined) return [];
  const trace = tracerOf(program);
  return outcome.violations.flatMap((violation, index) => {
    const property = program.properties[violation.property];
    const told = report.violations[index];
    if (property === undefined || told === undefined) return [];
    const ruleId = `property/${property.name}`;
    if (!rules.has(ruleId)) {
      rules.set(ruleId, {
        id: ruleId,
        shortDescription: { text: property.sentence || property.name },
      });
    }
    const isExpected = report.expected.includes(property.name);
    const where = `${variant.name}, ${report.name}, ${report.profile}`;
    const message = `${where}: ${foundText(told)}${isExpected ? ', as expected' : ''}`;
    return [
      {
        ruleId,
        kind: isExpected ? 'informational' : 'fail',
        level: isExpected ? 'none' : 'error',
        message: { text: message },
        locations: [titleLocation(file, variant)],
        codeFlows: [codeFlow(file, trace(violation.run), violation)],
        partialFingerprints: { 'racewalk/v1': `${where}: ${property.name}` },
      },
    ];
  });
}

/** The title of the variant: where a reader of the scenario looks first. */
function titleLocation(
  { path, analysis, textOf }: FileResult,
  { scenario, checked }: Variant,
): Location {
  const variants = analysis?.scenarios[scenario]?.variants ?? [];
  const start = variants.find(({ name }) => name === checked.report.name)?.title.start ?? 0;
  const { line, character } = lineMapOf(textOf(path) ?? '').positionOf(start);
  const region = { startLine: line + 1, startColumn: character + 1 };
  return { physicalLocation: { artifactLocation: { uri: uriOf(path) }, region } };
}

function codeFlow(file: FileResult, trace: Trace, { run }: Violation): CodeFlow {
  const states = statesOf(trace);
  return {
    message: { text: `${run.length} steps; executionOrder counts them over all threads` },
    threadFlows: trace.threads
      .map(({ name, role }, thread) => ({
        id: name,
        ...(role === undefined ? {} : { message: { text: `process ${role}` } }),
        locations: trace.rows.flatMap((row, index) =>
          row.thread === thread ? [stepLocation(file, row, index, states[index] ?? {})] : [],
        ),
      }))
      .filter(({ locations }) => locations.length > 0),
  };
}

function stepLocation(
  { textOf }: FileResult,
  { place, calls, text, events }: TraceRow,
  index: number,
  state: Readonly<Record<string, MultiformatMessageString>>,
): ThreadFlowLocation {
  const map = lineMapOf(textOf(place.file) ?? '');
  const { character } = map.positionOf(place.start);
  const region = { startLine: place.line + 1, startColumn: character + 1 };
  const breaks = events.map(({ property }) => property).join(', ');
  return {
    executionOrder: index + 1,
    nestingLevel: calls.length,
    importance: events.length > 0 ? 'essential' : 'important',
    ...(calls.length > 0 ? { module: calls.at(-1)?.name ?? '' } : {}),
    state,
    location: {
      physicalLocation: { artifactLocation: { uri: uriOf(place.file) }, region },
      message: { text: breaks === '' ? text : `${text} (breaks ${breaks})` },
    },
  };
}

/** Behind each step, the values of all that the run reads or changes. */
function statesOf(trace: Trace): Record<string, MultiformatMessageString>[] {
  let now = new Map(trace.initial.map(({ name, value }) => [name, value]));
  return trace.rows.map(({ changes }) => {
    now = new Map(now);
    for (const { name, after } of changes) now.set(name, after);
    return Object.fromEntries([...now].map(([name, value]) => [name, { text: value }]));
  });
}

/** A path relative to where the command ran; a text of the library keeps its scheme. */
function uriOf(name: string): string {
  if (name.startsWith('kernel:'))
    return `racewalk-kernel:${encodeURI(name.slice('kernel:'.length))}`;
  return encodeURI(name).replaceAll('#', '%23').replaceAll('?', '%3F');
}
