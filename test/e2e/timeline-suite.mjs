// The timeline in a real VS Code: opened from its lens, walked by keys and clicks, with the editor
// following, hidden and shown, kept over a reload, in four themes.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expectMatch, until } from './suite.mjs';

const GUEST = 'guest-fault-mprotect-mte.race';
const themes = [
  ['dark', 'Dark Modern'],
  ['light', 'Light Modern'],
  ['contrast-dark', 'Dark High Contrast'],
  ['contrast-light', 'Light High Contrast'],
];

export async function timelineSuite(suite, editor, { url, folder }) {
  const { page } = editor;
  const refused = [];
  page.on('console', (message) => {
    if (/Content Security Policy|violates the following/i.test(message.text())) {
      refused.push(message.text());
    }
  });
  await editor.goto(url);
  const timeline = new Timeline(page);
  await opens(suite, editor, timeline);
  await walks(suite, editor, timeline);
  await looks(suite, editor, timeline);
  await lasts(suite, editor, timeline);
  await exports(suite, editor, folder);
  await debugs(suite, editor, timeline);
  await suite.check('the policy of the page has refused nothing of ours', () => {
    const ours = refused.filter((text) => /timeline|inline/i.test(text));
    if (ours.length > 0) throw new Error(ours.join('\n'));
  });
  await editor.closeAll();
}

