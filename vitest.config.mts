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
    coverage: {
      provider: 'v8',
      include: [
        '{simulator,language,trace,exporter,checker,workbench,engines,debugger,webview,server,cli,client}/src/**/*.ts',
      ],
      reportsDirectory: 'build/coverage',
    },
  },
});
