// CPU columns held against a program: which step each cell stands for. The program is taken along,
// so a cell is a step only where its thread can do that step then; the first cell that is none is
// told. Where a line may be read in two ways, both are followed.
import type { Program, Run } from '@racewalk/simulator';
import { Place, type PlaceStep } from './follow-place.ts';
import { threadsOf } from './header-threads.ts';
import { type ReadTable, readColumns } from './read-columns.ts';
import { fitOf, squeezed } from './step-match.ts';

/** A step of a diagram: who does it, and where it stands. */
export interface FollowedStep {
  readonly thread: number;
  /** Offsets in the text of the diagram. */
  readonly start: number;
  readonly end: number;
}

export interface ColumnsMisfit {
  readonly start: number;
  readonly end: number;
  /** What was found, and which step would be next. */
  readonly message: string;
}

export interface Followed {
  /** One entry per step, as far as the diagram can be followed. */
  readonly steps: readonly FollowedStep[];
  /** The same with what each step chooses. */
  readonly run: Run;
  /** The first cell that can't be followed; undefined: there is none. */
  readonly misfit: ColumnsMisfit | undefined;
}

/** What stands in one line, with the thread that it is about. */
export interface ThreadCell {
  readonly thread: number;
  readonly table: number;
  readonly at: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Ways to read a line that are followed at the same time. */
const waysMax = 32;
/** Steps that `...` in a column may leave out. */
const elidedMax = 200;

/** Reads a diagram and follows it from the program's first state on. */
export function followColumns(program: Program, text: string): Followed {
  const tables = readColumns(text);
  const cells = cellsOf(program, tables);
  if ('message' in cells) return { steps: [], run: [], misfit: cells };
  const [first] = cells;
  if (first === undefined) return { steps: [], run: [], misfit: emptiness(tables, text) };
  const places: Place[][] = Array.from({ length: cells.length + 1 }, () => []);
  places[0]?.push(Place.first(program));
  let reached = 0;
  cells.forEach((_, at) => {
    for (const place of places[at] ?? []) {
      reached = at;
      for (const { next, to } of ways(place, cells, at)) add(places[to], next);
    }
  });
  const last = places[cells.length]?.[0];
  if (last !== undefined) return { ...last.taken(), misfit: undefined };
  const stuck = places[reached]?.[0];
  const cell = cells[reached] ?? first;
  const message = stuck?.whyNot(cell) ?? '';
  return {
    steps: [],
    run: [],
    ...stuck?.taken(),
    misfit: { start: cell.start, end: cell.end, message },
  };
}

function emptiness(tables: readonly ReadTable[], text: string): ColumnsMisfit {
  const header = tables[0]?.headers[0];
  const message = 'no step stands in these columns';
  return { start: header?.start ?? 0, end: header?.end ?? text.length, message };
}

function cellsOf(program: Program, tables: readonly ReadTable[]): ThreadCell[] | ColumnsMisfit {
  const cells: ThreadCell[] = [];
  for (const [table, { headers, cells: own }] of tables.entries()) {
    const threads = threadsOf(headers, program.threads);
    if ('why' in threads) {
      const { start, end } = threads.header;
      return { start, end, message: threads.why };
    }
    for (const { column, at, text, start, end } of own)
      cells.push({ thread: threads[column] ?? 0, table, at, text, start, end });
  }
  return cells;
}

function add(places: Place[] | undefined, next: Place): void {
  if (places === undefined || places.length >= waysMax) return;
  if (!places.some((one) => one.isSame(next))) places.push(next);
}

interface Way {
  readonly next: Place;
  /** Index of the first cell behind what was read. */
  readonly to: number;
}

/** All readings of the cell at an index, the likeliest first. */
function ways(place: Place, cells: readonly ThreadCell[], at: number): readonly Way[] {
  const cell = cells[at];
  if (cell === undefined) return [];
  if (cell.text === '...') return [{ next: place.elide(cell.thread), to: at + 1 }];
  const direct = directWays(place, cells, at);
  if (direct.length > 0) return direct;
  if (cell.text.startsWith('[')) return [{ next: place, to: endOfNote(cells, at) }];
  return place.isElided(cell.thread) ? waysBehindGap(place, cells, at) : [];
}

/** `...` stood above: the thread goes on until its step is the one that the cell says. */
function waysBehindGap(place: Place, cells: readonly ThreadCell[], at: number): readonly Way[] {
  const cell = cells[at];
  let now: Place | undefined = place;
  for (let count = 0; count < elidedMax && cell !== undefined; count += 1) {
    const [step] = now.nextSteps(cell.thread);
    if (step === undefined) return [];
    now = now.take(step, cell);
    const found = directWays(now, cells, at);
    if (found.length > 0) return found;
  }
  return [];
}

function directWays(place: Place, cells: readonly ThreadCell[], at: number): readonly Way[] {
  const calls = callWays(place, cells, at);
  if (calls.length > 0) return [...calls, ...stepWays(place, cells, at, false)];
  return [...stepWays(place, cells, at, true), ...waitWays(place, cells, at)];
}

/** The cell says which call the next step of its thread stands in. */
function callWays(place: Place, cells: readonly ThreadCell[], at: number): readonly Way[] {
  const cell = cells[at];
  if (cell === undefined) return [];
  const entered = place.enteredCalls(cell.thread);
  const exact = entered.flatMap((name, index) => {
    const to = consumed(cells, at, `${name}()`);
    return to === undefined ? [] : [{ next: place.tell(cell.thread, index + 1), to }];
  });
  if (exact.length > 0) return exact;
  const called = /^(\w+)\s*\(/u.exec(withoutArrow(cell.text))?.[1];
  const index = called === undefined ? -1 : entered.indexOf(called);
  if (index < 0) return [];
  return endings(cells, at).map((to) => ({ next: place.tell(cell.thread, index + 1), to }));
}

/** The cell says what its thread does next. */
function stepWays(
  place: Place,
  cells: readonly ThreadCell[],
  at: number,
  mayBeLoose: boolean,
): readonly Way[] {
  const cell = cells[at];
  if (cell === undefined) return [];
  const steps = place.nextSteps(cell.thread);
  const exact = steps.flatMap((step) => {
    const to = consumed(cells, at, step.words.text) ?? consumed(cells, at, step.plain);
    return to === undefined ? [] : [{ next: place.take(step, cell), to }];
  });
  if (exact.length > 0 || !mayBeLoose) return exact;
  return steps.flatMap((step) => looseWays(place, step, cells, at));
}

function looseWays(
  place: Place,
  step: PlaceStep,
  cells: readonly ThreadCell[],
  at: number,
): readonly Way[] {
  const cell = cells[at];
  if (cell === undefined) return [];
  return endings(cells, at)
    .filter((to) => isStepText(textOf(cells, at, to)))
    .filter((to) => fitOf(textOf(cells, at, to), step.words) === 'fits')
    .map((to) => ({ next: place.take(step, cell), to }));
}

/** What ends in dots is not done. */
function isStepText(text: string): boolean {
  return !text.endsWith('...');
}

/** `spin_lock(&l) ...`: the thread begins to wait, and does nothing. */
function waitWays(place: Place, cells: readonly ThreadCell[], at: number): readonly Way[] {
  const cell = cells[at];
  const words = cell === undefined ? [] : place.waitWords(cell.thread);
  const exact = words.flatMap(({ text }) => {
    const to = consumed(cells, at, `${text} ...`);
    return to === undefined ? [] : [{ next: place, to }];
  });
  if (exact.length > 0) return exact.slice(0, 1);
  return endings(cells, at).flatMap((to) => {
    const text = textOf(cells, at, to);
    if (!text.endsWith('...')) return [];
    const bare = text.slice(0, -3).trim();
    return words.some((one) => fitOf(bare, one) === 'fits') ? [{ next: place, to }] : [];
  });
}

/** The index behind the cells that have just these words, wrapped in any way; or undefined. */
function consumed(cells: readonly ThreadCell[], at: number, words: string): number | undefined {
  const wanted = squeezed(words);
  let found = '';
  for (let to = at; to < cells.length && isSameColumn(cells[at], cells[to]); to += 1) {
    const text = cells[to]?.text ?? '';
    found += squeezed(to === at ? withoutArrow(text) : text);
    if (found === wanted) return to + 1;
    if (!wanted.startsWith(found)) return undefined;
  }
  return undefined;
}

function withoutArrow(text: string): string {
  return text.replace(/^(?:==>\s*)+/u, '');
}

function isSameColumn(one: ThreadCell | undefined, other: ThreadCell | undefined): boolean {
  return one?.thread === other?.thread && one?.table === other?.table;
}

/** Where the words of a person's cell may end: behind its line, or behind lines further in. */
function endings(cells: readonly ThreadCell[], at: number): readonly number[] {
  const first = cells[at];
  const found = [at + 1];
  for (let to = at + 1; to < cells.length && found.length < 6; to += 1) {
    const cell = cells[to];
    const isFurther = first !== undefined && cell !== undefined && cell.at >= first.at + 2;
    if (!isFurther || !isSameColumn(first, cell)) break;
    found.push(to + 1);
  }
  return found;
}

function textOf(cells: readonly ThreadCell[], from: number, to: number): string {
  return cells
    .slice(from, to)
    .map(({ text }, index) => (index === 0 ? withoutArrow(text) : text))
    .join(' ');
}

/** `[ PTE non-present ]` is a remark: on to where its bracket closes. */
function endOfNote(cells: readonly ThreadCell[], at: number): number {
  for (let to = at; to < cells.length && isSameColumn(cells[at], cells[to]); to += 1) {
    if (cells[to]?.text.endsWith(']') === true) return to + 1;
  }
  return at + 1;
}
