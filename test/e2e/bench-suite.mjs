// The bench in a real VS Code: the table from its lens, red cells that open their run, edits that renew it, the
// bar of releases, what is load-bearing, what repairs a race.
import { expectMatch, until } from './suite.mjs';
import { chooseTheme } from './timeline-suite.mjs';

const MTE = 'two-mprotect-mte.race';

export async function benchSuite(suite, editor, { url }) {
  const { page } = editor;
  const refused = [];
  page.on('console', (message) => {
    if (/Content Security Policy|violates the following/i.test(message.text())) {
      refused.push(message.text());
    }
  });
  await editor.goto(url);
  const bench = new Bench(editor);
  await opens(suite, editor, bench);
  await looks(suite, editor, bench);
  await acts(suite, editor, bench);
  await follows(suite, editor, bench);
  await others(suite, editor, bench);
  await suite.check('the policy of the page has refused nothing of ours', () => {
    const ours = refused.filter((text) => /bench|inline/i.test(text));
    if (ours.length > 0) throw new Error(ours.join('\n'));
  });
  await editor.closeAll();
}

/** The page of the table, inside two frames. */
export class Bench {
  constructor(editor) {
    this.editor = editor;
    this.frame = editor.page
      .frameLocator('iframe.webview.ready')
      .frameLocator('iframe#active-frame');
  }

  /** From the lens. */
  async open() {
    const table = this.editor.page.locator('.tab').filter({ hasText: /^Variants: / });
    await this.editor.clickLens(/^Compare variants$/, table.first());
  }

  /** The words of every row, cell by cell. */
  async rows() {
    const rows = await this.frame.locator('tbody tr').allInnerTexts();
    return rows.map((row) => row.replaceAll(/\s+/g, ' '));
  }

  notice() {
    return this.frame.locator('.notice');
  }

  /** Every variant is compared, of the text as it is. */
  async isReady(count) {
    await until(
      'the table is not ready',
      async () => {
        const rows = await this.rows();
        return rows.length === count && !(await this.notice().isVisible());
      },
      60_000,
    );
  }

  /** From here on, whatever the page says above its table is remembered: it may be there for a moment. */
  watchNotices() {
    return this.notice().evaluate((notice) => {
      globalThis.seenNotices = [];
      new MutationObserver(() => globalThis.seenNotices.push(notice.textContent)).observe(notice, {
        childList: true,
        subtree: true,
        characterData: true,
      });
    });
  }

  /** All of it, as one text. */
  seenNotices() {
    return this.notice().evaluate(() => globalThis.seenNotices.join('\n'));
  }

  cell(variant, index) {
    const row = this.frame.locator('tbody tr').filter({ hasText: variant });
    return row.locator('th, td').nth(index);
  }

  /** Takes the offer with these words. */
  async pick(words) {
    const widget = this.editor.page.locator('.quick-input-widget');
    const row = widget.locator('.quick-input-list .monaco-list-row').filter({ hasText: words });
    await row.first().waitFor();
    await until(`${words} is not taken`, async () => {
      if (!(await widget.isVisible())) return true;
      await row.first().click({ timeout: 1000 });
      return !(await row.first().isVisible());
    });
  }
}

