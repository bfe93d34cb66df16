// The picture in a page. Only what is in view is in the DOM; what comes into view is added and what
// leaves it is taken away, so a run of ten thousand steps costs no more than one of a hundred.
import { element, setAll, shapeElement, svgElement } from './dom.ts';
import { drawBand, drawBar, drawBox, drawLine, headHeight } from './draw.ts';
import { drawArrow, drawBracket, drawHeads, drawLanes, drawTie } from './draw-race.ts';
import { cellLabel, stepsInLine } from './grid.ts';
import type { Scene, SceneLine } from './scene.ts';
import { path, rect, type Shape } from './shapes.ts';

/** Pixels beyond the view that are drawn, too. */
const overscan = 240;

const layers = ['lanes', 'marks', 'bands', 'boxes', 'bars', 'arrows', 'race', 'lines'] as const;
type Layer = (typeof layers)[number];

export function render(scene: Scene, document: Document): Picture {
  const picture = new Picture(document);
  picture.show(scene);
  return picture;
}

export class Picture {
  readonly root: HTMLElement;
  readonly #document: Document;
  readonly #heads: SVGElement;
  readonly #body: SVGElement;
  readonly #layers: Record<Layer, SVGElement>;
  readonly #drawn = new Map<string, SVGElement>();
  #scene: Scene | undefined;
  #top = 0;
  #height = 0;
  /** Index of the line of the shown step. */
  #current = 0;
  #step = 0;

