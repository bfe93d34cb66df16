// Small words between those of the text: what an argument is for, which release is in force where
// nothing says it, and where the steps of the shown run are.
import {
  type Analysis,
  boundTo,
  callsOver,
  type FunctionSymbol,
  LineIndex,
  type tree,
  treeOf,
} from '@racewalk/language';
import type { FileResults } from '../run/results.ts';
import { type Place, variantAt } from './place.ts';
import { bodiesIn } from './releases.ts';

export interface Hint {
  /** Where it stands. */
  readonly offset: number;
  readonly text: string;
  readonly kind: 'parameter' | 'release' | 'step';
  readonly tooltip: string;
}

/** One step of the shown run. */
export interface ShownStep {
  readonly thread: string;
  /** What it does: `read counter: 0`. */
  readonly text: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

export function inlayHints(
  { analysis, file, results }: Omit<Place, 'offset'>,
  range: Range,
): readonly Hint[] {
  return [
    ...parameterHints(analysis, file, range, results),
    ...(file === analysis.file.name ? releaseHints(analysis) : []),
  ]
    .filter(({ offset }) => range.from <= offset && offset <= range.to)
    .sort((one, other) => one.offset - other.offset);
}

function parameterHints(
  analysis: Analysis,
  file: string,
  range: Range,
  results: FileResults | undefined,
): readonly Hint[] {
  const root = treeOf(analysis, file);
  return (root === undefined ? [] : callsOver(root, range)).flatMap(({ call }) => {
    const symbol = boundTo(analysis, call.callee);
    if (symbol?.kind !== 'function' || call.arguments.length < 2) return [];
    const release = variantAt({ analysis, file, offset: call.start, results })?.release;
    const names = parameterNames(symbol, release);
    return call.arguments.flatMap((argument, index): Hint[] => {
      const name = names[index];
      if (name === undefined || name === '' || says(argument, name)) return [];
      const tooltip = `argument ${index + 1} of ${symbol.name}()`;
      return [{ offset: argument.start, text: `${name}:`, kind: 'parameter', tooltip }];
    });
  });
}

function parameterNames(symbol: FunctionSymbol, release: string | undefined): readonly string[] {
  const inForce = release === undefined ? undefined : bodiesIn(symbol, release)[0];
  return (inForce ?? symbol.bodies[0])?.parameters.map(({ name }) => name) ?? [];
}

/** A reader of `mprotect(vma, ...)` need not be told that this is `vma`. */
function says(argument: tree.Expression, name: string): boolean {
  switch (argument.kind) {
    case 'Name':
      return argument.text === name;
    case 'Member':
      return argument.field.text === name;
    case 'Call':
      return argument.callee.text.toLowerCase().includes(name.toLowerCase());
    case 'Unary':
      return says(argument.operand, name);
    case 'ErrorExpression':
      return true;
    default:
      return false;
  }
}

/** At scenarios and variants without a `kernel` clause of their own. */
function releaseHints(analysis: Analysis): readonly Hint[] {
  const root = treeOf(analysis, analysis.file.name);
  const scenarios = (root?.items ?? []).filter((item) => item.kind === 'Scenario');
  const stated = new Set<number>();
  for (const scenario of scenarios) {
    for (const one of [scenario, ...scenario.items]) {
      if (one.kind !== 'Scenario' && one.kind !== 'Variant') continue;
      if (one.items.some((item) => item.kind === 'KernelClause')) stated.add(one.title.start);
    }
  }
  return analysis.scenarios.flatMap(({ variants }) =>
    variants.flatMap(({ title, release, patches }): Hint[] => {
      if (stated.has(title.start) || title.start === title.end) return [];
      const text = [release, ...patches.map((patch) => `+ ${patch}`)].join(' ');
      const tooltip = 'the release and the patches in force';
      return [{ offset: title.end, text, kind: 'release', tooltip }];
    }),
  );
}

/** Steps that one line of text names; more only widen it. */
const stepsMax = 6;

/** The numbers of the steps at the ends of the lines they stand on: `1 cpu0, 3 cpu1`. */
export function stepHints(
  steps: readonly ShownStep[],
  file: string,
  text: string,
): readonly Hint[] {
  const lines = new LineIndex(text);
  const byLine = new Map<number, { readonly number: number; readonly step: ShownStep }[]>();
  for (const [index, step] of steps.entries()) {
    if (step.file !== file || step.line > lines.lineCount) continue;
    const known = byLine.get(step.line) ?? [];
    known.push({ number: index + 1, step });
    byLine.set(step.line, known);
  }
  return [...byLine]
    .sort(([one], [other]) => one - other)
    .map(([line, found]) => {
      const shown = found.slice(0, stepsMax).map(({ number, step }) => `${number} ${step.thread}`);
      const more = found.length > stepsMax ? ` and ${found.length - stepsMax} more` : '';
      const tooltip = found.map(({ number, step }) => `${number} ${step.thread}: ${step.text}`);
      return {
        offset: lines.lineSpan(line - 1).end,
        text: `${shown.join(', ')}${more}`,
        kind: 'step',
        tooltip: tooltip.join('\n'),
      };
    });
}