async function opens(suite, editor, bench) {
  await suite.check('the lens opens the table, the cheapest that passes first', async () => {
    await editor.open(`scenarios/seed/${MTE}`);
    await bench.open();
    await bench.isReady(8);
    const rows = await bench.rows();
    expectMatch(rows[0], /two-bit page lock, as in v6\.5 passes .* ✓ ?holds ✓ ?holds 5 alone 6 /);
    expectMatch(rows[4], /as written fails .* ✗ ?fails 29 steps, 2 switches/);
    expectMatch(
      (await editor.tabs().allInnerTexts()).join('|'),
      /Variants: two processes mprotect\(PROT_MTE\)/,
    );
  });

  await suite.check('the bar says which release changed the verdict', async () => {
    const eras = bench.frame.locator('.era');
    await until(
      'there are no releases',
      async () => {
        const texts = (await eras.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
        return (
          /^✗ ?v5\.10 \.\. v6\.1 fails tag_leak, tag_loss/.test(texts[0] ?? '') &&
          /^✓ ?from v6\.2 passes since .*mte_sync_tags\(\)/.test(texts.at(-1) ?? '')
        );
      },
      60_000,
    );
  });
}

async function looks(suite, editor, bench) {
  for (const [name, title] of [
    ['light', 'Light Modern'],
    ['contrast', 'Dark High Contrast'],
    ['dark', 'Dark Modern'],
  ]) {
    await suite.check(`it can be read in the theme ${title}`, async () => {
      await chooseTheme(editor, title);
      await editor.command('Notifications: Clear All Notifications');
      await bench.cell('as written', 0).focus();
      await editor.press('ArrowRight');
      await bench.frame
        .locator('#about')
        .filter({ hasText: /^tag_loss/ })
        .waitFor();
      await editor.picture(name === 'dark' ? 'bench' : `bench-${name}`);
    });
  }
  await suite.check(
    'arrow keys go from cell to cell, and costs are those of one call',
    async () => {
      await bench.cell('as written', 1).focus();
      await editor.press('End');
      await bench.frame
        .locator('#about')
        .filter({ hasText: /tag clear|No run does/ })
        .waitFor();
      await bench.frame.locator('#scope').selectOption('mprotect()');
      await until('the costs are not those of a call', async () =>
        /✓ ?holds 3 3 1 1 /.test((await bench.rows())[0]),
      );
      await editor.shot('bench-call');
    },
  );
}

async function acts(suite, editor, bench) {
  await suite.check('a red cell opens its run', async () => {
    await bench.cell('as written', 0).focus();
    await editor.press('ArrowRight');
    await editor.press('Enter');
    await bench.pick('Show run');
    await until('there are no columns', async () =>
      /CPU0[\s\S]*mprotect/.test(await editor.text(1)),
    );
    await editor
      .tabs()
      .filter({ hasText: /^Variants: / })
      .first()
      .click();
  });

  await suite.check('and the timeline, and both are left by a click on a tab', async () => {
    await bench.cell('as written', 2).click();
    await bench.pick('Timeline');
    const title = bench.frame.locator('h1');
    await until('there is no timeline', async () => /tag_leak in 28/.test(await title.innerText()));
    await editor
      .tabs()
      .filter({ hasText: /^Variants: / })
      .first()
      .click();
    await bench.isReady(8);
  });

  await suite.check('it is held against the run of another variant', async () => {
    await bench.cell('as written', 1).click();
    await bench.pick('Compare with the run');
    await bench.pick('work first: clear');
    await until(
      'the runs are not compared',
      async () => /They part at step \d+:/.test(await editor.text(1)),
      30_000,
    );
    await editor.shot('bench-difference');
    await editor
      .tabs()
      .filter({ hasText: /^Variants: / })
      .first()
      .click();
    await bench.isReady(8);
  });

  await suite.check('the name of a variant leads to its text', async () => {
    await bench.cell('two-bit page lock, as in v6.2', 0).click();
    await bench.pick('Go to the text');
    await until('the text is not in view', async () =>
      /variant "two-bit page lock, as in v6\.2"/.test(await editor.text(0)),
    );
    await editor.closeAll();
  });
}

async function follows(suite, editor, bench) {
  const added = 'counter++; ';
  await suite.check('an edit marks the table as older, and renews it', async () => {
    await editor.open('variants.race');
    await bench.open();
    await bench.isReady(2);
    expectMatch((await bench.rows())[0], /in one step passes/);
    await editor.click('thread', 'thread a');
    await editor.cursor(19, 29);
    await bench.watchNotices();
    await editor.type(added);
    await until('it never said that it is of an older text', async () =>
      (await bench.seenNotices()).includes('This table is of an older text.'),
    );
    await until('the row does not fail', async () =>
      (await bench.rows()).some((row) => /in one step fails · .*✗ ?fails/.test(row)),
    );
    await bench.isReady(2);
    for (const _ of added) await editor.press('Backspace');
    await until('the row does not pass again', async () =>
      /in one step passes · v[\d.]+ ✓ ?holds/.test((await bench.rows())[0]),
    );
    await bench.isReady(2);
  });

  await suite.check('hidden and shown again, and loaded again, it is there', async () => {
    await editor.command('File: Save');
    await bench.cell('as written', 0).focus();
    await editor.command('File: New Untitled Text File');
    await editor.page.locator('.tab').filter({ hasText: 'Untitled' }).first().waitFor();
    await editor
      .tabs()
      .filter({ hasText: /^Variants: / })
      .first()
      .click();
    await bench.isReady(2);
    const loaded = editor.page.waitForEvent('load', { timeout: 60_000 });
    await editor.command('Developer: Reload Window');
    await loaded;
    await editor.page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: 60_000 });
    await bench.isReady(2);
    expectMatch(await bench.frame.locator('h1').innerText(), /lost update, compared/);
    await editor.closeAll();
  });
}

/** What else the bench says, in the text itself, asked from the name of a variant. */
async function others(suite, editor, bench) {
  const { page } = editor;
  await suite.check('what is load-bearing is marked behind its line', async () => {
    await editor.open('variants.race');
    await bench.open();
    await bench.isReady(2);
    await bench.cell('in one step', 0).click();
    await bench.pick('Show what is load-bearing');
    await until(
      'no line is marked',
      () =>
        page.evaluate(() =>
          [...document.querySelectorAll('.view-line [class*="ced-"]')].some((one) =>
            ['::before', '::after'].some((part) =>
              /needed: assertion/.test(
                getComputedStyle(one, part).content.replaceAll('\u00a0', ' '),
              ),
            ),
          ),
        ),
      30_000,
    );
    await editor.shot('bench-load-bearing');
  });

  await suite.check('a repair that is chosen is put into the text, and compared', async () => {
    await bench.cell('as written', 0).click();
    await bench.pick('Find what repairs it');
    const widget = page.locator('.quick-input-widget');
    await widget.getByText('Add a variant that repairs it').waitFor({ timeout: 30_000 });
    await editor.shot('bench-repairs');
    await bench.pick('take a lock in inc()');
    await bench.isReady(3);
    expectMatch((await bench.rows()).join('\n'), /inc\(\): spin_lock.* passes/);
  });
}
