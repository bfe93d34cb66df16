// What helps to find one's way in a text: nothing is edited here.
import { until } from './suite.mjs';

export async function readingChecks(suite, editor, language, host) {
  await suite.check('the uses of a function are listed', async () => {
    await editor.open('guarded.race');
    await language.revert();
    await editor.lens(/^passes/).waitFor();
    await editor.click('store', 'void store(int');
    await editor.press('Shift+F12');
    await until('not every use is listed', async () => {
      const lines = (await language.peeked()).split('\n');
      return lines.filter((line) => /store\(/.test(line)).length >= 3;
    });
    await editor.shot(`${host}-references`);
    await language.closePeek();
  });

  await suite.check('who calls a function is shown as a tree', async () => {
    await editor.click('store', 'void store(int');
    await editor.command('Peek Call Hierarchy');
    await until('the threads are not listed', async () => {
      const callers = await language.peeked();
      return /^a\s*guarded/m.test(callers) && /^b\s*guarded/m.test(callers);
    });
    await editor.shot(`${host}-calls`);
    await language.closePeek();
  });

  await suite.check('uses of a variable are marked, writes unlike reads', async () => {
    // They are asked for when the cursor moves, and at no other time.
    await until('a use is not marked', async () => {
      await editor.cursor(8, 1);
      await editor.cursor(9, 3);
      await language.highlights('write').first().waitFor({ timeout: 3000 });
      await language.highlights('read').first().waitFor({ timeout: 3000 });
      return true;
    });
    await editor.shot(`${host}-highlights`);
  });

  await suite.check('functions, threads and comments are folded', async () => {
    await editor.command('Fold All');
    await until('nothing is folded', async () => (await language.folded().count()) >= 2);
    if (/spin_lock/.test(await editor.text(0))) throw new Error('a thread is not folded');
    await editor.command('Unfold All');
    await until('it stays folded', async () => /spin_lock/.test(await editor.text(0)));
  });

  await suite.check('hints name the arguments of a call', async () => {
    await until('the arguments have no names', async () =>
      /store\(from:hits,by:1\)/.test((await editor.text(0)).replaceAll(/\s/g, '')),
    );
  });

  await suite.check('colours tell what a name is, not what it looks like', async () => {
    await until('ghost state looks like any variable', async () => {
      const [ghost, plain] = await Promise.all(
        ['seen', 'hits'].map((name) => editor.tokenClass(name)),
      );
      return ghost !== plain;
    });
  });

  await suite.check('outline and breadcrumbs say where one is', async () => {
    await editor.click('spin_lock', 'spin_lock(');
    await until('the breadcrumbs do not name the thread', async () => {
      const crumbs = await language.breadcrumbs().allInnerTexts();
      return /guarded/.test(crumbs.join('|')) && crumbs.at(-1)?.trim() === 'a';
    });
    await editor.command('Explorer: Focus on Outline View');
    await until('the outline is not whole', async () => {
      const rows = (await language.outline().allInnerTexts()).join('|');
      return ['hits', 'lock', 'store', 'guarded'].every((name) => rows.includes(name));
    });
    await editor.shot(`${host}-outline`);
  });

  await suite.check('a fence in Markdown is coloured as the language', async () => {
    await editor.open('notes.md');
    await until('its words have one colour', async () => {
      const [keyword, name] = await Promise.all(
        ['scenario', '"noted"'].map((word) => editor.tokenClass(word)),
      );
      return keyword !== name;
    });
    await editor.shot(`${host}-markdown`);
    await editor.closeAll();
  });
}
