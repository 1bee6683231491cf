// Mutation testing of the two folders that decide and send. `npm run mutants`; not a part of CI.
export default {
  testRunner: 'in-process',
  plugins: ['./scripts/mutants-runner.mjs'],
  mutate: ['src/reconciler/**/*.ts', 'src/executor/**/*.ts'],
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  ignorePatterns: ['dist', '.git', 'docs', 'examples', 'bench'],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false },
  jsonReporter: { fileName: '.mutants/report.json' },
  // Stryker would rewrite it with TypeScript's JavaScript API, which version 7 no longer has.
  tsconfigFile: 'none.json',
  tempDirName: '.mutants/sandbox',
  incremental: true,
  incrementalFile: '.mutants/incremental.json',
  concurrency: 2,
  timeoutMS: 5_000,
  thresholds: { high: 95, low: 90, break: 90 },
};
