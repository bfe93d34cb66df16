// The debugger in a real VS Code: F5 on the last race of the seed, to the violation and back to the
// start, a data breakpoint, a page's tags, and another thread picked up to an end that passes.
import { appears } from './browser.mjs';
import { DebugPage } from './debug-page.mjs';
import { expectMatch, until } from './suite.mjs';

const GUEST = 'guest-fault-mprotect-mte.race';

export async function debugSuite(suite, editor, { url }) {
  // The views draw only what fits.
  await editor.page.setViewportSize({ width: 1500, height: 1700 });
  await editor.goto(url);
  const debug = new DebugPage(editor);
  await walks(suite, editor, debug);
  await looks(suite, editor, debug);
  await breaks(suite, editor, debug);
  await picks(suite, editor, debug);
  await lenses(suite, editor, debug);
}

async function walks(suite, editor, debug) {
  await suite.check('F5 without a launch.json stops before the first step', async () => {
    await editor.open(`scenarios/seed/${GUEST}`);
    await editor.lens(/^fails: (?=.*tag_leak)(?=.*tag_loss)/).waitFor({ timeout: 60_000 });
    await editor.command('View: Show Run and Debug');
    await editor.click('scenario', 'scenario "guest fault');
    await debug.start();
    await debug.isAt(0);
    const stack = await debug.callStack();
    expectMatch(stack, /cpu0 \(vmm\).*step 0 of \d+/);
    expectMatch(stack, /cpu1 \(child\)/);
    await editor.shot('debug-entry');
  });

  await suite.check('a step shows the call in the kernel library', async () => {
    await editor.press('F11');
    await debug.isAt(1);
    await until('no text of the library is open', async () =>
      /guest\.race|mmu\.race/.test((await editor.tabs().allInnerTexts()).join(' ')),
    );
    await until('the calls are not shown', async () =>
      /kvm_handle_guest_abort[\s\S]*guest_ldg[\s\S]*cpu0/.test(await debug.callStack()),
    );
    await editor.shot('debug-step');
  });

  await suite.check('continue stops at the violation, with its sentence', async () => {
    await editor.press('F5');
    await editor.page.locator('.exception-widget').waitFor({ timeout: 15_000 });
    const text = await editor.page.locator('.exception-widget').innerText();
    expectMatch(text, /tag_loss|tag_leak/);
    expectMatch(text, /violated:/);
    await editor.shot('debug-violation');
  });

  await suite.check('step back goes to the step before, reverse to the start', async () => {
    const [, last] = /step (\d+) of/.exec(await debug.callStack());
    await debug.press('Step Back');
    await debug.isAt(Number(last) - 1);
    for (let step = Number(last) - 2; step >= Number(last) - 6; step--) {
      await debug.press('Step Back');
      await debug.isAt(step);
    }
    await debug.press('Reverse');
    await debug.isAt(0);
    await editor.shot('debug-back');
  });
}

async function looks(suite, editor, debug) {
  await suite.check('Variables shows the page with its tags, and page tables', async () => {
    for (let step = 1; step <= 12; step++) {
      await editor.press('F11');
      await debug.isAt(step);
    }
    await until('no scope of pages', async () => /^Pages$/m.test(await debug.variables()));
    await debug.expand(/^Page tables/);
    await until('no tables', async () =>
      /stage 1 of mms\[0\][\s\S]*stage 2 of kvms\[0\]/.test(await debug.variables()),
    );
    await debug.expand(/^Pages$/);
    await debug.expand(/^pages\[0\]/);
    await until('no tags', async () => /tags\s*=?\s*\S+/.test(await debug.variables()));
    await editor.shot('debug-variables');
  });

  await suite.check('Watch evaluates an expression, also a quantified one', async () => {
    const { page } = editor;
    for (const expression of ['pages[0].tags', 'exists (p in pages) p->_refcount > 0']) {
      const header = page.locator('.pane-header').filter({ hasText: /^Watch/i });
      await header.hover();
      await header.locator('.action-label[aria-label="Add Expression"]').click();
      await page.locator('.debug-watch .monaco-inputbox input').waitFor();
      await page.keyboard.type(expression);
      await page.keyboard.press('Enter');
    }
    const watch = page.locator('.debug-watch');
    await until('the watch has no values', async () => {
      const text = await watch.innerText();
      return /pages\[0\]\.tags\s*[:=]?\s*\w+/.test(text) && /true/.test(text);
    });
    await editor.shot('debug-watch');
  });
}

