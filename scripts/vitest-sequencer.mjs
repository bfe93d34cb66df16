// The order of the test files: the longest first, so that no worker waits for another at the end. On a fresh
// checkout vitest knows no durations, and goes by the size of the files, which says little about an oracle.
import { BaseSequencer } from 'vitest/node';

/** What takes more than some twenty seconds in CI, the longest first. */
const longest = [
  'test/oracle/spin.test.ts',
  'test/oracle/tla.test.ts',
  'test/oracle/reduction.test.ts',
  'test/oracle/simulation.test.ts',
];

export default class LongestFirst extends BaseSequencer {
  async sort(files) {
    const rank = ({ moduleId }) => {
      const at = longest.findIndex((name) => moduleId.endsWith(`/${name}`));
      if (at >= 0) return at;
      return moduleId.includes('/test/oracle/') ? longest.length : longest.length + 1;
    };
    const sorted = await super.sort(files);
    // Stable: what is equal here stays as vitest has it, with files that share a worker last.
    return sorted.sort((left, right) => rank(left) - rank(right));
  }
}
