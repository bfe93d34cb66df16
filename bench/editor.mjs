// How fast the language server answers, over a real stdio connection to the bundled server:
// keystroke -> diagnostics of a 300-line file, and keystroke -> fresh verdict of a small scenario.
// `node bench/editor.mjs [keystrokes]` prints a table.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const keystrokes = Number(process.argv.find((arg) => /^\d+$/.test(arg)) ?? 40);
const warmUp = 10;
const lines = 300;

async function bundle(folder) {
  const entries = {
    'server.js': 'server/src/main-node.ts',
    'run-worker.js': 'server/src/run/worker-node.ts',
  };
  for (const [out, from] of Object.entries(entries)) {
    await esbuild.build({
      entryPoints: [path.join(root, from)],
      outfile: path.join(folder, out),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      minify: true,
      logLevel: 'warning',
      absWorkingDir: root,
    });
  }
}

/** A file of the wanted length: one small scenario behind many functions. */
function text() {
  const head = ['int counter;', 'int other;', ''];
  const tail = [
    'scenario "two increments" {',
    '  thread cpu0 { increment(1); }',
    '  thread cpu1 { increment(1); }',
    '  finally { assert(counter == 2); }',
    '  expect assertion;',
    '}',
    'void increment(int by)',
    '{',
    '  counter = counter + by; // 0',
    '}',
  ];
  const body = [];
  for (let index = 0; head.length + body.length + tail.length < lines; index += 1) {
    body.push(
      `static int step_${index}(int by)`,
      '{',
      '  if (by > 3)',
      '    return other + by;',
      '  other += by;',
    );
    body.push('  return counter;', '}', '');
  }
  return [...head, ...body.slice(0, lines - head.length - tail.length), ...tail].join('\n');
}

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const at = (numbers, share) =>
  sorted(numbers)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];

class Editor {
  published = new Map();
  statuses = new Map();
  waiting = [];

  constructor(child) {
    this.connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', (params) => {
      this.published.set(params.uri, params);
      this.look();
    });
    this.connection.onNotification('racewalk/status', (params) => {
      this.statuses.set(params.uri, params);
      this.look();
    });
    this.connection.listen();
  }

  look() {
    for (const check of [...this.waiting]) check();
  }

  until(condition) {
    return new Promise((resolve) => {
      const check = () => {
        if (!condition()) return;
        this.waiting = this.waiting.filter((one) => one !== check);
        resolve();
      };
      this.waiting.push(check);
      check();
    });
  }

  async open(uri, text) {
    this.texts = { ...this.texts, [uri]: text };
    this.versions = { ...this.versions, [uri]: 1 };
    const textDocument = { uri, languageId: 'race', version: 1, text };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
    await this.until(() => this.published.has(uri));
    await this.until(() => ['done', 'cancelled'].includes(this.statuses.get(uri)?.state));
  }

  /** Types one character over another; the time until the text's diagnostics, and its verdicts. */
  async type(uri, from, to) {
    const before = this.texts[uri];
    const start = before.lastIndexOf(from);
    const head = before.slice(0, start);
    const line = head.split('\n').length - 1;
    const character = start - (head.lastIndexOf('\n') + 1);
    this.texts[uri] = head + to + before.slice(start + from.length);
    const version = ++this.versions[uri];
    this.statuses.delete(uri);
    const begun = performance.now();
    const range = { start: { line, character }, end: { line, character: character + from.length } };
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range, text: to }],
    });
    await this.until(() => this.published.get(uri)?.version === version);
    const diagnostics = performance.now() - begun;
    await this.until(() => {
      const status = this.statuses.get(uri);
      return status?.version === version && status.state === 'done';
    });
    return { diagnostics, verdict: performance.now() - begun };
  }
}

