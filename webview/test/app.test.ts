// @vitest-environment happy-dom
// The page, driven as a reader drives it: by keys, clicks and what the editor sends.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { App } from '../src/app.ts';
import type { FromView, ToView } from '../src/messages.ts';
import type { RunShown } from '../src/run-shown.ts';
import { tagRace } from './examples.ts';
import { runOf, traceOfSteps } from './made.ts';

const which = { uri: 'file:///t.race', scenario: 0, variant: 0, choice: 'violation:tag_loss' };

let posted: FromView[] = [];
let state: unknown;
let app: App;

/** Pixels in view: happy-dom lays nothing out. */
function sized(width: number, height: number): void {
  const sizes = { clientWidth: width, clientHeight: height };
  for (const [name, value] of Object.entries(sizes)) {
    vi.spyOn(HTMLElement.prototype, name as 'clientWidth', 'get').mockReturnValue(value);
  }
}

function started(): App {
  return new App(document, {
    post: (message) => posted.push(message),
    getState: () => state,
    setState: (kept) => {
      state = kept;
    },
    measure: () => undefined,
  });
}

function shows(run: RunShown, more: Partial<Extract<ToView, { kind: 'show' }>> = {}): void {
  app.receive({ kind: 'show', which, run, step: 0, choices: undefined, notice: '', ...more });
}

beforeEach(() => {
  posted = [];
  state = undefined;
  sized(900, 700);
  app = started();
});

afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

function one(selector: string): Element {
  const found = document.querySelector(selector);
  if (found === null) throw new Error(`there is no ${selector}`);
  return found;
}

function all(selector: string): Element[] {
  return [...document.querySelectorAll(selector)];
}

function press(key: string, more: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  current().dispatchEvent(event);
  return event.defaultPrevented;
}

function click(target: Element, kind = 'click'): void {
  target.dispatchEvent(new MouseEvent(kind, { bubbles: true }));
}

/** The cell that has the keyboard. */
function current(): Element {
  const cells = all('[role="gridcell"][tabindex="0"]');
  expect(cells).toHaveLength(1);
  return cells[0]!;
}

function spoken(): string {
  return one('[role="status"]').textContent ?? '';
}

function cellOf(step: number): Element {
  return one(`[role="gridcell"][aria-label^="step ${step},"]`);
}

