// What package.json tells VS Code: its words can be translated, and its files are there and shipped.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const read = (name: string): string => readFileSync(path.join(root, name), 'utf8');
const manifest = read('package.json');
const contributes = manifest.slice(manifest.indexOf('"contributes"'));

test('every word of the manifest for people is in package.nls.json, and each of those is used', () => {
  const named = [...manifest.matchAll(/"%([^"%]+)%"/g)].map((match) => match[1] ?? '');
  const known = Object.keys(JSON.parse(read('package.nls.json')));
  expect([...new Set(named)].sort()).toEqual(known.sort());
  const plain = [...contributes.matchAll(/"(?:title|description|markdownDescription)": "([^"]+)"/g)]
    .map((match) => match[1] ?? '')
    .filter((text) => !text.startsWith('%') && text !== 'Racewalk');
  expect(plain).toEqual([]);
});

test('what the extension says is in the bundle of texts to translate', () => {
  const folder = path.join(root, 'client/src');
  const said = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [...read(`client/src/${name}`).matchAll(/l10n\.t\(\s*'([^']*)'/g)])
    .map((match) => match[1] ?? '');
  const bundle = Object.keys(JSON.parse(read('l10n/bundle.l10n.json')));
  expect([...new Set(said)].sort()).toEqual(bundle.sort());
});

test('what the client shows goes through the bundle', () => {
  const folder = path.join(root, 'client/src');
  const shown =
    /\b(?:(?:title|placeHolder|prompt|label|description|tooltip): |show(?:Information|Warning|Error)Message\(\s*|createWebviewPanel\(\w+, |new Error\()(['`][^'`]*['`])/g;
  const plain = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [...read(`client/src/${name}`).matchAll(shown)])
    .map((match) => match[1] ?? '')
    // An expression as an example, and texts that are put together of translated ones.
    .filter((text) => !text.includes(' == '))
    .filter((text) =>
      /[A-Za-z]{2}/.test(text.replaceAll(/\$\{.*?\}|\$\([a-z-]+\)|Racewalk:?|rw1/g, '')),
    );
  expect(plain).toEqual([]);
});

test('every file that the manifest names is there, and goes into the package', () => {
  const files = [...contributes.matchAll(/"\.\/([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(files.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
  const shipped = read('.vscodeignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map(
      (line) => new RegExp(`^${line.slice(1).replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`),
    );
  expect(files.filter((name) => !shipped.some((pattern) => pattern.test(name)))).toEqual([]);
});

test('steps of the walkthrough end with commands that exist', () => {
  const commands = [...contributes.matchAll(/"command": "(racewalk\.\w+)"/g)].map(([, id]) => id);
  const wanted = [...manifest.matchAll(/onCommand:(racewalk\.\w+)/g)].map(([, id]) => id);
  const linked = [...read('package.nls.json').matchAll(/command:(racewalk\.\w+)/g)].map(
    ([, id]) => id,
  );
  for (const id of [...wanted, ...linked]) expect(commands).toContain(id);
});

test('the problem matcher reads what racewalk check prints', () => {
  const { problemMatchers } = JSON.parse(manifest).contributes;
  const { regexp, file, line, column, severity, code, message } = problemMatchers[0].pattern;
  const text = 'int a;\nscenario "x" {\n\tthread t { b = 1; }\n\texpect pass;\n}\n';
  const folder = mkdtempSync(path.join(tmpdir(), 'racewalk-matcher-'));
  try {
    writeFileSync(path.join(folder, 'x: 1.race'), text);
    const cli = path.join(folder, 'racewalk.cjs');
    buildSync({
      entryPoints: [path.join(root, 'cli/src/main.ts')],
      outfile: cli,
      bundle: true,
      platform: 'node',
      format: 'cjs',
    });
    const { stdout } = spawnSync(process.execPath, [cli, 'check', 'x: 1.race'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const [, ...parts] = stdout
      .split('\n')
      .map((one) => new RegExp(regexp, 'u').exec(one))
      .find((one) => one?.[code] === 'RW0201') ?? [''];
    const at = (group: number): string | undefined => parts[group - 1];
    expect([at(file), at(line), at(column), at(severity)]).toEqual([
      'x: 1.race',
      '3',
      '13',
      'error',
    ]);
    expect(at(message)).toContain("unknown name 'b'");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
