// A test runner of Stryker for `npm run mutants`. It loads the tests once and runs them in its own process, so a mutant
// takes milliseconds, not seconds. That works for these tests only: they have no hooks, no mocks, and change no state
// that outlives a test.
import { readdirSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { join, relative, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { collectTests, getFn } from '@vitest/runner';
import { configureGlobal } from 'fast-check';

/** The folders of the tests that run for each mutant: fast, pure, and of the two mutated folders. */
const folders = ['test/reconciler', 'test/executor'];
/** Properties of whole plans: each takes seconds, and a mutant that they kill also fails a test of its own file. */
const excluded = ['test/reconciler/properties.test.ts', 'test/reconciler/turn-dates.test.ts'];

/** @typedef {import('@stryker-mutator/api/test-runner').TestResult} TestResult */

/** The types are those of Node 20, which has no `registerHooks`. @type {any} */
const loaded = nodeModule;
/** Mutated code reads its state from a global. @type {any} */
const globals = globalThis;

/** @returns {import('@stryker-mutator/api/test-runner').TestRunner} */
function inProcessRunner() {
  /** The functions of each test id. Tests of one file may share a name. @type {Map<string, (() => unknown)[]>} */
  const tests = new Map();
  /** The duration of each test that passed, in milliseconds. @type {Map<string, number>} */
  const durations = new Map();
  const run = async (/** @type {string} */ id) => {
    const result = await runTest(id, tests.get(id) ?? []);
    if (result.status === TestStatus.Success) durations.set(id, result.timeSpentMs);
    return result;
  };
  /** The results without a mutant. @type {TestResult[]} */
  const results = [];

  return {
    // No mutant needs a new process: `ignoreStatic` leaves out those that only act while a module loads.
    capabilities: () => ({ reloadEnvironment: true }),
    init: async () => {
      const shim = new URL('mutants-vitest.mjs', import.meta.url).href;
      /** @type {(specifier: string, context: unknown, next: Function) => unknown} */
      const toShim = (specifier, context, next) =>
        specifier === 'vitest' ? { url: shim, shortCircuit: true } : next(specifier, context);
      loaded.registerHooks({ resolve: toShim });
      // The same values in each run, and no search for the smallest one that fails.
      configureGlobal({ seed: 1, endOnFailure: true });
      // With a mutant, a promise may fail after its test.
      process.on('unhandledRejection', () => undefined);
      for (const [id, test] of await collect(testFiles())) tests.set(id, [...(tests.get(id) ?? []), test]);
      // Fixtures that tests share cache what the code computes, so it computes that without a mutant. A mutant that
      // changes only such a value then survives, and does not fail the tests of other mutants.
      const state = strykerState();
      for (const id of tests.keys()) {
        state.currentTestId = id;
        results.push(await run(id));
        state.currentTestId = undefined;
      }
    },
    dryRun: async () => ({
      status: DryRunStatus.Complete,
      tests: results,
      mutantCoverage: strykerState().mutantCoverage,
    }),
    mutantRun: async ({ testFilter = [...tests.keys()], activeMutant, hitLimit, mutantActivation }) => {
      if (mutantActivation === 'static') throw new Error('set `ignoreStatic`: modules are loaded already');
      const state = strykerState();
      Object.assign(state, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
      const ran = [];
      // Fast tests first: most mutants fail one of them.
      for (const id of testFilter.toSorted((a, b) => (durations.get(a) ?? 0) - (durations.get(b) ?? 0))) {
        const result = await run(id);
        ran.push(result);
        if (result.status === TestStatus.Failed) break;
      }
      state.activeMutant = undefined;
      const timeout = determineHitLimitReached(state.hitCount, hitLimit);
      return toMutantRunResult(timeout ?? { status: DryRunStatus.Complete, tests: ran });
    },
  };
}
inProcessRunner.inject = /** @type {const} */ ([]);

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'in-process', inProcessRunner)];

function testFiles() {
  return folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => file.endsWith('.test.ts') && !excluded.includes(file))
    .toSorted();
}

/** Returns the tests of files with their ids. @param {readonly string[]} files */
async function collect(files) {
  const root = process.cwd();
  const config = { root, sequence: {}, setupFiles: [], tags: [], testTimeout: 0, allowOnly: false };
  /** @type {any} */
  const runner = {
    config,
    importFile: (/** @type {string} */ path) => import(path),
    trace: (/** @type {(() => unknown)[]} */ ...parts) => parts.at(-1)?.(),
  };
  const collected = await collectTests(
    files.map((file) => resolve(file)),
    runner,
  );
  return collected.flatMap((file) => {
    const [error] = file.result?.errors ?? [];
    if (error) throw new Error(`${file.filepath}: ${error.message}`);
    return testsOf(file).map((test) => {
      const id = `${relative(root, file.filepath)}#${nameOf(test)}`;
      return /** @type {const} */ ([id, getFn(test)]);
    });
  });
}

/**
 * @param {string} id
 * @param {readonly (() => unknown)[]} functions
 * @returns {Promise<TestResult>}
 */
async function runTest(id, functions) {
  const start = performance.now();
  const name = id.slice(id.indexOf('#') + 1);
  const base = () => ({
    id,
    name,
    timeSpentMs: performance.now() - start,
    fileName: resolve(id.split('#', 1)[0] ?? ''),
  });
  try {
    for (const run of functions) await run();
    return { ...base(), status: TestStatus.Success };
  } catch (error) {
    const failureMessage = error instanceof Error ? error.message : String(error);
    return { ...base(), status: TestStatus.Failed, failureMessage };
  }
}

/** @returns {any} */
function strykerState() {
  return (globals[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
}

/** @param {import('@vitest/runner').Suite} suite @returns {import('@vitest/runner').Test[]} */
function testsOf({ tasks }) {
  return tasks.flatMap((task) => (task.type === 'suite' ? testsOf(task) : task));
}

/** @param {import('@vitest/runner').Test} test */
function nameOf(test) {
  const names = [test.name];
  for (let { suite } = test; suite; suite = suite.suite) names.unshift(suite.name);
  return names.join(' ');
}
