// The table as a grid: one cell has the keyboard, arrow keys move it, Enter opens what is there.
import { element } from '../dom.ts';
import { type Cell, type Column, cellOf, columnsOf } from './cells.ts';
import { meaningOf, type Place } from './keys.ts';
import type { RowShown, TableShown } from './table.ts';

/** Where the keyboard is, over every change of the table. */
export interface GridPlace {
  readonly variant: string;
  readonly column: string;
}

export interface GridEvents {
  readonly moved: (place: GridPlace, cell: Cell) => void;
  readonly opened: (row: RowShown, cell: Cell, column: Column) => void;
}

export class Grid {
  readonly root: HTMLTableElement;
  readonly #document: Document;
  readonly #events: GridEvents;
  #rows: readonly RowShown[] = [];
  #columns: readonly Column[] = [];
  #cells: readonly (readonly { readonly cell: Cell; readonly element: HTMLElement }[])[] = [];
  #at: Place = { row: 0, column: 0 };

  /** The element `about` of the document tells more about the cell with the keyboard. */
  constructor(document: Document, events: GridEvents) {
    this.#document = document;
    this.#events = events;
    this.root = element(document, 'table', { role: 'grid', 'aria-label': 'Variants' });
    this.root.addEventListener('keydown', (event) => {
      const size = { rows: this.#rows.length, columns: this.#columns.length };
      const meaning = meaningOf(event, this.#at, size);
      if (meaning === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      if (meaning === 'open') this.#open(this.#at);
      else this.#move(meaning);
    });
    this.root.addEventListener('click', ({ target }) => {
      const place = this.#placeOf(target);
      if (place === undefined) return;
      this.#move(place);
      this.#open(place);
    });
    this.root.addEventListener('focusin', ({ target }) => {
      const place = this.#placeOf(target);
      if (place !== undefined) this.#mark(place);
    });
  }

  show(table: TableShown, scope: string, at: GridPlace | undefined): void {
    const document = this.#document;
    // A frame without the keyboard must not take it from the text that is typed in.
    const hadFocus = document.hasFocus() && this.root.contains(document.activeElement);
    this.#rows = table.rows;
    this.#columns = columnsOf(table, scope);
    this.#cells = table.rows.map((row, index) =>
      this.#columns.map((column) => {
        const cell = cellOf(row, column, scope);
        return { cell, element: cellElement(document, cell, index) };
      }),
    );
    const head = element(document, 'thead', {}, [
      element(document, 'tr', { role: 'row' }, this.#columns.map(this.#heading, this)),
    ]);
    const body = element(
      document,
      'tbody',
      {},
      this.#cells.map((cells, index) => {
        const classes = this.#rows[index]?.isOlder === true ? 'older' : undefined;
        const own = cells.map((one) => one.element);
        return element(document, 'tr', { role: 'row', class: classes }, own);
      }),
    );
    this.root.replaceChildren(head, body);
    this.#mark(this.#found(at));
    if (hadFocus) this.focus();
  }

  focus(): void {
    this.#cells[this.#at.row]?.[this.#at.column]?.element.focus();
  }

  #heading({ title, kind }: Column): HTMLElement {
    return element(
      this.#document,
      'th',
      { role: 'columnheader', scope: 'col', class: `head ${kind}` },
      [title],
    );
  }

  /** The variant that was pointed at may stand elsewhere by now. */
  #found(at: GridPlace | undefined): Place {
    const row = this.#rows.findIndex(({ variant }) => variant === at?.variant);
    const column = this.#columns.findIndex(({ key }) => key === at?.column);
    return { row: Math.max(0, row), column: Math.max(0, column) };
  }

  #placeOf(target: EventTarget | null): Place | undefined {
    if (!isNode(target)) return undefined;
    for (const [row, cells] of this.#cells.entries()) {
      const column = cells.findIndex(({ element: own }) => own.contains(target));
      if (column >= 0) return { row, column };
    }
    return undefined;
  }

  #move(place: Place): void {
    this.#mark(place);
    this.focus();
  }

  #mark(place: Place): void {
    this.#cells[this.#at.row]?.[this.#at.column]?.element.setAttribute('tabindex', '-1');
    this.#at = place;
    const found = this.#cells[place.row]?.[place.column];
    const row = this.#rows[place.row];
    if (found === undefined || row === undefined) return;
    found.element.setAttribute('tabindex', '0');
    this.#events.moved({ variant: row.variant, column: found.cell.column }, found.cell);
  }

  #open({ row, column }: Place): void {
    const found = this.#cells[row]?.[column];
    const own = this.#rows[row];
    const heading = this.#columns[column];
    if (found?.cell.opens === undefined || own === undefined || heading === undefined) return;
    this.#events.opened(own, found.cell, heading);
  }
}

function isNode(target: EventTarget | null): target is Node {
  return target !== null && 'nodeType' in target;
}

function cellElement(document: Document, cell: Cell, row: number): HTMLElement {
  const { kind, sign, text, more, opens } = cell;
  const parts: (Node | string)[] = [];
  if (kind === 'variant')
    parts.push(element(document, 'span', { class: 'rank', 'aria-hidden': 'true' }, [`${row + 1}`]));
  if (sign !== '')
    parts.push(element(document, 'span', { class: 'sign', 'aria-hidden': 'true' }, [sign]));
  parts.push(element(document, 'span', { class: 'text' }, [text]));
  // With a blank: the words are read one after the other.
  // And numbers stay with their words.
  const kept = more.replaceAll(/(\d) (?=\w)/gu, '$1\u00a0');
  if (more !== '') parts.push(' ', element(document, 'span', { class: 'more' }, [kept]));
  return element(
    document,
    kind === 'variant' ? 'th' : 'td',
    {
      role: kind === 'variant' ? 'rowheader' : 'gridcell',
      scope: kind === 'variant' ? 'row' : undefined,
      class: `cell ${kind}${opens === undefined ? '' : ' opens'}`,
      tabindex: -1,
      'aria-haspopup': opens === undefined ? undefined : 'dialog',
      'aria-describedby': 'about',
    },
    parts,
  );
}
