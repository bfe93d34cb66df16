// What each part of a scene looks like, as shapes. Classes alone say what a shape is; colours are
// the style's. Whatever a colour tells, a form tells as well.
import type { Scene, SceneLine } from './scene.ts';
import { label, path, rect, type Shape } from './shapes.ts';

export const headHeight = 44;

/** Where text stands in a line, from its top. */
export function baseline({ lineHeight, fontSize }: Scene): number {
  return Math.round(lineHeight / 2 + fontSize * 0.35);
}

export function drawLine(scene: Scene, line: SceneLine): Shape[] {
  const { y } = line;
  const base = y + baseline(scene);
  switch (line.line.kind) {
    case 'step':
    case 'folded':
      return [...numbered(scene, line), ...stepParts(scene, line)];
    case 'call':
      return [foldSign(scene, line, false), label('call-name', line.x + 8, base, line.text)];
    case 'event':
      return eventParts(scene, line);
    case 'blocked':
      return [label('step-text blocked', line.x, base, line.text)];
    case 'start':
      return [...numbered(scene, line), label('note', line.x, base, line.text)];
    case 'gap':
    case 'repeats':
      return [...ruled(scene, line), label('note', line.x, base, line.text)];
  }
}

/** The number of the step, or the first and last one of several. */
function numbered(scene: Scene, { y, step }: SceneLine): Shape[] {
  const right = numbersRight(scene);
  const shape = label('number', right, y + baseline(scene), String(step));
  return [{ ...shape, at: { ...shape.at, 'text-anchor': 'end' } }];
}

/** The numbers end here; the sign of the shown step stands left of them. */
export function numbersRight(scene: Scene): number {
  return Math.round((String(scene.steps).length + 1) * scene.charWidth) + 10;
}

function stepParts(scene: Scene, line: SceneLine): Shape[] {
  const { marks, x, y, text } = line;
  const parts: Shape[] = [];
  const lane = scene.lanes[line.lane ?? -1];
  if (lane !== undefined && (marks.pair !== undefined || marks.breaks)) {
    const name = marks.breaks ? 'outline breaks' : 'outline pair';
    const left = Math.min(x - 4, lane.x + lane.width - 20);
    const size = { width: lane.x + lane.width - left - 1, height: scene.lineHeight - 2, radius: 3 };
    parts.push(rect(name, left, y + 1, size));
  }
  const base = y + baseline(scene);
  if (line.line.kind === 'folded') {
    parts.push(foldSign(scene, line, true), label('call-name folded', x + 8, base, text));
  } else parts.push(label(marks.hardware ? 'step-text hardware' : 'step-text', x, base, text));
  if (lane !== undefined) parts.push(...badges(scene, line, lane.x + lane.width));
  return parts;
}

/** At the right end of the lane: which of the racing steps it is, and whether it was moved. */
function badges(scene: Scene, { marks, y }: SceneLine, right: number): Shape[] {
  const parts: Shape[] = [];
  const middle = y + scene.lineHeight / 2;
  let x = right - 12;
  if (marks.pair !== undefined) {
    const r = Math.min(9, Math.floor(scene.lineHeight / 2) - 1);
    parts.push(
      path(
        'badge',
        `M${x} ${middle - r}L${x + r} ${middle}L${x} ${middle + r}L${x - r} ${middle}Z`,
      ),
      label('badge-text', x, middle + 3.5, String(marks.pair)),
    );
    x -= 20;
  }
  if (marks.moved) {
    const up = `M${x - 4} ${middle - 3}L${x} ${middle - 7}L${x + 4} ${middle - 3}`;
    const down = `M${x - 4} ${middle + 3}L${x} ${middle + 7}L${x + 4} ${middle + 3}`;
    parts.push(path('moved', `${up}M${x} ${middle - 7}L${x} ${middle + 7}${down}`));
  }
  return parts;
}

