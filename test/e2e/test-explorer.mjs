// The test explorer, the same in every host.
import { until } from './suite.mjs';

/** The text in front is counter.race, with its verdict known. */
export async function testExplorerChecks(suite, editor, host) {
  const row = (text) =>
    editor.page.locator('.test-explorer .monaco-list-row').filter({ hasText: text }).first();
  const label = async (text) => (await row(text).getAttribute('aria-label')) ?? '';

  await suite.check('the test explorer says what the lens says, without being asked', async () => {
    await editor.open('counter.race');
    await editor.lens(/^fails: assertion, 4 steps/).waitFor();
    await editor.command('Testing: Focus on Test Explorer View');
    await row('counter.race').waitFor();
    await until('the file has not passed', async () => /Passed/.test(await label('counter.race')));
    await editor.page.locator('.monaco-editor .testing-run-glyph').first().waitFor();
    // A file that nobody has opened: there may be no search behind the folder.
    await row('scenarios/history/dirty-cow.race').waitFor();
    await editor.shot(`${host}-tests`);
  });

  await suite.check('an expectation that differs fails the test, and problems agree', async () => {
    await editor.click('counter', 'int counter;');
    await editor.cursor(10, 9);
    await editor.press('Shift+End');
    await editor.type('pass;');
    await editor.lens(/^fails: assertion.*expected pass/).waitFor();
    await editor.squiggles().first().waitFor();
    await until('the file has not failed', async () => /Failed/.test(await label('counter.race')));
    await editor.command('Test: Run Tests in Current File');
    await until('the file has not failed', async () => /Failed/.test(await label('counter.race')));
    await editor.shot(`${host}-tests-failed`);
    await editor.click('counter', 'int counter;');
    await editor.cursor(10, 9);
    await editor.press('Shift+End');
    await editor.type('assertion;');
    await until('the file has not passed', async () => /Passed/.test(await label('counter.race')));
  });

  await suite.check('a test is debugged', async () => {
    await editor.click('counter', 'int counter;');
    await editor.cursor(5, 12);
    await editor.command('Test: Debug Test at Cursor');
    await editor.page.locator('.debug-toolbar').waitFor();
    await editor.shot(`${host}-tests-debug`);
    await editor.press('Shift+F5');
    await editor.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    await editor.command('View: Show Explorer');
    await editor.closeAll();
  });
}
