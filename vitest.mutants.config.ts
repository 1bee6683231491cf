import { defineConfig } from 'vitest/config';

/** The tests that `npm run mutants` runs for each mutant: fast, pure, and of the two mutated folders. */
export default defineConfig({
  test: {
    include: ['test/{reconciler,executor}/**/*.test.ts'],
    // Properties of whole plans: each takes seconds, and a mutant that they kill also fails a test of its own file.
    exclude: ['test/reconciler/properties.test.ts', 'test/reconciler/turn-dates.test.ts'],
    testTimeout: 120_000,
    // One module graph for all files: a mutant then takes about a second, not eight.
    isolate: false,
  },
});
