// @vitest-environment happy-dom
// The page of the bench, driven as a reader drives it: by keys, clicks and what the editor sends.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BenchApp } from '../../src/bench/app.ts';
import { older } from '../../src/bench/merge.ts';
import type { BenchShown, FromBench, HistoryShown } from '../../src/bench/messages.ts';
import { benchKeptFrom } from '../../src/bench/state.ts';
import { locked, shown, table, which, whole, written } from './made.ts';

let posted: FromBench[] = [];
let state: unknown;
let app: BenchApp;

function started(): BenchApp {
  return new BenchApp(document, {
    post: (message) => posted.push(message),
    getState: () => state,
    setState: (kept) => {
      state = kept;
    },
  });
}

function shows(more: Partial<BenchShown> = {}): void {
  app.receive({ kind: 'show', shown: shown(more) });
}

beforeEach(() => {
  posted = [];
  state = undefined;
  app = started();
});

afterEach(() => document.body.replaceChildren());

function one(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`there is no ${selector}`);
  return found;
}

function all(selector: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)];
}

/** The cell that has the keyboard. */
function current(): HTMLElement {
  const cells = all('[role="grid"] [tabindex="0"]');
  expect(cells).toHaveLength(1);
  return cells[0]!;
}

function press(key: string, more: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  current().dispatchEvent(event);
  return event.defaultPrevented;
}

function text(element: Element): string {
  return (element.textContent ?? '').replaceAll(/\s+/gu, ' ').trim();
}

function button(name: string): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].find((own) => own.textContent === name);
  if (found === undefined) throw new Error(`there is no button ${name}`);
  return found;
}

function choose(selector: string, value: string): void {
  const select = one(selector);
  if (!(select instanceof HTMLSelectElement)) throw new Error(`${selector} is no choice`);
  select.value = value;
  select.dispatchEvent(new Event('change'));
}

describe('the table', () => {
  test('is a grid with a heading for each column and a row for each variant, in the given order', () => {
    shows();
    expect(all('[role="columnheader"]').map(text)).toEqual([
      'variant',
      'tag_loss',
      'tag_leak',
      'lock',
      'waits',
      'held asleep',
      'done twice',
    ]);
    expect(all('[role="rowheader"]').map(text)).toEqual([
      '1✓tag_sync_lock passes · v6.6',
      '2?huge not decided · v6.6',
      '3✗as written fails · v6.1',
      '4–does not compile no verdict · v6.6',
    ]);
    expect(one('h1').textContent).toBe('two mprotect');
    expect(text(one('.notes'))).toContain('Holds in every variant: deadlock.');
  });

  test('has one cell with the keyboard, which arrow keys move, and never beyond its edge', () => {
    shows();
    expect(text(current())).toContain('tag_sync_lock');
    press('ArrowUp');
    press('ArrowLeft');
    expect(text(current())).toContain('tag_sync_lock');
    expect(press('ArrowRight')).toBe(true);
    expect(text(current())).toBe('✓holds');
    press('ArrowDown');
    press('ArrowDown');
    expect(text(current())).toBe('✗fails 29 steps, 1 switch');
    expect(document.activeElement).toBe(current());
    press('End');
    expect(text(current())).toBe('1');
    press('Home', { ctrlKey: true });
    expect(text(current())).toContain('tag_sync_lock');
    press('PageDown');
    expect(text(current())).toContain('does not compile');
  });

  test('leaves keys alone that are not its own', () => {
    shows();
    expect(press('x')).toBe(false);
    expect(press('ArrowDown', { altKey: true })).toBe(false);
    expect(press('Tab')).toBe(false);
  });

  test('tells more about the cell with the keyboard, and names where', () => {
    shows();
    press('ArrowRight');
    press('ArrowRight');
    press('ArrowRight');
    expect(one('#about').textContent).toContain('lock: at most 5 in one run');
    expect(current().getAttribute('aria-describedby')).toBe('about');
  });

  test('a red cell asks for its run by Enter and by a click, a green one does not', () => {
    shows();
    press('ArrowRight');
    press('Enter');
    expect(posted).toEqual([]);
    press('ArrowDown');
    press('ArrowDown');
    press('Enter');
    expect(posted).toEqual([{ kind: 'run', variant: 0, property: 'tag_loss' }]);
    all('.cell.fails .text')[0]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(posted[1]).toEqual({ kind: 'run', variant: 1, property: 'tag_loss' });
    expect(text(current())).toBe('✗fails 40 steps, 1 switch');
    expect(current().getAttribute('aria-haspopup')).toBe('dialog');
  });

  test('the name of a variant asks what to do with it', () => {
    shows();
    press('Enter');
    expect(posted).toEqual([{ kind: 'variant', variant: 2 }]);
  });

  test('has the costs of a run, or of one call of a function', () => {
    shows();
    expect(all('#scope option').map(text)).toEqual(['one run', 'one call of mprotect()']);
    choose('#scope', 'mprotect()');
    expect(all('[role="columnheader"]').map(text).slice(3, 6)).toEqual([
      'lock',
      'tag clear',
      'waits',
    ]);
    expect(all('tbody tr')[0]?.querySelectorAll('td')[3]?.textContent).toBe('∞ alone: not reached');
    // A function that costs nothing any more: the whole run.
    shows({ table: table([locked], { scopes: [{ name: '', works: ['lock'] }] }) });
    expect(all('[role="columnheader"]').map(text).slice(3, 5)).toEqual(['lock', 'waits']);
  });
});

