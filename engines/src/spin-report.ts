// What a verifier that Spin has written prints at its end, and whether it has seen everything. What
// is not known to be a complete search is none: a new mode of Spin must not become a pass.
import type { Ended } from './processes.ts';

export interface SpinReport {
  readonly states: number;
  /** Those of Racewalk: Spin counts coming to the initial state as one more. */
  readonly transitions: number;
  /** The longest path of the search, in steps. */
  readonly depth: number;
  readonly deadlock: boolean;
  /** The broken properties, without the deadlock: indices into `Program.properties`. */
  readonly violated: readonly number[];
  /** The pools that had no object left in some run: indices into `Program.pools`. */
  readonly exhausted: readonly number[];
  /** Why not everything was explored, in words; empty after a complete search. */
  readonly gaps: readonly string[];
  /** The only gap is that paths were cut at `-m`. */
  readonly tooDeep: boolean;
}

/** Modes that explore everything, each in its own order or with its own memory. */
const exhaustive = [
  /^Multi-Core \(NCORE=\d+( -z-?\d+)?\)$/u,
  /^Multi-Core \(using \d+ cores\)$/u,
  /^Breadth-First Search$/u,
  /^Separate Hash Tables$/u,
  /^Process Scheduling Permutation$/u,
  /^Reverse(d| Depth-First Search Order| Transition Ordering)$/u,
  /^Randomized (Transition|Process) Ordering$/u,
  /^Permuted$/u,
  /^(Rotated \d+|RandRotated)$/u,
  /^Compression$/u,
  /^Tree Index Compression$/u,
  /^Graph Encoding \(-DMA=\d+\)$/u,
  /^FullStack Matching$/u,
];

/** What a search says when it has left something out. */
const incomplete: readonly (readonly [RegExp, string])[] = [
  [/search not completed/iu, 'the search was not completed'],
  [/search incomplete/iu, 'the search was incomplete'],
  [/reached -DMEMLIM bound/u, 'the memory limit -DMEMLIM was reached'],
  [/out of memory/iu, 'it ran out of memory'],
  [/time-?limit/iu, 'its time limit was reached'],
  [/hashtable full|hash table full|resize hash/iu, 'its hash table was full'],
  [/racewalk: a step does not end/u, 'a step of a thread does not end'],
];

const tooDeepText = /max search depth too small|depth limit reached/u;

/** Judges what `pan` has printed; `asksDeadlock` where a deadlock is a violation. */
export function spinReport(ended: Ended, asksDeadlock: boolean): SpinReport {
  const text = ended.kind === 'ended' ? `${ended.out}\n${ended.err}` : '';
  const gaps = [...endGaps(ended), ...textGaps(text), ...modeGaps(text, asksDeadlock)];
  const tooDeep = tooDeepText.test(text);
  return {
    states: number(text, /^\s*([\d.e+]+) states, stored/mu),
    transitions: Math.max(0, number(text, /^\s*([\d.e+]+) transitions/mu) - 1),
    depth: number(text, /depth reached (\d+)/u),
    deadlock: number(text, /errors: (\d+)/u) > 0,
    violated: told(text, 'violated'),
    exhausted: told(text, 'exhausted'),
    gaps: [...new Set([...gaps, ...(tooDeep ? ['paths were cut at the depth of -m'] : [])])],
    tooDeep: tooDeep && gaps.length === 0,
  };
}

function endGaps(ended: Ended): string[] {
  if (ended.kind === 'absent') return [`it could not be started: ${ended.reason}`];
  if (ended.killedBy !== undefined) return [`it was killed by ${ended.killedBy}`];
  if (ended.code !== 0) return [`it ended with exit code ${ended.code}`];
  if (ended.cut) return ['it printed too much'];
  return ended.out.includes('racewalk: end of report') ? [] : ['it ended without a report'];
}

function textGaps(text: string): string[] {
  return incomplete.flatMap(([pattern, gap]) => (pattern.test(text) ? [gap] : []));
}

function modeGaps(text: string, asksDeadlock: boolean): string[] {
  const kind = /^(.*) search for:$/mu.exec(text)?.[1];
  if (kind === undefined) return ['it told no result'];
  const gaps = kind === 'Full statespace' ? [] : [`it was a ${kind} search`];
  for (const [, mode = ''] of text.matchAll(/^\t\+ (.*)$/gmu)) {
    if (!exhaustive.some((pattern) => pattern.test(mode))) gaps.push(`it ran with "${mode}"`);
  }
  const searched = /^\tinvalid end states\t\+/mu.test(text);
  if (asksDeadlock && !searched) gaps.push('it was told to ignore deadlocks');
  return gaps;
}

/** Large numbers are printed as `1.2489136e+07`. */
function number(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1] ?? 0);
}

/** `racewalk: violated 3: use_after_free`, once from each process that searched. */
function told(text: string, what: string): readonly number[] {
  const lines = text.matchAll(new RegExp(`^racewalk: ${what} (\\d+): `, 'gmu'));
  return [...new Set([...lines].map(([, index]) => Number(index)))].sort((a, b) => a - b);
}
