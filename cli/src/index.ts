// The command without its process: `run(['check', 'a.race'], host, kernelLibrary)` gives the
// exit code.
export { type ExitCode, exitCodes } from './exit-codes.ts';
export type { Disk, Host } from './host.ts';
export { run } from './run.ts';
