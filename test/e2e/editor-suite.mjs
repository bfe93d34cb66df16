// VS Code with a Node extension host, as `npm start` serves it, with the packaged extension.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expectMatch, until } from './suite.mjs';

/** `folder` is a copy: what is edited here is saved there. */
export async function editorSuite(suite, editor, { url, folder }) {
  const onDisk = (file) => readFileSync(path.join(folder, file), 'utf8');

  await suite.check('a .race file is in language mode Race', async () => {
    await editor.goto(url);
    await editor.open('counter.race');
    await until('the mode is not Race', async () =>
      /Race/.test(await editor.languageMode().innerText()),
    );
  });
}
export { expectMatch };
