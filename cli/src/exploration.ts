// Drives one check to its end in slices, so that progress shows and a signal gets through.
import {
  type Check,
  type CheckedVariant,
  prepare,
  startCheck,
  startRandomCheck,
  type VariantSeen,
} from '@racewalk/checker';
import type { Engine } from '@racewalk/engines';
import type { Analysis, SourceFile } from '@racewalk/language';
import { defaultLimits, type Limits, type Progress, type SearchOptions } from '@racewalk/simulator';
import type { CheckRequest, RandomRuns } from './arguments.ts';
import type { Host } from './host.ts';
import { clearLine, progressLine } from './progress-line.ts';
import { printable } from './style.ts';
import { textsOf } from './texts.ts';

export interface Timed {
  readonly checked: CheckedVariant;
  readonly milliseconds: number;
  /** Of these, those of the search alone; undefined where another engine explored. */
  readonly searchMilliseconds: number | undefined;
  /** What a closer look saw. */
  readonly seen?: VariantSeen | undefined;
  /** A closer look was asked for, and there were too many states. */
  readonly isUnseen?: true | undefined;
}

/** Short enough for a signal to be felt at once, long enough not to cost anything. */
const sliceMilliseconds = 50;
const firstSlice = 1000;
/** Nobody wants to read the progress of what is over in a second. */
const quietMilliseconds = 1000;

/** What explores: our own engine, or an installed one. */
export type Explorer =
  | {
      readonly kind: 'own';
      readonly limits: Limits;
      /** Undefined: all interleavings. */
      readonly simulation: RandomRuns | undefined;
      readonly options: SearchOptions;
    }
  | { readonly kind: 'engine'; readonly engine: Engine; readonly library: readonly SourceFile[] };

export type Wish = Pick<
  CheckRequest,
  'statesMax' | 'memoryMax' | 'engine' | 'simulation' | 'reduce' | 'threads'
>;

/** What the user asked for; undefined, and said why, where it is not installed. */
export async function explorerOf(
  request: Wish,
  host: Host,
  library: readonly SourceFile[],
): Promise<Explorer | undefined> {
  if (request.engine === undefined) {
    const { simulation, reduce, threads } = request;
    const helpers = threads > 1 ? host.startThreads(threads - 1) : undefined;
    const options = { ...(reduce === undefined ? {} : { reduce }), threads: helpers };
    return { kind: 'own', limits: limitsOf(request), simulation, options };
  }
  const opened = await host.openEngine(request.engine);
  if (opened.kind === 'engine') return { kind: 'engine', engine: opened.engine, library };
  host.err(`racewalk: ${printable(opened.reason)}\n`);
  return undefined;
}

/** The limits in force: the defaults, with what the user set. */
function limitsOf(request: Wish): Limits {
  return {
    ...defaultLimits,
    states_max: request.statesMax ?? defaultLimits.states_max,
    memory_max: request.memoryMax ?? defaultLimits.memory_max,
  };
}

/** What a check needs of the host. */
export type ExplorationHost = Pick<Host, 'now' | 'err' | 'watched' | 'pause' | 'interrupted'>;

/** Without what was explored: programs are large, and most reports need none. */
export function withoutRuns(timed: Timed): Timed {
  return { ...timed, checked: { ...timed.checked, program: undefined, outcome: undefined } };
}

/** Checks one variant; when interrupted, gives what is known so far. */
export async function checkVariant(
  host: ExplorationHost,
  analysis: Analysis,
  which: Which,
  explorer: Explorer,
): Promise<Timed> {
  const started = host.now();
  const name = analysis.scenarios[which.scenario]?.variants[which.variant]?.name ?? '';
  const line = new ShownProgress(host, `${analysis.file.name}: ${name}`, started);
  try {
    if (explorer.kind === 'engine') {
      const checked = await checkElsewhere(analysis, which, explorer, line);
      return { checked, milliseconds: host.now() - started, searchMilliseconds: undefined };
    }
    const check = startOwn(analysis, which, explorer);
    const searching = host.now();
    await drive(host, check, line);
    const searchMilliseconds = host.now() - searching;
    return { checked: check.result(), milliseconds: host.now() - started, searchMilliseconds };
  } finally {
    line.clear();
  }
}

interface Which {
  readonly scenario: number;
  readonly variant: number;
}

function startOwn(
  analysis: Analysis,
  which: Which,
  { limits, simulation, options }: Extract<Explorer, { kind: 'own' }>,
): Check {
  if (simulation === undefined) {
    return startCheck(analysis, which.scenario, which.variant, limits, options);
  }
  return startRandomCheck(analysis, which, simulation, limits);
}

async function checkElsewhere(
  analysis: Analysis,
  { scenario, variant }: Which,
  { engine, library }: Extract<Explorer, { kind: 'engine' }>,
  line: ShownProgress,
): Promise<CheckedVariant> {
  const prepared = prepare(analysis, scenario, variant);
  if (prepared.kind === 'failed') return prepared.checked;
  const info = analysis.scenarios[scenario];
  const one = info?.variants[variant];
  const explored = await engine.explore({
    program: prepared.program,
    title: `${info?.name ?? ''}, ${one?.name ?? ''}, ${one?.release ?? ''}`,
    textOf: textsOf(analysis, library),
    onProgress: (progress) => line.show(progress),
  });
  return prepared.judged(explored);
}

async function drive(host: ExplorationHost, check: Check, line: ShownProgress): Promise<void> {
  let slice = firstSlice;
  for (let before = host.now(); !check.advance(slice); ) {
    slice = nextSlice(slice, host.now() - before);
    line.show(check.progress());
    await host.pause();
    if (host.interrupted()) break;
    before = host.now();
  }
}

/** The progress line of one variant. */
class ShownProgress {
  private readonly host: ExplorationHost;
  private readonly label: string;
  private readonly started: number;
  private isShown = false;

  constructor(host: ExplorationHost, label: string, started: number) {
    this.host = host;
    this.label = label;
    this.started = started;
  }

  show(progress: Progress): void {
    const { host, label, started } = this;
    const took = host.now() - started;
    if (!host.watched || took <= quietMilliseconds) return;
    host.err(progressLine(label, progress, took));
    this.isShown = true;
  }

  clear(): void {
    if (this.isShown) this.host.err(clearLine);
  }
}

/** Twice or half as much, towards the wanted length. */
function nextSlice(slice: number, took: number): number {
  if (took < sliceMilliseconds / 2) return slice * 2;
  return took > sliceMilliseconds * 2 ? Math.max(1, Math.floor(slice / 2)) : slice;
}
