// How one begins: the walkthrough, and a new scenario from each of its three sources.
import { DebugPage } from './debug-page.mjs';
import { expectMatch, until } from './suite.mjs';
import { Timeline } from './timeline-suite.mjs';

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
  await suite.check('the walkthrough is gone through, step by step', async () => {
    await editor.command('Welcome: Open Walkthrough...');
    await language.pick('Get started with Racewalk');
    await language.walkthroughAct('Write a scenario', 'New scenario');
    await language.pick('From a template');
    const verdict = editor.lens(/^fails: assertion/);
    await verdict.waitFor();
    await language.walkthroughBack('Write a scenario');
    // The other steps are about the text that was in front.
    await language.walkthroughAct('Read its verdict', 'Run the scenario at the cursor');
    await verdict.waitFor();
    await language.walkthroughBack('Read its verdict');
    await language.walkthroughAct('See the failing run', 'Show timeline');
    await new Timeline(editor.page).cell(1).waitFor();
    await language.walkthroughBack('See the failing run');
    await language.walkthroughAct('Debug it', 'Debug run');
    const debug = new DebugPage(editor);
    await debug.isAt(0, 4);
    await debug.stop();
    await language.walkthroughBack('Debug it');
    await editor.shot(`${host}-walkthrough`);
    await language.walkthroughTab().click();
    await editor.command('View: Close Editor');
    await verdict.waitFor();
    await discard(editor);
    await editor.closeAll();
  });
}

/** Closes the text in front, which was never saved. */
async function discard(editor) {
  await editor.command('View: Revert and Close Editor');
  await editor.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
}
