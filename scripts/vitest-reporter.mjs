// Counts what vitest ran, for the last line of `npm test`. RACEWALK_COUNTS names the file to write.
import { writeFileSync } from 'node:fs';

export default class CountingReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      // A file that does not load has no tests, but it has failed.
      if (module.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        counts[test.result().state === 'pending' ? 'skipped' : test.result().state] += 1;
      }
    }
    const target = process.env.RACEWALK_COUNTS;
    if (target !== undefined) writeFileSync(target, JSON.stringify(counts));
  }
}
