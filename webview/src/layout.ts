// From a run and what the reader has set to the picture, as data. The same in the editor, in a
// file and in a test; nothing here knows a DOM.
import type { Trace } from '@racewalk/trace';
import { type ArrowPlan, arrowPlans, tieChannel, tracksMax } from './arrows.ts';
import { type CallSpans, callSpans } from './call-spans.ts';
import { type ChannelNeed, type Geometry, geometryOf, sizes } from './geometry.ts';
import { type Line, type Lines, linesOf } from './lines.ts';
import { type BarPlan, barPlans } from './lock-bars.ts';
import { placedArrows, placedBars, placedBoxes } from './placed.ts';
import { bracketOf, tieOf } from './race-marks.ts';
import type { RunShown } from './run-shown.ts';
import type { Lane, LineMarks, Scene, SceneLine } from './scene.ts';
import { fontSizeOf, type View } from './view.ts';
import { lineText, roleText } from './words.ts';

/** All that is known before anything has a place. */
export interface Plan {
  readonly run: RunShown;
  readonly view: View;
  readonly spans: CallSpans;
  readonly lines: Lines;
  readonly bars: readonly (readonly BarPlan[])[];
  readonly arrows: readonly ArrowPlan[];
}

/** Example: `layout(run, { width: 900, lineHeight: 22, charWidth: 7.2, folds, filter: '' })`. */
export function layout(run: RunShown, view: View): Scene {
  const { trace, title } = run;
  const spans = callSpans(trace);
  const lines = linesOf(run, spans, view);
  const bars = barPlans(trace, lines);
  const arrows = arrowPlans(trace, lines);
  const plan = { run, view, spans, lines, bars, arrows };
  const texts = lines.all.map((line) => lineText(trace, line));
  const depths = spans.all.reduce((most, { depth }) => Math.max(most, depth + 1), 0);
  const geometry = geometryOf({
    width: view.width,
    charWidth: view.charWidth,
    steps: trace.rows.length,
    depths,
    lanes: laneNeeds(plan, texts),
    channels: channelNeeds(plan),
  });
  return {
    title,
    width: geometry.width,
    height: lines.all.length * view.lineHeight,
    lineHeight: view.lineHeight,
    fontSize: fontSizeOf(view.lineHeight),
    charWidth: view.charWidth,
    steps: trace.rows.length,
    lanes: lanesOf(trace, geometry),
    lines: sceneLines(plan, geometry, texts),
    lineOfRow: lines.ofRow,
    boxes: placedBoxes(plan, geometry),
    bars: placedBars(plan, geometry),
    arrows: placedArrows(plan, geometry),
    bracket: bracketOf(plan, geometry),
    tie: tieOf(plan, geometry),
    depths,
  };
}

function lanesOf(trace: Trace, geometry: Geometry): Lane[] {
  return trace.threads.map((thread, index) => {
    const { x = 0, width = 0, textX = 0 } = geometry.lanes[index] ?? {};
    return { thread: index, x, width, textX, cpu: `CPU${thread.cpu}`, role: roleText(thread) };
  });
}

function laneNeeds({ run, lines, bars, view }: Plan, texts: readonly string[]) {
  return run.trace.threads.map((_, thread) => {
    let text = 0;
    lines.all.forEach((line, index) => {
      if (line.kind === 'event' || laneOf(run.trace, line) !== thread) return;
      const nesting = nestingOf(run.trace, line) * sizes.indent;
      const wanted = nesting + ((texts[index]?.length ?? 0) + 3) * view.charWidth;
      text = Math.max(text, wanted + 2 * sizes.pad);
    });
    const columns = (bars[thread] ?? []).map(({ column }) => column + 1);
    return { bars: columns.reduce((most, one) => Math.max(most, one), 0), text };
  });
}

function channelNeeds({ run, arrows }: Plan): ChannelNeed[] {
  const { threads, rows, window, pair } = run.trace;
  const movedThread = rows[window?.moved ?? -1]?.thread;
  const tied = tieChannel(run.trace);
  return Array.from({ length: threads.length + 1 }, (_, channel) => {
    const own = arrows.filter((plan) => plan.channel === channel);
    const used = own.reduce((most, { track }) => Math.max(most, track + 1), 0);
    const isRightOf = window !== undefined && channel === window.thread + 1;
    const isLeftOf = window !== undefined && channel === window.thread;
    const isAtRight = movedThread !== undefined && window !== undefined;
    return {
      tracks: Math.min(used, tracksMax),
      bracketLeft: isRightOf && isAtRight && movedThread > window.thread,
      bracketRight: isLeftOf && isAtRight && movedThread < window.thread,
      tie: pair !== undefined && channel === tied,
    };
  });
}

