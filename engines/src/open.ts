// From what the user asked for to a tool that is there.
import type { EngineChoice, OpenedEngine } from './engine.ts';
import { openSpin } from './spin.ts';
import { openTlc } from './tlc.ts';

/** Looks whether the tool is installed. Its processes end when `signal` is aborted. */
export function openEngine(choice: EngineChoice, signal: AbortSignal): Promise<OpenedEngine> {
  return choice.kind === 'spin' ? openSpin(choice, signal) : openTlc(choice, signal);
}
