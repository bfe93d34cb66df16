// The page of the bench: the bar of releases, the table, and what is said about the cell with the keyboard.
// What is computed is the editor's; the page keeps only what the reader set.
import { element } from '../dom.ts';
import { type Cell, counted, propertyColumns } from './cells.ts';
import { Grid, type GridPlace } from './grid.ts';
import { HistoryBar } from './history-bar.ts';
import { type BenchShown, type FromBench, isToBench } from './messages.ts';
import { type BenchKept, benchKeptFrom } from './state.ts';
import type { TableShown } from './table.ts';

/** What the editor gives to a webview. */
export interface BenchHost {
  readonly post: (message: FromBench) => void;
  readonly getState: () => unknown;
  readonly setState: (state: BenchKept) => void;
}

export class BenchApp {
  readonly #document: Document;
  readonly #host: BenchHost;
  readonly #title: HTMLElement;
  readonly #again: HTMLButtonElement;
  readonly #cancel: HTMLButtonElement;
  readonly #copy: HTMLButtonElement;
  readonly #notice: HTMLElement;
  readonly #progress: HTMLProgressElement;
  readonly #bar: HistoryBar;
  readonly #scope: HTMLSelectElement;
  readonly #scopes: HTMLElement;
  readonly #grid: Grid;
  readonly #about: HTMLElement;
  readonly #notes: HTMLElement;
  readonly #live: HTMLElement;
  #shown: BenchShown | undefined;
  #kept: BenchKept;