async function breaks(suite, editor, debug) {
  await suite.check('a data breakpoint breaks when page.flags changes', async () => {
    const { page } = editor;
    await debug.expand(/^Pages$/);
    await debug.expand(/^pages\[0\]/);
    await debug.variable(/^flags/).click({ button: 'right' });
    const item = page.getByRole('menuitem', { name: 'Break on Value Change' });
    await item.click();
    // A menu that is still opening takes a click for pointing only.
    if (!(await disappears(item, 2000))) await editor.press('Enter');
    await item.waitFor({ state: 'hidden' });
    // What is broken before it stops, too.
    for (let most = 0; most < 3 && !(await isChanged(debug)); most++) {
      const before = stepOf(await debug.callStack());
      await editor.press('F5');
      await until('it does not go on', async () => {
        const now = stepOf(await debug.callStack());
        return now !== undefined && now !== before;
      });
    }
    await until('the change is not marked', () => isChanged(debug));
    expectMatch(await debug.callStack(), /mte_sync_page_tags/);
    await editor.shot('debug-data-breakpoint');
    await editor.command('Remove All Breakpoints');
  });

  await suite.check('stopping ends the session', () => debug.stop());
}

function disappears(locator, timeout) {
  return locator.waitFor({ state: 'hidden', timeout }).then(
    () => true,
    () => false,
  );
}

function stepOf(callStack) {
  return /step (\d+) of/.exec(callStack)?.[1];
}

/** The last step is marked as one that changed the flags of the page. */
async function isChanged(debug) {
  await debug.expand(/^Pages$/);
  await debug.expand(/^pages\[0\]/);
  return appears(debug.variable(/^flags.*●.*\(was/), 2000);
}

async function picks(suite, editor, debug) {
  await suite.check('another thread is picked, and the walk passes to its end', async () => {
    await editor.command('View: Show Explorer');
    await editor.open(`scenarios/seed/${GUEST}`);
    await editor.command('View: Show Run and Debug');
    await editor.click('scenario', 'scenario "guest fault');
    await debug.start();
    await debug.isAt(0);
    // cpu0 steps next; the other one is picked in the call stack.
    await debug.thread(/cpu1 \(child\)/).click();
    await until('cpu1 is not looked at', async () =>
      /mprotect/.test((await editor.tabs().allInnerTexts()).join(' ')),
    );
    await editor.press('F11');
    await debug.isAt(1, 1);
    expectMatch(await debug.callStack(), /can step/);
    await editor.shot('debug-explore');
    await editor.press('F5');
    await until('the walk does not come to its end', async () =>
      /cpu0 \(vmm\)[^\n]*over[\s\S]*cpu1 \(child\)[^\n]*over/.test(await debug.callStack()),
    );
    await editor.shot('debug-passing-end');
    await debug.stop();
  });
}

async function lenses(suite, editor, debug) {
  await suite.check('the lens beside Show run starts the same session', async () => {
    await editor.command('View: Show Explorer');
    await editor.open('counter.race');
    await editor.lens(/^fails: assertion, 4 steps/).waitFor();
    await editor.command('View: Show Run and Debug');
    await editor.lens(/^Debug$/).click();
    await debug.isAt(0, 4);
    await debug.stop();
    await editor.closeAll();
  });
}
