// Writes kernel/files.generated.ts from the texts under kernel/. Run as a script, or called by the
// build and by vitest's set-up. Touches the file only when its content changes.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const folder = path.join(root, 'kernel');
const target = path.join(folder, 'files.generated.ts');

export function writeKernelLibrary() {
  const entries = raceFiles(folder)
    .map((file) => ({
      name: `kernel:/${path.relative(folder, file).split(path.sep).join('/')}`,
      text: readFileSync(file, 'utf8'),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const lines = entries.map(
    ({ name, text }) => `  { name: ${JSON.stringify(name)}, text: ${JSON.stringify(text)} },\n`,
  );
  const content =
    '// Written by scripts/kernel-library.mjs from the .race files of this folder.\n' +
    'export const files: readonly { readonly name: string; readonly text: string }[] = [\n' +
    `${lines.join('')}];\n`;
  if (!existsSync(target) || readFileSync(target, 'utf8') !== content) {
    writeFileSync(target, content);
  }
  return entries.length;
}

function raceFiles(directory) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(directory, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : raceFiles(full);
    return entry.name.endsWith('.race') ? [full] : [];
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeKernelLibrary();
}
