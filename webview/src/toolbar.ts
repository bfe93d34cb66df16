// Above the lanes: moving, filtering, folding, zooming. Every button has a key as well.
import { element, setAll, svgElement } from './dom.ts';
import type { Folds } from './view.ts';
import { counted } from './words.ts';

export interface ToolActions {
  readonly move: (to: 'first' | 'previous' | 'next' | 'last') => void;
  readonly goto: (step: number) => void;
  readonly filter: (text: string) => void;
  readonly foldTo: (depth: number | undefined) => void;
  readonly zoom: (direction: -1 | 0 | 1) => void;
  readonly pick: () => void;
  readonly explore: () => void;
  readonly copy: () => void;
  readonly exportSvg: () => void;
}

export interface Tooled {
  readonly title: string;
  readonly step: number;
  readonly steps: number;
  readonly depths: number;
  readonly folds: Folds;
  readonly filter: string;
  readonly words: readonly string[];
}

const icons = {
  first: 'M3 3v10M13 3l-7 5l7 5z',
  previous: 'M12 3l-7 5l7 5z',
  next: 'M4 3l7 5l-7 5z',
  last: 'M13 3v10M3 3l7 5l-7 5z',
} as const;

export class Toolbar {
  readonly root: HTMLElement;
  readonly filterBox: HTMLInputElement;
  readonly #document: Document;
  readonly #title: HTMLElement;
  readonly #slider: HTMLInputElement;
  readonly #count: HTMLElement;
  readonly #depth: HTMLSelectElement;
  readonly #words: HTMLDataListElement;
  #depths = -1;
  #listed = '';

  constructor(document: Document, actions: ToolActions) {
    this.#document = document;
    this.#title = element(document, 'h1', {});
    this.#slider = element(document, 'input', {
      type: 'range',
      min: 0,
      step: 1,
      class: 'slider',
      'aria-label': 'step',
    });
    this.#slider.addEventListener('input', () => actions.goto(Number(this.#slider.value)));
    this.#count = element(document, 'span', { class: 'count' });
    this.#words = element(document, 'datalist', { id: 'filter-words' });
    this.filterBox = element(document, 'input', {
      type: 'search',
      list: 'filter-words',
      class: 'filter',
      placeholder: 'Filter: object, lock, text',
      'aria-label': 'show only the steps about an object, a lock or a text',
      title: 'Only steps about an object, a lock or a text (/)',
    });
    this.filterBox.addEventListener('input', () => actions.filter(this.filterBox.value));
    this.#depth = element(document, 'select', {
      class: 'depth',
      'aria-label': 'fold calls',
      title: 'Fold calls (F: all; Space: the call of the shown step)',
    });
    this.#depth.addEventListener('change', () => {
      const { value } = this.#depth;
      actions.foldTo(value === 'none' ? undefined : Number(value));
    });
    this.root = element(document, 'header', { class: 'tools' }, [
      element(document, 'div', { class: 'tool-row title-row' }, [
        this.#title,
        element(document, 'div', { class: 'acts' }, [
          this.#button('Runs', 'Pick another run (R)', actions.pick),
          this.#button('Explore', 'Pick each step from the beginning', actions.explore),
          this.#button('Copy', 'Copy the step as text (C)', actions.copy),
          this.#button('SVG', 'Export the timeline as SVG', actions.exportSvg),
        ]),
      ]),
      element(document, 'div', { class: 'tool-row' }, [
        element(document, 'div', { class: 'moves' }, [
          this.#iconButton('first', 'first step', 'Home', () => actions.move('first')),
          this.#iconButton('previous', 'previous step', 'Up', () => actions.move('previous')),
          this.#slider,
          this.#iconButton('next', 'next step', 'Down', () => actions.move('next')),
          this.#iconButton('last', 'last step', 'End', () => actions.move('last')),
          this.#count,
        ]),
        element(document, 'div', { class: 'looks' }, [
          this.filterBox,
          this.#words,
          this.#depth,
          this.#small('−', 'smaller lines', '-', () => actions.zoom(-1)),
          this.#small('+', 'larger lines', '+', () => actions.zoom(1)),
        ]),
      ]),
    ]);
  }

  show({ title, step, steps, depths, folds, filter, words }: Tooled): void {
    this.#title.textContent = title;
    setAll(this.#title, { title });
    setAll(this.#slider, { max: steps, 'aria-valuetext': `step ${step} of ${steps}` });
    this.#slider.value = String(step);
    this.#count.textContent = `${step} / ${steps}`;
    if (this.filterBox.value !== filter) this.filterBox.value = filter;
    this.#offerDepths(depths, folds);
    const listed = words.join('\n');
    if (listed === this.#listed) return;
    this.#listed = listed;
    this.#words.replaceChildren(
      ...words.map((word) => element(this.#document, 'option', { value: word })),
    );
  }

  #offerDepths(depths: number, { depth, turned }: Folds): void {
    if (depths !== this.#depths) {
      this.#depths = depths;
      const options = [
        element(this.#document, 'option', { value: 'none' }, ['All calls unfolded']),
        ...Array.from({ length: depths }, (_, at) =>
          element(this.#document, 'option', { value: at }, [
            at === 0 ? 'All calls folded' : `${counted(at, 'level')} of calls`,
          ]),
        ),
      ];
      this.#depth.replaceChildren(...options);
    }
    this.#depth.value = depth === undefined ? 'none' : String(Math.min(depth, depths));
    this.#depth.classList.toggle('mixed', turned.length > 0);
  }

  #button(words: string, title: string, act: () => void): HTMLElement {
    const button = element(this.#document, 'button', { type: 'button', class: 'tool', title }, [
      words,
    ]);
    button.addEventListener('click', act);
    return button;
  }

  #small(sign: string, words: string, key: string, act: () => void): HTMLElement {
    const button = this.#button(sign, `${words} (${key})`, act);
    setAll(button, { class: 'tool icon', 'aria-label': words });
    return button;
  }

  #iconButton(icon: keyof typeof icons, words: string, key: string, act: () => void): HTMLElement {
    const button = this.#small('', words, key, act);
    const drawing = svgElement(this.#document, 'svg', {
      width: 16,
      height: 16,
      viewBox: '0 0 16 16',
      'aria-hidden': 'true',
      class: 'icon',
    });
    drawing.append(svgElement(this.#document, 'path', { d: icons[icon] }));
    button.append(drawing);
    return button;
  }
}
