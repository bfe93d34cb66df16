// Lenses over each scenario and variant: what is known of it, and what one can do about it.
import type { ScenarioInfo } from '@racewalk/language';
import { compareCommand } from '../bench-protocol.ts';
import { debugCommand, runCommand, showCommand, timelineCommand } from '../protocol.ts';
import { entryOf, type FileResults, type VariantEntry } from '../run/results.ts';
import { entryText } from './words.ts';

export interface Lens {
  readonly start: number;
  readonly end: number;
  readonly title: string;
  /** Undefined: words only. */
  readonly command: string | undefined;
  readonly arguments: readonly (string | number)[];
}

export interface LensInput {
  readonly uri: string;
  readonly revision: number;
  readonly scenarios: readonly ScenarioInfo[];
  /** What is known; of another revision it is as good as nothing. */
  readonly results: FileResults | undefined;
  readonly automaticStates: number;
}

export function lenses(input: LensInput): Lens[] {
  const results = input.results?.revision === input.revision ? input.results : undefined;
  return input.scenarios.flatMap(({ variants }, scenario) =>
    variants.flatMap(({ title }, variant) => {
      const entry = entryOf(results, { scenario, variant });
      const { start, end } = title;
      const place = [input.uri, scenario, variant];
      const own = lensesOf(entry, place, input.automaticStates);
      // Above a scenario that has something to compare.
      if (variant === 0 && variants.length > 1)
        own.push({ title: 'Compare variants', command: compareCommand, arguments: place });
      return own.map((lens) => ({ start, end, ...lens }));
    }),
  );
}

type Words = Pick<Lens, 'title' | 'command' | 'arguments'>;

function lensesOf(
  entry: VariantEntry | undefined,
  place: readonly (string | number)[],
  automaticStates: number,
): Words[] {
  const text = entry === undefined ? 'not run yet' : entryText(entry, automaticStates);
  const shown: Words[] = [{ title: text, command: undefined, arguments: [] }];
  const { state } = entry ?? {};
  if (state?.kind === 'done' && state.result.report.verdict === 'error') return shown;
  if (state?.kind !== 'running')
    shown.push({ title: 'Run', command: runCommand, arguments: place });
  const result = state?.kind === 'done' ? state.result : undefined;
  const violations = result?.report.violations ?? [];
  const named = (title: string, property: string): string =>
    violations.length === 1 ? title : `${title}: ${property}`;
  for (const { property } of violations) {
    const title = named('Show run', property);
    shown.push({ title, command: showCommand, arguments: [...place, property] });
  }
  // The runs of a passing variant are worth a walk where somebody named them: its witnesses.
  if (result?.walks.some(({ choice }) => !choice.startsWith('outcome:')) === true)
    shown.push({ title: 'Timeline', command: timelineCommand, arguments: place });
  for (const { property } of violations) {
    const title = named('Debug', property);
    shown.push({ title, command: debugCommand, arguments: [...place, property] });
  }
  // Nothing known to fail: then the debugger looks for a run, or explores.
  if (violations.length === 0)
    shown.push({ title: 'Debug', command: debugCommand, arguments: place });
  return shown;
}
