import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import LongestFirst from './scripts/vitest-sequencer.mjs';

/** Their tests change nothing outside themselves, so that one worker can load the code once for all of them. */
const shared = '{simulator,language,trace,checker,exporter,workbench,debugger}/test/**/*.test.ts';

export default defineConfig({
  test: {
    exclude: ['test/e2e/**', '**/node_modules/**'],
    globalSetup: ['scripts/vitest-setup.mjs'],
    testTimeout: 30_000,
    // Of two cores vitest uses one by itself, and the oracle suites take twice as long.
    maxWorkers: Math.max(2, availableParallelism()),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'own worker',
          include: [
            '{engines,webview,server,cli,client,syntaxes}/test/**/*.test.ts',
            'test/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'shared worker',
          include: [shared],
          isolate: false,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: [
        '{simulator,language,trace,exporter,checker,workbench,engines,debugger,webview,server,cli,client}/src/**/*.ts',
      ],
      reportsDirectory: 'build/coverage',
    },
  },
});
