// From the name of a file to the compiled variant: reads it with what it includes, and says in the
// words of the first diagnostics why that does not work.
import { lineMapOf, parseReplayString } from '@racewalk/checker';
import {
  type Analysis,
  analyse,
  type Compilation,
  type Diagnostic,
  type SourceFile,
} from '@racewalk/language';
import type { Program } from '@racewalk/simulator';
import type { DebugHost } from '../host.ts';
import { type OrRefused, Refused } from '../refused.ts';
import type { LaunchConfig } from './config.ts';

/** More diagnostics than these nobody reads in a message. */
const diagnosticsShown = 3;
/** Rounds of reading includes: each finds those of the round before. */
const includeRoundsMax = 64;

export interface Loaded {
  readonly analysis: Analysis;
  readonly scenario: number;
  readonly variant: number;
  readonly compilation: Compilation;
  readonly program: Program;
  /** Texts by name: the file, what it includes, the library. */
  readonly texts: ReadonlyMap<string, string>;
}

export async function load(host: DebugHost, config: LaunchConfig): Promise<OrRefused<Loaded>> {
  const name = host.nameOf(config.program);
  const text = await host.readText(name);
  if (text === undefined) return new Refused(`can't read ${config.program}`);
  const analysis = await analysed(host, { name, text });
  const which = whichOf(analysis, withKeptVariant(config));
  if (which instanceof Refused) return which;
  const files = [...host.library, ...analysis.includes, analysis.file];
  const texts = new Map(files.map((file) => [file.name, file.text]));
  const compilation = analysis.compile(which.scenario, which.variant);
  const { program } = compilation;
  if (program === undefined) {
    const all = [...analysis.diagnostics, ...compilation.diagnostics];
    return new Refused(`it does not compile: ${diagnosticsText(all, texts)}`);
  }
  return { analysis, ...which, compilation, program, texts };
}

/** Includes are read until none is missing that can be read. */
async function analysed(host: DebugHost, file: SourceFile): Promise<Analysis> {
  const read = new Map<string, string | undefined>();
  let analysis = analyse(file, (name) => read.get(name), host.library);
  for (let round = 0; round < includeRoundsMax; round++) {
    const missing = analysis.missing.filter((name) => !read.has(name));
    if (missing.length === 0) break;
    for (const name of missing) read.set(name, await host.readText(name));
    analysis = analyse(file, (name) => read.get(name), host.library);
  }
  return analysis;
}

/** A replay string says itself which variant it is of, where the configuration does not. */
function withKeptVariant(config: LaunchConfig): LaunchConfig {
  const text = config.run?.startsWith('replay:') ? config.run.slice('replay:'.length) : undefined;
  const kept = text === undefined ? undefined : parseReplayString(text);
  if (kept === undefined || 'error' in kept) return config;
  const { scenario, variant } = kept;
  return {
    ...config,
    scenario: config.scenario ?? scenario,
    variant: config.variant ?? variant,
  };
}

interface Which {
  readonly scenario: number;
  readonly variant: number;
}

function whichOf({ scenarios }: Analysis, config: LaunchConfig): OrRefused<Which> {
  if (scenarios.length === 0) return new Refused('there is no scenario in this file');
  const scenario = indexOf(scenarios, config.scenario);
  if (scenario < 0) return noSuch('scenario', config.scenario, scenarios);
  const variants = scenarios[scenario]?.variants ?? [];
  const variant = indexOf(variants, config.variant);
  if (variant < 0) return noSuch('variant', config.variant, variants);
  return { scenario, variant };
}

interface Named {
  readonly name: string;
}

function indexOf(all: readonly Named[], wanted: string | number | undefined): number {
  if (wanted === undefined) return 0;
  if (typeof wanted === 'number') return wanted < all.length ? wanted : -1;
  return all.findIndex(({ name }) => name === wanted);
}

function noSuch(what: string, wanted: string | number | undefined, all: readonly Named[]): Refused {
  const known = all.map(({ name }) => `"${name}"`).join(', ');
  const asked = typeof wanted === 'number' ? `number ${wanted}` : `"${wanted ?? ''}"`;
  return new Refused(`there is no ${what} ${asked}; there is ${known}`);
}

function diagnosticsText(all: readonly Diagnostic[], texts: ReadonlyMap<string, string>): string {
  const errors = all.filter(({ severity }) => severity === 'error');
  const shown = errors.slice(0, diagnosticsShown).map(({ file, start, code, message }) => {
    const { line, character } = lineMapOf(texts.get(file) ?? '').positionOf(start);
    const short = file.slice(file.lastIndexOf('/') + 1);
    return `${short}:${line + 1}:${character + 1}: ${code} ${message.split('\n')[0] ?? ''}`;
  });
  const more = errors.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
