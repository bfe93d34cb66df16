// VS Code with a Node extension host, as `npm start` serves it, with the packaged extension.
// `folder` is a copy: what is edited here is saved there.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { appears } from './browser.mjs';
import { expectMatch, until } from './suite.mjs';
import { testExplorerChecks } from './test-explorer.mjs';

const COUNTER = 'counter.race';
const MTE = 'two-mprotect-mte.race';

export async function editorSuite(suite, editor, { url, folder }) {
  await editor.goto(url);
  await looks(suite, editor);
  await diagnostics(suite, editor, (file) => readFileSync(path.join(folder, file), 'utf8'));
  await runs(suite, editor);
  await kernel(suite, editor);
  await longRuns(suite, editor);
  await testExplorerChecks(suite, editor, 'node');
}

async function looks(suite, editor) {
  await suite.check('a .race file is in language mode Race and coloured', async () => {
    await editor.open(COUNTER);
    await until('the mode is not Race', async () =>
      /Race/.test(await editor.languageMode().innerText()),
    );
    // A line is drawn before its tokens are known.
    await until('scenario and counter have the same colour', async () => {
      const keyword = await editor.tokenClass('scenario');
      return keyword !== (await editor.tokenClass('counter'));
    });
  });

  await suite.check('a lens says which property fails in how many steps and states', async () => {
    await editor.lens(/^fails: assertion, 4 steps, \d switch.* 12 states/).waitFor();
    await until('the status item does not say so', async () =>
      /1 as expected/.test((await editor.status().allInnerTexts()).join(' ')),
    );
    await editor.shot('node-lens');
  });
}

async function diagnostics(suite, editor, onDisk) {
  await suite.check('a broken line gets its squiggle, and mending it clears it', async () => {
    if ((await editor.squiggles().count()) > 0) throw new Error('there is a squiggle already');
    await editor.cursor(3, 100);
    await editor.press('Backspace');
    await editor.squiggles().first().waitFor({ timeout: 5000 });
    await editor.shot('node-squiggle');
    await editor.type(';');
    await editor.squiggles().first().waitFor({ state: 'detached', timeout: 5000 });
    await editor.lens(/^fails: assertion/).waitFor();
  });

  await suite.check('an expectation that differs from the verdict gets its squiggle', async () => {
    await editor.cursor(10, 9);
    await editor.press('Shift+End');
    await editor.type('pass;');
    await editor.squiggles().first().waitFor({ timeout: 5000 });
    await editor.lens(/^fails: assertion.*expected pass/).waitFor();
    await editor.shot('node-unexpected');
    await editor.cursor(10, 9);
    await editor.press('Shift+End');
    await editor.type('assertion;');
    await editor.squiggles().first().waitFor({ state: 'detached', timeout: 5000 });
  });

  await suite.check('what is edited is saved to the disk', async () => {
    await editor.cursor(1, 200);
    await editor.type(' Saved by the editor.');
    await editor.press('Control+S');
    await until('the file has not changed', () => /Saved by the editor\./.test(onDisk(COUNTER)));
  });
}

async function runs(suite, editor) {
  await suite.check('a hover on a variable shows the values of all reachable states', async () => {
    const text = await editor.hover('counter', 'int counter;');
    expectMatch(text, /reachable states/);
    expectMatch(text, /\ba\s+reads\s+0\s*,\s+1\b/);
    await editor.shot('node-hover-values');
    await editor.hideHover();
  });

  await suite.check('the lens opens the failing run beside the editor', async () => {
    await editor.lens(/^Show run/).click();
    await until('there is no second editor', async () => (await editor.tabs().count()) === 2);
    const text = await until('there are no columns', () => editor.text(1));
    expectMatch(text, /\ba\b[\s\S]*\bb\b/);
    expectMatch(text, /counter/);
    await editor.shot('node-run-counter');
  });

  await suite.check('an edit renews the run that is shown', async () => {
    await editor.cursor(6, 10);
    await editor.type('eta');
    await until('the run has no thread beta', async () => /\bbeta\b/.test(await editor.text(1)));
    for (let i = 0; i < 'eta'.length; i++) await editor.press('Backspace');
    await until('the run still has it', async () => !/\bbeta\b/.test(await editor.text(1)));
  });
  await editor.closeAll();

  await suite.check('the palette shows the run of the scenario at the cursor', async () => {
    await editor.open(COUNTER);
    await editor.lens(/^Show run/).waitFor();
    await editor.cursor(6, 1);
    await editor.command('Racewalk: Show failing run');
    await until('there are no columns', async () => /counter/.test(await editor.text(1)));
  });
  await editor.closeAll();

  await suite.check('a text that includes another has its verdict', async () => {
    await editor.open('including.race');
    await editor.lens(/^fails: assertion/).waitFor();
    await editor.click('add', 'thread a');
    await editor.press('F12');
    await editor.tab('shared.race').waitFor();
  });
  await editor.closeAll();
}

async function kernel(suite, editor) {
  // The hint in it says what the argument is for.
  const call = 'mprotect(addr:buf,';

  await suite.check('verdicts of the kernel scenario stand over its variants', async () => {
    await editor.open(`scenarios/seed/${MTE}`);
    await editor.lens(/^fails: (?=.*tag_leak)(?=.*tag_loss)(?=.*as expected)/).waitFor();
    await until('not every variant has its verdict', async () =>
      /8 as expected/.test((await editor.status().allInnerTexts()).join(' ')),
    );
    await editor.shot('node-kernel-lenses');
  });

  await suite.check('a hover on a kernel call says what it does in this release', async () => {
    const text = await editor.hover('mprotect', call);
    expectMatch(text, /mprotect/);
    expectMatch(text, /v5\.13/);
    await editor.shot('node-hover-call');
    await editor.hideHover();
  });

  await suite.check('the run of the kernel scenario is shown in CPU columns', async () => {
    await editor.lens(/^Show run: tag_loss/).click();
    await until('there are no columns', async () => {
      const text = await editor.text(1);
      return /CPU0/.test(text) && /CPU1/.test(text) && /PG_mte_tagged|tags/.test(text);
    });
    await editor.shot('node-run');
    await editor.picture('editor');
  });

  await suite.check('go to definition lands in the library', async () => {
    await editor.click('mprotect', call);
    await editor.press('F12');
    await editor.tab('mprotect.race').waitFor();
    await until('the text is not that of the library', async () =>
      /mprotect\(/.test(await editor.text(0)),
    );
    await editor.shot('node-definition');
  });

  await suite.check('a hover on a field of a page shows the state it goes through', async () => {
    await editor.closeAll();
    await editor.open('page-state.race');
    await editor.lens(/^fails: /).waitFor();
    const text = await editor.hover('flags', 'page->flags >>');
    expectMatch(text, /reachable states/);
    expectMatch(text, /PG_mte_tagged/);
    await editor.shot('node-hover-page');
    await editor.hideHover();
    await editor.closeAll();
  });
}

async function longRuns(suite, editor) {
  await suite.check('a long run can be cancelled, and then has no verdict', async () => {
    await editor.open('endless.race');
    await editor.lens(/^bounded: .*too large for automatic runs/).waitFor({ timeout: 15_000 });
    await editor.lens(/^Run$/).click();
    await editor.lens(/^running \.\.\./).waitFor();
    await editor.command('Racewalk: Cancel');
    await editor.lens(/^cancelled/).waitFor();
    if (await appears(editor.page.locator('.notifications-toasts .codicon-error'), 300)) {
      throw new Error('an error was shown');
    }
  });
}
