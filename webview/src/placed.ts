// Boxes of calls, bars of locks and arrows, in their places.
import { isFolded } from './call-spans.ts';
import { type Geometry, sizes } from './geometry.ts';
import type { Plan } from './layout.ts';
import type { Arrow, CallBox, LockBar, Point } from './scene.ts';

/** The middle of the line that a row is in. */
export function middleOf({ lines, view }: Plan, row: number): number {
  return Math.round(((lines.ofRow[row] ?? 0) + 0.5) * view.lineHeight);
}

interface Extent {
  from: number;
  to: number;
}

export function placedBoxes(plan: Plan, geometry: Geometry): CallBox[] {
  const { spans, lines, view } = plan;
  const extents = boxExtents(plan);
  return spans.all.flatMap((span) => {
    const extent = extents.get(span.key);
    const lane = geometry.lanes[span.thread];
    if (extent === undefined || lane === undefined) return [];
    const folded = isFolded(view.folds, span);
    const x = lane.textX + span.depth * geometry.indent + 2;
    // The right edges of nested boxes are one line: many lines side by side would be a stripe.
    const right = lane.x + lane.width - 2;
    const open = span.isOpen && extent.to === lines.all.length - 1;
    const top = extent.from * view.lineHeight + 1;
    const bottom = (extent.to + 1) * view.lineHeight - 1;
    return [
      {
        key: span.key,
        name: span.name,
        lane: span.thread,
        depth: span.depth,
        folded,
        open,
        x,
        y: top,
        width: right - x,
        height: bottom - top,
        place: span.place,
      },
    ];
  });
}

/** From the line of the call to the last line in it. Calls inside a folded one have no box. */
function boxExtents({ spans, lines, run, view }: Plan): Map<string, Extent> {
  const extents = new Map<string, Extent>();
  const grow = (key: string, index: number): void => {
    const extent = extents.get(key);
    if (extent === undefined) extents.set(key, { from: index, to: index });
    else extent.to = index;
  };
  lines.all.forEach((line, index) => {
    if (line.kind === 'call') grow(line.span.key, index);
    const stack =
      line.kind === 'step'
        ? spans.ofRow[line.row]
        : line.kind === 'folded'
          ? spans.ofRow[line.from]
          : line.kind === 'blocked'
            ? spans.ofBlocked[line.index]
            : undefined;
    for (const span of stack ?? []) {
      grow(span.key, index);
      if (isFolded(view.folds, span)) break;
    }
    if (line.kind === 'event' && line.row >= 0 && run.trace.rows[line.row] !== undefined) {
      // What breaks stands inside the calls that break it, unless they end there.
      for (const span of spans.ofRow[line.row] ?? []) {
        if (extents.has(span.key) && span.last > line.row) grow(span.key, index);
      }
    }
  });
  return extents;
}

export function placedBars(plan: Plan, geometry: Geometry): LockBar[] {
  const { bars, view, run } = plan;
  const inset = Math.max(2, Math.round(view.lineHeight * 0.16));
  return bars.flatMap((own, thread) =>
    own.map((bar, index) => {
      const lane = geometry.lanes[thread];
      const y = bar.from * view.lineHeight + inset;
      const bottom = (bar.to + 1) * view.lineHeight - (bar.open ? 0 : inset);
      const lock = run.trace.locks[bar.lock]?.name ?? '';
      return {
        key: `${thread}.${index}`,
        lane: thread,
        lock,
        kind: bar.kind,
        open: bar.open,
        x: (lane?.barsX ?? 0) + bar.column * (sizes.bar + sizes.barGap),
        y,
        width: sizes.bar,
        height: bottom - y,
        label: labelFor(lock, bottom - y),
        title: bar.title,
      };
    }),
  );
}

const barCharWidth = 6;

/** The whole name, or its last part, or nothing: half a name would be another lock's. */
function labelFor(lock: string, height: number): string {
  const room = Math.floor((height - 4) / barCharWidth);
  if (lock.length <= room) return lock;
  const short = lock.replace(/^.*\./u, '');
  return short.length <= room ? short : '';
}

export function placedArrows(plan: Plan, geometry: Geometry): Arrow[] {
  return plan.arrows.map(({ from, to, writer, reader, names, channel, track, title }) => {
    const place = geometry.channels[channel];
    const x = (place?.trackX ?? 0) + track * sizes.track;
    const isToTheRight = writer < reader;
    const begin = edgeOf(geometry, writer, isToTheRight ? 'right' : 'left');
    const end = edgeOf(geometry, reader, isToTheRight ? 'left' : 'right');
    const y1 = middleOf(plan, from);
    const y2 = middleOf(plan, to);
    const points: Point[] = [
      { x: begin, y: y1 },
      { x, y: y1 },
      { x, y: y2 },
      { x: end, y: y2 },
    ];
    return { key: `${from}.${to}`, from, to, names, points, title };
  });
}

export function edgeOf(geometry: Geometry, lane: number, side: 'left' | 'right'): number {
  const place = geometry.lanes[lane];
  if (place === undefined) return 0;
  return side === 'left' ? place.x : place.x + place.width;
}
