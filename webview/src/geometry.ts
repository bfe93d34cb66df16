// How wide everything is: the column of step numbers, the lanes with room for their bars, and the
// channels between them, through which arrows, the race window and the racing pair are drawn.

export const sizes = {
  /** Of each level of nested calls, where there is room, and where there is not. */
  indent: 10,
  indentMin: 3,
  /** Between a box and what is in it. */
  pad: 6,
  bar: 13,
  barGap: 3,
  track: 9,
  /** For the race window, with its label. */
  bracket: 26,
  tie: 24,
  channelEdge: 9,
  /** In characters: no lane's text is narrower, or made wider while another one lacks room. */
  textMin: 15,
  textMax: 76,
} as const;

export interface LaneNeed {
  /** Columns of lock bars. */
  readonly bars: number;
  /** Pixels that the longest text wants, its nesting included. */
  readonly text: number;
}

export interface ChannelNeed {
  readonly tracks: number;
  readonly bracketLeft: boolean;
  readonly bracketRight: boolean;
  readonly tie: boolean;
}

export interface Needs {
  readonly width: number;
  readonly charWidth: number;
  readonly steps: number;
  /** The deepest nesting of calls. */
  readonly depths: number;
  readonly lanes: readonly LaneNeed[];
  /** One more than lanes. */
  readonly channels: readonly ChannelNeed[];
}

export interface ChannelPlace {
  readonly x: number;
  readonly width: number;
  readonly bracketLeftX: number;
  readonly bracketRightX: number;
  readonly tieX: number;
  /** The first track; the others follow in steps of `sizes.track`. */
  readonly trackX: number;
}

export interface Geometry {
  readonly width: number;
  readonly numbersWidth: number;
  readonly indent: number;
  readonly lanes: readonly {
    readonly x: number;
    readonly width: number;
    readonly barsX: number;
    readonly textX: number;
  }[];
  readonly channels: readonly ChannelPlace[];
}

export function geometryOf(needs: Needs): Geometry {
  const { charWidth, lanes, channels } = needs;
  const digits = String(needs.steps).length;
  const numbersWidth = Math.round((digits + 1) * charWidth) + 22;
  const gutters = lanes.map(({ bars }) => gutterOf(bars));
  const channelWidths = channels.map((need, index) =>
    channelWidth(need, index === 0 || index === lanes.length),
  );
  const fixed = numbersWidth + sum(gutters) + sum(channelWidths) + lanes.length * sizes.pad;
  const texts = textWidths(needs, needs.width - fixed);
  let x = numbersWidth;
  const lanePlaces: Geometry['lanes'][number][] = [];
  const channelPlaces: ChannelPlace[] = [];
  channels.forEach((need, index) => {
    const width = channelWidths[index] ?? 0;
    channelPlaces.push(channelPlace(need, x, width));
    x += width;
    const text = texts[index];
    if (text === undefined) return;
    const gutter = gutters[index] ?? 0;
    const laneWidth = gutter + text + sizes.pad;
    lanePlaces.push({ x, width: laneWidth, barsX: x + sizes.pad, textX: x + gutter });
    x += laneWidth;
  });
  const indent = indentOf(texts, needs.depths);
  return { width: x, numbersWidth, indent, lanes: lanePlaces, channels: channelPlaces };
}

/** Nesting takes at most a third of the narrowest lane. */
function indentOf(texts: readonly number[], depths: number): number {
  const narrowest = texts.reduce((least, one) => Math.min(least, one), Number.MAX_SAFE_INTEGER);
  const room = Math.floor(narrowest / 3 / Math.max(1, depths));
  return Math.max(sizes.indentMin, Math.min(sizes.indent, room));
}

function gutterOf(bars: number): number {
  return sizes.pad + bars * (sizes.bar + sizes.barGap) + (bars > 0 ? 3 : 0);
}

function channelWidth(need: ChannelNeed, isOuter: boolean): number {
  const wanted =
    need.tracks * sizes.track +
    (need.bracketLeft ? sizes.bracket : 0) +
    (need.bracketRight ? sizes.bracket : 0) +
    (need.tie ? sizes.tie : 0);
  if (isOuter) return wanted === 0 ? 4 : wanted + sizes.channelEdge;
  return Math.max(18, wanted + 2 * sizes.channelEdge);
}

function channelPlace(need: ChannelNeed, x: number, width: number): ChannelPlace {
  const bracketLeftX = x + 5;
  const tieX = x + (need.bracketLeft ? sizes.bracket : 0) + sizes.channelEdge + 7;
  const trackX =
    x +
    (need.bracketLeft ? sizes.bracket : 0) +
    (need.tie ? sizes.tie : 0) +
    sizes.channelEdge +
    Math.floor(sizes.track / 2);
  return { x, width, bracketLeftX, bracketRightX: x + width - 5, tieX, trackX };
}

/** All get what they need, or the widest give way, or what is left is shared out. */
function textWidths({ lanes, charWidth }: Needs, room: number): number[] {
  const min = Math.round(sizes.textMin * charWidth);
  const max = Math.round(sizes.textMax * charWidth);
  const wanted = lanes.map(({ text }) => Math.max(min, Math.min(max, Math.ceil(text))));
  const missing = sum(wanted) - room;
  if (missing > 0) return levelled(wanted, Math.max(room, min * lanes.length), min);
  const extra = Math.floor(-missing / Math.max(1, lanes.length));
  return wanted.map((width) => width + extra);
}

/** The widths, cut at the level at which they fill the room. */
function levelled(widths: readonly number[], room: number, min: number): number[] {
  let left = room;
  let count = widths.length;
  let level = min;
  for (const width of [...widths].sort((a, b) => a - b)) {
    level = Math.max(min, Math.floor(left / count));
    if (width > level) break;
    left -= width;
    count -= 1;
  }
  return widths.map((width) => Math.min(width, level));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
