// Chromium and the gestures the suites are written in. Selectors are those of VS Code's own page,
// which gives them no promise: they are in this file alone.
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { until } from './suite.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
export const shots = path.join(here, 'shots');

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where Chromium is, or undefined. CHROMIUM names another one. */
export function findChromium() {
  const places = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ];
  return places.find((place) => place !== undefined && existsSync(place));
}

/** Opens a page in a profile of its own. */
export async function openBrowser({ width = 1400, height = 900 } = {}) {
  mkdirSync(shots, { recursive: true });
  const profile = mkdtempSync(path.join(tmpdir(), 'racewalk-browser-'));
  mkdirSync(path.join(profile, 'Default'), { recursive: true });
  writeFileSync(
    path.join(profile, 'Default', 'Preferences'),
    JSON.stringify({ profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }),
  );
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: true,
    args: FLAGS,
    viewport: { width, height },
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(15_000);
  return { context, page, profile, editor: new Editor(page) };
}

/** VS Code in a page. */
export class Editor {
  constructor(page) {
    this.page = page;
  }

  async goto(url) {
    await this.page.goto(url);
    await this.page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: 60_000 });
  }

  shot(name) {
    return this.page.screenshot({ path: path.join(shots, `${name}.png`) });
  }

  /** Opens a file by its path in the folder, as a user does in the explorer. */
  async open(file) {
    const segments = file.split('/');
    const name = segments.pop();
    // Another view, such as that of a debug session, may be in its place.
    const explorer = this.page.locator('.explorer-folders-view');
    if (!(await explorer.isVisible())) await this.command('View: Show Explorer');
    await explorer.waitFor();
    for (const segment of segments) {
      const row = this.#explorerRow(segment);
      await row.waitFor({ timeout: 20_000 });
      if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
    }
    await this.#explorerRow(name).dblclick({ timeout: 20_000 });
    await this.page.waitForSelector(`.tab.active[data-resource-name="${name}"]`, {
      timeout: 15_000,
    });
  }

  #explorerRow(name) {
    return this.page
      .locator('.explorer-folders-view .monaco-list-row')
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .first();
  }

  /** Runs a command by its title. The list is gone where something else takes the focus: once more, then. */
  async command(title) {
    let last;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      try {
        await this.#takeCommand(title);
        return;
      } catch (error) {
        last = error;
      }
    }
    throw last;
  }

  async #takeCommand(title) {
    await this.#quickInput('F1', `>${title}`);
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    const row = rows.filter({ hasText: title }).first();
    await row.waitFor({ timeout: 5000 });
    // What was used last comes first, though another command has this very title.
    const exact = rows.and(
      this.page.locator(`[aria-label="${title}"], [aria-label^="${title}, "]`),
    );
    await ((await exact.count()) > 0 ? exact.first() : row).click({ timeout: 2000 });
  }

  /** Milliseconds that VS Code says the activation of an extension has taken. */
  async activation(name) {
    await this.command('Developer: Show Running Extensions');
    const row = this.page
      .locator('.runtime-extensions-editor .monaco-list-row')
      .filter({ hasText: name })
      .first();
    await row.waitFor();
    const [, ms] = /Activation:\s*(\d+)ms/.exec(await row.innerText()) ?? [];
    if (ms === undefined) throw new Error(`no activation time in: ${await row.innerText()}`);
    return Number(ms);
  }

  /** Puts the cursor at a line and column, both 1-based, and scrolls there. */
  async cursor(line, column) {
    await this.#quickInput('Control+G', `:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  async #quickInput(key, text) {
    const input = this.page.locator('.quick-input-widget .quick-input-box input');
    await this.page.keyboard.press(key);
    await input.waitFor({ timeout: 10_000 });
    await input.fill(text, { timeout: 3000 });
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  press(key) {
    return this.page.keyboard.press(key);
  }

  languageMode() {
    return this.page.locator('.statusbar-item[id="status.editor.mode"]');
  }

  squiggles(kind = 'error') {
    return this.page.locator(`.view-overlays .squiggly-${kind}`);
  }

  /** A code lens by its words; plain words and those with a command look the same. */
  lens(text) {
    return this.page
      .locator('.codelens-decoration > *:not(:has(*)), .codelens-decoration > a')
      .filter({ hasText: text })
      .first();
  }

  /** Clicks a lens until what it opens is there: one that is drawn anew meanwhile takes no click. */
  async clickLens(text, opened) {
    const lens = this.lens(text);
    await lens.waitFor({ timeout: 60_000 });
    for (let attempt = 0; !(await opened.isVisible()); attempt += 1) {
      if (attempt === 10) throw new Error(`the lens ${text} opens nothing`);
      await lens.click({ timeout: 2000 }).catch(() => undefined);
      await opened.waitFor({ timeout: 2000 }).catch(() => undefined);
    }
  }

  status() {
    return this.page.locator('.statusbar-item[id="racewalk.racewalk.racewalk.status"]');
  }

  tabs() {
    return this.page.locator('.tab');
  }

  tab(name) {
    return this.page.locator(`.tab[data-resource-name="${name}"]`);
  }

  /** Clicks a word of the line that contains a text. */
  async click(word, line) {
    const { x, y } = await this.#wordBox(word, line);
    await this.page.mouse.click(x, y);
  }

  /** The editor groups, left to right. */
  group(index) {
    return this.page.locator('.editor-group-container').nth(index);
  }

  /** What an editor group shows, as text. Lines are drawn in any order. */
  async text(index = 0) {
    const lines = this.group(index).locator('.view-lines').first();
    const drawn = await lines.evaluate((parent) =>
      [...parent.querySelectorAll(':scope > .view-line')]
        .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map((line) => line.innerText)
        .join('\n'),
    );
    return plain(drawn);
  }

  /** Colours of the tokens with this text in the open editor. */
  async tokenClass(text) {
    const token = this.page
      .locator('.view-line span span')
      .filter({ hasText: new RegExp(`^\\s*${text}\\s*$`) })
      .first();
    await token.waitFor();
    return (await token.getAttribute('class')) ?? '';
  }

  /** The hover over a word of the line that contains a text, as text. */
  async hover(word, line) {
    const place = await this.#wordBox(word, line);
    await this.page.mouse.move(place.x - 40, place.y + 40);
    await this.page.mouse.move(place.x, place.y, { steps: 3 });
    const hover = this.page.locator('.monaco-hover:not(.hidden) .hover-contents');
    await hover.first().waitFor({ timeout: 10_000 });
    return plain((await hover.allInnerTexts()).join('\n'));
  }

  async hideHover() {
    await this.page.mouse.move(5, 5);
    await this.page
      .locator('.monaco-hover:not(.hidden) .hover-contents')
      .first()
      .waitFor({ state: 'hidden' });
  }

  /** Middle of a word in the topmost line in view that contains a text. */
  #wordBox(word, line) {
    return until(`no line in view has '${word}' in '${line}'`, () => this.#findWord(word, line));
  }

  #findWord(word, line) {
    return this.page.evaluate(
      ([wanted, inLine]) => {
        // Hints bring blanks of their own.
        const plain = (text) => text.replace(/[\s\u200b-\u200d]/gu, '');
        const found = [...document.querySelectorAll('.editor-group-container .view-line')]
          .filter((one) => plain(one.textContent).includes(plain(inLine)))
          .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)[0];
        if (found === undefined) return undefined;
        const walker = document.createTreeWalker(found, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          const match = new RegExp(`(?<![A-Za-z0-9_])${wanted}(?![A-Za-z0-9_])`).exec(
            node.textContent,
          );
          if (match === null) continue;
          const range = document.createRange();
          range.setStart(node, match.index);
          range.setEnd(node, match.index + wanted.length);
          const { x, y, width, height } = range.getBoundingClientRect();
          return { x: x + width / 2, y: y + height / 2 };
        }
        return undefined;
      },
      [word, line],
    );
  }

  /** A wide screenshot without the side bar, for the documents. */
  async picture(name) {
    const before = this.page.viewportSize();
    await this.page.keyboard.press('Control+B');
    await this.page.setViewportSize({ width: 1640, height: 900 });
    await this.page.mouse.move(5, 5);
    await this.page.waitForTimeout(1000);
    await this.shot(name);
    await this.page.setViewportSize(before);
    await this.page.keyboard.press('Control+B');
  }

  /** Closes every editor; what is not saved is saved first. */
  async closeAll() {
    await this.command('File: Save All');
    await this.command('View: Close All Editors');
    await this.page.locator('.tab').first().waitFor({ state: 'detached' });
  }
}

/** VS Code draws spaces as no-break spaces. */
export function plain(text) {
  return text.replaceAll('\u00a0', ' ');
}

export async function appears(locator, timeout) {
  return locator
    .first()
    .waitFor({ timeout })
    .then(
      () => true,
      () => false,
    );
}