export function laneOf(trace: Trace, line: Line): number | undefined {
  switch (line.kind) {
    case 'call':
    case 'folded':
      return line.span.thread;
    case 'step':
    case 'event':
      return trace.rows[line.row]?.thread;
    case 'blocked':
      return trace.blocked[line.index]?.thread;
    case 'start':
    case 'gap':
    case 'repeats':
      return undefined;
  }
}

/** So many boxes are around the text of a line. */
function nestingOf(trace: Trace, line: Line): number {
  switch (line.kind) {
    case 'call':
    case 'folded':
      return line.span.depth + 1;
    case 'step':
      return trace.rows[line.row]?.calls.length ?? 0;
    case 'blocked':
      return trace.blocked[line.index]?.calls.length ?? 0;
    case 'event':
    case 'start':
    case 'gap':
    case 'repeats':
      return 0;
  }
}

function sceneLines(plan: Plan, geometry: Geometry, texts: readonly string[]): SceneLine[] {
  const { run, view, lines } = plan;
  let step = 0;
  return lines.all.map((line, index) => {
    const firstStep = Math.min(step + 1, run.trace.rows.length);
    step = stepBehind(line, step);
    const full = texts[index] ?? '';
    const lane = laneOf(run.trace, line);
    const { x, room } = textPlace(plan, geometry, line, full);
    const text = fitted(full, Math.floor(room / view.charWidth));
    const marks = marksOf(plan, line);
    const first = line.kind === 'folded' || line.kind === 'gap' ? firstStep : step;
    return { line, lane, x, y: index * view.lineHeight, text, full, step, firstStep: first, marks };
  });
}

function stepBehind(line: Line, before: number): number {
  if (line.kind === 'step') return line.row + 1;
  return line.kind === 'folded' || line.kind === 'gap' ? line.to + 1 : before;
}

/** Where a line's text begins, and the pixels it has. */
function textPlace(
  plan: Plan,
  geometry: Geometry,
  line: Line,
  full: string,
): { readonly x: number; readonly room: number } {
  const { run, view } = plan;
  const lane = laneOf(run.trace, line);
  const {
    x: laneX = 0,
    width = 0,
    textX = geometry.numbersWidth,
  } = geometry.lanes[lane ?? -1] ?? {};
  if (lane === undefined) {
    const x = geometry.numbersWidth + sizes.pad;
    return { x, room: geometry.width - x };
  }
  if (line.kind === 'event') {
    // It may run over the other lanes, which are silent in this line.
    const wanted = Math.ceil((full.length + 4) * view.charWidth);
    const least = geometry.numbersWidth + sizes.pad + 20;
    const x = Math.max(least, Math.min(textX + 20, geometry.width - wanted));
    return { x, room: geometry.width - x - sizes.pad };
  }
  const nesting = nestingOf(run.trace, line);
  const isHead = line.kind === 'call' || line.kind === 'folded';
  // A head has the sign for folding before its name.
  const x = textX + nesting * geometry.indent + (isHead ? 16 - geometry.indent : sizes.pad);
  const sign = isHead ? 10 : 0;
  return { x, room: laneX + width - x - sign - sizes.pad - badgeRoom(plan, line) };
}

/** The marks of the racing steps stand at the right end of the lane. */
function badgeRoom(plan: Plan, line: Line): number {
  const { pair, moved } = marksOf(plan, line);
  return (pair === undefined ? 0 : 20) + (moved ? 16 : 0);
}

function fitted(text: string, characters: number): string {
  if (text.length <= characters) return text;
  return characters < 2 ? '' : `${text.slice(0, characters - 1)}…`;
}

function marksOf({ run, lines }: Plan, line: Line): LineMarks {
  const { pair, window } = run.trace;
  const [from, to] =
    line.kind === 'step'
      ? [line.row, line.row]
      : line.kind === 'folded'
        ? [line.from, line.to]
        : [];
  const holds = (row: number | undefined): boolean =>
    from !== undefined && to !== undefined && row !== undefined && from <= row && row <= to;
  const after = to === undefined ? undefined : lines.all[(lines.ofRow[to] ?? 0) + 1];
  return {
    hardware: line.kind === 'step' && (run.trace.rows[line.row]?.hardware ?? false),
    breaks: after?.kind === 'event',
    pair: holds(pair?.first) ? 1 : holds(pair?.second) ? 2 : undefined,
    moved: holds(window?.moved),
  };
}
