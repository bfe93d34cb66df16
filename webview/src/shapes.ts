// Shapes of SVG as data, so that the editor builds elements of them and a file gets their text.

export interface Shape {
  readonly tag: 'g' | 'rect' | 'path' | 'text' | 'circle' | 'line';
  readonly at: Readonly<Record<string, string | number>>;
  /** What a `text` says. */
  readonly text?: string;
  /** Shown by a pointer that rests on it, and read aloud. */
  readonly title?: string;
  readonly parts?: readonly Shape[];
}

export function rect(
  name: string,
  x: number,
  y: number,
  size: { readonly width: number; readonly height: number; readonly radius?: number },
): Shape {
  const { width, height, radius } = size;
  const round = radius === undefined ? {} : { rx: radius };
  return { tag: 'rect', at: { class: name, x, y, width, height, ...round } };
}

export function label(name: string, x: number, y: number, text: string): Shape {
  return { tag: 'text', at: { class: name, x, y }, text };
}

export function path(name: string, d: string): Shape {
  return { tag: 'path', at: { class: name, d } };
}

/** A line through points, its corners rounded. */
export function rounded(points: readonly { readonly x: number; readonly y: number }[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let d = `M${first.x} ${first.y}`;
  rest.forEach((point, index) => {
    const before = points[index] ?? first;
    const next = rest[index + 1];
    if (next === undefined) {
      d += `L${point.x} ${point.y}`;
      return;
    }
    const radius = Math.min(5, half(before, point), half(point, next));
    const into = towards(point, before, radius);
    const out = towards(point, next, radius);
    d += `L${into.x} ${into.y}Q${point.x} ${point.y} ${out.x} ${out.y}`;
  });
  return d;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function half(a: Point, b: Point): number {
  return (Math.abs(a.x - b.x) + Math.abs(a.y - b.y)) / 2;
}

/** The lines are horizontal or vertical. */
function towards(from: Point, to: Point, length: number): Point {
  return {
    x: from.x + Math.sign(to.x - from.x) * length,
    y: from.y + Math.sign(to.y - from.y) * length,
  };
}
