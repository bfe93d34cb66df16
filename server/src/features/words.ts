// The words for verdicts and states of runs. Lens, status, columns and hover all speak through
// here, so that they can't differ.
import type { VariantReport, ViolationReport } from '@racewalk/checker';
import { repeatText } from '@racewalk/simulator';
import type { VariantResult } from '../run/messages.ts';
import type { VariantEntry } from '../run/results.ts';

/** 20000000 as "20 000 000". */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/gu, ' ');
}

/** `1 step`, `9 steps`, `2 switches`. */
export function counted(count: number, word: string): string {
  if (count === 1) return `1 ${word}`;
  return `${grouped(count)} ${word}${word.endsWith('ch') ? 'es' : 's'}`;
}

/** More digits than this are rounded: nobody reads them. */
const digitsMax = 12;

/** An exact decimal count, of any length. */
export function interleavingsText(count: string): string {
  const word = count === '1' ? 'interleaving' : 'interleavings';
  if (count.length <= digitsMax) return `${count.replace(/\B(?=(\d{3})+$)/gu, ' ')} ${word}`;
  return `about ${count[0]}.${count[1]}e${count.length - 1} ${word}`;
}

/** What is known of a variant, in one line. Never an older verdict without saying so. */
export function entryText(entry: VariantEntry, automaticStates: number): string {
  const { state } = entry;
  switch (state.kind) {
    case 'waiting':
      return entry.older === undefined ? 'not run yet' : olderText(entry.older);
    case 'off':
      return entry.older === undefined ? 'not run: automatic runs are off' : olderText(entry.older);
    case 'running':
      return state.states === 0 ? 'running ...' : `running ... ${counted(state.states, 'state')}`;
    case 'done':
      return verdictText(state.result, automaticStates);
    case 'cancelled':
      return 'cancelled: no verdict';
    case 'failed':
      return `no verdict: ${state.message}`;
  }
}

function olderText(result: VariantResult): string {
  return `of an older text: ${verdictText(result, 0)}`;
}

/** `fails: tag_loss, 9 steps, 2 switches · 1 204 states`. */
export function verdictText(result: VariantResult, automaticStates: number): string {
  const { report } = result;
  const parts = [headline(report)];
  if (report.verdict === 'error') return parts.join(' · ');
  if (report.verdict === 'bounded') {
    if (stoppedAt(result, automaticStates)) parts.push('too large for automatic runs');
  } else {
    parts.push(counted(report.states, 'state'));
    if (report.verdict === 'pass') parts.push(...interleavings(report));
    if (report.limitsReached.length > 0) parts.push(`not everything seen: ${limits(report)}`);
  }
  const unseen = report.witnesses.filter(({ found }) => !found).map(({ name }) => `"${name}"`);
  if (unseen.length > 0) parts.push(`not reached: ${unseen.join(', ')}`);
  parts.push(...expectation(result));
  return parts.join(' · ');
}

function headline(report: VariantReport): string {
  switch (report.verdict) {
    case 'pass':
      return 'passes';
    case 'fail':
      return `fails: ${violations(report.violations)}`;
    case 'bounded':
      return `bounded: ${limits(report)}, nothing broken so far`;
    case 'error':
      return 'does not compile';
  }
}

function violations(found: readonly ViolationReport[]): string {
  const [first] = found;
  if (found.length === 1 && first !== undefined) return `${first.property}, ${runLength(first)}`;
  return found.map((one) => `${one.property} (${runLength(one)})`).join(', ');
}

/** `9 steps, 2 switches`. */
export function runLength({ steps, switches, cycleSteps }: ViolationReport): string {
  const length = `${counted(steps, 'step')}, ${counted(switches, 'switch')}`;
  return cycleSteps === undefined ? length : `${length}, ${repeatText(cycleSteps)}`;
}

function expectation({ report, standing }: VariantResult): string[] {
  const { expected } = report;
  if (standing === 'unexpected') {
    return [`expected ${expected.length === 0 ? 'nothing of this' : expected.join(', ')}`];
  }
  return standing === 'expected' && report.verdict === 'fail' ? ['as expected'] : [];
}

function interleavings(report: VariantReport): string[] {
  return report.interleavings === null ? [] : [interleavingsText(report.interleavings)];
}

function limits(report: VariantReport): string {
  return report.limitsReached.map(({ text }) => text).join(', ');
}

/** Did it stop at the limit that automatic runs have, which a requested one may not have? */
export function stoppedAt({ report, budget }: VariantResult, automaticStates: number): boolean {
  const atStates = report.limitsReached.some(({ limit }) => limit === 'states_max');
  return atStates && budget === automaticStates;
}
