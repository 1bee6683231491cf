import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: 'test/build-if-stale.ts',
    setupFiles: 'test/check-traffic.ts',
    include: ['test/**/*.test.ts'],
    // The slowest cases start real processes on a busy two-core machine; no test measures time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The default of one second measures how busy the machine is.
    expect: { poll: { timeout: 60_000 } },
    pool: 'forks',
    // Left to itself the runner keeps a core free, and many suites wait for processes that they started.
    maxWorkers: availableParallelism(),
  },
});
