// How one begins: the walkthrough, and a new scenario from each of its three sources.
import { expectMatch, until } from './suite.mjs';

/** As in a mail: three steps, of which nothing is known but the words. */
const COLUMNS = `CPU0                      CPU1
read counter
                          read counter
write counter
`;

export async function newScenarioChecks(suite, editor, language, host) {
  await suite.check('a new scenario begins with a template, and has its verdict', async () => {
    await editor.command('Racewalk: New scenario');
    await language.pick('From a template');
    await editor.lens(/^fails: assertion/).waitFor();
    expectMatch(await editor.text(0), /scenario "new race"/);
    await editor.shot(`${host}-new-template`);
    await discard(editor);
  });

  await suite.check('a new scenario begins with a race of the catalogue', async () => {
    await editor.command('Racewalk: New scenario');
    await language.pick('From the catalogue');
    await language.pick('lost-update');
    await editor.lens(/^fails: assertion/).waitFor();
    expectMatch(await editor.text(0), /two increments of a shared counter/);
    await editor.shot(`${host}-new-catalogue`);
    await discard(editor);
  });
}

export async function columnsCheck(suite, editor, language, host) {
  await suite.check('a new scenario begins with columns that were copied', async () => {
    await editor.page.evaluate((text) => navigator.clipboard.writeText(text), COLUMNS);
    await editor.command('Racewalk: New scenario');
    await language.pick('From CPU columns');
    await until('there is no thread for each column', async () =>
      /thread cpu0 \{[\s\S]*thread cpu1 \{/.test(await editor.text(0)),
    );
    await editor.shot(`${host}-new-columns`);
    await discard(editor);
  });
}

export async function walkthroughCheck(suite, editor, language, host) {
  await suite.check(
    'the walkthrough opens, and its steps are ticked off as they are done',
    async () => {
      await editor.command('Welcome: Open Walkthrough...');
      await language.pick('Get started with Racewalk');
      const step = language.walkthroughStep('Write a scenario');
      const button = step.locator('.monaco-button').filter({ hasText: 'New scenario' });
      // A step that is done already is folded.
      if (!(await button.isVisible())) await step.click();
      await button.click();
      await language.pick('From a template');
      await editor.lens(/^fails: assertion/).waitFor();
      await discard(editor);
      await language.walkthroughDone('Write a scenario').waitFor();
      await editor.command('Testing: Focus on Test Explorer View');
      await language.walkthroughDone('Read its verdict').waitFor();
      await editor.shot(`${host}-walkthrough`);
      await editor.command('View: Close Editor');
    },
  );
}

/** Closes the text in front, which was never saved. */
async function discard(editor) {
  await editor.command('View: Revert and Close Editor');
  await editor.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
}
