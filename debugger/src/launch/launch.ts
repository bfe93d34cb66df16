// From a launch configuration to what is debugged.
import { type Debuggee, debuggeeOf } from '../debuggee.ts';
import type { DebugHost } from '../host.ts';
import { Queries } from '../queries.ts';
import { type OrRefused, Refused } from '../refused.ts';
import { chooseRun } from './choose-run.ts';
import type { LaunchConfig } from './config.ts';
import { type Loaded, load } from './load.ts';
import type { Searching } from './search.ts';

export async function launchDebuggee(
  config: LaunchConfig,
  searching: Omit<Searching, 'maxStates'>,
): Promise<OrRefused<Debuggee>> {
  const loaded = await load(searching.host, config);
  if (loaded instanceof Refused) return loaded;
  const queries = new Queries(loaded.compilation);
  const { maxStates } = config;
  const chosen = await chooseRun(loaded, queries, config, { ...searching, maxStates });
  if (chosen instanceof Refused) return chosen;
  return debuggeeOf(loaded, config, chosen, queries);
}

/** Do the file and its includes still read as they did? */
export async function isUnchanged(host: DebugHost, { analysis }: Loaded): Promise<boolean> {
  for (const { name, text } of [analysis.file, ...analysis.includes]) {
    if ((await host.readText(name)) !== text) return false;
  }
  return true;
}