describe('keys', () => {
  beforeEach(() => shows(tagRace()));

  test('up and down move by a step, and tell the editor', () => {
    press('ArrowDown');
    press('ArrowDown');
    expect(spoken()).toBe('step 2 of 8, cpu0, change_pte_range()');
    press('ArrowUp');
    expect(current().getAttribute('aria-label')).toMatch(/^step 1, CPU0, mmap_write_lock/);
    expect(posted).toEqual([
      { kind: 'goto', step: 1 },
      { kind: 'goto', step: 2 },
      { kind: 'goto', step: 1 },
    ]);
  });

  test('home and end, and page keys', () => {
    press('End');
    expect(spoken()).toBe('step 8 of 8, cpu0, mte_clear_page_tags(), breaks tag_loss');
    press('Home');
    expect(spoken()).toBe('step 0 of 8, before the first step');
    sized(900, 44 + 22 * 4);
    press('PageDown');
    expect(one('.count').textContent).toBe('3 / 8');
    press('PageUp');
    expect(one('.count').textContent).toBe('0 / 8');
  });

  test('left and right go to the other lane, to its last step before', () => {
    press('End');
    press('ArrowRight');
    expect(spoken()).toMatch(/^step 6 of 8, cpu1/);
    press('ArrowLeft');
    expect(spoken()).toMatch(/^step 3 of 8, cpu0/);
    press('ArrowLeft');
    expect(spoken()).toMatch(/^step 3 of 8/);
  });

  test('enter opens the source, at the beginning there is none', () => {
    press('Enter');
    expect(posted).toEqual([]);
    press('ArrowDown');
    press('Enter');
    expect(posted.at(-1)).toEqual({ kind: 'open', row: 0, call: undefined });
  });

  test('plus, minus and 0 change the size of a line, within limits', () => {
    const height = (): number => Number(one('.body').getAttribute('height'));
    const usual = height();
    press('+');
    expect(height()).toBeGreaterThan(usual);
    for (let time = 0; time < 20; time += 1) press('-');
    expect(height()).toBe((usual / 22) * 14);
    expect(one('main').className).toBe('zoom14');
    press('0');
    expect(height()).toBe(usual);
  });

  test('space folds the call of the step, and unfolds it again', () => {
    press('End');
    const before = all('.line.step').length;
    press(' ');
    expect(current().getAttribute('aria-expanded')).toBe('false');
    expect(current().getAttribute('aria-label')).toMatch(/mte_clear_page_tags\(\) \.\.\. 1 step/);
    press(' ');
    expect(all('.line.step')).toHaveLength(before);
  });

  test('F folds all calls and unfolds them; the steps that are folded are one stop', () => {
    press('F');
    expect(all('.line.call')).toHaveLength(0);
    press('ArrowDown');
    expect(spoken()).toMatch(/^step 3 of 8/);
    press('F');
    expect(all('.line.call').length).toBeGreaterThan(0);
  });

  test('c copies the step, slash goes to the filter, escape comes back', () => {
    press('ArrowDown');
    press('c');
    expect(posted.at(-1)).toEqual({
      kind: 'copy',
      text: 'step 1 of 8, cpu0, mprotect()\nmmap_write_lock(mm) [owner: none -> cpu0]\nstep 1 may run\n',
    });
    press('/');
    expect(document.activeElement).toBe(one('.filter'));
    one('.filter').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
    expect(document.activeElement).toBe(current());
  });

  test('keys that are not ours are left to others', () => {
    expect(press('x')).toBe(false);
    expect(press('f', { ctrlKey: true })).toBe(false);
    expect(press('ArrowDown', { altKey: true })).toBe(false);
    expect(press('Tab')).toBe(false);
  });
});

describe('pointers', () => {
  beforeEach(() => shows(tagRace()));

  test('a click on a step shows it and takes the keyboard there', () => {
    click(cellOf(5));
    expect(posted).toEqual([{ kind: 'goto', step: 5 }]);
    expect(document.activeElement).toBe(cellOf(5));
  });

  test('a double click opens the source', () => {
    click(cellOf(5), 'dblclick');
    expect(posted.at(-1)).toEqual({ kind: 'open', row: 4, call: undefined });
  });

  test('a click on a call folds it', () => {
    click(one('.line.call [role="gridcell"]'));
    expect(one('.line.folded [role="gridcell"]').getAttribute('aria-label')).toContain(
      'mprotect()',
    );
    expect(posted).toEqual([]);
  });

  test('a click on an arrow goes to where the value was written', () => {
    click(one('.arrow .arrow-line'));
    expect(posted).toEqual([{ kind: 'goto', step: 5 }]);
  });

  test('the slider moves, and says the step', () => {
    const slider = one('.slider') as HTMLInputElement;
    slider.value = '6';
    slider.dispatchEvent(new Event('input'));
    expect(posted).toEqual([{ kind: 'goto', step: 6 }]);
    expect(slider.getAttribute('aria-valuetext')).toBe('step 6 of 8');
  });

  test('places and steps beside the lanes are links', () => {
    click(cellOf(8));
    const link = (text: string): Element => {
      const found = all('.side button').find((button) => button.textContent?.includes(text));
      if (found === undefined) throw new Error(`no link ${text}`);
      return found;
    };
    click(link('set_pte_at()'));
    expect(posted.at(-1)).toEqual({ kind: 'open', row: 7, call: 2 });
    click(link('made.race:8'));
    expect(posted.at(-1)).toEqual({ kind: 'open', row: 7, call: undefined });
    click(link('step 6'));
    expect(posted.at(-1)).toEqual({ kind: 'goto', step: 6 });
  });
});

