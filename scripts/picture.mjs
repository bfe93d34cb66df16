// Takes the pictures of the documents from the last end-to-end run: npm test, then
// node scripts/picture.mjs
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { smallPng } from './small-png.mjs';
import { root } from './tool.mjs';

for (const name of ['editor.png', 'timeline.png', 'bench.png']) {
  const shot = path.join(root, 'test', 'e2e', 'shots', name);
  if (existsSync(shot)) {
    writeFileSync(path.join(root, 'docs', 'images', name), smallPng(readFileSync(shot)));
    console.log(`docs/images/${name} is that of the last end-to-end run`);
  } else {
    console.error(`there is no ${name} yet: run \`npm test -- --only end-to-end\` first`);
    process.exitCode = 1;
  }
}
