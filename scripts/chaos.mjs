// npm run chaos -- [--runs 10000] [--jobs 2] [--seed S [--path P]]
// Plays random runs with crashes between any two I/O steps, three in ten of them as whole histories that an
// independent judge reads, and prints one closing line.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

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
const jobs = values.path === undefined ? Math.max(1, Math.min(Number(values.jobs), Number(values.runs))) : 1;
const shares = Array.from({ length: jobs }, (_, job) => ({
  tally: join(folder, `${job}.json`),
  env: {
    ROLLCALL_CHAOS_RUNS: String(Math.floor((Number(values.runs) + job) / jobs)),
    ROLLCALL_CHAOS_SEED: String(Number(values.seed) + job),
    ROLLCALL_CHAOS_TALLY: join(folder, `${job}.json`),
    ...(values.path === undefined ? {} : { ROLLCALL_CHAOS_PATH: values.path }),
  },
}));

// Stopped early, it still says how far it came.
const children = [];
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of children) child.kill(signal);
  });
}
const timer = setInterval(() => say(`${total().runs} of ${values.runs} runs`), 30_000);
const ended = await Promise.all(shares.map(play));
clearInterval(timer);
const sum = total();
rmSync(folder, { recursive: true });

for (const { exit, output } of ended) if (exit !== 0 || values.path !== undefined) say(output);
for (const { seed, path, what } of sum.failed.slice(0, 20)) {
  const names = [...new Set(what.map(({ broken }) => broken))].join(', ');
  say([names, 'again with: npm run chaos -- --seed', seed, '--path', path].join(' '));
}
if (values.path === undefined) {
  const { applies, crashPoints, faults, enrollments, duplicates, notConverged, otherwiseWrong } = sum;
  process.stdout.write(
    `chaos (seed ${values.seed}): ${sum.runs} runs of ${applies} applies, ${crashPoints} crash points hit, ${faults} faults injected, ` +
      `${enrollments} enrollments, ${duplicates} duplicates, ${notConverged} runs that did not converge, ${otherwiseWrong} other violations, ` +
      `${sum.histories} histories of ${sum.steps} steps, ${sum.falseStatements} false statements\n`,
  );
}
process.exitCode = ended.every(({ exit }) => exit === 0) ? 0 : 1;

function play({ env }) {
  return new Promise((resolve) => {
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
    child.on('close', (exit) => resolve({ exit, output }));
  });
}

function total() {
  const sum = {
    runs: 0,
    applies: 0,
    crashPoints: 0,
    faults: 0,
    enrollments: 0,
    duplicates: 0,
    notConverged: 0,
    histories: 0,
    steps: 0,
    falseStatements: 0,
    otherwiseWrong: 0,
    failed: [],
  };
  for (const { tally } of shares) {
    const counted = existsSync(tally) ? readTally(tally) : {};
    for (const [name, value] of Object.entries(counted)) {
      if (name === 'failed') sum.failed.push(...value);
      else sum[name] += value;
    }
  }
  return sum;
}

/** A tally that is being written counts when it is whole. */
function readTally(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
