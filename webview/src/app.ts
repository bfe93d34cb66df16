// The timeline's page: keeps what is shown and what the reader set, and ties toolbar, lanes and
// side together. The step is the editor's: a move here is told to it, and what it tells is shown.
import { callSpans, foldedOf } from './call-spans.ts';
import { element } from './dom.ts';
import { headHeight } from './draw.ts';
import { filterWords } from './filter.ts';
import { stepBeside, stepBeyond } from './grid.ts';
import { type KeyMeaning, meaningOf } from './keys.ts';
import { layout } from './layout.ts';
import { type FromView, isToView, type ToView } from './messages.ts';
import { lineOfStep, Picture } from './render.ts';
import type { Scene } from './scene.ts';
import { Side } from './side.ts';
import { type Kept, keptFrom, type Shown } from './state.ts';
import { Toolbar } from './toolbar.ts';
import { charWidthOf, lineHeights, nothingFolded, withFoldTurned } from './view.ts';
import { stepAnnouncement } from './words.ts';

/** What the editor gives to a webview. */
export interface Host {
  readonly post: (message: FromView) => void;
  readonly getState: () => unknown;
  readonly setState: (state: Kept) => void;
  /** Pixels of a character of the lanes' font inside an element; undefined: not known. */
  readonly measure: (inside: Element) => number | undefined;
}

export class App {
  readonly #document: Document;
  readonly #host: Host;
  readonly #toolbar: Toolbar;
  readonly #picture: Picture;
  readonly #side: Side;
  readonly #scroller: HTMLElement;
  readonly #main: HTMLElement;
  readonly #notice: HTMLElement;
  readonly #live: HTMLElement;
  #shown: Shown | undefined;
  #kept: Kept;
  #scene: Scene | undefined;
  #words: readonly string[] = [];
  /** Steps that the editor was told and has not answered; keys come faster than answers. */
  #told: readonly number[] = [];

