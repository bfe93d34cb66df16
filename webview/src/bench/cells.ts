// What stands in each cell: the words, which tell what a colour tells, and more of them for the line below.
import type { Amount, CostsShown, RowShown, TableShown, Verdict, WorkShown } from './table.ts';

export interface Cell {
  /** Names the column, over every change of the table. */
  readonly column: string;
  readonly kind: 'variant' | 'holds' | 'fails' | 'unknown' | 'amount' | 'list';
  readonly sign: string;
  readonly text: string;
  /** Smaller, behind or below the text. */
  readonly more: string;
  /** All of it in sentences. */
  readonly detail: string;
  /** Enter opens something. */
  readonly opens: 'run' | 'variant' | undefined;
}

export interface Column {
  readonly key: string;
  readonly title: string;
  readonly kind: 'variant' | 'property' | 'work' | 'list';
}

/** Properties that have a column: where none breaks, those that hold are worth a look. */
export function propertyColumns({ properties, held }: TableShown): readonly string[] {
  return properties.length > 0 ? properties : held;
}

/** `scope`: a name of the table's scopes. */
export function columnsOf(table: TableShown, scope: string): readonly Column[] {
  const works = table.scopes.find(({ name }) => name === scope)?.works ?? [];
  const has = (list: (row: RowShown) => readonly string[]): boolean =>
    table.rows.some((row) => list(row).length > 0);
  const columns: Column[] = [{ key: 'variant', title: 'variant', kind: 'variant' }];
  for (const name of propertyColumns(table))
    columns.push({ key: `property ${name}`, title: name, kind: 'property' });
  for (const work of works) columns.push({ key: `work ${work}`, title: work, kind: 'work' });
  columns.push({ key: 'waits', title: 'waits', kind: 'work' });
  if (has(({ heldAsleep }) => heldAsleep))
    columns.push({ key: 'asleep', title: 'held asleep', kind: 'list' });
  if (has(({ repeated }) => repeated))
    columns.push({ key: 'repeated', title: 'done twice', kind: 'list' });
  return columns;
}

export function cellOf(row: RowShown, column: Column, scope: string): Cell {
  switch (column.kind) {
    case 'variant':
      return variantCell(row);
    case 'property':
      return propertyCell(row, column);
    case 'work':
      return costCell(row, column, scope);
    case 'list':
      return listCell(row, column);
  }
}

export const verdictSigns: Readonly<Record<Verdict, string>> = {
  pass: '✓',
  fail: '✗',
  bounded: '?',
  error: '–',
};

const verdictWords: Readonly<Record<Verdict, string>> = {
  pass: 'passes',
  fail: 'fails',
  bounded: 'not decided',
  error: 'no verdict',
};

function variantCell({ variant, release, verdict, note, isOlder }: RowShown): Cell {
  const age = isOlder === true ? ', of an older text' : '';
  const words = `${verdictWords[verdict]}${release === '' ? '' : ` · ${release}`}${age}`;
  const detail = `${variant}: ${words}.${note === '' ? '' : ` ${sentence(note)}`}`;
  const sign = verdictSigns[verdict];
  return {
    column: 'variant',
    kind: 'variant',
    sign,
    text: variant,
    more: words,
    detail,
    opens: 'variant',
  };
}

function propertyCell(row: RowShown, { key, title }: Column): Cell {
  const unknown = { column: key, kind: 'unknown', sign: '?', more: '', opens: undefined } as const;
  const why = row.note === '' ? '' : ` ${sentence(row.note)}`;
  if (row.verdict === 'error')
    return { ...unknown, sign: '–', text: 'no verdict', detail: `No verdict.${why}` };
  const property = row.properties.find(({ name }) => name === title);
  if (property === undefined)
    return { ...unknown, sign: '–', text: 'not asked', detail: `${title} is not asked here.` };
  const { state, run } = property;
  if (state === 'holds')
    return {
      column: key,
      kind: 'holds',
      sign: '✓',
      text: 'holds',
      more: '',
      detail: `${title} holds in every interleaving.`,
      opens: undefined,
    };
  if (run === undefined)
    return { ...unknown, text: 'not decided', detail: `${title} is not decided.${why}` };
  const { steps, switches, shortest } = run;
  const length = `${counted(steps, 'step')}, ${counted(switches, 'switch', 'switches')}`;
  const claim = shortest ? 'The shortest run that breaks it has' : 'A run that breaks it has';
  return {
    column: key,
    kind: 'fails',
    sign: '✗',
    text: 'fails',
    more: shortest ? length : `at most ${length}`,
    detail: `${title}: ${claim} ${length}. Enter offers what to do with it.`,
    opens: 'run',
  };
}

const nothingDone = { alone: 0, worst: 0 } as const;

function costCell({ costs, note }: RowShown, { key, title }: Column, scope: string): Cell {
  const base = { column: key, sign: '', more: '', opens: undefined } as const;
  if (costs === undefined) {
    const detail = sentence(note) || 'Not counted.';
    return { ...base, kind: 'unknown', text: '?', detail };
  }
  const own = costs.find((one) => one.scope === scope);
  if (own === undefined) {
    const detail = `No run of this variant calls ${scope}.`;
    return { ...base, kind: 'unknown', text: '–', detail };
  }
  if (key === 'waits') return { ...base, kind: 'amount', ...waitWords(own) };
  const { alone, worst } = own.works.find(({ work }) => work === title) ?? nothingDone;
  const more = alone === worst ? '' : alone === null ? 'alone: not reached' : `alone ${alone}`;
  const detail = workDetail(title, scope, { alone, worst });
  return { ...base, kind: 'amount', text: amountText(worst), more, detail };
}

function workDetail(
  title: string,
  scope: string,
  { alone, worst }: Pick<WorkShown, 'alone' | 'worst'>,
): string {
  const where = scope === '' ? 'in one run' : `in one call of ${scope}`;
  const most = worst === 'unbounded' ? 'without bound' : `at most ${worst}`;
  const unhindered =
    alone === null
      ? 'a thread alone does not come there'
      : `where threads run alone ${alone === 'unbounded' ? 'without bound' : alone}`;
  return `${title}: ${most} ${where}, over all interleavings; ${unhindered}.`;
}

function waitWords({ waits, waitsFor }: CostsShown): Pick<Cell, 'text' | 'detail'> {
  const text = amountText(waits);
  if (waits === 0) return { text, detail: 'No thread ever waits for another here.' };
  const most =
    waits === 'unbounded' ? 'without bound' : `up to ${counted(waits, 'step')} of others`;
  const who = waitsFor.length === 0 ? '' : `, for ${waitsFor.join(', ')}`;
  return { text, detail: `A thread waits at one place ${most}${who}.` };
}

function listCell(row: RowShown, { key }: Column): Cell {
  const list = key === 'asleep' ? row.heldAsleep : row.repeated;
  const base = { column: key, sign: '', more: '', opens: undefined } as const;
  if (row.costs === undefined) {
    const detail = sentence(row.note) || 'Not counted.';
    return { ...base, kind: 'unknown', text: '?', detail };
  }
  const none =
    key === 'asleep'
      ? 'No lock is known to be held where a call may sleep.'
      : 'No run does the same work twice to one object.';
  const detail = list.length === 0 ? none : `${list.join('; ')}.`;
  return { ...base, kind: 'list', text: `${list.length}`, detail };
}

function amountText(amount: Amount): string {
  return amount === 'unbounded' ? '∞' : `${amount}`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function sentence(text: string): string {
  if (text === '') return '';
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
