// `racewalk dap`: the debug adapter, for editors that start one as a process.
import { type DebugHost, RaceDebugSession } from '@racewalk/debugger';
import type { SourceFile } from '@racewalk/language';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import { loaderOf } from './inputs.ts';

/** Serves one client until it goes. */
export async function dapCommand(host: Host, library: readonly SourceFile[]): Promise<ExitCode> {
  const port = host.debugPort();
  const read = loaderOf(host.disk);
  const debugHost: DebugHost = {
    library,
    readText: async (name) => read(name),
    nameOf: (path) => port.absolute(path),
    pathOf: (name) => name,
    librarySources: 'request',
    pause: host.pause,
    now: host.now,
  };
  await new Promise<void>((ended) => {
    new RaceDebugSession(debugHost, ended).start(port.input, port.output);
  });
  // Else the open stream keeps the process alive.
  port.input.pause();
  return exitCodes.expected;
}
