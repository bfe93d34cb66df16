import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{simulator,language,trace,checker,server,cli,client}/test/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['test/e2e/**', '**/node_modules/**'],
  },
});
