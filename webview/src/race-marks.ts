// The race window as a bracket beside its lane, and the tie between the two racing steps.
import { tieChannel } from './arrows.ts';
import { type Geometry, sizes } from './geometry.ts';
import type { Plan } from './layout.ts';
import { threadName } from './lock-bars.ts';
import { edgeOf, middleOf } from './placed.ts';
import type { Bracket, PairTie } from './scene.ts';

export function bracketOf(plan: Plan, geometry: Geometry): Bracket | undefined {
  const { run, lines, view } = plan;
  const { window, rows } = run.trace;
  if (window === undefined) return undefined;
  const moved = rows[window.moved]?.thread;
  if (moved === undefined) return undefined;
  const isRight = moved > window.thread;
  const channel = geometry.channels[isRight ? window.thread + 1 : window.thread];
  // It may be open from the beginning, and still be open at the end.
  const from = window.opens < 0 ? 0 : (lines.ofRow[window.opens] ?? 0);
  const to = lines.ofRow[window.closes] ?? lines.all.length;
  // It opens behind the one step and closes before the other.
  const y = (from + 1) * view.lineHeight - 3;
  const bottom = Math.max(to * view.lineHeight + 3, y + 6);
  const count = `${window.failing} of ${window.positions}`;
  const long = `race window: ${count}`;
  const room = Math.floor((bottom - y) / 6.2);
  return {
    towards: isRight ? 'left' : 'right',
    x: (isRight ? channel?.bracketLeftX : channel?.bracketRightX) ?? 0,
    y,
    height: bottom - y,
    arm: 5,
    label: long.length <= room ? long : count.length <= room ? count : '',
    title: `race window: ${window.sentence}`,
  };
}

export function tieOf(plan: Plan, geometry: Geometry): PairTie | undefined {
  const { pair, rows } = plan.run.trace;
  const first = rows[pair?.first ?? -1];
  const second = rows[pair?.second ?? -1];
  if (pair === undefined || first === undefined || second === undefined) return undefined;
  const x = geometry.channels[tieChannel(plan.run.trace)]?.tieX ?? 0;
  const isToTheRight = first.thread < second.thread;
  const y1 = middleOf(plan, pair.first);
  const y2 = middleOf(plan, pair.second);
  const room = Math.floor((Math.abs(y2 - y1) - 2 * sizes.pad) / 6.2);
  return {
    points: [
      { x: edgeOf(geometry, first.thread, isToTheRight ? 'right' : 'left'), y: y1 },
      { x, y: y1 },
      { x, y: y2 },
      { x: edgeOf(geometry, second.thread, isToTheRight ? 'left' : 'right'), y: y2 },
    ],
    label: pair.name.length <= room ? pair.name : '',
    title:
      `race on ${pair.name}: step ${pair.first + 1} of ${threadName(plan.run.trace, first.thread)} ` +
      `and step ${pair.second + 1} of ${threadName(plan.run.trace, second.thread)}`,
  };
}
