import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from './row.ts';

/** Path of the command line that was compiled together with the bench. */
export const rollcall = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));

/**
 * Runs each command with `node` and returns its milliseconds: the median of some rounds. The commands alternate, so
 * that a slow machine affects all of them equally.
 */
export function timeCommands(commands: readonly (readonly string[])[], rounds: number): readonly number[] {
  const measured = commands.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, args] of commands.entries()) measured[index]?.push(timeOnce(args));
  }
  return measured.map(median);
}

function timeOnce(args: readonly string[]): number {
  const from = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const milliseconds = performance.now() - from;
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited with ${status}: ${String(stderr)}`);
  return milliseconds;
}
