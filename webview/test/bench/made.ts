// Tables made by hand: what the server would say about a scenario.
import type { BenchShown } from '../../src/bench/messages.ts';
import type { PropertyCell, RowShown, TableShown } from '../../src/bench/table.ts';

export const which = { uri: 'file:///t.race', scenario: 0, name: 'two mprotect' };

export function holds(name: string): PropertyCell {
  return { name, state: 'holds' };
}

export function fails(name: string, steps: number, shortest = true): PropertyCell {
  return { name, state: 'fails', run: { steps, switches: 1, shortest } };
}

export function row(variant: string, more: Partial<RowShown> = {}): RowShown {
  return {
    variant,
    number: 0,
    release: 'v6.6',
    verdict: 'pass',
    properties: [holds('tag_loss'), holds('tag_leak'), holds('deadlock')],
    costs: [
      {
        scope: '',
        works: [{ work: 'lock', alone: 6, worst: 5 }],
        waits: 2,
        waitsFor: [],
      },
    ],
    heldAsleep: [],
    repeated: [],
    note: '',
    ...more,
  };
}

export const locked = row('tag_sync_lock', {
  number: 2,
  costs: [
    { scope: '', works: [{ work: 'lock', alone: 6, worst: 5 }], waits: 2, waitsFor: [] },
    {
      scope: 'mprotect()',
      works: [
        { work: 'lock', alone: 3, worst: 3 },
        { work: 'tag clear', alone: null, worst: 'unbounded' },
      ],
      waits: 'unbounded',
      waitsFor: ['cpu0', 'cpu1'],
    },
  ],
  heldAsleep: ['cpu0 holds mms[0].mmap_lock where lock_page() may sleep'],
});

export const written = row('as written', {
  release: 'v6.1',
  verdict: 'fail',
  properties: [fails('tag_loss', 29), fails('tag_leak', 28, false), holds('deadlock')],
  costs: [{ scope: '', works: [{ work: 'lock', alone: 4, worst: 4 }], waits: 0, waitsFor: [] }],
  repeated: ['tag clear of pages[0]: 2 times'],
});

export const bounded = row('huge', {
  number: 1,
  verdict: 'bounded',
  properties: [fails('tag_loss', 40), { name: 'tag_leak', state: 'undecided' }],
  costs: undefined,
  note: 'not counted: 200 000 states',
});

export const broken = row('does not compile', {
  number: 3,
  verdict: 'error',
  properties: [],
  costs: undefined,
  note: 'it does not compile',
});

export function table(rows: readonly RowShown[], more: Partial<TableShown> = {}): TableShown {
  return {
    scenario: 'two mprotect',
    properties: ['tag_loss', 'tag_leak'],
    held: ['deadlock'],
    scopes: [
      { name: '', works: ['lock'] },
      { name: 'mprotect()', works: ['lock', 'tag clear'] },
    ],
    rows,
    twice: [],
    ...more,
  };
}

export const whole = table([locked, bounded, written, broken]);

export function shown(more: Partial<BenchShown> = {}): BenchShown {
  return { which, table: whole, working: undefined, notice: '', history: undefined, ...more };
}
