// The options of the commands that explore, and which of them contradict each other.
import type { EngineChoice } from '@racewalk/engines';
import type { Shard } from '@racewalk/workbench';
import type { ReportFormat } from './arguments.ts';

export interface LimitOptions {
  readonly maxStates?: number;
  readonly maxMemory?: number;
  readonly simulate?: number;
  readonly seed?: number;
  readonly reduce?: 'auto' | 'on' | 'off';
  readonly threads?: number;
  readonly engine: 'racewalk' | EngineChoice['kind'];
  readonly spinArgs?: string;
  readonly spinCflags?: string;
  readonly tlcJar?: string;
  readonly tlcArgs?: string;
}

export interface CheckOptions extends LimitOptions {
  readonly variant?: string;
  readonly json?: true;
  readonly format?: ReportFormat;
  readonly quiet?: true;
  readonly shard?: Shard;
  readonly timing?: true;
  readonly diagnostics?: true;
  readonly jobs?: number;
}

/** What is wrong with the options as a whole, in words; undefined: nothing. */
export function mistakeIn(options: CheckOptions): string | undefined {
  return (
    engineMistake(options) ??
    simulationMistake(options) ??
    formatMistake(options) ??
    jobsMistake(options) ??
    closerMistake(options)
  );
}

/** A closer look is at whole files, and in full. */
function closerMistake({ diagnostics, shard, simulate }: CheckOptions): string | undefined {
  if (diagnostics === undefined) return undefined;
  if (shard !== undefined) return '--diagnostics and --shard exclude each other';
  return simulate === undefined ? undefined : '--diagnostics is not for random runs';
}

function jobsMistake({ jobs, threads, engine, shard }: CheckOptions): string | undefined {
  if (jobs === undefined) return undefined;
  if (shard !== undefined) return '--jobs and --shard exclude each other';
  if (engine !== 'racewalk') return `--jobs is for racewalk's own engine, not for ${engine}`;
  return threads === undefined ? undefined : '--jobs and --threads exclude each other';
}

/** An option that the chosen engine would pass over. */
function engineMistake(options: LimitOptions): string | undefined {
  const { engine, maxStates, maxMemory, spinArgs, spinCflags, tlcJar, tlcArgs } = options;
  const ofSpin = spinArgs !== undefined || spinCflags !== undefined;
  if (ofSpin && engine !== 'spin') return '--spin-args and --spin-cflags need --engine spin';
  const ofTlc = tlcJar !== undefined || tlcArgs !== undefined;
  if (ofTlc && engine !== 'tlc') return '--tlc-jar and --tlc-args need --engine tlc';
  if (engine === 'racewalk') return undefined;
  if (options.reduce !== undefined)
    return `--reduce is for racewalk's own engine, not for ${engine}`;
  if (options.threads !== undefined)
    return `--threads is for racewalk's own engine, not for ${engine}`;
  if (maxStates === undefined && maxMemory === undefined) return undefined;
  return `--max-states and --max-memory are limits of racewalk's own engine, not of ${engine}`;
}

function formatMistake({ json, format, quiet }: CheckOptions): string | undefined {
  if (json === true && format !== undefined && format !== 'json')
    return `--json and --format ${format} exclude each other`;
  const isText = json !== true && (format ?? 'text') === 'text';
  return quiet === true && !isText ? '--quiet is for --format text' : undefined;
}

function simulationMistake(options: LimitOptions): string | undefined {
  const { simulate, seed, engine, reduce, threads } = options;
  if (simulate === undefined) return seed === undefined ? undefined : '--seed needs --simulate';
  if (reduce !== undefined) return '--reduce is not for random runs';
  if (threads !== undefined) return '--threads is not for random runs';
  return engine === 'racewalk' ? undefined : `--simulate is not for ${engine}`;
}
