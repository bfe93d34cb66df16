// The variants of a text as tests. All of it is read from the results that lens, status and problems
// read: a test has failed exactly where the verdict differs from `expect`.
import type { StepReport, VariantReport } from '@racewalk/checker';
import { type Analysis, treeOf } from '@racewalk/language';
import { entryOf, type FileResults, type VariantEntry } from '../run/results.ts';
import type { TestState } from '../test-protocol.ts';
import type { Titled } from './clauses.ts';
import { entryText } from './words.ts';

export interface PropertyTest {
  readonly name: string;
  readonly state: TestState;
  readonly expected: string;
  readonly found: string;
  readonly trace: readonly StepReport[];
}

export interface VariantTest {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly state: TestState;
  readonly text: string;
  readonly expected: string;
  readonly found: string;
  readonly milliseconds: number | undefined;
  readonly properties: readonly PropertyTest[];
}

export interface ScenarioTest {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly variants: readonly VariantTest[];
}

export function testsOf(
  analysis: Analysis,
  results: FileResults | undefined,
  automaticStates: number,
): readonly ScenarioTest[] {
  const items = treeOf(analysis, analysis.file.name)?.items ?? [];
  const blocks = items.filter((item) => item.kind === 'Scenario');
  return analysis.scenarios.map((scenario, index) => {
    const block = blocks.find(({ title }) => title.start === scenario.title.start);
    const general = forbidden(block);
    const variants = scenario.variants.map((variant, number): VariantTest => {
      const own = block?.items.find(
        (item) => item.kind === 'Variant' && item.title.start === variant.title.start,
      );
      const watched = own?.kind === 'Variant' ? [...general, ...forbidden(own)] : general;
      const entry = entryOf(results, { scenario: index, variant: number });
      const expected = variant.expect?.properties ?? [];
      return {
        name: variant.name,
        start: variant.title.start,
        end: variant.title.end,
        text: entry === undefined ? 'not run yet' : entryText(entry, automaticStates),
        ...answerOf(entry, expected, watched),
      };
    });
    const { start, end } = scenario.title;
    return { name: scenario.name, start, end, variants };
  });
}

function forbidden(block: Titled | undefined): readonly string[] {
  return (block?.items ?? []).flatMap((item) =>
    item.kind === 'ForbidClause' ? item.names.map(({ text }) => text) : [],
  );
}

type Answer = Pick<VariantTest, 'state' | 'expected' | 'found' | 'milliseconds' | 'properties'>;

function answerOf(
  entry: VariantEntry | undefined,
  expected: readonly string[],
  watched: readonly string[],
): Answer {
  const result = entry?.state.kind === 'done' ? entry.state.result : undefined;
  const report = result?.report;
  const broken = (report?.violations ?? []).map(({ property }) => property);
  const names = [...new Set([...watched, ...expected, ...broken])].filter((name) => name !== '');
  return {
    state: stateOf(entry),
    expected: expected.length === 0 ? 'pass' : expected.join(', '),
    found: foundIn(report),
    milliseconds: result?.milliseconds,
    properties: names.map((name) => propertyOf(name, expected.includes(name), entry)),
  };
}

function stateOf(entry: VariantEntry | undefined): TestState {
  const { state } = entry ?? {};
  switch (state?.kind) {
    case undefined:
    case 'off':
      return 'unknown';
    case 'waiting':
    case 'running':
      return 'running';
    case 'cancelled':
    case 'failed':
      return 'undecided';
    case 'done':
      switch (state.result.standing) {
        case 'expected':
          return 'passed';
        case 'unexpected':
          return 'failed';
        case 'undecided':
          return 'undecided';
        case 'error':
          return 'error';
      }
  }
}

function foundIn(report: VariantReport | undefined): string {
  if (report === undefined) return 'nothing yet';
  switch (report.verdict) {
    case 'pass':
    case 'bounded':
      return report.verdict;
    case 'error':
      return 'an error in the text';
    case 'fail':
      return report.violations.map(({ property }) => property).join(', ');
  }
}

/** What a search that a limit cut short did not find decides nothing. */
function propertyOf(
  name: string,
  isExpected: boolean,
  entry: VariantEntry | undefined,
): PropertyTest {
  const whole = stateOf(entry);
  const report = entry?.state.kind === 'done' ? entry.state.result.report : undefined;
  const run = report?.violations.find(({ property }) => property === name);
  const expected = isExpected ? 'broken' : 'holds';
  const trace = run?.trace ?? [];
  if (report === undefined || whole === 'error') {
    return { name, state: whole, expected, found: 'nothing yet', trace };
  }
  const isWhole = report.limitsReached.length === 0;
  const found = run !== undefined ? 'broken' : isWhole ? 'holds' : 'not broken so far';
  // A schedule that its author wrote limits what is seen, and what it leaves out is not asked for.
  const isOpen = run === undefined && !isWhole && whole !== 'passed';
  const hasFailed = isExpected !== (run !== undefined);
  return {
    name,
    state: isOpen ? 'undecided' : hasFailed ? 'failed' : 'passed',
    expected,
    found,
    trace,
  };
}
