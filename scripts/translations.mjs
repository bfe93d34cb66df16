// Writes l10n/bundle.l10n.json: what the extension says, to be translated. node scripts/translations.mjs
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './tool.mjs';

const folder = path.join(root, 'client', 'src');
const words = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => [
    ...readFileSync(path.join(folder, name), 'utf8').matchAll(/l10n\.t\(\s*'([^']*)'/g),
  ])
  .map((match) => match[1]);
const bundle = Object.fromEntries([...new Set(words)].sort().map((text) => [text, text]));
mkdirSync(path.join(root, 'l10n'), { recursive: true });
const target = path.join(root, 'l10n', 'bundle.l10n.json');
writeFileSync(target, `${JSON.stringify(bundle, null, 2)}\n`);
