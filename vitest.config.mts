import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{simulator,language,trace,exporter,checker,workbench,engines,debugger,webview,server,cli,client,syntaxes}/test/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    exclude: ['test/e2e/**', '**/node_modules/**'],
    globalSetup: ['scripts/vitest-setup.mjs'],
    testTimeout: 30_000,
    // Of two cores vitest uses one by itself, and the oracle suites take twice as long.
    maxWorkers: Math.max(2, availableParallelism()),
    coverage: {
      provider: 'v8',
      include: [
        '{simulator,language,trace,exporter,checker,workbench,engines,debugger,webview,server,cli,client}/src/**/*.ts',
      ],
      reportsDirectory: 'build/coverage',
    },
  },
});
