// Engines outside of this program: tools that explore an exported model.

export type { Engine, EngineChoice, Job, OpenedEngine } from './engine.ts';
/** `await openEngine({ kind: 'spin', ... }, signal)`: ready to explore, or why not. */
export { openEngine } from './open.ts';
