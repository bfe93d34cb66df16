// What was found in one variant, as the plain data that every view and the JSON document show.
// Keys are written in a fixed order: the document's bytes depend on it.
import type { Ledger, VariantInfo } from '@racewalk/language';
import {
  defaultSimulation,
  formatValue,
  type Limits,
  type Outcome,
  type Program,
  type Run,
  type SimulationOptions,
} from '@racewalk/simulator';
import { type PlainRow, plainRowsOf } from '@racewalk/trace';
import { replayString, type VariantIndex } from './replay-string.ts';
import type {
  Explored,
  OutcomeReport,
  StepReport,
  VariantReport,
  ViolationReport,
  WitnessReport,
} from './report.ts';

/** More outcomes than this are listed without their runs: a report must stay readable. */
export const outcomeTracesMax = 100;

export interface Judged {
  readonly program: Program;
  readonly which: VariantIndex;
  readonly asExpected: boolean;
}

export function variantReport(
  info: VariantInfo,
  ledger: Ledger,
  { engine, outcome, notes, limits }: Explored,
  { program, which, asExpected }: Judged,
): VariantReport {
  const steps = stepsBy(program);
  return {
    name: info.name,
    profile: info.release,
    verdict: outcome.verdict,
    expected: expectedNames(info),
    asExpected,
    violations: violationReports(program, which, outcome, steps),
    outcomes: outcomeReports(program, outcome, steps),
    witnesses: witnessReports(program, outcome, steps),
    states: outcome.states,
    transitions: outcome.transitions,
    depth: outcome.depth,
    interleavings: outcome.interleavings ?? null,
    limitsReached: outcome.bounds.map(({ limit, text }) => ({ limit, text })),
    ledger: ledgerReport(ledger, { engine, notes: [...notes, ...outcomeNotes(outcome)], limits }),
  };
}

/** What the ledger says about the numbers of an outcome. */
export function outcomeNotes({ reducedBy, interleavingsNote }: Outcome): readonly string[] {
  return [
    ...(reducedBy === undefined
      ? []
      : [`${reducedBy}: states, transitions and depth are those explored`]),
    ...(interleavingsNote === undefined ? [] : [`interleavings: ${interleavingsNote}`]),
  ];
}

/** The report of a variant that does not compile. */
export function failedReport(info: VariantInfo, ledger: Ledger): VariantReport {
  return {
    name: info.name,
    profile: info.release,
    verdict: 'error',
    expected: expectedNames(info),
    asExpected: false,
    violations: [],
    outcomes: [],
    witnesses: [],
    states: 0,
    transitions: 0,
    depth: 0,
    interleavings: null,
    limitsReached: [],
    ledger: ledgerReport(ledger, { engine: undefined, notes: [], limits: [] }),
  };
}

function expectedNames({ expect }: VariantInfo): readonly string[] {
  if (expect === undefined) return [];
  return expect.properties.length === 0 ? ['pass'] : expect.properties;
}

function ledgerReport(
  ledger: Ledger,
  { engine, notes, limits }: Omit<Explored, 'outcome'>,
): VariantReport['ledger'] {
  return {
    engine: engine ?? ledger.engine,
    release: ledger.release,
    patches: ledger.patches,
    memory: ledger.memory,
    notes: [...ledger.notes, ...notes],
    bounds: ledger.bounds,
    abstractions: ledger.abstractions,
    limits,
  };
}

/** `states_max: 20 000 000`. */
export function limitTexts(limits: Partial<Limits>): string[] {
  return Object.entries(limits).map(([name, value]) => `${name}: ${grouped(value)}`);
}

/** Of the limits of a search, those that random runs may reach. */
export function simulationLimitTexts(
  options: Partial<SimulationOptions>,
  limits: Limits,
): string[] {
  const { run_steps_max } = { ...defaultSimulation, ...options };
  const { interleavings_states_max, unreduced_states_max, counterexample_states_max, ...rest } =
    limits;
  return [`run_steps_max: ${grouped(run_steps_max)}`, ...limitTexts(rest)];
}

/** 20000000 as `20 000 000`. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/gu, ' ');
}

function violationReports(
  program: Program,
  which: VariantIndex,
  outcome: Outcome,
  steps: Steps,
): ViolationReport[] {
  return outcome.violations.map(({ property, message, run, switches, cycleSteps, shortest }) => ({
    property: program.properties[property]?.name ?? '',
    message,
    steps: run.length,
    switches,
    cycleSteps,
    shortest,
    replay: replayString(program, which, run),
    trace: steps(run),
  }));
}

function outcomeReports(program: Program, outcome: Outcome, steps: Steps): OutcomeReport[] {
  const complete = outcome.bounds.length === 0;
  const always = complete && outcome.outcomes.length === 1;
  const seen = outcome.outcomes.map(({ values, run }, index): OutcomeReport => {
    const named = program.observations.map(({ name, display }, at) => ({
      name,
      value: formatValue(program, display, values[at] ?? 0),
    }));
    const trace = index < outcomeTracesMax ? steps(run) : [];
    return { values: named, frequency: always ? 'Always' : 'Sometimes', trace };
  });
  return complete ? [...seen, ...neverReports(program, outcome)] : seen;
}

/** Conditions that no complete run satisfies: a litmus test asks for exactly this. */
function neverReports(program: Program, outcome: Outcome): OutcomeReport[] {
  if (outcome.outcomes.length === 0) return [];
  return program.observations.flatMap(({ name, display }, at): OutcomeReport[] => {
    const met = outcome.outcomes.some(({ values }) => values[at] !== 0);
    if (display.kind !== 'bool' || met) return [];
    return [{ values: [{ name, value: 'true' }], frequency: 'Never', trace: [] }];
  });
}

function witnessReports(program: Program, outcome: Outcome, steps: Steps): WitnessReport[] {
  return outcome.witnesses.map(({ witness, run }) => ({
    name: program.witnesses[witness]?.name ?? '',
    found: run !== undefined,
    trace: run === undefined ? [] : steps(run),
  }));
}

type Steps = (run: Run) => StepReport[];

function stepsBy(program: Program): Steps {
  let rowsOf: ((run: Run) => readonly PlainRow[]) | undefined;
  return (run) => {
    // A variant that passes has no run to show, and pays nothing.
    rowsOf ??= plainRowsOf(program);
    return rowsOf(run).map((row) => stepReport(program, row));
  };
}

function stepReport(program: Program, row: PlainRow): StepReport {
  const thread = program.threads[row.thread]?.name ?? '';
  return {
    thread,
    function: row.calls.at(-1)?.name ?? thread,
    text: row.text,
    file: row.place.file,
    line: row.place.line + 1,
    changes: row.changes.map(({ name, before, after }) => ({ name, before, after })),
  };
}
