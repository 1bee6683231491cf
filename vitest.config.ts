import { configDefaults, defineConfig } from 'vitest/config';

/** Whole processes, browsers and pipelines: `npm run test:all` runs these too. */
const long = [
  'test/chaos/**',
  'test/processes/**',
  'test/scale/**',
  'test/ci/**',
  'test/package/**',
  'test/render/page/**',
];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(process.env['ROLLCALL_TESTS'] === 'all' ? [] : long)],
    // The slowest cases start real processes on a busy two-core machine; no test measures time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
});
