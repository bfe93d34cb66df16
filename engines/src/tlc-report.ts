// What one run of TLC has come to. Whatever is not known to be a complete search is a gap.
import { type TlcMessage, tlcCodes, tlcMessages } from './tlc-messages.ts';
import { parseState, type TlcState } from './tlc-values.ts';

export interface TlcTraceState {
  /** The action that led here; undefined for the initial state. */
  readonly action: string | undefined;
  readonly state: TlcState;
}

export interface TlcViolation {
  readonly invariant: string;
  /** From the initial state to the one where the invariant does not hold. */
  readonly trace: readonly TlcTraceState[];
}

export interface TlcReport {
  /** At most the first of each invariant. */
  readonly violations: readonly TlcViolation[];
  /** TLC has seen all states and found nothing: its own words, and no other error beside them. */
  readonly isComplete: boolean;
  /** Why it is not complete, where no violation is the reason. */
  readonly gap: string | undefined;
  readonly states: number;
  /** Successors generated; TLC counts the initial state as one more. */
  readonly transitions: number;
  readonly depth: number;
  /** TLC's estimate that it took two states for one: `1.1E-19`. */
  readonly collision: string | undefined;
  /** The assumptions that do not hold: then the module is not what it should be. */
  readonly wrongAssumption: string | undefined;
}

/** `code` is the exit code; undefined where a signal ended TLC. */
export function tlcReport(text: string, code: number | undefined, err: string): TlcReport {
  const messages = tlcMessages(text);
  const violations = violationsIn(messages);
  const statistics = statisticsIn(messages);
  const has = (wanted: number): boolean => messages.some((one) => one.code === wanted);
  const error = messages.find(
    (one) => (one.severity === 1 || one.severity === 2) && !ofViolations.has(one.code),
  );
  const isSuccess =
    has(tlcCodes.modelChecking) && has(tlcCodes.success) && has(tlcCodes.finished) && code === 0;
  const isComplete =
    isSuccess && error === undefined && violations.length === 0 && statistics?.left === 0;
  const assumption = messages.find((one) => one.code === tlcCodes.assumptionFalse);
  return {
    violations,
    isComplete,
    gap:
      isComplete || (violations.length > 0 && error === undefined)
        ? undefined
        : gapOf(error, { statistics, isSuccess, code, err }),
    states: statistics?.distinct ?? 0,
    transitions: Math.max(0, (statistics?.generated ?? 0) - 1),
    depth: Math.max(0, depthIn(messages) - 1),
    collision: collisionIn(messages),
    wrongAssumption: assumption?.text,
  };
}

const ofViolations = new Set<number>([
  tlcCodes.invariantViolated,
  tlcCodes.invariantViolatedInitially,
  tlcCodes.behaviour,
]);

function gapOf(
  error: TlcMessage | undefined,
  seen: {
    readonly statistics: TlcStatistics | undefined;
    readonly isSuccess: boolean;
    readonly code: number | undefined;
    readonly err: string;
  },
): string {
  if (error !== undefined) return firstLine(error.text);
  const { statistics, isSuccess, code, err } = seen;
  if (isSuccess && statistics !== undefined)
    return `${statistics.left} states were left unexplored`;
  const told = firstLine(err);
  const ended = code === undefined ? 'was killed' : `ended with exit code ${code}`;
  return `it ${ended} before it said that it is done${told === '' ? '' : `: ${told}`}`;
}

function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  );
}

function violationsIn(messages: readonly TlcMessage[]): readonly TlcViolation[] {
  const found = new Map<string, TlcViolation>();
  messages.forEach(({ code, text }, index) => {
    const isInitial = code === tlcCodes.invariantViolatedInitially;
    if (!isInitial && code !== tlcCodes.invariantViolated) return;
    const invariant = /^Invariant (\S+) is violated/u.exec(text)?.[1];
    if (invariant === undefined || found.has(invariant)) return;
    const trace = isInitial
      ? [{ action: undefined, state: parseState(text.slice(text.indexOf('\n') + 1)) }]
      : traceAfter(messages, index);
    found.set(invariant, { invariant, trace });
  });
  return [...found.values()];
}

/** The states that follow the words "The behavior up to this point is:". */
function traceAfter(messages: readonly TlcMessage[], index: number): TlcTraceState[] {
  const trace: TlcTraceState[] = [];
  for (const { code, text } of messages.slice(index + 1)) {
    if (code === tlcCodes.state) trace.push(traceState(text));
    else if (code !== tlcCodes.behaviour || trace.length > 0) break;
  }
  return trace;
}

/** `2: <a_12 line 3, col 4 to line 5, col 6 of module Model>`, then the values. */
function traceState(text: string): TlcTraceState {
  const [heading = '', ...lines] = text.split('\n');
  const found = /^\d+: <([A-Za-z0-9_]+)(?:\([^)]*\))? line /u.exec(heading);
  return { action: found?.[1], state: parseState(lines.join('\n')) };
}

export interface TlcStatistics {
  readonly generated: number;
  readonly distinct: number;
  readonly left: number;
}

/** From the last message with the final numbers. */
function statisticsIn(messages: readonly TlcMessage[]): TlcStatistics | undefined {
  const last = messages.filter(({ code }) => code === tlcCodes.statistics).at(-1);
  return last === undefined ? undefined : statisticsOf(last.text);
}

/** `14 states generated, 10 distinct states found, 0 states left on queue.`, digits grouped or not. */
export function statisticsOf(text: string): TlcStatistics | undefined {
  const found =
    /([\d.,\s]+) states generated[^,]*(?:\([^)]*\))?, ([\d.,\s]+) distinct states found[^,]*(?:\([^)]*\))?, ([\d.,\s]+) states left on queue/u.exec(
      text,
    );
  if (found === null) return undefined;
  const [generated, distinct, left] = found.slice(1).map((one) => Number(one.replace(/\D/gu, '')));
  return { generated: generated ?? 0, distinct: distinct ?? 0, left: left ?? 0 };
}

function depthIn(messages: readonly TlcMessage[]): number {
  const text = messages.find(({ code }) => code === tlcCodes.depth)?.text ?? '';
  return Number(/search is ([\d.,]+?)\.?$/u.exec(text)?.[1]?.replace(/\D/gu, '') ?? 0);
}

function collisionIn(messages: readonly TlcMessage[]): string | undefined {
  const text = messages.find(({ code }) => code === tlcCodes.success)?.text ?? '';
  return /calculated \(optimistic\):\s+val = (\S+)/u.exec(text)?.[1];
}
