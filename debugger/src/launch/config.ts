// What a launch configuration may say, read tolerantly: what is absent has its default, what is
// wrong is refused by name.
import { type OrRefused, Refused } from '../refused.ts';

export interface LaunchConfig {
  /** A path or a URI, as the client writes it. */
  readonly program: string;
  /** A name, or an index from 0; undefined: the first. */
  readonly scenario: string | number | undefined;
  readonly variant: string | number | undefined;
  /** Which run: `violation:tag_leak`, `witness:0`, ...; undefined: the first there is. */
  readonly run: string | undefined;
  readonly mode: 'replay' | 'explore';
  /** Stop before the first step; else go on to the first breakpoint. */
  readonly stopOnEntry: boolean;
  /** Distinct states that the search for the run may visit. */
  readonly maxStates: number;
  /** Nothing stops: the run is printed. */
  readonly noDebug: boolean;
}

const statesDefault = 5_000_000;
const statesMax = 2 ** 30 - 1;

export function launchConfigOf(value: unknown): OrRefused<LaunchConfig> {
  if (!isRecord(value)) return new Refused('the launch configuration is no object');
  const { program, scenario, variant, run, mode, stopOnEntry, maxStates, noDebug } = value;
  if (typeof program !== 'string' || program === '') {
    return new Refused("'program' has to name a .race file");
  }
  if (!isWhich(scenario)) return new Refused("'scenario' is a name, or a number from 0");
  if (!isWhich(variant)) return new Refused("'variant' is a name, or a number from 0");
  if (run !== undefined && typeof run !== 'string') {
    return new Refused("'run' is a text, as 'violation:tag_leak'");
  }
  if (mode !== undefined && mode !== 'replay' && mode !== 'explore') {
    return new Refused("'mode' is 'replay' or 'explore'");
  }
  if (maxStates !== undefined && !isStates(maxStates)) {
    return new Refused(`'maxStates' is a number from 1 to ${statesMax}`);
  }
  return {
    program,
    scenario,
    variant,
    run: run === '' ? undefined : run,
    mode: mode ?? 'replay',
    stopOnEntry: stopOnEntry !== false,
    maxStates: maxStates ?? statesDefault,
    noDebug: noDebug === true,
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isWhich(value: unknown): value is string | number | undefined {
  return value === undefined || typeof value === 'string' || isIndex(value);
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isStates(value: unknown): value is number {
  return isIndex(value) && value >= 1 && value <= statesMax;
}
