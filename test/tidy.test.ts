// What a reviewer should not have to look for: import arrows, calls that break determinism, size,
// leftovers, dead links and dead exports. Every file of the repository is read once.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const skipped = new Set(['node_modules', 'build', 'dist', 'out', 'coverage', 'shots', '.git']);
const LINES_MAX = 600;

interface RepositoryFile {
  /** From the root, with `/`. */
  readonly name: string;
  readonly text: string;
}

function filesBelow(folder: string): RepositoryFile[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(name);
    if (!entry.isFile() || /\.(png|vsix|tsbuildinfo)$|\.generated\./.test(name)) return [];
    return [{ name, text: readFileSync(path.join(root, name), 'utf8') }];
  });
}

const files = filesBelow('.');
const sources = files.filter(({ name }) => /^[^/]+\/(src\/.*|[^/]+)\.ts$/.test(name));
const scripts = files.filter(({ name }) => /\.(ts|mts|mjs|cjs)$/.test(name));

/** What a package may import of the others; docs/ARCHITECTURE.md says why. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  simulator: [],
  language: ['simulator', 'trace'],
  kernel: [],
  trace: ['simulator'],
  exporter: ['simulator'],
  checker: ['simulator', 'language', 'trace'],
  workbench: ['simulator', 'language', 'trace', 'checker'],
  engines: ['simulator', 'checker', 'exporter'],
  debugger: ['simulator', 'language', 'trace', 'checker'],
  webview: ['trace'],
  server: ['simulator', 'language', 'kernel', 'trace', 'checker', 'workbench', 'debugger'],
  cli: [
    'simulator',
    'language',
    'kernel',
    'trace',
    'checker',
    'workbench',
    'exporter',
    'engines',
    'debugger',
    'webview',
    'server',
  ],
  client: ['server', 'webview'],
};
const pure = new Set([
  'simulator',
  'language',
  'kernel',
  'trace',
  'exporter',
  'checker',
  'workbench',
  'debugger',
  'webview',
]);

function packageOf(name: string): string {
  return name.split('/')[0] ?? '';
}

function importsOf(text: string): string[] {
  const pattern =
    /(?:^|[\s;}])(?:import|export)\s(?:[^'";]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '');
}

/** Every line where a pattern stands outside a comment, as `file:line: text`. */
function linesWith(where: readonly RepositoryFile[], pattern: RegExp): string[] {
  return where.flatMap(({ name, text }) =>
    text.split('\n').flatMap((line, index) => {
      const code = line.replace(/^\s*(\*|\/\/|\/\*).*/, '').replace(/\s\/\/ .*/, '');
      return pattern.test(code) ? [`${name}:${index + 1}: ${line.trim()}`] : [];
    }),
  );
}

