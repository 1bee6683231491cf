import { defineConfig } from 'vitest/config';

/** The tests that `npm run mutants` runs for each mutant: fast, pure, and of the two mutated folders. */
export default defineConfig({
  test: {
    include: ['test/{reconciler,executor}/**/*.test.ts'],
    exclude: ['test/reconciler/properties.test.ts'],
    testTimeout: 120_000,
    // One module graph for all files: a mutant then takes about a second, not eight.
    isolate: false,
  },
});