/** The page of the timeline, inside two frames. */
export class Timeline {
  constructor(page) {
    this.page = page;
    this.frame = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  cell(step) {
    return this.frame.locator(`[role="gridcell"][aria-label^="step ${step},"]`).first();
  }

  count() {
    return this.frame.locator('.count').innerText();
  }

  async is(step) {
    await until(`step ${step} is not shown`, async () =>
      new RegExp(`^${step} / `).test(await this.count()),
    );
  }

  rows() {
    return this.frame.locator('.body [role="row"]');
  }
}

async function opens(suite, editor, timeline) {
  await suite.check('the lens opens the timeline beside the editor', async () => {
    await editor.open(`scenarios/seed/${GUEST}`);
    await editor.lens(/^fails: (?=.*tag_leak)(?=.*tag_loss)/).waitFor({ timeout: 60_000 });
    await editor.lens(/^Timeline$/).click();
    await timeline.frame.locator('.grid [role="gridcell"]').first().waitFor();
    expectMatch(
      await timeline.frame.locator('h1').innerText(),
      /guest fault.*tag_loss in \d+ steps/,
    );
    await timeline.is(0);
    const tabs = (await editor.tabs().allInnerTexts()).join('|');
    expectMatch(tabs, /guest fault against the child's.*tag_loss/);
  });
}

async function walks(suite, editor, timeline) {
  await suite.check('keys move, and the step is said aloud', async () => {
    await timeline.cell(1).click();
    await timeline.is(1);
    for (let press = 0; press < 4; press += 1) await editor.press('ArrowDown');
    await timeline.is(5);
    expectMatch(
      await timeline.frame.locator('[role="status"]').innerText(),
      /^step 5 of \d+, cpu0/,
    );
    await editor.press('End');
    await timeline.is(34);
    expectMatch(await timeline.frame.locator('[role="status"]').innerText(), /breaks tag_loss$/);
    await editor.press('ArrowLeft');
    expectMatch(await timeline.frame.locator('[role="status"]').innerText(), /, cpu0, /);
    await editor.press('Home');
    await timeline.is(0);
  });

  await suite.check('a clicked step is shown in the editor, the focus stays', async () => {
    await timeline.cell(6).click();
    await editor.tab('mmu.race').waitFor();
    await until('the line of the step is not marked', async () =>
      /mmap_read_lock/.test(await highlighted(editor)),
    );
    await editor.press('ArrowDown');
    await timeline.is(7);
    await until('the editor does not follow', async () =>
      /find_vma/.test(await highlighted(editor)),
    );
  });

  await suite.check(
    'calls fold, a filter leaves steps out, and both can be taken back',
    async () => {
      const all = await timeline.rows().count();
      await editor.press('F');
      await until('nothing is folded', async () => (await timeline.rows().count()) < all);
      await editor.press('F');
      await until('it stays folded', async () => (await timeline.rows().count()) === all);
      await editor.press('/');
      await editor.type('mmu_lock');
      await timeline.frame.locator('.line.gap').first().waitFor();
      await editor.shot('timeline-filter');
      await editor.press('Escape');
      await timeline.frame.locator('.line.gap').first().waitFor({ state: 'detached' });
    },
  );

  await suite.check('the palette moves, too', async () => {
    await editor.press('End');
    await timeline.is(34);
    await editor.command('Racewalk: Previous step');
    await timeline.is(33);
    await editor.command('Racewalk: First step');
    await timeline.is(0);
  });

  await suite.check('another run can be picked', async () => {
    for (const property of ['tag_leak', 'tag_loss']) {
      await pickRun(editor, `${property} in`);
      await until(`the run of ${property} is not shown`, async () =>
        new RegExp(`${property} in \\d+ steps`).test(
          await timeline.frame.locator('h1').innerText(),
        ),
      );
    }
  });
}

async function pickRun(editor, words) {
  await editor.command('Racewalk: Pick another run for the timeline');
  const widget = editor.page.locator('.quick-input-widget');
  await widget.getByText('Pick the run to walk').waitFor();
  await widget.locator('.quick-input-box input').fill(words);
  const rows = widget.locator('.quick-input-list .monaco-list-row');
  await until('there is not one such run', async () => (await rows.count()) === 1);
  await editor.press('Enter');
  await widget.waitFor({ state: 'hidden' });
}

/** The text of the lines that stand out in the editor's group. */
async function highlighted(editor) {
  return editor.page.evaluate(() => {
    const group = document.querySelector('.editor-group-container');
    const marks = [...(group?.querySelectorAll('.view-overlays [class*="ced-"]') ?? [])];
    const lines = [...(group?.querySelectorAll('.view-line') ?? [])];
    const tops = marks.map((mark) => Math.round(mark.getBoundingClientRect().top));
    return lines
      .filter((line) => tops.includes(Math.round(line.getBoundingClientRect().top)))
      .map((line) => line.textContent.replaceAll('\u00a0', ' '))
      .join('\n');
  });
}

async function looks(suite, editor, timeline) {
  for (const [name, title] of themes) {
    await suite.check(`it can be read in the theme ${title}`, async () => {
      await chooseTheme(editor, title);
      await timeline.frame.locator('.slider').focus();
      await editor.press('End');
      await timeline.is(34);
      await editor.picture(`timeline-${name}`);
    });
  }
  await chooseTheme(editor, 'Dark Modern');

  await suite.check('smaller lines show more of the run', async () => {
    await timeline.frame.locator('.slider').focus();
    await editor.press('Home');
    await timeline.cell(1).click();
    const few = await timeline.rows().count();
    await editor.press('-');
    await until('there are no more lines', async () => (await timeline.rows().count()) > few);
    for (let press = 1; press < 23; press += 1) await editor.press('ArrowDown');
    await timeline.is(23);
    await editor.picture('timeline');
    await timeline.cell(23).click();
    await editor.press('0');
    await editor.press('End');
    await timeline.is(34);
  });
}

export async function chooseTheme(editor, title) {
  await editor.page.locator('.part.statusbar').click({ position: { x: 300, y: 5 } });
  await editor.press('Control+K');
  await editor.press('Control+T');
  const input = editor.page.locator('.quick-input-widget .quick-input-box input');
  await until('there is no list of themes', async () =>
    /theme/i.test((await input.getAttribute('placeholder')) ?? ''),
  );
  await input.fill(title);
  const row = editor.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title });
  await row.first().click();
  await editor.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

async function lasts(suite, editor, timeline) {
  await suite.check('hidden and shown again, it is where it was', async () => {
    await timeline.cell(33).click();
    await editor.press('/');
    await editor.type('tags');
    await editor.press('Enter');
    await editor.command('File: New Untitled Text File');
    await editor.page.locator('.tab').filter({ hasText: 'Untitled' }).first().waitFor();
    await editor.page
      .locator('.tab')
      .filter({ hasText: /guest fault against/ })
      .first()
      .click();
    await timeline.is(33);
    const filter = timeline.frame.locator('.filter');
    await until('the filter is gone', async () => (await filter.inputValue()) === 'tags');
    await filter.fill('');
  });

  await suite.check('it is back after the window was loaded again', async () => {
    await timeline.is(33);
    // In good order: a page that is only loaded anew may not have saved what it was asked to.
    const loaded = editor.page.waitForEvent('load', { timeout: 60_000 });
    await editor.command('Developer: Reload Window');
    await loaded;
    await editor.page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: 60_000 });
    await until(
      'there is no timeline',
      async () => /^33 \/ 34/.test(await timeline.count()),
      60_000,
    );
  });

  await suite.check(
    'an edit says that the run is of an older text, until there is a new one',
    async () => {
      await editor.tab(GUEST).first().click();
      await editor.cursor(1, 1);
      await editor.type('// ');
      await timeline.frame.locator('.notice:not([hidden])').waitFor();
      await timeline.frame.locator('.notice').waitFor({ state: 'hidden', timeout: 60_000 });
      // The text that is typed in has not been covered by the one that the step is in.
      for (let press = 0; press < 3; press += 1) await editor.press('Backspace');
      await timeline.frame.locator('.notice:not([hidden])').waitFor();
      await timeline.frame.locator('.notice').waitFor({ state: 'hidden', timeout: 60_000 });
      expectMatch(await editor.text(0), /^\/\/\/ A VMM and its child/m);
    },
  );
}