describe('imports', () => {
  test('follow the arrows between the packages', () => {
    const wrong = sources.flatMap(({ name, text }) => {
      const from = packageOf(name);
      const allowed = arrows[from];
      if (allowed === undefined) return [];
      return importsOf(text)
        .map((target) => /^@racewalk\/([a-z]+)/.exec(target)?.[1])
        .filter((to) => to !== undefined && to !== from && !allowed.includes(to))
        .map((to) => `${name} imports ${to}/`);
    });
    expect(wrong).toEqual([]);
  });

  test('do not reach into another package by path', () => {
    const wrong = sources.flatMap(({ name, text }) =>
      importsOf(text)
        .filter((target) => target.startsWith('.'))
        .filter((target) => {
          const full = path.posix.join(path.posix.dirname(name), target);
          return packageOf(full) !== packageOf(name);
        })
        .map((target) => `${name} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('of vscode stand in client/ alone', () => {
    const wrong = sources
      .filter(({ name }) => packageOf(name) !== 'client')
      .filter(({ text }) => importsOf(text).some((to) => /^vscode($|-languageclient)/.test(to)))
      .map(({ name }) => name);
    expect(wrong).toEqual([]);
  });

  test('of the language server library stand at its edge', () => {
    const edge = /^(server\/src\/(lsp\/|host-)|client\/|cli\/)/;
    const wrong = sources
      .filter(({ name }) => !edge.test(name))
      .filter(({ text }) => importsOf(text).some((to) => to.startsWith('vscode-languageserver')))
      .map(({ name }) => name);
    expect(wrong).toEqual([]);
  });

  test('of the debug adapter library stand in debugger/ and where it is served', () => {
    const wrong = sources
      .filter(({ name }) => packageOf(name) !== 'debugger')
      .filter(({ text }) => importsOf(text).some((to) => to.startsWith('@vscode/debugadapter')))
      .map(({ name }) => name);
    expect(wrong).toEqual([]);
  });

  test('of Node do not stand in the pure packages', () => {
    const wrong = sources
      .filter(({ name }) => pure.has(packageOf(name)))
      .flatMap(({ name, text }) =>
        importsOf(text)
          .filter((to) => to.startsWith('node:'))
          .map((to) => `${name} imports ${to}`),
      );
    expect(wrong).toEqual([]);
  });
});

test('the pure packages read no clock, no randomness, no environment and print nothing', () => {
  const inPure = sources.filter(({ name }) => pure.has(packageOf(name)));
  const banned =
    /\bDate\b|\bperformance\.|\bMath\.random\b|\bconsole\.|\bprocess\.(?:env|argv|std|exit|hrtime|cwd|on)\b|\bsetTimeout\b|\bcrypto\b/;
  expect(linesWith(inPure, banned)).toEqual([]);
});

test(`no file of code has more than ${LINES_MAX} lines`, () => {
  const long = scripts
    .map(({ name, text }) => ({ name, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > LINES_MAX)
    .map(({ name, lines }) => `${name}: ${lines} lines`);
  expect(long).toEqual([]);
});

test('nothing is left to be done in a comment', () => {
  const left = new RegExp(
    `\\b(${['FIX', 'ME'].join('')}|${'X'.repeat(3)}|${['HA', 'CK'].join('')})\\b`,
  );
  const wrong = files
    .filter(({ name }) => /\.(ts|mts|mjs|md|race|json|sh)$/.test(name) && !name.includes('lock'))
    .flatMap(({ name, text }) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          left.test(line) ? [`${name}:${index + 1}: ${line.trim()}`] : [],
        ),
    );
  expect(wrong).toEqual([]);
});

test('every text ends with a newline and has no carriage returns', () => {
  const wrong = files
    .filter(({ name }) => /\.(ts|mts|mjs|cjs|json|md|race|ebnf|npmrc|gitignore)$/.test(name))
    // Tests of bad input keep bad input.
    .filter(({ name }) => !/fixtures|golden|bad-input/.test(name))
    .filter(({ text }) => text !== '' && (!text.endsWith('\n') || text.includes('\r')))
    .map(({ name }) => name);
  expect(wrong).toEqual([]);
});

test('every relative link of the documents leads somewhere', () => {
  const dead = files
    .filter(({ name }) => name.endsWith('.md'))
    .flatMap(({ name, text }) =>
      [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
        .map((match) => match[1] ?? '')
        .filter((link) => !/^(https?:|mailto:|#)/.test(link))
        .filter((link) => !exists(path.join(root, path.dirname(name), link.replace(/#.*/, ''))))
        .map((link) => `${name}: ${link}`),
    );
  expect(dead).toEqual([]);
});

function withoutCode(markdown: string): string {
  return markdown.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

test('no function, class or value is exported that nothing uses', () => {
  const declared =
    /^export (?:abstract |async )?(?:const|let|function\*?|class) ([A-Za-z_$][\w$]*)/gm;
  const uses = new Map<string, number>();
  for (const { text } of scripts) {
    for (const [word] of text.matchAll(/[A-Za-z_$][\w$]*/g)) {
      uses.set(word, (uses.get(word) ?? 0) + 1);
    }
  }
  // Called by VS Code.
  const entries = new Set(['activate', 'deactivate']);
  const dead = sources.flatMap(({ name, text }) =>
    [...text.matchAll(declared)]
      .map((match) => match[1] ?? '')
      .filter((word) => !entries.has(word) && (uses.get(word) ?? 0) < 2)
      .map((word) => `${name}: ${word}`),
  );
  expect(dead).toEqual([]);
});
