// Runs one program to its end and measures it from outside, the same way for every engine.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

export interface Finished {
  readonly out: string;
  readonly err: string;
  readonly exit: number | null;
  /** From the start of the process to its end. */
  readonly milliseconds: number;
  /** Largest resident set; undefined where there is no GNU time. */
  readonly peakBytes: number | undefined;
}

const gnuTime = '/usr/bin/time';
const hasTime = existsSync(gnuTime);
const peakMark = 'peak-kilobytes=';
const outputMax = 256 * 2 ** 20;

/** Fails where the program cannot be started; its exit code is the caller's to judge. */
export function runMeasured(command: string, args: readonly string[], cwd: string): Finished {
  const timed = hasTime ? [gnuTime, '-f', `${peakMark}%M`, command, ...args] : [command, ...args];
  const started = performance.now();
  const ended = spawnSync(timed[0]!, timed.slice(1), {
    cwd,
    encoding: 'utf8',
    maxBuffer: outputMax,
  });
  const milliseconds = performance.now() - started;
  if (ended.error !== undefined) throw ended.error;
  const peak = /peak-kilobytes=(\d+)/u.exec(ended.stderr)?.[1];
  return {
    out: ended.stdout,
    err: ended.stderr,
    exit: ended.status,
    milliseconds,
    peakBytes: peak === undefined ? undefined : Number(peak) * 1024,
  };
}

/** The same, where every exit but 0 is a failure of the bench. */
export function runWell(command: string, args: readonly string[], cwd: string): Finished {
  const finished = runMeasured(command, args, cwd);
  if (finished.exit === 0) return finished;
  const said = `${finished.out}\n${finished.err}`.slice(0, 4000);
  throw new Error(`${command} ${args.join(' ')}: exit ${finished.exit}\n${said}`);
}
