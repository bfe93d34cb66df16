// How fast the language server answers, over a real stdio connection to the bundled server:
// keystroke -> diagnostics of a 300-line file, keystroke -> fresh verdict of a small scenario, and
// each feature in a file of 5 000 lines, asked right behind a keystroke and again when all is quiet.
// `node bench/editor.mjs [keystrokes]` prints a table. The server has the memory that Node gives it
// by itself, as `racewalk lsp` has; the extension gives it more. On Linux the last columns say how
// long its main thread worked for an answer: that hardly depends on what else the machine does.
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
import { serverBundle } from '../scripts/server-bundle.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const keystrokes = Number(process.argv.find((arg) => /^\d+$/.test(arg)) ?? 40);
const warmUp = 10;
const lines = 300;
const manyLines = 5000;

async function bundle(folder) {
  await esbuild.build({
    ...serverBundle,
    outfile: path.join(folder, 'server.js'),
    minify: true,
    logLevel: 'warning',
    absWorkingDir: root,
  });
}

/** A file of the wanted length: one small scenario behind many functions. */
function text(lines) {
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
  for (let index = 0; head.length + body.length + tail.length + 8 <= lines; index += 1) {
    body.push(
      `static int step_${index}(int by)`,
      '{',
      '  if (by > 3)',
      '    return other + by;',
      '  other += by;',
    );
    body.push('  return counter;', '}', '');
  }
  return [...head, ...body, ...tail].join('\n');
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

  /** Types a blank, or takes it back; the time until the text's diagnostics. */
  async typeAt(uri, { line, character }, isThere) {
    const version = ++this.versions[uri];
    const begun = performance.now();
    const range = { start: { line, character }, end: { line, character: character + isThere } };
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range, text: isThere === 0 ? ' ' : '' }],
    });
    await this.until(() => this.published.get(uri)?.version === version);
    return performance.now() - begun;
  }
}

/** Processor time of a process's main thread in milliseconds; undefined where nobody tells. */
function processorMs(pid) {
  try {
    const [nanoseconds] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
    return Number(nanoseconds) / 1e6;
  } catch {
    return undefined;
  }
}

const rows = [];
function row(name, numbers, budget, processor = []) {
  const isWithin = at(numbers, 0.95) <= budget;
  if (!isWithin) process.exitCode = 1;
  const verdict = isWithin ? 'within' : 'OVER';
  const worked = processor.some((one) => one === undefined) ? [] : processor;
  const wall = [at(numbers, 0.5), at(numbers, 0.95), Math.max(...numbers)];
  rows.push([name, ...wall, budget, verdict, at(worked, 0.5), at(worked, 0.95)]);
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

const features = [
  { name: 'completion', method: 'textDocument/completion', budget: 20 },
  { name: 'hover', method: 'textDocument/hover', budget: 20 },
  { name: 'signature help', method: 'textDocument/signatureHelp', budget: 20 },
  { name: 'highlights', method: 'textDocument/documentHighlight', budget: 20 },
  { name: 'semantic tokens, delta', method: 'textDocument/semanticTokens/full/delta', budget: 20 },
  { name: 'hints of a screen', method: 'textDocument/inlayHint', budget: 20 },
  { name: 'code actions', method: 'textDocument/codeAction', budget: 50 },
  { name: 'lenses', method: 'textDocument/codeLens', budget: 50 },
  { name: 'outline', method: 'textDocument/documentSymbol', budget: 50 },
  { name: 'folds', method: 'textDocument/foldingRange', budget: 50 },
  { name: 'links', method: 'textDocument/documentLink', budget: 50 },
  { name: 'references', method: 'textDocument/references', budget: 100 },
  { name: 'workspace symbols', method: 'workspace/symbol', budget: 100 },
  { name: 'rename', method: 'textDocument/rename', budget: 200 },
];

/** Each feature in the middle of a long file: behind a keystroke, and once diagnostics are there. */
async function measureFeatures(editor, pid) {
  const uri = 'file:///bench/many.race';
  const source = text(manyLines);
  await editor.open(uri, source);
  const all = source.split('\n').length;
  const middle = source.indexOf('  other += by;', source.length / 2);
  const line = source.slice(0, middle).split('\n').length - 1;
  const textDocument = { uri };
  const range = {
    start: { line: line - 20, character: 0 },
    end: { line: line + 40, character: 0 },
  };
  const tokens = await editor.connection.sendRequest('textDocument/semanticTokens/full', {
    textDocument,
  });
  let { resultId } = tokens;
  const ask = async ({ method }, position, work = processorMs(pid)) => {
    const begun = performance.now();
    const answer = await editor.connection.sendRequest(method, {
      textDocument,
      position,
      range,
      context: { diagnostics: [], includeDeclaration: true },
      previousResultId: resultId,
      newName: 'renamed',
      query: 'step_1',
    });
    const took = performance.now() - begun;
    const worked = work === undefined ? undefined : processorMs(pid) - work;
    if (method.endsWith('delta')) ({ resultId } = answer);
    return { took, worked };
  };
  const typing = [];
  for (let index = 0; index < warmUp + keystrokes; index += 1) {
    const took = await editor.typeAt(uri, { line, character: 13 }, index % 2);
    if (index >= warmUp) typing.push(took);
  }
  row(`${all} lines: keystroke -> diagnostics`, typing, 50);
  for (const feature of features) {
    const [behind, quiet] = [[], []];
    for (let index = 0; index < warmUp + keystrokes / 2; index += 1) {
      const work = processorMs(pid);
      const typed = editor.typeAt(uri, { line, character: 13 }, index % 2);
      const position = { line, character: 4 };
      const first = await ask(feature, position, work);
      await typed;
      const second = await ask(feature, position);
      if (index < warmUp) continue;
      behind.push(first);
      quiet.push(second);
    }
    for (const [when, answers] of [
      ['behind a keystroke', behind],
      ['all quiet', quiet],
    ]) {
      const times = answers.map(({ took }) => took);
      const work = answers.map(({ worked }) => worked);
      row(`${all} lines, ${when}: ${feature.name}`, times, feature.budget, work);
    }
  }
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
    // What such an editor says today of lists: the parts that all items share come once.
    capabilities: {
      textDocument: {
        completion: {
          completionItem: { snippetSupport: true, labelDetailsSupport: true },
          completionList: { itemDefaults: ['editRange', 'data'] },
        },
      },
    },
  });
  rows.push(['start -> initialized', performance.now() - begun, 0, 0, 0, '']);
  await editor.connection.sendNotification('initialized', {});

  const big = text(lines);
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
  await measureFeatures(editor, child.pid);
  await editor.connection.sendRequest('shutdown');
  await editor.connection.sendNotification('exit');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const ms = (value = 0) => (value === 0 ? '' : `${value.toFixed(1)} ms`).padStart(10);
const columns = ['p50', 'p95', 'worst', 'budget', '', 'work p50', 'work p95'];
console.log(`${'what'.padEnd(66)}${columns.map((one) => one.padStart(10)).join('')}`);
for (const [name, p50, p95, worst, budget, verdict, work50, work95] of rows) {
  const wall = [p50, p95, worst, budget].map(ms).join('');
  console.log(
    `${name.padEnd(66)}${wall}${verdict.padStart(10)}${ms(work50)}${ms(work95)}`.trimEnd(),
  );
}
