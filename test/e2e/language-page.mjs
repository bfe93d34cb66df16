// What VS Code shows of a language server's answers: its widgets, and the gestures that open them.
import { plain } from './browser.mjs';
import { until } from './suite.mjs';

export class LanguagePage {
  constructor(editor) {
    this.editor = editor;
    this.page = editor.page;
  }

  /** Puts the cursor behind the last character of the line that contains a text. */
  async endOf(word, line) {
    await this.editor.click(word, line);
    await this.page.keyboard.press('End');
  }

  /** A row of the list of proposals. */
  proposal(text) {
    return this.page
      .locator('.suggest-widget.visible .monaco-list-row')
      .filter({ hasText: text })
      .first();
  }

  /** Takes a proposal; the list is moved by keys, as a person without a mouse does it. */
  async take(text) {
    const row = this.proposal(text);
    await this.#enter(row, `the proposal ${text}`);
    await this.page.locator('.suggest-widget.visible').waitFor({ state: 'hidden' });
  }

  /** The signature of the call at the cursor. */
  async signature() {
    const widget = this.page.locator('.parameter-hints-widget.visible');
    await widget.waitFor();
    return plain(await widget.innerText());
  }

  /** Renames what the cursor is in. */
  async rename(name) {
    await this.page.keyboard.press('F2');
    const input = this.page.locator('.rename-box input.rename-input');
    await input.waitFor();
    await input.fill(name);
    await this.page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** What a peek view lists, beside the text that it shows. */
  async peeked() {
    const rows = this.page.locator('.zone-widget .monaco-list-row');
    await rows.first().waitFor();
    return plain((await rows.allInnerTexts()).join('\n'));
  }

  async closePeek() {
    await this.page.keyboard.press('Escape');
    await this.page.locator('.zone-widget').first().waitFor({ state: 'detached' });
  }

  highlights(kind) {
    return this.page.locator(
      `.view-overlays .${kind === 'write' ? 'wordHighlightStrong' : 'wordHighlight'}`,
    );
  }

  folded() {
    return this.page.locator(
      '.margin-view-overlays .codicon-folding-collapsed, .margin-view-overlays .codicon-folding-manual-collapsed',
    );
  }

  /** Takes a quick fix of the place that the cursor is in. */
  async fix(text) {
    await this.page.keyboard.press('Control+.');
    const row = this.page
      .locator('.action-widget .monaco-list-row')
      .filter({ hasText: text })
      .first();
    // The list has what was known when it was asked for: it does not wait for news.
    await row.waitFor({ timeout: 2000 });
    await this.#enter(row, `the fix ${text}`);
  }

  async #enter(row, name) {
    await row.waitFor();
    await until(`${name} does not come into focus`, async () => {
      if (/focused/.test((await row.getAttribute('class')) ?? '')) return true;
      await this.page.keyboard.press('ArrowDown');
      return false;
    });
    await this.page.keyboard.press('Enter');
  }

  /** The file in front as it is on the disk, whatever a check before has left. */
  async revert() {
    if ((await this.page.locator('.tab.active.dirty').count()) === 0) return;
    await this.editor.command('File: Revert File');
    await this.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
  }

  /** Picks from a menu that was opened with the right button: it takes no click right away. */
  async menu(text) {
    const item = this.page.locator('.monaco-menu .action-item').filter({ hasText: text });
    await until(`${text} is not taken`, async () => {
      if ((await item.count()) === 0) return true;
      await item.click({ timeout: 1000 });
      await this.page.waitForTimeout(100);
      return false;
    });
  }

  /** Picks a row of the list that a command has opened; what is typed leaves few of them. */
  async pick(text) {
    const input = this.page.locator('.quick-input-widget .quick-input-box input');
    await input.waitFor();
    await input.fill(text);
    const row = this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: text })
      .first();
    await row.waitFor();
    // The keyboard may be elsewhere by now: a walkthrough that draws itself anew takes it.
    await until(`${text} is not taken`, async () => {
      if (!(await row.isVisible())) return true;
      await row.click({ timeout: 1000 });
      return false;
    });
  }

  outline() {
    return this.page.locator('.outline-pane .monaco-list-row');
  }

  breadcrumbs() {
    return this.page.locator('.breadcrumbs-control .monaco-breadcrumb-item');
  }

  /** A step of the walkthrough that is open, by its words. */
  walkthroughStep(text) {
    return this.page.locator('.getting-started-step').filter({ hasText: text }).first();
  }

  walkthroughDone(text) {
    return this.walkthroughStep(text).locator('.codicon.complete').first();
  }

  walkthroughTab() {
    return this.page
      .locator('.tab')
      .filter({ hasText: /Welcome|Walkthrough/ })
      .first();
  }

  /** Presses the button of a step; one that is done already is folded. */
  async walkthroughAct(name, text) {
    const step = this.walkthroughStep(name);
    const button = step.locator('.monaco-button').filter({ hasText: text });
    await until(`the step ${name} has no button`, async () => {
      if (await button.isVisible()) return true;
      await step.click({ timeout: 1000 });
      return button.isVisible();
    });
    await button.click();
  }

  /** To the walkthrough, where the step is ticked off. */
  async walkthroughBack(name) {
    await this.walkthroughTab().click();
    await this.walkthroughDone(name).waitFor();
  }

  notice(text) {
    return this.page
      .locator('.notifications-toasts .notification-list-item-message')
      .filter({ hasText: text })
      .first();
  }
}
