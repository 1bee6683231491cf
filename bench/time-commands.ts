import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median } from './row.ts';

/** Path of the command line as it ships: the bundle. `run.mjs` builds it. */
export const rollcall = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/**
 * Runs each command with `node` and returns its milliseconds: the median of some rounds. The commands alternate, so
 * that a slow machine affects all of them equally.
 */
export function timeCommands(
  commands: readonly (readonly string[])[],
  rounds: number,
): Promise<readonly number[]> {
  return mediansOf(commands, rounds, async (args) => timeOnce(args));
}

/** Where a command runs, and what is added to its environment. */
interface Surroundings {
  readonly cwd: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Returns the milliseconds of CPU time instead: the median over all threads and child processes of each command. */
export function measureCpu(
  commands: readonly (readonly string[])[],
  { rounds, ...surroundings }: Surroundings & { readonly rounds: number },
): Promise<readonly number[]> {
  return mediansOf(commands, rounds, (args) => cpuOnce(args, surroundings));
}

async function mediansOf(
  commands: readonly (readonly string[])[],
  rounds: number,
  measure: (args: readonly string[]) => Promise<number>,
): Promise<readonly number[]> {
  const measured = commands.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, args] of commands.entries()) measured[index]?.push(await measure(args));
  }
  return measured.map(median);
}

/** What a command used, from start to end. */
interface Usage {
  /** Milliseconds of CPU time, with about 20 to report it: `measureCpu` is exact. */
  readonly cpu: number;
  /** Megabytes at most. */
  readonly memory: number;
}

/** Runs a command with `node` once and returns what it used. Its output is discarded. Throws for an exit code other than 0. */
export async function usageOf(
  args: readonly string[],
  { cwd, variables = {} }: Surroundings,
): Promise<Usage> {
  const file = join(cwd, '.usage.json');
  const report = `import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(${JSON.stringify(file)}, JSON.stringify(process.resourceUsage())));`;
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(report)}`, ...args],
    { cwd, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...variables } },
  );
  let errors = '';
  child.stderr.on('data', (text) => (errors += String(text)));
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited with ${status}: ${errors}`);
  const used: NodeJS.ResourceUsage = JSON.parse(readFileSync(file, 'utf8'));
  return { cpu: (used.userCPUTime + used.systemCPUTime) / 1000, memory: used.maxRSS / 1024 };
}

/** Node reports no CPU time of a child process, so bash measures it. Rejects for an exit code other than 0. */
async function cpuOnce(args: readonly string[], { cwd, variables = {} }: Surroundings): Promise<number> {
  const script = 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>/dev/null';
  const { stderr } = await promisify(execFile)('bash', ['-c', script, 'bash', process.execPath, ...args], {
    cwd,
    env: { ...process.env, ...variables },
  });
  const [user = NaN, system = NaN] = stderr.trim().split(' ').map(Number);
  return (user + system) * 1000;
}

function timeOnce(args: readonly string[]): number {
  const from = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const milliseconds = performance.now() - from;
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited with ${status}: ${String(stderr)}`);
  return milliseconds;
}
