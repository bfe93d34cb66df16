// Arrows between the lanes, the race window, the racing pair, and the heads of the lanes.
import { headHeight } from './draw.ts';
import type { Point, Scene } from './scene.ts';
import { label, path, rect, rounded, type Shape } from './shapes.ts';

export function drawArrow({ arrows }: Scene, index: number): Shape | undefined {
  const arrow = arrows[index];
  if (arrow === undefined) return undefined;
  const { points, title, from, to } = arrow;
  const begin = points[0];
  const end = points.at(-1);
  const before = points.at(-2);
  if (begin === undefined || end === undefined || before === undefined) return undefined;
  return {
    tag: 'g',
    at: { class: 'arrow', 'data-from': from, 'data-to': to },
    title,
    parts: [
      path('arrow-line', rounded(points)),
      { tag: 'circle', at: { class: 'arrow-tail', cx: begin.x, cy: begin.y, r: 2.5 } },
      path('arrow-head', head(before, end)),
    ],
  };
}

function head(before: Point, end: Point): string {
  const back = end.x > before.x ? -7 : 7;
  return `M${end.x} ${end.y}L${end.x + back} ${end.y - 4}L${end.x + back} ${end.y + 4}Z`;
}

export function drawBracket({ bracket }: Scene): Shape | undefined {
  if (bracket === undefined) return undefined;
  const { x, y, height, arm, towards, title } = bracket;
  const tip = towards === 'left' ? x - arm : x + arm;
  const parts = [path('bracket', `M${tip} ${y}H${x}V${y + height}H${tip}`)];
  if (bracket.label !== '') {
    parts.push(
      turned('bracket-label', x + (towards === 'left' ? 11 : -9), y, height, bracket.label),
    );
  }
  return { tag: 'g', at: { class: 'window' }, title, parts };
}

/** Text along a line that runs down, in its middle. */
function turned(name: string, x: number, y: number, height: number, text: string): Shape {
  const middle = Math.round(y + height / 2);
  const shape = label(name, x, middle, text);
  const at = { ...shape.at, 'text-anchor': 'middle', transform: `rotate(-90 ${x} ${middle})` };
  return { ...shape, at };
}

export function drawTie({ tie }: Scene): Shape | undefined {
  const [, corner, end] = tie?.points ?? [];
  if (tie === undefined || corner === undefined || end === undefined) return undefined;
  const parts = [path('tie', rounded(tie.points))];
  if (tie.label !== '') {
    const top = Math.min(corner.y, end.y);
    parts.push(turned('tie-label', corner.x + 12, top, Math.abs(end.y - corner.y), tie.label));
  }
  return { tag: 'g', at: { class: 'race' }, title: tie.title, parts };
}

/** The lanes' backgrounds, as high as the picture. */
export function drawLanes({ lanes }: Scene, height: number): Shape[] {
  return lanes.map(({ x, width, thread }) =>
    rect(thread % 2 === 0 ? 'lane even' : 'lane odd', x, 0, { width, height }),
  );
}

/** CPU and role above each lane, in a strip of `headHeight`. */
export function drawHeads(scene: Scene): Shape[] {
  return scene.lanes.map((lane) => {
    const { x, width, textX, cpu, role } = lane;
    const room = Math.floor((x + width - textX) / scene.charWidth) - 1;
    const shown = role.length <= room ? role : `${role.slice(0, Math.max(0, room - 1))}…`;
    return {
      tag: 'g',
      at: { class: 'head', 'data-lane': lane.thread },
      title: role === '' ? cpu : `${cpu}: ${role}`,
      parts: [
        rect('head-box', x, 4, { width, height: headHeight - 8, radius: 4 }),
        label('head-cpu', textX, role === '' ? 27 : 19, cpu),
        ...(role === '' ? [] : [label('head-role', textX, 34, shown)]),
      ],
    };
  });
}
