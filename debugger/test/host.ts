// A host without a world: texts by name, no clock that stands still for long.
import { kernelLibrary } from '@racewalk/kernel';
import type { DebugHost } from '../src/host.ts';

export function hostOf(texts: Readonly<Record<string, string>>): DebugHost {
  return {
    library: kernelLibrary,
    readText: async (name) => texts[name],
    nameOf: (path) => path,
    pathOf: (name) => name,
    librarySources: 'request',
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    now: () => performance.now(),
  };
}