  constructor(document: Document, host: BenchHost) {
    this.#document = document;
    this.#host = host;
    this.#kept = benchKeptFrom(host.getState());
    this.#title = element(document, 'h1', {});
    this.#again = this.#button('Compare again', { kind: 'again' });
    this.#cancel = this.#button('Cancel', { kind: 'cancel' });
    this.#copy = this.#button('Copy as Markdown', { kind: 'copy' });
    this.#notice = element(document, 'span', { class: 'notice-text' });
    this.#progress = element(document, 'progress', { 'aria-label': 'Variants compared' });
    this.#bar = new HistoryBar(document, (variant) => host.post({ kind: 'history', variant }));
    this.#scope = element(document, 'select', { id: 'scope' });
    this.#scope.addEventListener('change', () => this.#setScope(this.#scope.value));
    this.#scopes = element(document, 'div', { class: 'scopes' }, [
      element(document, 'label', { for: 'scope' }, ['Costs of']),
      this.#scope,
    ]);
    this.#grid = new Grid(document, {
      moved: (place, cell) => this.#moved(place, cell),
      opened: ({ number: variant }, { opens }, { title }) =>
        host.post(
          opens === 'run'
            ? { kind: 'run', variant, property: title }
            : { kind: 'variant', variant },
        ),
    });
    this.#about = element(document, 'p', { id: 'about', class: 'about' });
    this.#notes = element(document, 'div', { class: 'notes' });
    this.#live = element(document, 'div', { class: 'live', role: 'status', 'aria-live': 'polite' });
    this.#build();
  }

  /** What the editor says; anything else is passed over. */
  receive(message: unknown): void {
    if (isToBench(message)) this.#show(message.shown);
  }

  /** The page has the keyboard again, and nothing in it: then the table takes it. */
  focused(): void {
    const { activeElement, body } = this.#document;
    if (activeElement === null || activeElement === body) this.#grid.focus();
  }

  #build(): void {
    const { body } = this.#document;
    const make = (name: string, parts: readonly (Node | string)[]): HTMLElement =>
      element(this.#document, 'div', { class: name }, parts);
    const acts = make('acts', [this.#cancel, this.#again, this.#copy]);
    const state = make('notice', [this.#notice, this.#progress]);
    state.hidden = true;
    body.replaceChildren(
      element(this.#document, 'header', {}, [make('title-row', [this.#title, acts]), state]),
      this.#bar.root,
      element(this.#document, 'main', {}, [
        this.#scopes,
        make('scroller', [this.#grid.root]),
        this.#about,
        this.#notes,
      ]),
      this.#live,
    );
    this.#bar.root.hidden = true;
    this.#scopes.hidden = true;
    this.#copy.disabled = true;
  }

  #button(text: string, message: FromBench): HTMLButtonElement {
    const made = element(this.#document, 'button', { type: 'button', class: 'tool' }, [text]);
    made.addEventListener('click', () => this.#host.post(message));
    return made;
  }

  #show(shown: BenchShown): void {
    const before = this.#shown;
    this.#shown = shown;
    const { which, table, working, history } = shown;
    const isOther = this.#kept.which !== undefined && !isSame(this.#kept.which, which);
    this.#keep(isOther ? { which, scope: '', at: undefined } : { which });
    this.#title.textContent = table?.scenario ?? which.name;
    this.#cancel.hidden = working === undefined;
    this.#again.hidden = working !== undefined;
    this.#copy.disabled = table === undefined || working !== undefined || hasOlder(table);
    this.#tellState(shown);
    const variants = (table?.rows ?? [])
      .map(({ number, variant }) => [number, variant] as const)
      .sort(([a], [b]) => a - b);
    this.#bar.show(history, variants);
    if (table !== undefined) this.#showTable(table);
    if (before?.working !== undefined && working === undefined && table !== undefined)
      this.#live.textContent = announcement(table);
  }

  #showTable(table: TableShown): void {
    const names = table.scopes.map(({ name }) => name);
    // A function that costs nothing any more: then the whole run.
    const scope = names.includes(this.#kept.scope) ? this.#kept.scope : '';
    const options = names.map((name) =>
      element(this.#document, 'option', { value: name }, [
        name === '' ? 'one run' : `one call of ${name}`,
      ]),
    );
    this.#scope.replaceChildren(...options);
    this.#scope.value = scope;
    this.#scopes.hidden = false;
    this.#grid.show(table, scope, this.#kept.at);
    this.#notes.replaceChildren(...this.#notesOf(table));
  }

  #tellState({ table, working, notice }: BenchShown): void {
    const isOlder = table !== undefined && hasOlder(table);
    const parts = [isOlder ? 'This table is of an older text.' : '', notice];
    if (working !== undefined) {
      const { done, total } = working;
      parts.push(total === 0 ? 'Comparing ...' : `Comparing: ${done} of ${total} variants.`);
      this.#progress.max = Math.max(1, total);
      this.#progress.value = done;
    }
    this.#progress.hidden = working === undefined;
    this.#notice.textContent = parts.filter((part) => part !== '').join(' ');
    const { parentElement } = this.#notice;
    if (parentElement !== null) parentElement.hidden = this.#notice.textContent === '';
    this.#grid.root.setAttribute('aria-busy', `${working !== undefined}`);
  }

  #notesOf(table: TableShown): HTMLElement[] {
    const { held, properties, twice } = table;
    const said = (text: string): HTMLElement => element(this.#document, 'p', {}, [text]);
    const notes: HTMLElement[] = [];
    if (held.length > 0 && propertyColumns(table) === properties)
      notes.push(said(`Holds in every variant: ${held.join(', ')}.`));
    if (twice.length > 0) {
      const items = twice.map((line) => element(this.#document, 'li', {}, [line]));
      notes.push(
        said('Doing it twice, where every property holds:'),
        element(this.#document, 'ul', {}, items),
      );
    }
    notes.push(
      said(
        'Costs are counted, at worst over all interleavings; alone: each thread by itself, where that differs. Ordered by verdict, then by cost.',
      ),
    );
    return notes;
  }

  #moved(at: GridPlace, { detail }: Cell): void {
    this.#keep({ at });
    this.#about.textContent = detail;
  }

  #setScope(scope: string): void {
    this.#keep({ scope });
    const table = this.#shown?.table;
    if (table !== undefined) this.#showTable(table);
  }

  #keep(change: Partial<BenchKept>): void {
    this.#kept = { ...this.#kept, ...change };
    this.#host.setState(this.#kept);
  }
}

function hasOlder({ rows }: TableShown): boolean {
  return rows.some(({ isOlder }) => isOlder === true);
}

/** A scenario that has got another title or another number is the same one. */
function isSame(left: BenchShown['which'], right: BenchShown['which']): boolean {
  return left.uri === right.uri && (left.name === right.name || left.scenario === right.scenario);
}

function announcement({ rows }: TableShown): string {
  const passing = rows.filter(({ verdict }) => verdict === 'pass').length;
  const [first] = rows;
  const cheapest =
    first?.verdict === 'pass' ? ` The cheapest that passes: ${first.variant}.` : ' None passes.';
  return `${counted(rows.length, 'variant')} compared, ${passing} pass.${cheapest}`;
}
