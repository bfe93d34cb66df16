// VS Code for the web, the oldest version the extension supports: everything runs in web workers.
import { until } from './suite.mjs';

export async function webSuite(suite, editor, { url }) {
  await suite.check('a .race file is in language mode Race', async () => {
    await editor.goto(url);
    await editor.open('counter.race');
    await until('the mode is not Race', async () =>
      /Race/.test(await editor.languageMode().innerText()),
    );
  });
}
