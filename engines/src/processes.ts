// Runs other programs, each in a process group of its own, so that none outlives this one.
import { type ChildProcess, spawn } from 'node:child_process';

export interface Command {
  readonly tool: string;
  readonly args: readonly string[];
  readonly cwd: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Each line of standard output, while it is printed. */
  readonly onLine: ((line: string) => void) | undefined;
}

export type Ended =
  | {
      readonly kind: 'ended';
      /** Undefined where a signal ended it. */
      readonly code: number | undefined;
      /** `SIGKILL`; undefined where it ended by itself. */
      readonly killedBy: string | undefined;
      readonly out: string;
      readonly err: string;
      /** Standard output was longer than is kept. */
      readonly cut: boolean;
    }
  /** There is no such program, or it can't be started. */
  | { readonly kind: 'absent'; readonly reason: string };

/** Bytes kept of each channel. A run of a hundred thousand steps fits. */
const outputMax = 64 * 1024 * 1024;

/** Runs a program to its end. When the signal is aborted, all that it started is killed. */
export function runProcess(command: Command): Promise<Ended> {
  const { tool, args, cwd, environment, signal } = command;
  if (signal.aborted) return Promise.resolve(interrupted);
  return new Promise((resolve) => {
    const child = spawn(tool, args, {
      cwd,
      detached: process.platform !== 'win32',
      // What a tool leaves behind when it is killed goes away with the directory it works in.
      env: { ...process.env, LC_ALL: 'C', ...(cwd && { TMPDIR: cwd }), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const release = guard(child, signal);
    const out = collect(child.stdout, command.onLine);
    const err = collect(child.stderr, undefined);
    child.once('error', (error) => {
      release();
      resolve({ kind: 'absent', reason: error.message });
    });
    child.once('close', (code, killedBy) => {
      release();
      resolve({
        kind: 'ended',
        code: code ?? undefined,
        killedBy: killedBy ?? undefined,
        out: out.text(),
        err: err.text(),
        cut: out.isCut(),
      });
    });
  });
}

const interrupted: Ended = {
  kind: 'ended',
  code: undefined,
  killedBy: 'SIGKILL',
  out: '',
  err: '',
  cut: false,
};

/** Whatever ends this program ends the child and its children. Gives the way back. */
function guard(child: ChildProcess, signal: AbortSignal): () => void {
  const kill = (): void => killGroup(child);
  const terminate = (name: NodeJS.Signals): void => {
    kill();
    release();
    process.kill(process.pid, name);
  };
  const release = (): void => {
    signal.removeEventListener('abort', kill);
    process.removeListener('exit', kill);
    for (const name of deadly) process.removeListener(name, terminate);
  };
  signal.addEventListener('abort', kill);
  process.on('exit', kill);
  for (const name of deadly) process.on(name, terminate);
  return release;
}

const deadly: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP'];

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}

interface Collected {
  text(): string;
  isCut(): boolean;
}

function collect(
  stream: NodeJS.ReadableStream,
  onLine: ((line: string) => void) | undefined,
): Collected {
  const chunks: string[] = [];
  let length = 0;
  let cut = false;
  let open = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    if (length + chunk.length <= outputMax) {
      chunks.push(chunk);
      length += chunk.length;
    } else cut = true;
    if (onLine === undefined) return;
    const lines = (open + chunk).split('\n');
    open = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  return { text: () => chunks.join(''), isCut: () => cut };
}
