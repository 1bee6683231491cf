import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** Files that need a process of their own: they load changed modules, or measure the heap. */
const isolated = [
  'test/chaos/planted-histories.test.ts',
  'test/stories/planted-defects.test.ts',
  'test/ledger/entry-size.test.ts',
];

/** The files that take longest. They start first, so that none of them runs alone at the end. */
const long = [
  'hubspot/faults-of-reads',
  'hubspot/faults-of-writes',
  'chaos/chaos',
  'chaos/planted-histories',
  'ci/github-examples',
  'ci/gitlab-example',
  'ci/github-fleet',
  'scale/call-counts',
  'attacks/unattended',
  'cli/daily-drip',
  'cli/only-apply-writes',
  'mcp/tools',
  'mcp/only-reads',
  'render/page/page',
  'processes/kills',
  'reconciler/properties',
  'ci/github-story',
  'ci/gitlab-story',
].map((name) => `/test/${name}.test.ts`);

class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = long.findIndex((name) => moduleId.endsWith(name));
      return at === -1 ? long.length : at;
    };
    const sorted = await super.sort(files); // oxlint-disable-line unicorn/no-array-sort -- not of an array
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

const options = {
  setupFiles: 'test/check-traffic.ts',
  // The slowest cases start real processes on a busy two-core machine; no test measures time.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // The default of one second measures how busy the machine is.
  expect: { poll: { timeout: 60_000 } },
  pool: 'forks',
} as const;

export default defineConfig({
  test: {
    globalSetup: 'test/build-if-stale.ts',
    // More workers than cores: many suites wait for processes that they started, for timers or for the disk.
    maxWorkers: availableParallelism() + 2,
    sequence: { sequencer: LongFilesFirst },
    projects: [
      // Each worker loads the sources once, for all its files. A file that changes the environment, a timer or a method restores it.
      {
        test: {
          ...options,
          name: 'shared',
          isolate: false,
          unstubEnvs: true,
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...isolated],
        },
      },
      { test: { ...options, name: 'isolated', include: isolated } },
    ],
  },
});
