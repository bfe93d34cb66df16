// What helps while somebody types: guarded.race is given back as it was.
import { expectMatch, until } from './suite.mjs';

const GUARDED = 'guarded.race';
const WORKS = /^passes/;

/** The same in every host. */
export async function typingChecks(suite, editor, language, host) {
  await suite.check('a hover on a call has its comment and its signature', async () => {
    await editor.open('shared.race');
    await editor.open(GUARDED);
    await editor.lens(WORKS).waitFor();
    const text = await editor.hover('store', 'store(from:hits,');
    expectMatch(text, /Adds to what was read, in one step/);
    expectMatch(text, /void store\(int from, int by\)/);
    await editor.shot(`${host}-hover`);
    await editor.hideHover();
  });

  await suite.check('a text is formatted as kernel code', async () => {
    const before = await editor.text(0);
    await language.endOf('hits', 'int hits;');
    await editor.press('Home');
    await editor.type('    ');
    await editor.command('Format Document');
    await until('the text is not as before', async () => (await editor.text(0)) === before);
    await language.revert();
  });

  await suite.check(
    'a name of another open text is proposed, and taking it includes that text',
    async () => {
      await language.endOf('b', 'thread b {');
      await editor.press('Enter');
      await editor.type('add');
      await language.proposal(/^add\b/).waitFor();
      await editor.shot(`${host}-completion`);
      await language.take(/^add\b/);
      await until('the text is not included', async () => {
        const text = await editor.text(0);
        return /#include "shared\.race"/.test(text) && /thread b \{\s*add\(\)/.test(text);
      });
      await language.revert();
    },
  );
}

/** The rest. Nothing may be saved by itself meanwhile. */
export async function editingChecks(suite, editor, language, host) {
  await suite.check('the signature of a call is shown while it is typed', async () => {
    await language.endOf('a', 'thread a {');
    await editor.press('Enter');
    await editor.type('store(1, ');
    expectMatch(await language.signature(), /store\(int from, int by\)/);
    await editor.shot(`${host}-signature`);
    await editor.press('Escape');
  });

  await suite.check('a snippet is proposed, and its places are gone through', async () => {
    await language.revert();
    await language.endOf('lock', 'spinlock_t lock;');
    await editor.press('Enter');
    await editor.type('proper');
    await language.take(/property.*Property/s);
    await editor.type('lock_is_sane');
    await editor.press('Tab');
    await editor.type('says so');
    await editor.shot(`${host}-snippet`);
    await until('the snippet is not there', async () =>
      /property lock_is_sane "says so" \{ true \}/.test(await editor.text(0)),
    );
    await editor.press('Escape');
  });

  await suite.check('a renaming reaches every use, and the same way back', async () => {
    await language.revert();
    const uses = async (name) =>
      (await editor.text(0)).split(new RegExp(`\\b${name}\\(`)).length - 1;
    await editor.click('store', 'void store(int');
    await language.rename('put');
    await until('a use is not renamed', async () => (await uses('put')) === 3);
    await editor.lens(WORKS).waitFor();
    await language.rename('store');
    await until('a use is not renamed back', async () => (await uses('store')) === 3);
    if ((await uses('put')) > 0) throw new Error('a use has its new name');
  });

  await suite.check('a mistake in a name is mended by its quick fix', async () => {
    await language.revert();
    await language.endOf('hits', 'hits = from');
    await editor.press('Enter');
    await editor.type('hitz = 0;');
    await editor.squiggles().first().waitFor();
    await editor.press('Home');
    await editor.shot(`${host}-squiggle`);
    // The list closes when it is asked for anew, as after the news of a run.
    await until(
      'the fix mends nothing',
      async () => {
        await editor.press('Escape');
        await language.fix(/hits/);
        await editor.squiggles().first().waitFor({ state: 'detached', timeout: 2000 });
        return true;
      },
      30_000,
    );
    expectMatch(await editor.text(0), /\n\s*hits = 0;/);
    await language.revert();
  });
}