async function exports(suite, editor, folder) {
  await suite.check('the picture can be saved', async () => {
    // Not in the folder: a new row in the explorer would move the others under the pointer.
    const target = path.join(folder, '..', 'picture.svg');
    rmSync(target, { force: true });
    await editor.command('Racewalk: Export timeline as SVG...');
    const widget = editor.page.locator('.quick-input-widget');
    const input = widget.locator('.quick-input-box input');
    await until('no file is asked for', async () => /\.svg$/.test(await input.inputValue()));
    await input.fill(target);
    const ok = widget.locator('.monaco-button').filter({ hasText: 'OK' });
    await until('there is no file', async () => {
      // The dialog looks at the folder first, and does not hear what comes meanwhile.
      if (!existsSync(target) && (await ok.isVisible())) {
        // It may close by the click before.
        await ok.click({ timeout: 2000 }).catch(() => undefined);
      }
      return existsSync(target);
    });
    await widget.waitFor({ state: 'hidden' });
    await until('it is no picture', () =>
      /^<svg [\s\S]*mte_sync_tags/.test(readFileSync(target, 'utf8')),
    );
  });
}

/** A debug session and the timeline always show the same step. */
async function debugs(suite, editor, timeline) {
  const { page } = editor;
  const stopped = page.locator('.debug-top-stack-frame-line, .debug-focused-stack-frame-line');

  await suite.check('a debug session and the timeline are at the same step', async () => {
    await editor.closeAll();
    await editor.open(`scenarios/seed/${GUEST}`);
    await editor.lens(/^fails: (?=.*tag_leak)(?=.*tag_loss)/).waitFor({ timeout: 60_000 });
    await editor.cursor(6, 1);
    await editor.command('Racewalk: Debug run');
    await page.locator('.debug-toolbar').waitFor({ timeout: 30_000 });
    await editor.command('Racewalk: Show timeline');
    await timeline.is(0);
    // The session may be there before the verdict of the text that was just opened.
    await until('it does not say which run', async () =>
      /guest fault.*tag_loss in 34/.test(await timeline.frame.locator('h1').innerText()),
    );
    await page.locator('.debug-toolbar a.action-label[aria-label^="Step Into"]').click();
    await until('the timeline does not follow', async () => !/^0 /.test(await timeline.count()));
    await timeline.cell(6).click();
    await timeline.is(6);
    await editor.tab('mmu.race').waitFor();
    await stopped.first().waitFor();
    // A stop takes the keyboard to the text; it comes back.
    for (const [key, step] of [
      ['ArrowDown', 7],
      ['ArrowUp', 6],
    ]) {
      await timeline.frame.locator('[role="gridcell"]:focus').waitFor();
      await until('the page has not the keyboard', () =>
        page.evaluate(() => document.activeElement?.tagName === 'IFRAME'),
      );
      await editor.press(key);
      await timeline.is(step);
    }
    await page.locator('.debug-toolbar a.action-label[aria-label^="Step Back"]').click();
    await until('it does not go back', async () => Number.parseInt(await timeline.count(), 10) < 6);
    await editor.shot('timeline-debug');
    await editor.press('Shift+F5');
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  });

  await suite.check('an exploration offers its next steps in the timeline', async () => {
    await timeline.frame.getByRole('button', { name: 'Explore' }).click();
    // Where VS Code puts the texts of a session is its own choice: it may be over the timeline.
    const tab = page.locator('.tab', { hasText: 'exploring' }).first();
    await tab.waitFor({ timeout: 30_000 });
    await tab.click();
    await timeline.frame.locator('button.choice').first().waitFor({ timeout: 30_000 });
    await until(
      'there are not two threads to choose',
      async () => (await timeline.frame.locator('button.choice').count()) === 2,
    );
    await timeline.frame.locator('button.choice').nth(1).click();
    await until('no step was taken', async () => /^1 \/ 1/.test(await timeline.count()));
    expectMatch(await timeline.frame.locator('.about-step').innerText(), /Step 1 of 1 · cpu1/);
    expectMatch(await timeline.frame.locator('h1').innerText(), /guest fault.*exploring/);
    await editor.shot('timeline-explore');
    await editor.press('Shift+F5');
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  });
}