  constructor(document: Document, host: Host) {
    this.#document = document;
    this.#host = host;
    this.#kept = keptFrom(host.getState());
    this.#toolbar = new Toolbar(document, {
      move: (to) => this.#act({ first: first, previous: up, next: down, last: last }[to]),
      goto: (step) => this.#move(step),
      filter: (filter) => this.#set({ filter }),
      foldTo: (depth) => this.#set({ folds: { depth, turned: [] } }),
      zoom: (direction) => this.#act({ kind: 'zoom', direction }),
      pick: () => host.post({ kind: 'pick' }),
      explore: () => host.post({ kind: 'explore' }),
      copy: () => this.#copy(),
      exportSvg: () => this.#export(),
    });
    this.#picture = new Picture(document);
    this.#side = new Side(document, {
      goto: (step) => this.#move(step),
      open: (row, call) => host.post({ kind: 'open', row, call }),
      choose: ({ thread, choice }) => host.post({ kind: 'choose', thread, choice }),
      setMode: (mode) => this.#set({ mode }),
    });
    this.#scroller = element(document, 'div', { class: 'scroller' }, [this.#picture.root]);
    this.#notice = element(document, 'p', { class: 'notice', hidden: '' });
    this.#live = element(document, 'div', { class: 'live', role: 'status', 'aria-live': 'polite' });
    this.#main = element(document, 'main', {}, [this.#scroller, this.#side.root]);
    document.body.replaceChildren(this.#toolbar.root, this.#notice, this.#main, this.#live);
    this.#listen();
  }

  /** What the editor says; anything else is passed over. */
  receive(message: unknown): void {
    if (!isToView(message)) return;
    this.#take(message);
  }

  /** The page has the keyboard again, and nothing in it: then the shown step takes it. */
  focused(): void {
    const { activeElement, body } = this.#document;
    const isIdle = activeElement === null || activeElement === body;
    if (isIdle || this.#picture.root.contains(activeElement)) this.#focus();
  }

  /** Where the keyboard is elsewhere, as in the text, it stays there. */
  #hasFocus(): boolean {
    const page = this.#document;
    return page.hasFocus() && this.#picture.root.contains(page.activeElement);
  }

  /** The window has another size, or the theme another font. */
  resized(): void {
    this.#layOut();
  }

  #take(message: ToView): void {
    switch (message.kind) {
      case 'show': {
        const { which, run, step, choices } = message;
        const isOther = this.#kept.of !== keyOf(which);
        this.#told = [];
        this.#shown = { run, step, choices };
        this.#words = filterWords(run.trace);
        // Folds and filter are of one run; the size of the lines is the reader's.
        if (isOther) this.#keep({ of: keyOf(which), folds: nothingFolded, filter: '' });
        this.#keep({ which, step });
        this.#notify(message.notice);
        this.#layOut();
        this.#scrollToStep();
        return;
      }
      case 'step': {
        if (this.#shown === undefined || this.#isOvertaken(message.step)) return;
        const step = Math.min(message.step, this.#shown.run.trace.rows.length);
        this.#shown = { ...this.#shown, step, choices: message.choices };
        this.#stepped();
        return;
      }
      case 'notice':
        this.#notify(message.text);
        return;
      case 'export':
        this.#export();
        return;
    }
  }

  #listen(): void {
    this.#scroller.addEventListener('scroll', () => this.#reveal());
    this.#picture.root.addEventListener('keydown', (event) => {
      const meaning = meaningOf(event);
      if (meaning === undefined || this.#isSelecting(meaning)) return;
      event.preventDefault();
      event.stopPropagation();
      this.#act(meaning);
    });
    this.#toolbar.filterBox.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' && event.key !== 'Enter') return;
      event.preventDefault();
      if (event.key === 'Escape') this.#set({ filter: '' });
      this.#focus();
    });
    this.#picture.root.addEventListener('click', (event) => this.#clicked(event, false));
    this.#picture.root.addEventListener('dblclick', (event) => this.#clicked(event, true));
  }

  /** Ctrl+C copies what is selected, where something is. */
  #isSelecting({ kind }: KeyMeaning): boolean {
    return kind === 'copy' && (this.#document.getSelection()?.toString() ?? '') !== '';
  }

  #clicked({ target }: Event, isDouble: boolean): void {
    const scene = this.#scene;
    if (scene === undefined || !isElement(target)) return;
    const arrow = target.closest('.arrow');
    if (arrow !== null) {
      this.#move(Number(arrow.getAttribute('data-from')) + 1);
      return;
    }
    const row = target.closest('[data-line]');
    const line = scene.lines[Number(row?.getAttribute('data-line') ?? -1)];
    if (line === undefined) return;
    const folds = line.line.kind === 'call' || target.closest('.fold-sign') !== null;
    const span =
      line.line.kind === 'call' || line.line.kind === 'folded' ? line.line.span : undefined;
    if (folds && span !== undefined && !isDouble) {
      this.#set({ folds: withFoldTurned(this.#kept.folds, span.key) });
      return;
    }
    if (line.line.kind === 'call') return;
    this.#move(line.step);
    this.#focus();
    if (isDouble) this.#act({ kind: 'open' });
  }

  #act(meaning: KeyMeaning): void {
    const scene = this.#scene;
    const shown = this.#shown;
    if (scene === undefined || shown === undefined) return;
    const at = lineOfStep(scene, shown.step);
    switch (meaning.kind) {
      case 'stops':
        this.#move(stepBeyond(scene, at, meaning.count));
        break;
      case 'page': {
        const page = Math.max(1, Math.floor(this.#pageHeight() / scene.lineHeight) - 1);
        this.#move(stepBeyond(scene, at, meaning.direction * page));
        break;
      }
      case 'lane':
        this.#move(stepBeside(scene, at, meaning.direction) ?? shown.step);
        break;
      case 'first':
        this.#move(0);
        break;
      case 'last':
        this.#move(scene.steps);
        break;
      case 'open':
        if (shown.step > 0) this.#host.post({ kind: 'open', row: shown.step - 1, call: undefined });
        break;
      case 'fold':
        this.#foldHere(shown);
        break;
      case 'foldAll': {
        const { depth, turned } = this.#kept.folds;
        const isAll = depth === 0 && turned.length === 0;
        this.#set({ folds: { depth: isAll ? undefined : 0, turned: [] } });
        break;
      }
      case 'zoom':
        this.#zoom(meaning.direction);
        break;
      case 'filter':
        this.#toolbar.filterBox.focus();
        break;
      case 'copy':
        this.#copy();
        break;
      case 'pick':
        this.#host.post({ kind: 'pick' });
        break;
    }
  }

  /** Folds the innermost call of the shown step, or unfolds the one that hides it. */
  #foldHere({ run, step }: Shown): void {
    const stack = callSpans(run.trace).ofRow[step - 1] ?? [];
    const span = foldedOf(this.#kept.folds, stack) ?? stack.at(-1);
    if (span !== undefined) this.#set({ folds: withFoldTurned(this.#kept.folds, span.key) });
  }

  #zoom(direction: -1 | 0 | 1): void {
    const { min, max, usual, by } = lineHeights;
    const wanted = direction === 0 ? usual : this.#kept.lineHeight + direction * by;
    this.#set({ lineHeight: Math.max(min, Math.min(max, wanted)) });
  }

  #copy(): void {
    const shown = this.#shown;
    if (shown === undefined) return;
    const { trace } = shown.run;
    const row = trace.rows[shown.step - 1];
    const words = stepAnnouncement(trace, shown.step);
    const text = row === undefined ? words : `${words}\n${row.text}${row.why && `\n${row.why}`}`;
    this.#host.post({ kind: 'copy', text: `${text}\n` });
  }

  #export(): void {
    const { folds, filter } = this.#kept;
    this.#host.post({ kind: 'export', folds, filter });
  }

  #move(step: number): void {
    if (this.#shown === undefined || step === this.#shown.step) return;
    this.#shown = { ...this.#shown, step };
    this.#stepped();
    this.#told = [...this.#told, step];
    this.#host.post({ kind: 'goto', step });
  }

  /** An answer to a move behind which the reader has moved on. */
  #isOvertaken(step: number): boolean {
    const at = this.#told.indexOf(step);
    this.#told = at < 0 ? [] : this.#told.slice(at + 1);
    return this.#told.length > 0;
  }

  /** Another step is shown: nothing is laid out anew. */
  #stepped(): void {
    const shown = this.#shown;
    if (shown === undefined) return;
    const hadFocus = this.#hasFocus();
    this.#keep({ step: shown.step });
    this.#picture.mark(shown.step);
    this.#live.textContent = stepAnnouncement(shown.run.trace, shown.step);
    this.#tell();
    this.#scrollToStep();
    if (hadFocus) this.#focus();
  }

  #set(change: Partial<Kept>): void {
    this.#keep(change);
    const isLayout = 'folds' in change || 'filter' in change || 'lineHeight' in change;
    if (!isLayout) {
      this.#tell();
      return;
    }
    this.#layOut();
    this.#scrollToStep();
  }

  #keep(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    this.#host.setState(this.#kept);
  }

  #layOut(): void {
    const shown = this.#shown;
    if (shown === undefined) return;
    const hadFocus = this.#hasFocus();
    const { lineHeight, folds, filter } = this.#kept;
    // The size of the lanes' font is a class: no inline style is needed.
    this.#main.className = `zoom${lineHeight}`;
    const charWidth = this.#host.measure(this.#main) ?? charWidthOf(lineHeight);
    const width = Math.max(0, this.#scroller.clientWidth - 2);
    this.#scene = layout(shown.run, { width, lineHeight, charWidth, folds, filter });
    this.#picture.show(this.#scene);
    this.#picture.mark(shown.step);
    this.#reveal();
    this.#tell();
    if (hadFocus) this.#focus();
  }

  /** Toolbar and side say what is shown. */
  #tell(): void {
    const shown = this.#shown;
    if (shown === undefined) return;
    const { run, step, choices } = shown;
    const { mode, folds, filter } = this.#kept;
    this.#side.show({ run, step, mode, choices });
    this.#toolbar.show({
      title: run.title,
      step,
      steps: run.trace.rows.length,
      depths: this.#scene?.depths ?? 0,
      folds,
      filter,
      words: this.#words,
    });
  }

  #pageHeight(): number {
    return Math.max(0, this.#scroller.clientHeight - headHeight);
  }

  #reveal(): void {
    this.#picture.reveal(this.#scroller.scrollTop, this.#pageHeight());
  }

  #scrollToStep(): void {
    const scene = this.#scene;
    const line = scene?.lines[this.#picture.currentLine];
    if (scene === undefined || line === undefined) return;
    const page = this.#pageHeight();
    const margin = Math.min(2 * scene.lineHeight, Math.floor(page / 4));
    const { scrollTop } = this.#scroller;
    if (line.y - margin < scrollTop) this.#scroller.scrollTop = Math.max(0, line.y - margin);
    const bottom = line.y + scene.lineHeight + margin;
    if (bottom > scrollTop + page) this.#scroller.scrollTop = bottom - page;
    this.#reveal();
  }

  #focus(): void {
    this.#picture.cell()?.focus({ preventScroll: true });
  }

  #notify(text: string): void {
    this.#notice.textContent = text;
    this.#notice.hidden = text === '';
  }
}

const first: KeyMeaning = { kind: 'first' };
const last: KeyMeaning = { kind: 'last' };
const up: KeyMeaning = { kind: 'stops', count: -1 };
const down: KeyMeaning = { kind: 'stops', count: 1 };

function keyOf({ uri, scenario, variant, choice }: NonNullable<Kept['which']>): string {
  return JSON.stringify([uri, scenario, variant, choice ?? '']);
}

function isElement(target: EventTarget | null): target is Element {
  return target !== null && 'closest' in target;
}
