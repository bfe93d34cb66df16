// Makes racewalk.vsix from a fresh build. What goes in is listed in .vscodeignore.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { capture, main, root, Stop } from './tool.mjs';

/** What is downloaded stays small: the tests fail beyond this. */
const bytesMax = 1_000_000;
const filesMax = 60;

export const vsix = path.join(root, 'racewalk.vsix');

/** Packages what dist/ holds; gives the path of the package. */
export async function makePackage(target = vsix) {
  const tool = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const { code, output } = await capture(process.execPath, [
    tool,
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--readme-path',
    path.relative(root, writeReadme()),
    '--out',
    target,
  ]);
  if (code !== 0) throw new Stop(`packaging failed:\n${output}`);
  const measured = measure(target);
  if (measured.bytes > bytesMax || measured.files > filesMax) {
    throw new Stop(`the package is beyond its budget: ${sizeText(measured)}`);
  }
  return target;
}

/** The README without its picture, which would be a tenth of the package. */
function writeReadme() {
  const target = path.join(root, 'build', 'package', 'README.md');
  const text = readFileSync(path.join(root, 'README.md'), 'utf8');
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text.replaceAll(/^!\[.*\n\n?/gm, ''));
  return target;
}

/** Size of a package, and how many files are in it, from the record at the end of a zip file. */
export function measure(file) {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Stop(`${file} is no package`);
  return { bytes: bytes.length, files: bytes.readUInt16LE(end + 10) };
}

function sizeText({ bytes, files }) {
  const kB = (count) => `${Math.ceil(count / 1000)} kB`;
  return `${kB(bytes)} of ${kB(bytesMax)}, ${files} files of ${filesMax}`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await build();
    const made = await makePackage();
    console.log(`packaged ${path.relative(root, made)}: ${sizeText(measure(made))}`);
  });
}
