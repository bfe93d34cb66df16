// What there is to click and read while VS Code debugs.

import { plain } from './browser.mjs';
import { until } from './suite.mjs';

export class DebugPage {
  constructor(editor) {
    this.editor = editor;
    this.page = editor.page;
  }

  /** F5 at a place in the open text, up to the first stop. */
  async start() {
    await this.page.keyboard.press('F5');
    await this.page.locator('.debug-toolbar').waitFor({ timeout: 60_000 });
    await this.#stopped();
  }

  async #stopped() {
    await this.page
      .locator('.debug-top-stack-frame-line, .debug-focused-stack-frame-line')
      .first()
      .waitFor({ timeout: 30_000 });
  }

  /** Names and states of threads, and the open calls, as one text. */
  async callStack() {
    const rows = this.page.locator('.debug-call-stack .monaco-list-row');
    return plain((await rows.allInnerTexts()).join('\n'));
  }

  /** Waits until the call stack says which step is shown. */
  async isAt(step, of = '\\d+') {
    await until(`step ${step} is not shown`, async () =>
      new RegExp(`step ${step} of ${of}\\b`).test(await this.callStack()),
    );
  }

  async press(button) {
    await this.page.locator(`.debug-toolbar a.action-label[aria-label^="${button}"]`).click();
  }

  thread(name) {
    return this.page
      .locator('.debug-call-stack .monaco-list-row')
      .filter({ hasText: name })
      .first();
  }

  variable(pattern) {
    return this.page
      .locator('.debug-variables .monaco-list-row')
      .filter({ hasText: pattern })
      .first();
  }

  async variables() {
    const rows = this.page.locator('.debug-variables .monaco-list-row');
    return plain((await rows.allInnerTexts()).join('\n'));
  }

  /** Opens a line of the variables view, unless it is open. */
  async expand(pattern) {
    const isOpen = async () => {
      const row = this.variable(pattern);
      return (await row.getAttribute('aria-expanded', { timeout: 2000 })) === 'true';
    };
    await this.variable(pattern).waitFor();
    await until(`${pattern} does not open`, async () => {
      if (await isOpen()) return true;
      // The list may be drawn anew in between: then the click has gone to an older one.
      await this.variable(pattern).locator('.monaco-tl-twistie').click({ timeout: 2000 });
      await this.page.waitForTimeout(500);
      return isOpen();
    });
  }

  async stop() {
    await this.press('Stop');
    await this.page.locator('.debug-toolbar').waitFor({ state: 'hidden', timeout: 15_000 });
  }
}