function eventParts(scene: Scene, { x, y, text }: SceneLine): Shape[] {
  const middle = y + scene.lineHeight / 2;
  const r = Math.min(7, scene.lineHeight / 2 - 2);
  const c = r * 0.42;
  const at = x - 12;
  const corners = [
    [-r, -c],
    [-c, -r],
    [c, -r],
    [r, -c],
    [r, c],
    [c, r],
    [-c, r],
    [-r, c],
  ].map(([dx = 0, dy = 0]) => `${round(at + dx)} ${round(middle + dy)}`);
  const k = r * 0.4;
  const cross =
    `M${round(at - k)} ${round(middle - k)}L${round(at + k)} ${round(middle + k)}` +
    `M${round(at + k)} ${round(middle - k)}L${round(at - k)} ${round(middle + k)}`;
  return [
    // Bars of locks go on behind the words.
    ground('violation', scene, at - r - 4, y, text.length * scene.charWidth + r + 24),
    path('stop', `M${corners.join('L')}Z`),
    path('stop-cross', cross),
    label('violation-text', x, y + baseline(scene), text),
  ];
}

/** Bands behind everything, so that no box or bar is interrupted. */
export function drawBand(scene: Scene, { line, y }: SceneLine): Shape | undefined {
  if (line.kind !== 'event') return undefined;
  return rect('violation', 0, y, { width: scene.width, height: scene.lineHeight });
}

function ruled(scene: Scene, { x, y, text }: SceneLine): Shape[] {
  const middle = y + scene.lineHeight / 2;
  const from = x + (text.length + 2) * scene.charWidth;
  return [
    ground('note-ground', scene, x - 3, y, from - x),
    path('rule', `M${round(from)} ${middle}H${scene.width - 8}`),
  ];
}

/** What keeps a text that stands across the lanes from what goes on behind it. */
function ground(name: string, { lineHeight }: Scene, x: number, y: number, width: number): Shape {
  return rect(name, round(x), y + 1, { width: round(width), height: lineHeight - 2 });
}

/** A triangle: down where the call is open, to the right where it is folded. */
function foldSign(scene: Scene, { x, y, full }: SceneLine, folded: boolean): Shape {
  const middle = y + scene.lineHeight / 2;
  const d = folded
    ? `M${x - 2} ${middle - 4}L${x + 4} ${middle}L${x - 2} ${middle + 4}Z`
    : `M${x - 3} ${middle - 2}L${x + 5} ${middle - 2}L${x + 1} ${middle + 4}Z`;
  return { ...path('fold-sign', d), title: `${folded ? 'unfold' : 'fold'} ${full}` };
}

export function drawBox({ boxes }: Scene, index: number): Shape | undefined {
  const box = boxes[index];
  if (box === undefined) return undefined;
  const { x, y, width, height, depth, open, folded } = box;
  const name = ['box', `depth${depth % 3}`, open ? 'open' : '', folded ? 'folded' : ''];
  return rect(name.filter((one) => one !== '').join(' '), x, y, { width, height, radius: 4 });
}

export function drawBar({ bars }: Scene, index: number): Shape | undefined {
  const bar = bars[index];
  if (bar === undefined) return undefined;
  const { x, y, width, height, kind, open, title } = bar;
  const middle = x + width / 2;
  const parts: Shape[] = [rect(`bar ${kind}`, x, y, { width, height, radius: 2 })];
  if (kind === 'waiting') parts.push(path('hatch', hatching(x, y, width, height)));
  if (open) parts.push(path(`torn ${kind}`, torn(x, y + height, width)));
  if (bar.label !== '') {
    const text = label(`bar-label ${kind}`, middle, y + 3, bar.label);
    const turn = `rotate(90 ${middle} ${y + 3})`;
    if (kind === 'waiting') {
      const size = { width: width - 2, height: bar.label.length * 6 + 4 };
      parts.push(rect('bar-label-ground', x + 1, y + 1, size));
    }
    parts.push({ ...text, at: { ...text.at, transform: turn, dy: 3 } });
  }
  return { tag: 'g', at: { class: `lock ${kind}` }, title, parts };
}

/** Slanted strokes, also where no pattern can be filled in. */
function hatching(x: number, y: number, width: number, height: number): string {
  const strokes: string[] = [];
  for (let at = y + 6; at <= y + height + width; at += 6) {
    const from = Math.min(at, y + height);
    const fromX = x + Math.max(0, at - from);
    const to = Math.max(at - width, y);
    const toX = x + Math.min(width, at - to);
    if (fromX < x + width && from > y) strokes.push(`M${fromX} ${from}L${toX} ${to}`);
  }
  return strokes.join('');
}

/** A ragged end: it goes on. */
function torn(x: number, y: number, width: number): string {
  const w = width / 4;
  return `M${x} ${y - 3}l${w} 3l${w} -3l${w} 3l${w} -3`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
