// The debug adapter over a run: threads are CPUs, frames are kernel calls. No IO, no clock.

/** All that a session needs from the world. */
export type { DebugHost } from './host.ts';
/** What it says beyond the protocol: `racewalk/walk`, `racewalk/goto`, `racewalk/shown`. */
export * from './protocol.ts';
/** A session: `session.handleMessage(request)`; answers come through `onDidSendMessage`. */
export { RaceDebugSession } from './session.ts';