describe('while the text changes', () => {
  test('the table says that it is of an older text, and each such row does', () => {
    shows({ table: older(whole) });
    expect(one('.notice').hidden).toBe(false);
    expect(text(one('.notice'))).toBe('This table is of an older text.');
    expect(text(current())).toContain('of an older text');
    expect(all('tr.older')).toHaveLength(4);
    expect(button('Copy as Markdown').disabled).toBe(true);
    shows();
    expect(one('.notice').hidden).toBe(true);
    expect(all('tr.older')).toHaveLength(0);
    expect(button('Copy as Markdown').disabled).toBe(false);
  });

  test('progress is shown, can be cancelled, and its end is said aloud', () => {
    shows({ table: undefined, working: { done: 0, total: 0 } });
    expect(text(one('.notice'))).toBe('Comparing ...');
    shows({ table: older(whole), working: { done: 3, total: 4 } });
    expect(text(one('.notice'))).toContain('Comparing: 3 of 4 variants.');
    expect(one('progress').getAttribute('value')).toBe('3');
    expect(one('[role="grid"]').getAttribute('aria-busy')).toBe('true');
    expect(button('Compare again').hidden).toBe(true);
    button('Cancel').click();
    expect(posted).toEqual([{ kind: 'cancel' }]);
    expect(one('[role="status"]').textContent).toBe('');
    shows();
    expect(one('[role="status"]').textContent).toBe(
      '4 variants compared, 1 pass. The cheapest that passes: tag_sync_lock.',
    );
    button('Compare again').click();
    button('Copy as Markdown').click();
    expect(posted.slice(1)).toEqual([{ kind: 'again' }, { kind: 'copy' }]);
  });

  test('the keyboard stays with its variant and column, wherever they stand now', () => {
    shows();
    press('ArrowRight');
    press('PageDown');
    press('ArrowUp');
    expect(text(current())).toBe('✗fails 29 steps, 1 switch');
    shows({ table: table([written, locked]) });
    expect(text(current())).toBe('✗fails 29 steps, 1 switch');
    expect(document.activeElement).toBe(current());
  });

  test('a frame without the keyboard does not take it when the table is drawn again', () => {
    shows();
    press('ArrowRight');
    const isInFront = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    const taken = vi.spyOn(HTMLElement.prototype, 'focus');
    shows({ table: older(whole) });
    expect(taken).not.toHaveBeenCalled();
    // It comes back with the keyboard.
    isInFront.mockReturnValue(true);
    app.focused();
    expect(document.activeElement).toBe(current());
    vi.restoreAllMocks();
  });

  test('a page that was hidden is as it was', () => {
    shows();
    choose('#scope', 'mprotect()');
    press('ArrowDown');
    document.body.replaceChildren();
    app = started();
    shows();
    expect(one('#scope')).toHaveProperty('value', 'mprotect()');
    expect(text(current())).toContain('huge');
    expect(benchKeptFrom(state).which).toEqual(which);
    // Another scenario begins anew.
    shows({ which: { uri: 'file:///other.race', scenario: 3, name: 'other' } });
    expect(one('#scope')).toHaveProperty('value', '');
  });
});

describe('the releases', () => {
  const history: HistoryShown = {
    variant: 0,
    state: 'current',
    text: '',
    eras: [
      { releases: 'v5.10 .. v5.13', verdict: 'fail', words: 'fails tag_leak', changed: [] },
      { releases: 'from v5.14', verdict: 'pass', words: 'passes', changed: ['mte_sync_tags'] },
    ],
  };

  test('are a bar with what changed between them, of a variant that can be chosen', () => {
    shows();
    expect(one('.history').hidden).toBe(true);
    shows({ history });
    expect(all('.era').map(text)).toEqual([
      '✗v5.10 .. v5.13 fails tag_leak',
      '✓from v5.14 passes since mte_sync_tags()',
    ]);
    // In the order of the text.
    expect(all('#history-of option').map(text)).toEqual([
      'as written',
      'huge',
      'tag_sync_lock',
      'does not compile',
    ]);
    choose('#history-of', '2');
    expect(posted).toEqual([{ kind: 'history', variant: 2 }]);
  });

  test('of an older text say so', () => {
    shows({ history: { ...history, state: 'older' } });
    expect(text(one('.history-head'))).toContain('of an older text');
    shows({ history: { ...history, state: 'working' } });
    expect(text(one('.history-head'))).toContain('exploring again');
  });
});

describe('messages', () => {
  test('of another shape are passed over', () => {
    const good = shown();
    for (const bad of [
      undefined,
      { kind: 'other' },
      { kind: 'show' },
      { kind: 'show', shown: { ...good, which: { uri: 1, scenario: 0, name: '' } } },
      {
        kind: 'show',
        shown: { ...good, table: table([{ ...written, verdict: 'green' as 'pass' }]) },
      },
      {
        kind: 'show',
        // What fails has a run.
        shown: {
          ...good,
          table: table([{ ...written, properties: [{ name: 'x', state: 'fails' }] }]),
        },
      },
      { kind: 'show', shown: { ...good, history: { variant: 0, eras: [{}], state: 'current' } } },
    ]) {
      app.receive(bad);
    }
    expect(all('tbody tr')).toHaveLength(0);
    app.receive({ kind: 'show', shown: good });
    expect(all('tbody tr')).toHaveLength(4);
  });

  test('what was kept by an older version is read as far as it goes', () => {
    expect(
      benchKeptFrom({ which: { uri: 'u' }, scope: 3, at: { variant: 'v', column: 'c' } }),
    ).toEqual({ which: undefined, scope: '', at: { variant: 'v', column: 'c' } });
    expect(benchKeptFrom(null)).toEqual({ which: undefined, scope: '', at: undefined });
  });
});
