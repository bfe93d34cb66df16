// Compares what was found with what a scenario says it expects. A bounded search decides nothing
// that it has not found, so it is never as expected; neither is what does not compile.
import type { Diagnostic, VariantInfo } from '@racewalk/language';
import { type Bound, repeatText } from '@racewalk/simulator';
import { checkDiagnostic } from './diagnostics.ts';
import type { VariantReport } from './report.ts';

/** One violated property, as far as judging it goes. */
export interface Found {
  readonly property: string;
  readonly steps: number;
  readonly switches: number;
  /** So many of the last steps repeat for ever; undefined: the run ends. */
  readonly cycleSteps?: number | undefined;
}

export interface Findings {
  readonly verdict: 'pass' | 'fail' | 'bounded';
  readonly found: readonly Found[];
  readonly bounds: readonly Bound[];
}

/**
 * expected: as the scenario says, or a pass where it says nothing.
 * unexpected: surely not so.
 * undecided: a limit was reached before an answer.
 */
export type Standing = 'expected' | 'unexpected' | 'undecided';

export interface Judgement {
  readonly standing: Standing;
  readonly diagnostics: readonly Diagnostic[];
}

/** Judges one variant of the scenario in `file`. */
export function judge(file: string, variant: VariantInfo, findings: Findings): Judgement {
  const standing = standingOf(variant.expect?.properties ?? [], findings);
  const diagnostics: Diagnostic[] = [];
  if (standing === 'unexpected') diagnostics.push(difference(file, variant, findings));
  if (tellsBounds(standing, findings)) diagnostics.push(bounded(file, variant, findings));
  return { standing, diagnostics };
}

/** A schedule is the author's own wish: no news where it led to what is expected. */
function tellsBounds(standing: Standing, findings: Findings): boolean {
  if (standing !== 'expected') return findings.bounds.length > 0;
  return findings.bounds.some((bound) => bound.limit !== 'schedule');
}

/** The same of a report that was written down. */
export function standingOfReport(report: VariantReport): Standing | 'error' {
  const { verdict, expected, violations, limitsReached } = report;
  if (verdict === 'error') return 'error';
  const properties = expected.filter((name) => name !== 'pass');
  return standingOf(properties, { verdict, found: violations, bounds: limitsReached });
}

interface Compared extends Pick<Findings, 'verdict' | 'found'> {
  readonly bounds: readonly unknown[];
}

function standingOf(expected: readonly string[], findings: Compared): Standing {
  if (extraOf(expected, findings).length > 0) return 'unexpected';
  const missing = missingOf(expected, findings);
  if (findings.verdict === 'bounded') return 'undecided';
  if (missing.length === 0) return 'expected';
  return findings.bounds.length > 0 ? 'undecided' : 'unexpected';
}

function extraOf(
  expected: readonly string[],
  { found }: Pick<Findings, 'found'>,
): readonly Found[] {
  return found.filter((one) => !expected.includes(one.property));
}

function missingOf(
  expected: readonly string[],
  { found }: Pick<Findings, 'found'>,
): readonly string[] {
  const names = found.map((one) => one.property);
  return expected.filter((name) => !names.includes(name));
}

function difference(file: string, variant: VariantInfo, findings: Findings): Diagnostic {
  if (variant.expect === undefined) {
    const message = `found ${foundList(findings.found)}, and nothing is expected`;
    return checkDiagnostic('RW0802', file, variant.title, message);
  }
  const expected = variant.expect.properties;
  const extra = extraOf(expected, findings);
  const missing = missingOf(expected, findings);
  const message = differenceText(expected, extra, missing, findings) + inVariant(variant);
  return checkDiagnostic('RW0801', file, variant.expect, message);
}

function differenceText(
  expected: readonly string[],
  extra: readonly Found[],
  missing: readonly string[],
  findings: Findings,
): string {
  if (expected.length === 0) return `expected pass, found ${foundList(extra)}`;
  const absent =
    findings.bounds.length > 0
      ? 'not found before a limit was reached'
      : `no interleaving violates ${missing.length === 1 ? 'it' : 'them'}`;
  if (extra.length === 0) return `expected ${missing.join(', ')}, but ${absent}`;
  if (missing.length === 0)
    return `expected only ${expected.join(', ')}, found also ${foundList(extra)}`;
  return `expected ${missing.join(', ')}, but ${absent}; found ${foundList(extra)}`;
}

/** One clause may stand for several variants; the message says which one differs. */
function inVariant(variant: VariantInfo): string {
  const { expect, whole } = variant;
  const own = expect !== undefined && whole.start <= expect.start && expect.end <= whole.end;
  return own || expect === undefined ? '' : ` (variant "${variant.name}")`;
}

function foundList(found: readonly Found[]): string {
  return found.map(foundText).join(', ');
}

/** `tag_leak in 9 steps (2 switches)`. */
export function foundText(found: Found): string {
  const { property, steps, switches, cycleSteps } = found;
  const text = `${property} in ${counted(steps, 'step')} (${counted(switches, 'switch')})`;
  return cycleSteps === undefined ? text : `${text}, ${repeatText(cycleSteps)}`;
}

/** `1 step`, `2 steps`, `2 switches`. */
export function counted(count: number, word: string): string {
  if (count === 1) return `1 ${word}`;
  return `${count} ${word}${word.endsWith('ch') ? 'es' : 's'}`;
}

function bounded(file: string, variant: VariantInfo, findings: Findings): Diagnostic {
  const reached = findings.bounds.map((bound) => bound.text).join(', ');
  const open =
    findings.verdict === 'fail'
      ? 'other properties may be violated, too'
      : 'no violation was found so far, which is not a pass';
  const help = [...new Set(findings.bounds.map(remedy))].join('; ');
  const message = `not everything was explored: ${reached}; ${open}\n${help}`;
  return checkDiagnostic('RW0803', file, variant.title, message);
}

/** How to get an answer after all. */
function remedy(bound: Bound): string {
  if (bound.help !== undefined) return bound.help;
  if (bound.limit === 'schedule') {
    return 'a schedule fixes the beginning of every run: without it all interleavings are explored';
  }
  if (bound.limit === 'simulation') {
    return 'random runs show failures, never their absence: without --simulate all interleavings are explored';
  }
  if (bound.limit === 'run_steps_max') return 'a run that long may never end: it was left';
  if (bound.limit === 'cancelled') return 'the search was stopped: run it again to the end';
  if (bound.limit.startsWith('pool ')) {
    return `declare more objects in ${bound.limit}, or free them earlier`;
  }
  const { limit } = bound;
  if (limit === 'choices_max') return `${limit}: narrow the any() and choose of that step`;
  if (limit === 'local_instructions_max') {
    return `${limit}: a loop inside one step has to end: take it out of atomic, or use wait_until()`;
  }
  if (limit === 'outcomes_max') return `${limit}: observe less`;
  const option = limit === 'memory_max' ? '--max-memory' : '--max-states';
  return `raise the limit ${limit} (${option} on the command line), or make the scenario smaller`;
}