describe('the side', () => {
  test('says what the step does, what is broken, the race and the state', () => {
    shows(tagRace(), { step: 8 });
    const text = one('.side').textContent ?? '';
    expect(text).toContain('Step 8 of 8 · cpu0');
    expect(text).toContain('tag_loss broken by this step');
    expect(text).toContain('no initialiser overwrites a tag');
    expect(text).toContain('Race on pages[0].tags: ◆1 step 6 and ◆2 step 8');
    expect(text).toContain('2 of 5 positions fail');
    expect(one('tr.changed').textContent).toBe('●tags0was 5');
  });

  test('lists only what the reader asks for, and says how much is not shown', () => {
    shows(tagRace(), { step: 5 });
    const choose = (mode: string): void => {
      const select = one('.state-head select') as HTMLSelectElement;
      select.value = mode;
      select.dispatchEvent(new Event('change'));
    };
    const names = (): (string | null)[] => all('.side th').map((cell) => cell.textContent);
    choose('step');
    expect(names()).toEqual(['flags']);
    expect(one('.values .legend').textContent).toBe('1 more value is not shown');
    choose('all');
    expect(names()).toEqual(['flags', 'tags']);
  });

  test('offers the choices of an exploration, with what each can still reach', () => {
    const choices = [
      { thread: 0, choice: 0, label: 'cpu0: read x', reaches: 'yes' },
      { thread: 1, choice: 2, label: 'cpu1: x = 1', reaches: 'no' },
    ] as const;
    shows(tagRace(), { step: 1, choices });
    const buttons = all('button.choice');
    expect(buttons.map((button) => button.getAttribute('aria-label'))).toEqual([
      'cpu0: read x: a violation can still be reached',
      'cpu1: x = 1: no violation is left behind it',
    ]);
    click(buttons[1]!);
    expect(posted).toEqual([{ kind: 'choose', thread: 1, choice: 2 }]);
  });
});

describe('what the editor says', () => {
  test('a step is shown without an answer', () => {
    shows(tagRace());
    app.receive({ kind: 'step', step: 4, choices: undefined });
    expect(one('.count').textContent).toBe('4 / 8');
    expect(posted).toEqual([]);
  });

  test('an answer to a move does not take back the moves behind it', () => {
    shows(tagRace());
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) press(key);
    app.receive({ kind: 'step', step: 1, choices: undefined });
    app.receive({ kind: 'step', step: 2, choices: undefined });
    expect(one('.count').textContent).toBe('3 / 8');
    press('ArrowDown');
    app.receive({ kind: 'step', step: 3, choices: undefined });
    app.receive({ kind: 'step', step: 4, choices: undefined });
    expect(one('.count').textContent).toBe('4 / 8');
    // What was not asked for is the editor's own move.
    app.receive({ kind: 'step', step: 2, choices: undefined });
    expect(one('.count').textContent).toBe('2 / 8');
  });

  test('the keyboard comes back to the shown step, unless something else has it', () => {
    shows(tagRace(), { step: 3 });
    (document.activeElement as HTMLElement | null)?.blur();
    app.focused();
    expect(document.activeElement).toBe(current());
    (one('.filter') as HTMLElement).focus();
    app.focused();
    expect(document.activeElement).toBe(one('.filter'));
  });

  test('a step that the editor takes leaves the keyboard where it is', () => {
    shows(tagRace(), { step: 3 });
    app.focused();
    const isInFront = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    app.receive({ kind: 'step', step: 5, choices: undefined });
    app.resized();
    expect(document.activeElement).not.toBe(current());
    isInFront.mockReturnValue(true);
    app.focused();
    expect(document.activeElement).toBe(current());
    expect(one('.count').textContent).toBe('5 / 8');
  });

  test('nonsense is passed over', () => {
    shows(tagRace());
    for (const message of [undefined, null, 7, {}, { kind: 'step' }, { kind: 'step', step: -1 }]) {
      app.receive(message);
    }
    expect(one('.count').textContent).toBe('0 / 8');
  });

  test('a notice stands above the picture until it is taken back', () => {
    shows(tagRace(), { notice: 'This run is of an older text.' });
    expect(one('.notice').textContent).toBe('This run is of an older text.');
    expect((one('.notice') as HTMLElement).hidden).toBe(false);
    app.receive({ kind: 'notice', text: '' });
    expect((one('.notice') as HTMLElement).hidden).toBe(true);
  });

  test('an export has the folds and the filter of the reader', () => {
    shows(tagRace());
    press('F');
    app.receive({ kind: 'export' });
    expect(posted.at(-1)).toEqual({
      kind: 'export',
      folds: { depth: 0, turned: [] },
      filter: '',
    });
  });
});

