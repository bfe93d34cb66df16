// Takes the README's picture from the last end-to-end run: npm test, then node scripts/picture.mjs
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { smallPng } from './small-png.mjs';
import { root } from './tool.mjs';

const shot = path.join(root, 'test', 'e2e', 'shots', 'editor.png');
if (existsSync(shot)) {
  const picture = path.join(root, 'docs', 'images', 'editor.png');
  writeFileSync(picture, smallPng(readFileSync(shot)));
  console.log('docs/images/editor.png is that of the last end-to-end run');
} else {
  console.error('there is no picture yet: run `npm test -- --only end-to-end` first');
  process.exitCode = 1;
}