const rows = [];
function row(name, numbers, budget) {
  const isWithin = at(numbers, 0.95) <= budget;
  if (!isWithin) process.exitCode = 1;
  const verdict = isWithin ? 'within' : 'OVER';
  rows.push([name, at(numbers, 0.5), at(numbers, 0.95), Math.max(...numbers), budget, verdict]);
}

async function measure(editor, uri, source, { edits, name, budget, verdictBudget }) {
  await editor.open(uri, source);
  const diagnostics = [];
  const verdicts = [];
  for (let index = 0; index < warmUp + keystrokes; index += 1) {
    const [from, to] = edits(index);
    const took = await editor.type(uri, from, to);
    if (index < warmUp) continue;
    diagnostics.push(took.diagnostics);
    verdicts.push(took.verdict);
  }
  row(`${name}: keystroke -> diagnostics`, diagnostics, budget);
  row(`${name}: keystroke -> verdicts`, verdicts, verdictBudget);
}

/** More states than any run visits in the time it gets here. */
const endless = `int a = 0; int b; int c; int d;
scenario "small" { thread p { a = 1; } thread q { a = 2; } forbid deadlock; }
scenario "much" {
  thread cpu0 { a = any(0, 200); b = any(0, 200); }
  thread cpu1 { c = any(0, 200); d = any(0, 200); }
  forbid deadlock;
}
`;

/** An edit during a long run: the time until the run is over, and until the text's diagnostics. */
async function measureCancel(editor) {
  const uri = 'file:///bench/endless.race';
  await editor.open(uri, endless);
  const times = [];
  for (let index = 0; index < 8; index += 1) {
    const over = editor.connection.sendRequest('racewalk/run', { uri, scenario: 1, variant: 0 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const begun = performance.now();
    const typed = editor.type(uri, `int a = ${index};`, `int a = ${index + 1};`);
    await over;
    times.push(performance.now() - begun);
    await typed;
  }
  row('a long run: edit -> cancelled', times, 100);
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'racewalk-bench-'));
try {
  await bundle(folder);
  const begun = performance.now();
  const child = spawn(process.execPath, [path.join(folder, 'server.js'), '--stdio']);
  child.stderr.pipe(process.stderr);
  const editor = new Editor(child);
  await editor.connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
  });
  rows.push(['start -> initialized', performance.now() - begun, 0, 0, 0, '']);
  await editor.connection.sendNotification('initialized', {});

  const big = text();
  await measure(editor, 'file:///bench/lines.race', big, {
    name: `${big.split('\n').length} lines, program changes`,
    edits: (index) => [`+ by${'+ 0'.repeat(index % 2)};`, `+ by${'+ 0'.repeat((index + 1) % 2)};`],
    budget: 50,
    verdictBudget: 300,
  });
  await measure(editor, 'file:///bench/comment.race', big, {
    name: 'the same, only a comment changes',
    edits: (index) => [`// ${index}`, `// ${index + 1}`],
    budget: 50,
    verdictBudget: 300,
  });
  const seed = readFileSync(path.join(root, 'scenarios/seed/two-mprotect-mte.race'), 'utf8');
  await measure(editor, 'file:///bench/mte.race', `${seed}// 0\n`, {
    name: 'two-mprotect-mte, a comment changes',
    edits: (index) => [`// ${index}`, `// ${index + 1}`],
    budget: 50,
    verdictBudget: 1000,
  });
  await measureCancel(editor);
  await editor.connection.sendRequest('shutdown');
  await editor.connection.sendNotification('exit');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const ms = (value) => (value === 0 ? '' : `${value.toFixed(1)} ms`).padStart(10);
console.log(
  `${'what'.padEnd(66)}${['p50', 'p95', 'worst', 'budget'].map((one) => one.padStart(10)).join('')}`,
);
for (const [name, p50, p95, worst, budget, verdict] of rows) {
  console.log(`${name.padEnd(66)}${ms(p50)}${ms(p95)}${ms(worst)}${ms(budget)}  ${verdict}`);
}
