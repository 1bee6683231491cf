import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from './row.ts';

/** The command line, compiled beside the bench. */
export const rollcall = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));

/**
 * Milliseconds of each command as `node` runs it, the median of some rounds. The commands take turns, so
 * that whatever slows the machine down slows them all.
 */
export function timed(commands: readonly (readonly string[])[], rounds: number): readonly number[] {
  const measured = commands.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, args] of commands.entries()) measured[index]?.push(once(args));
  }
  return measured.map(median);
}

function once(args: readonly string[]): number {
  const from = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const milliseconds = performance.now() - from;
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${String(stderr)}`);
  return milliseconds;
}
