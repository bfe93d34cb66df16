// The test view, beyond what every host is asked: its list, its runs, coverage, and the timeline.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { noSaving, until } from './suite.mjs';
import { Timeline } from './timeline-suite.mjs';

/** More states than five, and a text of its own: what is known already is not explored again. */
const TOTAL = `int total;

scenario "total" {
	thread a {
		total = total + 1
		;
	}
	thread b { total = total + 1; }

	finally { assert(total == 2); }
	expect assertion;
}
`;

export async function testRunChecks(suite, editor, language, host, folder) {
  const { page } = editor;
  const rows = page.locator('.test-explorer .monaco-list-row');
  const row = (text) => rows.filter({ hasText: text }).first();
  const label = async (text) => (await row(text).getAttribute('aria-label')) ?? '';

  await suite.check('every file of the folder is listed, opened or not', async () => {
    await editor.open('counter.race');
    await editor.lens(/^fails: assertion, 4 steps/).waitFor();
    await editor.command('Testing: Focus on Test Explorer View');
    await row('counter.race').waitFor();
    await row('scenarios/history/dirty-cow.race').waitFor();
    await editor.shot(`${host}-tests-all`);
  });

  await suite.check('typing that changes no verdict adds nothing to the results', async () => {
    const results = page.locator('.test-output-peek-tree .monaco-list-row');
    await editor.command('Test Results: Focus on Test Results View');
    await until('there are no results', async () => (await results.count()) > 0);
    const before = await results.allInnerTexts();
    await language.endOf('counter', 'int counter;');
    // In between the text does not compile.
    for (const key of ' int other;') {
      await editor.type(key);
      await page.waitForTimeout(60);
    }
    await editor.lens(/^fails: assertion, 4 steps/).waitFor();
    await page.waitForTimeout(500);
    await editor.shot(`${host}-test-results`);
    const after = await results.allInnerTexts();
    if (after.join() !== before.join()) throw new Error(`there are ${after.join(', ')}`);
    await editor.command('View: Hide Panel');
    await editor.click('counter', 'int counter;');
    await language.revert();
  });

  await suite.check('a failed test opens its run in the timeline', async () => {
    await editor.click('counter', 'int counter;');
    await editor.cursor(10, 9);
    await editor.press('Shift+End');
    await editor.type('pass;');
    await until('the file has not failed', async () => /Failed/.test(await label('counter.race')));
    await row('counter.race').click({ button: 'right' });
    await language.menu('Show timeline');
    const timeline = new Timeline(page);
    await timeline.cell(1).waitFor();
    await timeline.is(0);
    await editor.shot(`${host}-tests-timeline`);
    await editor.tab('counter.race').click();
    await language.revert();
    await editor.closeAll();
  });

  await suite.check('closing the timeline leaves the step numbers of the columns', async () => {
    const isNumbered = async () => /1a,4a/.test((await editor.text(0)).replaceAll(/\s/g, ''));
    const closeBeside = () =>
      editor.group(1).locator('.tab.active a.codicon-close').click({ force: true });
    await editor.open('counter.race');
    await editor.clickLens(/^Show run/, editor.group(1));
    await until('the steps have no numbers', isNumbered);
    await editor.clickLens(/^Timeline$/, page.locator('iframe.webview.ready').first());
    await new Timeline(page).cell(1).waitFor();
    await closeBeside();
    await until('the timeline is still there', async () => /counter/.test(await editor.text(1)));
    await page.waitForTimeout(300);
    if (!(await isNumbered())) throw new Error('the numbers of the columns are gone');
    await closeBeside();
    await until('the numbers are still there', async () => !(await isNumbered()));
    await editor.closeAll();
  });

  await suite.check('the coverage run says which steps some interleaving gets to', async () => {
    await editor.open('including.race');
    await editor.lens(/^fails: assertion/).waitFor();
    await editor.command('Test: Run Tests with Coverage in Current File');
    // Files that are covered say so in the explorer.
    const file = page.locator('.explorer-folders-view .monaco-list-row[aria-label^="shared.race"]');
    await editor.command('View: Show Explorer');
    await file.locator('.test-coverage-bars').waitFor();
    await editor.open('shared.race');
    await page.locator('.coverage-deco-gutter').first().waitFor();
    await editor.shot(`${host}-coverage`);
    await editor.closeAll();
  });

  await suite.check('a continuous run explores what automatic runs leave open', async () => {
    mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    const settings = {
      ...noSaving,
      'racewalk.automatic.states': 5,
      'racewalk.states': 100_000_000,
    };
    writeFileSync(path.join(folder, '.vscode', 'settings.json'), JSON.stringify(settings));
    writeFileSync(path.join(folder, 'another.race'), TOTAL);
    // The server of these tests watches no files.
    await editor.goto(page.url());
    await editor.open('another.race');
    await editor.lens(/^bounded/).waitFor();
    await editor.command('Testing: Focus on Test Explorer View');
    await row('another.race').hover();
    await row('another.race').locator('.codicon-testing-turn-continuous-run-on').click();
    await editor.lens(/^fails: assertion/).waitFor();
    await language.endOf('total', 'total = total + 1');
    await editor.type('1');
    await editor.lens(/^fails: assertion/).waitFor();
    await until('the edited text has no verdict', async () =>
      /Passed/.test(await label('another.race')),
    );
    await page.waitForTimeout(300);
    await editor.shot(`${host}-continuous`);
    await editor.command('Test: Stop Continuous Run');
    await editor.closeAll();
  });

  await suite.check('a long run of the test view is cancelled', async () => {
    await editor.open('endless.race');
    await editor.lens(/^bounded/).waitFor();
    await editor.command('Test: Run Tests in Current File');
    await editor.lens(/^running/).waitFor();
    await editor.command('Testing: Focus on Test Explorer View');
    await page.locator('a.action-label[aria-label^="Cancel Test Run"]').first().click();
    await editor.lens(/^cancelled/).waitFor();
    await editor.shot(`${host}-tests-cancelled`);
    await editor.closeAll();
  });
}
