// VS Code for the web, the oldest version the extension supports: everything runs in web workers,
// and files are behind a virtual file system.
import { until } from './suite.mjs';

export async function webSuite(suite, editor, { url }) {
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
}
