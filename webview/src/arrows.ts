// Which values cross from one lane to another, and in which track of which channel. Channel `c`
// lies left of lane `c`; what a lane reads comes through the channel on the writer's side.
import type { Trace } from '@racewalk/trace';
import { tracksOf } from './intervals.ts';
import type { Lines } from './lines.ts';
import { threadName } from './lock-bars.ts';

export interface ArrowPlan {
  /** Indices of rows. */
  readonly from: number;
  readonly to: number;
  readonly writer: number;
  readonly reader: number;
  readonly names: readonly string[];
  readonly channel: number;
  readonly track: number;
  readonly title: string;
}

/** More arrows than this side by side share tracks: a wider channel would push the lanes apart. */
export const tracksMax = 4;

export function arrowPlans(trace: Trace, lines: Lines): ArrowPlan[] {
  const found = trace.rows.flatMap((row, to) => {
    const names = new Map<number, string[]>();
    for (const { name, row: from } of row.readsFrom) {
      const known = names.get(from);
      if (known === undefined) names.set(from, [name]);
      else if (!known.includes(name)) known.push(name);
    }
    return [...names].flatMap(([from, read]) => planOf(trace, lines, { from, to, names: read }));
  });
  return tracked(found, lines);
}

type Untracked = Omit<ArrowPlan, 'track'>;

function planOf(
  trace: Trace,
  lines: Lines,
  { from, to, names }: Pick<ArrowPlan, 'from' | 'to' | 'names'>,
): Untracked[] {
  const writer = trace.rows[from]?.thread;
  const reader = trace.rows[to]?.thread;
  if (writer === undefined || reader === undefined || writer === reader) return [];
  if (isLeftOut(lines, from) || isLeftOut(lines, to)) return [];
  const channel = writer < reader ? reader : reader + 1;
  const title =
    `step ${to + 1} of ${threadName(trace, reader)} reads ${names.join(', ')} ` +
    `as step ${from + 1} of ${threadName(trace, writer)} wrote it`;
  return [{ from, to, writer, reader, names, channel, title }];
}

function isLeftOut(lines: Lines, row: number): boolean {
  return lines.all[lines.ofRow[row] ?? -1]?.kind === 'gap';
}

function tracked(plans: readonly Untracked[], lines: Lines): ArrowPlan[] {
  const lineOf = (row: number): number => lines.ofRow[row] ?? 0;
  const sorted = [...plans].sort((a, b) => a.from - b.from || a.to - b.to);
  const channels = new Set(sorted.map(({ channel }) => channel));
  return [...channels].flatMap((channel) => {
    const own = sorted.filter((plan) => plan.channel === channel);
    const tracks = tracksOf(
      own.map(({ from, to }) => ({ from: lineOf(from), to: lineOf(to), owner: String(from) })),
    );
    return own.map((plan, index) => ({ ...plan, track: (tracks[index] ?? 0) % tracksMax }));
  });
}

/** The channel left of the right one of the two lanes. */
export function tieChannel({ pair, rows }: Trace): number {
  const first = rows[pair?.first ?? -1]?.thread ?? 0;
  const second = rows[pair?.second ?? -1]?.thread ?? 0;
  return Math.max(first, second);
}
