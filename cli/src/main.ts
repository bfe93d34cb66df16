// The `racewalk` command in Node: arguments, streams, signals and the exit code. Nothing else.
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEngine } from '@racewalk/engines';
import { kernelLibrary } from '@racewalk/kernel';
import { exploresHere, serveNode } from '@racewalk/server/node';
import { nodeDisk } from './disk.ts';
import { exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import { internalErrorText } from './internal-error.ts';
import { startHelpers, startJobs } from './jobs/start-jobs.ts';
import { run } from './run.ts';
import { startThreads } from './search-threads.ts';

const { env, stdout, stderr } = process;
const debug = (env.RACEWALK_DEBUG ?? '') !== '';
const interruption = new AbortController();

function failed(error: unknown): void {
  stderr.write(internalErrorText(error, 'the command', debug));
  process.exit(exitCodes.internal);
}
const host: Host = {
  disk: nodeDisk,
  now: () => performance.now(),
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
  colour: stdout.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb',
  watched: stderr.isTTY === true && env.TERM !== 'dumb',
  pause: () => new Promise((resolve) => setImmediate(resolve)),
  interrupted: () => interruption.signal.aborted,
  openEngine: (choice) => openEngine(choice, interruption.signal),
  startThreads: (count) => startThreads(path.join(__dirname, 'search-thread.cjs'), count),
  startJobs: (count, events) =>
    startJobs(path.join(__dirname, 'job-thread.cjs'), interruption.signal, count, events),
  startHelpers: (count, events) =>
    startHelpers(path.join(__dirname, 'job-thread.cjs'), interruption.signal, count, events),
  cores: availableParallelism(),
  debugPort: () => ({
    input: process.stdin,
    output: stdout,
    absolute: (given) => path.resolve(given.startsWith('file:') ? fileURLToPath(given) : given),
  }),
  serveLanguage: () => serveNode(__filename, { input: process.stdin, output: stdout }),
  debug,
};

function main(): void {
  process.on('SIGINT', () => {
    // The second one does not wait for the end of a slice.
    if (interruption.signal.aborted) process.exit(exitCodes.interrupted);
    interruption.abort();
  });

  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(exitCodes.brokenPipe);
      throw error;
    });
  }
  process.on('uncaughtException', failed);
  process.on('unhandledRejection', failed);
  // The exit code is set, not forced: what was printed into a pipe must get there first.
  void run(process.argv.slice(2), host, kernelLibrary).then((code) => {
    process.exitCode = code;
  });
}

// The thread that explores for `racewalk lsp` is this very script.
if (!exploresHere()) main();
