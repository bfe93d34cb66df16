// Results made by hand, for what shows them.
import type { Standing, VariantReport, ViolationReport } from '@racewalk/checker';
import type { ScenarioInfo } from '@racewalk/language';
import type { VariantResult } from '../src/run/messages.ts';
import { adopted, changed, type FileResults, type VariantState } from '../src/run/results.ts';

const span = { start: 0, end: 1 };

export function scenario(name: string): ScenarioInfo {
  const variant = { name: 'as written', title: span, whole: span, release: 'v6.1', patches: [] };
  const variants = [{ ...variant, expect: undefined }];
  return { name, title: span, whole: span, story: [], sources: [], variants };
}

export function violation(property: string, steps: number, switches: number): ViolationReport {
  return { property, message: 'm', steps, switches, shortest: true, replay: '', trace: [] };
}

export function result(
  given: Partial<VariantReport>,
  standing: Standing | 'error' = 'expected',
): VariantResult {
  const ledger = { engine: '', release: '', patches: [], memory: 'sc', notes: [], bounds: [] };
  const report: VariantReport = {
    name: 'as written',
    profile: 'v6.1',
    verdict: 'pass',
    expected: [],
    asExpected: standing === 'expected',
    violations: [],
    outcomes: [],
    witnesses: [],
    states: 1,
    transitions: 0,
    depth: 0,
    interleavings: null,
    limitsReached: [],
    ledger: { ...ledger, abstractions: [], limits: [] },
    ...given,
  };
  const isAsWished = standing === 'expected' && report.verdict !== 'fail';
  return {
    report,
    standing: isAsWished || standing !== 'expected' ? standing : 'undecided',
    diagnostics: [],
    budget: 200_000,
    milliseconds: 1,
    runs: [],
    walks: [],
  };
}

/** One scenario `s` at revision 1, in the given state. */
export function made(state: VariantState): { scenarios: ScenarioInfo[]; results: FileResults } {
  const scenarios = [scenario('s')];
  const results = adopted(undefined, 1, scenarios, 'waiting');
  return { scenarios, results: changed(results, { scenario: 0, variant: 0 }, { state }) };
}
