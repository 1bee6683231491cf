// npm run chaos -- [--runs 10000] [--jobs 2] [--seed S [--path P]]
// Runs random test cases with a crash between any two I/O steps. 30% of them are histories of many steps, which
// test/chaos/judge checks. The last line counts runs and violations. `--path` replays one run of a seed.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * @import { ChildProcess } from 'node:child_process'
 * @import { Tally } from '../test/chaos/tally.ts'
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    jobs: { type: 'string', default: String(Math.min(availableParallelism(), 4)) },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    path: { type: 'string' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'rollcall-chaos-'));
const jobCount =
  values.path === undefined ? Math.max(1, Math.min(Number(values.jobs), Number(values.runs))) : 1;
const jobs = Array.from({ length: jobCount }, (_, index) => {
  const tallyFile = join(folder, `${index}.json`);
  return {
    tallyFile,
    env: {
      ROLLCALL_CHAOS_RUNS: String(Math.floor((Number(values.runs) + index) / jobCount)),
      ROLLCALL_CHAOS_SEED: String(Number(values.seed) + index),
      ROLLCALL_CHAOS_TALLY: tallyFile,
      ...(values.path === undefined ? {} : { ROLLCALL_CHAOS_PATH: values.path }),
    },
  };
});

// Forward Ctrl-C to the jobs and continue, so that the totals are printed.
/** @type {ChildProcess[]} */
const children = [];
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => {
    for (const child of children) child.kill(signal);
  });
}
const timer = setInterval(() => log(`${sumTallies().runs} of ${values.runs} runs`), 30_000);
const results = await Promise.all(jobs.map(({ env }) => runJob(env)));
clearInterval(timer);
const total = sumTallies();
rmSync(folder, { recursive: true });

for (const { exit, output } of results) if (exit !== 0 || values.path !== undefined) log(output);
for (const { seed, path, what } of total.failed.slice(0, 20)) {
  const violations = [...new Set(what.map(({ broken }) => broken))].join(', ');
  log(`${violations}. Replay it with: npm run chaos -- --seed ${seed} --path ${path}`);
}
if (values.path === undefined) {
  const { applies, crashPoints, faults, enrollments, duplicates, notConverged, otherwiseWrong } = total;
  process.stdout.write(
    `chaos (seed ${values.seed}): ${total.runs} runs of ${applies} applies, ${crashPoints} crash points hit, ${faults} faults injected, ` +
      `${enrollments} enrollments, ${duplicates} duplicates, ${notConverged} runs that did not converge, ${otherwiseWrong} other violations, ` +
      `${total.histories} histories of ${total.steps} steps, ${total.falseStatements} false statements\n`,
  );
}
process.exitCode = results.every(({ exit }) => exit === 0) ? 0 : 1;

/**
 * Runs the chaos tests in a child process. `exit` is null if a signal ended it.
 *
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<{ exit: number | null, output: string }>}
 */
function runJob(env) {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', 'test/chaos/chaos.test.ts'],
      {
        cwd: root,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    children.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    child.on('error', reject);
    child.on('close', (exit) => resolve({ exit, output }));
  });
}

/**
 * Returns the sum of the tallies of all jobs.
 *
 * @returns {Tally}
 */
function sumTallies() {
  const tallies = jobs.flatMap(({ tallyFile }) => readTally(tallyFile));
  /** @param {Exclude<keyof Tally, 'failed'>} name */
  const sum = (name) => tallies.reduce((value, tally) => value + tally[name], 0);
  return {
    runs: sum('runs'),
    applies: sum('applies'),
    crashPoints: sum('crashPoints'),
    faults: sum('faults'),
    enrollments: sum('enrollments'),
    duplicates: sum('duplicates'),
    notConverged: sum('notConverged'),
    histories: sum('histories'),
    steps: sum('steps'),
    falseStatements: sum('falseStatements'),
    otherwiseWrong: sum('otherwiseWrong'),
    failed: tallies.flatMap(({ failed }) => failed),
  };
}

/**
 * Returns the tally of a job, or nothing if the file does not exist or the job is writing it.
 *
 * @param {string} path
 * @returns {Tally[]}
 */
function readTally(path) {
  if (!existsSync(path)) return [];
  try {
    return [JSON.parse(readFileSync(path, 'utf8'))];
  } catch {
    return [];
  }
}

/** @param {string} line */
function log(line) {
  process.stderr.write(`${line}\n`);
}
