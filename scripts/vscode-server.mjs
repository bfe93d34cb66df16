// A real VS Code served to a browser: the VS Code server inside the code-server package, started
// directly, on the loopback interface alone. Used by `npm start` and the end-to-end tests.
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture, end, ensureInstalled, launch, root, runNpm, Stop, which } from './tool.mjs';

const folder = path.join(root, 'test', 'e2e', 'server');
const vscode = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
const entry = path.join(vscode, 'out', 'server-main.js');
const READY_SECONDS_MAX = 60;

/** Installs the VS Code server when it is not there. The packages run no install scripts. */
export async function ensureServer() {
  if (process.platform === 'win32') {
    throw new Stop(
      'VS Code in the browser needs Linux or macOS (or WSL). Install the desktop VS Code and put `code` on the PATH: https://code.visualstudio.com/download',
    );
  }
  const finished = path.join(vscode, 'node_modules', '.racewalk-finished');
  const fresh = await ensureInstalled(folder, 'a VS Code server (about 290 MB, once)');
  if (!fresh && existsSync(finished)) return;
  // What code-server's install script would do, without what it would compile or download.
  const code = await runNpm(
    ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: vscode, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (code !== 0) throw new Stop('installing the VS Code server failed: see above');
  const archive = path.join(vscode, 'node_modules.asar');
  rmSync(archive, { force: true });
  symlinkSync('node_modules', archive);
  linkRipgrep();
  writeFileSync(finished, '');
}

/** VS Code's search is ripgrep; its package would download it, so the machine's own serves. */
function linkRipgrep() {
  const found = which('rg');
  if (found === undefined) return;
  const folder = path.join(vscode, 'node_modules', '@vscode', 'ripgrep', 'bin');
  mkdirSync(folder, { recursive: true });
  rmSync(path.join(folder, 'rg'), { force: true });
  symlinkSync(found, path.join(folder, 'rg'));
}

const settings = {
  // A folder of ours below a repository is no reason to ask.
  'git.openRepositoryInParentFolders': 'never',
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'editor.minimap.enabled': false,
  'explorer.compactFolders': false,
  'chat.disableAIFeatures': true,
  'security.workspace.trust.enabled': false,
};

/** Prepares a data folder of its own and installs a packaged extension in it. */
export async function prepareData(data, vsix, extra = {}) {
  rmSync(path.join(data, 'extensions'), { recursive: true, force: true });
  mkdirSync(path.join(data, 'extensions'), { recursive: true });
  mkdirSync(path.join(data, 'server', 'data', 'Machine'), { recursive: true });
  writeFileSync(
    path.join(data, 'server', 'data', 'Machine', 'settings.json'),
    `${JSON.stringify({ ...settings, ...extra }, undefined, 2)}\n`,
  );
  const { output } = await capture(process.execPath, [
    entry,
    '--install-extension',
    vsix,
    ...places(data),
  ]);
  if (!output.includes('successfully installed')) {
    throw new Stop(`the extension could not be installed:\n${output}`);
  }
}

function places(data) {
  return [
    '--extensions-dir',
    path.join(data, 'extensions'),
    '--server-data-dir',
    path.join(data, 'server'),
    '--accept-server-license-terms',
  ];
}

/** Starts the server; resolves when it answers. */
export async function startServer(data, port) {
  const child = launch(
    process.execPath,
    [
      entry,
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--without-connection-token',
      '--telemetry-level',
      'off',
      '--disable-workspace-trust',
      ...places(data),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  const keep = (text) => {
    output = (output + text).slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const url = `http://127.0.0.1:${port}/`;
  for (const started = Date.now(); ; ) {
    if (await answers(url)) break;
    if (child.exitCode !== null || Date.now() - started > READY_SECONDS_MAX * 1000) {
      end(child, 'SIGKILL');
      throw new Stop(`VS Code did not start:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return { child, url, log: () => output, stop: () => end(child) };
}

async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

/** The address that opens a folder. */
export function folderUrl(url, directory) {
  return `${url}?folder=${encodeURIComponent(directory)}`;
}
