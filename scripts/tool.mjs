// What the plain scripts share. Nothing here needs an installed package, so that `npm start` and
// `npm test` can be the first command after a clone.
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** A reason to stop that the user can do something about; printed without a stack. */
export class Stop extends Error {}

export function requireNode(major = 20) {
  const found = Number(process.versions.node.split('.')[0]);
  if (found < major) {
    throw new Stop(
      `Node ${major} or newer is needed, this is ${process.version}: see https://nodejs.org/en/download`,
    );
  }
}

/** Every process that was started and has not ended, so that Ctrl-C leaves none behind. */
const running = new Set();

/** Ends a process started here and everything it started. */
export function end(child, signal = 'SIGTERM') {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

export function endAll(signal = 'SIGTERM') {
  for (const child of running) end(child, signal);
}

/** Starts a process in a group of its own. */
export function launch(command, args, options = {}) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: 'inherit',
    ...options,
    detached: process.platform !== 'win32',
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/** Runs a command to its end and gives its exit code; 127 when there is no such command. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = launch(command, args, options);
    child.once('error', () => resolve(127));
    child.once('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 130)));
  });
}

/** As `run`, and gives what it printed. */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = launch(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
    });
    child.stderr.on('data', (data) => {
      output += data;
    });
    child.once('error', () => resolve({ code: 127, output }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

export const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Runs npm; on Windows its launcher is a script, which needs a shell. */
export function runNpm(args, options = {}) {
  return run(npm, args, { ...options, shell: process.platform === 'win32' });
}

/** Whether a folder's packages are missing, or older than its lock. */
export function isStale(folder) {
  const installed = path.join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return true;
  return statSync(installed).mtimeMs < statSync(path.join(folder, 'package-lock.json')).mtimeMs;
}

/** Installs a folder's packages from its lock, when they are not there or are older than it. */
export async function ensureInstalled(folder, what) {
  if (!isStale(folder)) return false;
  console.log(`installing ${what} (npm ci)`);
  const code = await runNpm(
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: folder },
  );
  if (code !== 0) {
    rmSync(path.join(folder, 'node_modules', '.package-lock.json'), { force: true });
    throw new Stop(
      `installing ${what} failed: see above; try \`npm ci\` in ${path.relative(root, folder) || '.'}`,
    );
  }
  return true;
}

/** The full path of a command, or undefined. */
export function which(name) {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const suffix of suffixes) {
      const full = path.join(folder, name + suffix);
      try {
        accessSync(full, constants.X_OK);
        if (folder !== '' && statSync(full).isFile()) return full;
      } catch {
        // Not here; the next folder may have it.
      }
    }
  }
  return undefined;
}

/** The given port if it is free, else any; on the loopback interface alone. */
export function freePort(preferred) {
  const attempt = (port) =>
    new Promise((resolve) => {
      const server = net.createServer();
      server.once('error', () => resolve(undefined));
      server.listen(port, '127.0.0.1', () => {
        const { port: found } = server.address();
        server.close(() => resolve(found));
      });
    });
  return attempt(preferred).then((port) => port ?? attempt(0));
}

/** Runs a script's main function: Ctrl-C and errors end everything it started. */
export async function main(body) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      endAll();
      setTimeout(() => {
        endAll('SIGKILL');
        process.exit(130);
      }, 1500).unref();
      const wait = setInterval(() => {
        if (running.size > 0) return;
        clearInterval(wait);
        process.exit(130);
      }, 50);
    });
  }
  process.once('exit', () => endAll('SIGKILL'));
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    console.error(error instanceof Stop ? error.message : error);
    process.exitCode = 1;
  } finally {
    endAll();
  }
}
