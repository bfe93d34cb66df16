// Tests of meaning: diagnostics of a text with all its variants compiled, the steps a thread is made
// of, and the verdicts of small scenarios.
import { kernelLibrary } from '@racewalk/kernel';
import type { Outcome, Program } from '@racewalk/simulator';
import { explore } from '@racewalk/simulator';
import { expect } from 'vitest';
import { analyse } from '../../src/analyse.ts';
import type { Analysis, Compilation } from '../../src/analysis.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { checkDiagnostics } from '../check.ts';

export function analyseText(
  text: string,
  includes: Readonly<Record<string, string>> = {},
): Analysis {
  return analyse({ name: 'test.race', text }, (name) => includes[name], kernelLibrary);
}

/** Diagnostics of the text and of the compilation of every variant, each once. */
export function allDiagnostics(text: string): readonly Diagnostic[] {
  const analysis = analyseText(text);
  const found = new Map<string, Diagnostic>();
  const add = (diagnostic: Diagnostic) => {
    const { code, start, end, message } = diagnostic;
    found.set(`${start} ${end} ${code} ${message}`, diagnostic);
  };
  analysis.diagnostics.forEach(add);
  analysis.scenarios.forEach((scenario, index) => {
    scenario.variants.forEach((_, variant) => {
      analysis.compile(index, variant).diagnostics.forEach(add);
    });
  });
  return [...found.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The text has exactly the annotated diagnostics. */
export function checkMeaning(annotated: string): void {
  checkDiagnostics(annotated, allDiagnostics);
}

export function compile(text: string, scenario = 0, variant = 0): Compilation {
  const analysis = analyseText(text);
  const errors = analysis.diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  expect(errors.map((diagnostic) => diagnostic.message)).toEqual([]);
  return analysis.compile(scenario, variant);
}

export function programOf(text: string, variant = 0): Program {
  const { program, diagnostics } = compile(text, 0, variant);
  expect(diagnostics.filter((diagnostic) => diagnostic.severity === 'error')).toEqual([]);
  if (program === undefined) throw new Error('not compiled');
  return program;
}

/** What each step of a thread begins with, in the order of the code: `load b->y`. */
export function stepsOf(text: string, thread = 0): readonly string[] {
  const program = programOf(text);
  const names = new Map(program.frames.map((frame, index) => [index, frame]));
  const rootOf = (frame: number): string => {
    const open = names.get(frame);
    return open?.parent === undefined ? (open?.name ?? '') : rootOf(open.parent);
  };
  return program.code
    .filter((instruction) => instruction.step)
    .filter((instruction) => rootOf(instruction.site.frame) === program.threads[thread]?.name)
    .map((instruction) =>
      `${instruction.op} ${'text' in instruction ? instruction.text : ''}`.trim(),
    );
}

/** The verdict as a person reads it: `pass` or the violated properties. */
export function verdict(text: string, variant = 0): string {
  const program = programOf(text, variant);
  return verdictOf(program, explore(program));
}

export function verdictOf(program: Program, outcome: Outcome): string {
  const names = outcome.violations.map((violation) => program.properties[violation.property]?.name);
  return outcome.verdict === 'fail' ? names.sort().join(', ') : outcome.verdict;
}

/** Final outcomes of the observations: `x=1 y=0`, in order of the values. */
export function outcomes(text: string): readonly string[] {
  const program = programOf(text);
  return explore(program)
    .outcomes.map(({ values }) =>
      values.map((value, index) => `${program.observations[index]?.name}=${value}`).join(' '),
    )
    .sort();
}