describe('state', () => {
  test('survives a page that is gone', () => {
    shows(tagRace());
    press('F');
    press('+');
    press('ArrowDown');
    document.body.replaceChildren();
    app = started();
    shows(tagRace(), { step: 3 });
    expect(all('.line.call')).toHaveLength(0);
    expect(one('main').className).toBe('zoom26');
    expect(state).toMatchObject({ which, step: 3 });
  });

  test('folds and filter of one run are not those of another', () => {
    shows(tagRace());
    press('F');
    shows(tagRace(), { which: { ...which, choice: 'witness:0' } });
    expect(all('.line.call').length).toBeGreaterThan(0);
  });

  test.each([
    [{ lineHeight: 3, step: -1, folds: 7, filter: 3, which: {}, mode: 'x' }],
    ['text'],
    [null],
  ])('that cannot be read is as none: %j', (kept) => {
    state = kept;
    app = started();
    shows(tagRace());
    expect(one('main').className).toBe('zoom22');
  });
});

describe('the page', () => {
  test('is a grid with its rows and columns counted', () => {
    shows(tagRace());
    const grid = one('[role="grid"]');
    expect(grid.getAttribute('aria-colcount')).toBe('3');
    expect(Number(grid.getAttribute('aria-rowcount'))).toBe(all('.body [role="row"]').length + 1);
    expect(all('[role="columnheader"]').map((head) => head.getAttribute('aria-label'))).toEqual([
      'step',
      'CPU0: vmm',
      'CPU1: child',
    ]);
    const indices = all('.body [role="row"]').map((row) =>
      Number(row.getAttribute('aria-rowindex')),
    );
    expect(indices).toEqual(indices.map((_, at) => at + 2));
    for (const cell of all('[role="gridcell"]')) {
      expect(cell.getAttribute('aria-label')).not.toBe('');
      const column = Number(cell.getAttribute('aria-colindex'));
      expect(column >= 1 && column <= 3).toBe(true);
    }
    expect(all('[aria-selected="true"]')).toEqual([current()]);
  });

  test('has neither inline styles nor inline handlers nor scripts', () => {
    shows(tagRace(), { step: 8 });
    press('F');
    press('-');
    for (const found of all('*')) {
      for (const { name } of [...found.attributes]) {
        expect(name).not.toBe('style');
        expect(name.startsWith('on')).toBe(false);
      }
    }
    expect(all('script, style, link, img, iframe')).toEqual([]);
  });

  test('names every control', () => {
    shows(tagRace(), { step: 8 });
    for (const control of all('button, input, select')) {
      const name = control.getAttribute('aria-label') ?? control.textContent ?? '';
      expect(name.trim()).not.toBe('');
    }
  });

  test('draws only what is in view of a run of ten thousand steps', () => {
    const steps = Array.from({ length: 10_000 }, (_, index) => ({
      thread: index % 3,
      calls: index % 7 < 4 ? 'f > g' : 'f',
      text: `x = ${index}`,
    }));
    shows(runOf(traceOfSteps(['a', 'b', 'c'], steps)));
    expect(all('.line').length).toBeLessThan(100);
    press('End');
    expect(all('.line').length).toBeLessThan(100);
    expect(current().getAttribute('aria-label')).toMatch(/^step 10000, /);
    press('ArrowUp');
    expect(one('.count').textContent).toBe('9999 / 10000');
    expect(document.querySelectorAll('*').length).toBeLessThan(2500);
  });
});
