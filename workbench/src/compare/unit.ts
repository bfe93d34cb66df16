// One variant under the bench, in slices: its verdict, what it costs, and whether its work may be
// done twice.
import { type Check, type CheckedVariant, startCheck } from '@racewalk/checker';
import type { Analysis } from '@racewalk/language';
import {
  type CostSearch,
  type Costs,
  type Limits,
  type Program,
  type Progress,
  type SearchOptions,
  startCosts,
} from '@racewalk/simulator';
import { columns, defaultColumns, traceOf } from '@racewalk/trace';
import { costsReport } from '../costs/costs-report.ts';
import { comparedWorks, repeatableWorks, sleeping } from '../costs/works.ts';
import {
  type Repetition,
  type RepetitionSearch,
  startRepetitions,
} from '../idempotence/idempotence.ts';
import type { CompareUnit, PropertyReport, RepetitionReport } from './unit-report.ts';

/** Which variant, and its number in the table. */
export interface UnitPlace {
  readonly number: number;
  readonly scenario: number;
  readonly variant: number;
}

export interface UnitOptions {
  /** Functions whose calls are counted. */
  readonly functions: readonly string[];
  readonly limits: Limits;
  /** Costs need every state and every edge: larger graphs are not counted. */
  readonly costStatesMax: number;
  readonly search: SearchOptions;
}

const nothing: Progress = { states: 0, frontier: 0, depth: 0, bytes: 0 };

export class UnitWork {
  readonly place: UnitPlace;
  private readonly analysis: Analysis;
  private readonly options: UnitOptions;
  private check: Check | undefined;
  private checked: CheckedVariant | undefined;
  private counting: Program | undefined;
  private costSearch: CostSearch | undefined;
  private costs: Costs | undefined;
  private costsNote: string | undefined;
  private repetitions: RepetitionSearch | undefined;
  private phase: 'check' | 'costs' | 'repetitions' | 'done' = 'check';

  constructor(analysis: Analysis, place: UnitPlace, options: UnitOptions) {
    this.analysis = analysis;
    this.place = place;
    this.options = options;
  }

  /** Works on, through about so many states; true when all is known. */
  advance(expansions: number): boolean {
    if (this.phase === 'check') this.advanceCheck(expansions);
    else if (this.phase === 'costs') this.advanceCosts(expansions);
    else if (this.phase === 'repetitions') this.advanceRepetitions(expansions);
    return this.phase === 'done';
  }

  progress(): Progress {
    if (this.phase === 'check') return this.check?.progress() ?? nothing;
    return this.costSearch?.progress() ?? nothing;
  }

  /** Only after `advance` has said true. */
  report(): CompareUnit {
    const { analysis, place, checked } = this;
    const info = analysis.scenarios[place.scenario];
    if (checked === undefined || info === undefined) throw new Error('the unit is not finished');
    const { report } = checked;
    return {
      number: place.number,
      file: analysis.file.name,
      scenario: info.name,
      variant: report.name,
      release: report.profile,
      patches: report.ledger.patches,
      verdict: report.verdict,
      states: report.states,
      transitions: report.transitions,
      limitsReached: report.limitsReached.map(({ text }) => text),
      properties: propertyReports(checked),
      costs: this.costs === undefined ? null : costsReport(this.costs),
      costsNote: this.costsNote ?? null,
      repetitions: (this.repetitions?.repetitions() ?? []).map(repetitionReport),
    };
  }

  private advanceCheck(expansions: number): void {
    const { analysis, place, options } = this;
    const { scenario, variant } = place;
    this.check ??= startCheck(analysis, scenario, variant, options.limits, options.search);
    if (!this.check.advance(expansions)) return;
    this.checked = this.check.result();
    if (this.checked.program === undefined) {
      this.costsNote = 'it does not compile';
      this.phase = 'done';
      return;
    }
    this.counting = analysis.compile(scenario, variant, { counting: true }).program;
    this.phase = 'costs';
  }

  private advanceCosts(expansions: number): void {
    const { options, counting } = this;
    if (counting === undefined) throw new Error('what compiles compiles with marks');
    const { functions, limits, costStatesMax } = options;
    this.costSearch ??= startCosts(
      counting,
      { functions, works: comparedWorks, repeatable: repeatableWorks, sleeping },
      { ...limits, states_max: Math.min(limits.states_max, costStatesMax) },
    );
    if (!this.costSearch.advance(expansions)) return;
    const result = this.costSearch.result();
    if (result.kind === 'counted') this.costs = result.costs;
    else this.costsNote = `not counted: ${result.bound.text}`;
    this.phase = 'repetitions';
    if (this.checked?.report.verdict !== 'pass' || this.costs === undefined) this.phase = 'done';
  }

  private advanceRepetitions(expansions: number): void {
    const { options, counting, costs } = this;
    if (counting === undefined || costs === undefined) throw new Error('costs are known here');
    this.repetitions ??= startRepetitions(
      counting,
      { marks: costs.repeatableMarks, broken: new Set() },
      options.limits,
      options.search,
    );
    if (this.repetitions.advance(expansions)) this.phase = 'done';
  }
}

function propertyReports({ program, report }: CheckedVariant): readonly PropertyReport[] {
  const complete = report.verdict === 'pass' || report.limitsReached.length === 0;
  return (program?.properties ?? []).flatMap(
    ({ name, declared, watched }): readonly PropertyReport[] => {
      if (!watched) return [];
      const violation = report.violations.find(({ property }) => property === name);
      if (violation === undefined)
        return [{ name, declared, holds: complete ? true : null, run: null }];
      const { steps, switches, shortest, replay } = violation;
      return [{ name, declared, holds: false, run: { steps, switches, shortest, replay } }];
    },
  );
}

function repetitionReport({ work, function: name, answer, harms }: Repetition): RepetitionReport {
  return {
    work,
    function: name,
    answer,
    harms: harms.map(({ property, steps, program, run }) => {
      const title = `${name}() done twice: ${property} in ${steps} steps`;
      const text = columns(traceOf(program, run), { ...defaultColumns, title });
      return { property, steps, columns: text.trimEnd().split('\n') };
    }),
  };
}
