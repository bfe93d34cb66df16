// From a launch configuration to what is debugged.
import { type Debuggee, debuggeeOf } from '../debuggee.ts';
import type { DebugHost } from '../host.ts';
import { Queries } from '../queries.ts';
import { type OrRefused, Refused } from '../refused.ts';
import { chooseRun } from './choose-run.ts';
import type { LaunchConfig } from './config.ts';
import { type Loaded, load } from './load.ts';
import type { Searching } from './search.ts';

/** What was loaded before the launch, so that a client could be told its properties. */
export interface Prepared {
  readonly config: LaunchConfig;
  readonly loaded: OrRefused<Loaded>;
}

export async function launchDebuggee(
  config: LaunchConfig,
  searching: Omit<Searching, 'maxStates'>,
  prepared: Prepared | undefined,
): Promise<OrRefused<Debuggee>> {
  const loaded = await loadedFor(config, searching.host, prepared);
  if (loaded instanceof Refused) return loaded;
  const queries = new Queries(loaded.compilation);
  const { maxStates } = config;
  const chosen = await chooseRun(loaded, queries, config, { ...searching, maxStates });
  if (chosen instanceof Refused) return chosen;
  return debuggeeOf(loaded, config, chosen, queries);
}

async function loadedFor(
  config: LaunchConfig,
  host: DebugHost,
  prepared: Prepared | undefined,
): Promise<OrRefused<Loaded>> {
  if (prepared === undefined || prepared.loaded instanceof Refused) return load(host, config);
  const isSame = JSON.stringify(prepared.config) === JSON.stringify(config);
  return isSame && (await isUnchanged(host, prepared.loaded))
    ? prepared.loaded
    : load(host, config);
}

/** Do the file and its includes still read as they did? */
export async function isUnchanged(host: DebugHost, { analysis }: Loaded): Promise<boolean> {
  for (const { name, text } of [analysis.file, ...analysis.includes]) {
    if ((await host.readText(name)) !== text) return false;
  }
  return true;
}