  constructor(document: Document) {
    this.#document = document;
    this.#heads = svgElement(document, 'svg', { class: 'picture heads', role: 'row' });
    this.#body = svgElement(document, 'svg', { class: 'picture body', role: 'rowgroup' });
    const layer = (name: Layer): SVGElement => {
      const hidden = name === 'lines' ? { role: 'presentation' } : { 'aria-hidden': 'true' };
      const made = svgElement(document, 'g', { class: `layer ${name}`, ...hidden });
      this.#body.append(made);
      return made;
    };
    this.#layers = {
      lanes: layer('lanes'),
      marks: layer('marks'),
      bands: layer('bands'),
      boxes: layer('boxes'),
      bars: layer('bars'),
      arrows: layer('arrows'),
      race: layer('race'),
      lines: layer('lines'),
    };
    const rowgroup = element(document, 'div', { class: 'head-row', role: 'rowgroup' }, [
      this.#heads,
    ]);
    this.root = element(document, 'div', { class: 'grid', role: 'grid' }, [rowgroup, this.#body]);
  }

  /** Another layout, of this run or of another one. */
  show(scene: Scene): void {
    this.#scene = scene;
    this.#drawn.clear();
    for (const name of layers) this.#layers[name].replaceChildren();
    setAll(this.root, {
      'aria-label': scene.title,
      'aria-rowcount': scene.lines.length + 1,
      'aria-colcount': scene.lanes.length + 1,
      'aria-readonly': 'true',
    });
    setAll(this.#heads, { width: scene.width, height: headHeight, 'aria-rowindex': 1 });
    setAll(this.#body, { width: scene.width, height: scene.height });
    this.#heads.replaceChildren(...this.#headCells(scene));
    this.#add('lanes', ...drawLanes(scene, scene.height));
    for (const shape of [drawBracket(scene), drawTie(scene)]) {
      if (shape !== undefined) this.#add('race', shape);
    }
    this.mark(Math.min(this.#step, scene.steps));
  }

  /** What part of the height is in view, in pixels from the top of the lines. */
  reveal(top: number, height: number): void {
    this.#top = top;
    this.#height = height;
    this.#draw();
  }

  /** Shows which step is the present one. */
  mark(step: number): void {
    const scene = this.#scene;
    if (scene === undefined) return;
    this.#step = step;
    this.#current = lineOfStep(scene, step);
    const line = scene.lines[this.#current];
    const y = line?.y ?? 0;
    const middle = y + scene.lineHeight / 2;
    this.#layers.marks.replaceChildren(
      ...[
        rect('current', 0, y, { width: scene.width, height: scene.lineHeight }),
        path('current-sign', `M4 ${middle - 5}L12 ${middle}L4 ${middle + 5}Z`),
      ].map((shape) => shapeElement(this.#document, shape)),
    );
    this.#draw();
  }

  get currentLine(): number {
    return this.#current;
  }

  /** The cell that the keyboard is at. */
  cell(): SVGElement | undefined {
    const cell = this.#drawn.get(`line${this.#current}`)?.querySelector('[role="gridcell"]');
    return cell instanceof this.#svgClass() ? cell : undefined;
  }

  #svgClass(): typeof SVGElement {
    const view = this.#document.defaultView;
    if (view === null) throw new Error('the document has no window');
    return view.SVGElement as typeof SVGElement;
  }

  #headCells(scene: Scene): SVGElement[] {
    const shapes = drawHeads(scene);
    const numbers = svgElement(this.#document, 'g', {
      role: 'columnheader',
      'aria-colindex': 1,
      'aria-label': 'step',
    });
    const cells = shapes.map((shape, index) => {
      const cell = shapeElement(this.#document, shape);
      const name = shape.title ?? '';
      setAll(cell, { role: 'columnheader', 'aria-colindex': index + 2, 'aria-label': name });
      return cell;
    });
    return [numbers, ...cells];
  }

  #add(layer: Layer, ...shapes: readonly Shape[]): void {
    this.#layers[layer].append(...shapes.map((shape) => shapeElement(this.#document, shape)));
  }

  #draw(): void {
    const scene = this.#scene;
    if (scene === undefined) return;
    const from = this.#top - overscan;
    const to = this.#top + this.#height + overscan;
    const wanted = new Set<string>();
    const want = (key: string, layer: Layer, make: () => SVGElement | undefined): void => {
      wanted.add(key);
      if (this.#drawn.has(key)) return;
      const made = make();
      if (made === undefined) return;
      this.#drawn.set(key, made);
      this.#layers[layer].append(made);
    };
    const shaped = (shape: Shape | undefined): SVGElement | undefined =>
      shape === undefined ? undefined : shapeElement(this.#document, shape);
    const isIn = (y: number, height: number): boolean => y < to && y + height > from;
    scene.boxes.forEach(({ y, height }, index) => {
      if (isIn(y, height)) want(`box${index}`, 'boxes', () => shaped(drawBox(scene, index)));
    });
    scene.bars.forEach(({ y, height }, index) => {
      if (isIn(y, height)) want(`bar${index}`, 'bars', () => shaped(drawBar(scene, index)));
    });
    scene.arrows.forEach(({ points }, index) => {
      const y = points[0]?.y ?? 0;
      const height = (points.at(-1)?.y ?? y) - y;
      if (isIn(y, height + 1))
        want(`arrow${index}`, 'arrows', () => shaped(drawArrow(scene, index)));
    });
    for (const index of this.#linesIn(scene, from, to)) {
      const line = scene.lines[index];
      if (line === undefined) continue;
      if (line.line.kind === 'event')
        want(`band${index}`, 'bands', () => shaped(drawBand(scene, line)));
      want(`line${index}`, 'lines', () => this.#line(scene, line, index));
    }
    this.#drop(wanted);
    this.#rove();
  }

  /** Those in view, in order, and the present one, which has the keyboard. */
  #linesIn(scene: Scene, from: number, to: number): number[] {
    const first = Math.max(0, Math.floor(from / scene.lineHeight));
    const last = Math.min(scene.lines.length - 1, Math.ceil(to / scene.lineHeight));
    const indices = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
    if (this.#current < first || this.#current > last) indices.push(this.#current);
    return indices;
  }

  #line(scene: Scene, line: SceneLine, index: number): SVGElement {
    const row = svgElement(this.#document, 'g', {
      role: 'row',
      class: `line ${line.line.kind}`,
      'aria-rowindex': index + 2,
      'data-line': index,
    });
    const expanded =
      line.line.kind === 'call' ? 'true' : line.line.kind === 'folded' ? 'false' : undefined;
    const cell = svgElement(this.#document, 'g', {
      role: 'gridcell',
      'aria-colindex': (line.lane ?? -1) + 2,
      'aria-label': cellLabel(scene, line),
      'aria-expanded': expanded,
      tabindex: -1,
    });
    const hit = rect('hit', 0, line.y, { width: scene.width, height: scene.lineHeight });
    const title = svgElement(this.#document, 'title', {});
    title.textContent = line.full;
    cell.append(title, shapeElement(this.#document, hit));
    for (const shape of drawLine(scene, line)) cell.append(shapeElement(this.#document, shape));
    row.append(cell);
    return row;
  }

  #drop(wanted: ReadonlySet<string>): void {
    for (const [key, drawn] of this.#drawn) {
      if (wanted.has(key)) continue;
      drawn.remove();
      this.#drawn.delete(key);
    }
  }

  /** One cell alone can be reached with the tabulator: that of the shown step. */
  #rove(): void {
    for (const cell of this.#layers.lines.querySelectorAll('[tabindex="0"]')) {
      setAll(cell, { tabindex: -1, 'aria-selected': undefined });
    }
    const cell = this.cell();
    if (cell !== undefined) setAll(cell, { tabindex: 0, 'aria-selected': 'true' });
    this.#light();
  }

  /** Arrows from and to the shown step stand out. */
  #light(): void {
    const line = this.#scene?.lines[this.#current];
    const rows = line === undefined ? undefined : stepsInLine(line);
    this.#scene?.arrows.forEach(({ from, to }, index) => {
      const drawn = this.#drawn.get(`arrow${index}`);
      if (drawn === undefined) return;
      const holds = (row: number): boolean =>
        rows !== undefined && rows.first <= row + 1 && row + 1 <= rows.last;
      drawn.classList.toggle('lit', holds(from) || holds(to));
    });
  }
}

/** The line that shows a step: 0 is the start. */
export function lineOfStep(scene: Scene, step: number): number {
  return step <= 0 ? 0 : (scene.lineOfRow[step - 1] ?? 0);
}
