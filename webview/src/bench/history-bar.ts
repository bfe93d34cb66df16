// The scenario under every release: a bar of its eras, with what changed between them.
import { element } from '../dom.ts';
import { verdictSigns } from './cells.ts';
import type { EraShown, HistoryShown } from './messages.ts';

export class HistoryBar {
  readonly root: HTMLElement;
  readonly #document: Document;
  readonly #list: HTMLOListElement;
  readonly #state: HTMLElement;
  readonly #choice: HTMLSelectElement;

  constructor(document: Document, chosen: (variant: number) => void) {
    this.#document = document;
    this.#choice = element(document, 'select', { id: 'history-of' });
    this.#choice.addEventListener('change', () => chosen(Number(this.#choice.value)));
    this.#state = element(document, 'span', { class: 'state' });
    this.#list = element(document, 'ol', { class: 'eras', 'aria-label': 'Releases' });
    const head = element(document, 'div', { class: 'history-head' }, [
      element(document, 'label', { for: 'history-of' }, ['Releases of']),
      this.#choice,
      this.#state,
    ]);
    this.root = element(document, 'section', { class: 'history' }, [head, this.#list]);
  }

  /** `variants`: names by number, in the order of the text. */
  show(history: HistoryShown | undefined, variants: readonly (readonly [number, string])[]): void {
    this.root.hidden = history === undefined;
    if (history === undefined) return;
    const document = this.#document;
    const options = variants.map(([number, name]) =>
      element(document, 'option', { value: number }, [name]),
    );
    this.#choice.replaceChildren(...options);
    this.#choice.value = `${history.variant}`;
    this.#state.textContent = stateText(history);
    this.root.classList.toggle('older', history.state !== 'current');
    this.#list.replaceChildren(...history.eras.map((era) => this.#era(era)));
  }

  #era({ releases, verdict, words, changed }: EraShown): HTMLElement {
    const document = this.#document;
    const line = (name: string, text: string): HTMLElement =>
      element(document, 'span', { class: name }, [text]);
    const parts = [
      element(document, 'span', { class: 'sign', 'aria-hidden': 'true' }, [verdictSigns[verdict]]),
      line('releases', releases),
      ' ',
      line('words', words),
    ];
    if (changed.length > 0) {
      const names = changed.map((name) => `${name}()`).join(', ');
      parts.push(' ', line('changed', `since ${names}`));
    }
    return element(document, 'li', { class: `era ${verdict}` }, parts);
  }
}

function stateText({ state, eras, text }: HistoryShown): string {
  if (state === 'working') return eras.length === 0 ? 'exploring every release' : 'exploring again';
  if (state === 'older') return 'of an older text';
  return text;
}
