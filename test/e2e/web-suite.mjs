// VS Code for the web, the oldest version the extension supports: everything runs in web workers,
// and files are behind a virtual file system.
import { Bench } from './bench-suite.mjs';
import { DebugPage } from './debug-page.mjs';
import { LanguagePage } from './language-page.mjs';
import { readingChecks } from './reading-checks.mjs';
import { columnsCheck, newScenarioChecks, walkthroughCheck } from './start-checks.mjs';
import { expectMatch, until } from './suite.mjs';
import { testExplorerChecks } from './test-explorer.mjs';
import { testRunChecks } from './test-runs.mjs';
import { Timeline } from './timeline-suite.mjs';
import { editingChecks, typingChecks } from './typing-checks.mjs';

export async function webSuite(suite, editor, { url, folder }) {
  await suite.check('a .race file is in language mode Race', async () => {
    await editor.goto(url);
    await editor.open('counter.race');
    await until('the mode is not Race', async () =>
      /Race/.test(await editor.languageMode().innerText()),
    );
  });

  await suite.check('a lens shows the verdict', async () => {
    await editor.lens(/^fails: assertion, 4 steps/).waitFor();
    await editor.shot('web-lens');
  });

  await suite.check('the lens opens the failing run', async () => {
    await editor.lens(/^Show run/).click();
    await until('there are no columns', async () => /counter/.test(await editor.text(1)));
    await editor.shot('web-run');
  });

  await suite.check('the lens opens the timeline, which is walked by keys', async () => {
    const timeline = new Timeline(editor.page);
    await editor.lens(/^Timeline$/).click();
    await timeline.cell(1).click();
    await editor.press('ArrowDown');
    await timeline.is(2);
    await editor.shot('web-timeline');
  });

  await suite.check('the lens opens the table of the variants, which follows an edit', async () => {
    await editor.closeAll();
    await editor.open('variants.race');
    const bench = new Bench(editor);
    await bench.open();
    await bench.isReady(2);
    expectMatch((await bench.rows())[0], /in one step passes/);
    await editor.shot('web-bench');
    await editor.click('thread', 'thread a');
    await editor.cursor(19, 29);
    await editor.type('counter++; ');
    await until('the row does not fail', async () =>
      (await bench.rows()).some((row) => /in one step fails/.test(row)),
    );
    for (let press = 0; press < 11; press += 1) await editor.press('Backspace');
    await editor.closeAll();
    await editor.open('counter.race');
  });

  await suite.check('a broken line gets its squiggle, and mending it clears it', async () => {
    // The keyboard is in the timeline.
    await editor.click('int', 'int counter;');
    await editor.cursor(3, 100);
    await editor.press('Backspace');
    await editor.squiggles().first().waitFor();
    await editor.type(';');
    await editor.squiggles().first().waitFor({ state: 'detached' });
    await editor.closeAll();
  });

  await suite.check('an included text is read through the virtual file system', async () => {
    await editor.open('including.race');
    await editor.lens(/^fails: assertion/).waitFor();
    await editor.closeAll();
  });

  const language = new LanguagePage(editor);
  await typingChecks(suite, editor, language, 'web');
  await editingChecks(suite, editor, language, 'web');
  await readingChecks(suite, editor, language, 'web');
  await editor.closeAll();
  await newScenarioChecks(suite, editor, language, 'web');
  await columnsCheck(suite, editor, language, 'web');
  await walkthroughCheck(suite, editor, language, 'web');

  await suite.check('go to definition lands in the library', async () => {
    await editor.open('page-state.race');
    await editor.lens(/^fails: tag_loss/).waitFor();
    await editor.click('mprotect', 'mprotect(addr:buf,');
    await editor.press('F12');
    await editor.tab('mprotect.race').waitFor();
    await editor.shot('web-definition');
    await editor.closeAll();
  });

  await suite.check('a run is debugged, forward and back', async () => {
    const debug = new DebugPage(editor);
    await editor.open('counter.race');
    await editor.lens(/^fails: assertion, 4 steps/).waitFor();
    await editor.command('View: Show Run and Debug');
    await editor.click('scenario', 'scenario "');
    await debug.start();
    await debug.isAt(0, 4);
    await editor.press('F11');
    await debug.isAt(1, 4);
    await debug.expand(/^All state/);
    await until('no state is shown', async () => /counter/.test(await debug.variables()));
    await editor.shot('web-debug');
    await debug.press('Step Back');
    await debug.isAt(0, 4);
    await debug.stop();
  });

  await testExplorerChecks(suite, editor, 'web');
  await testRunChecks(suite, editor, language, 'web', folder);
}
