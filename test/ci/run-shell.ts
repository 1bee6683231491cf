import { spawn } from 'node:child_process';

export interface Ended {
  readonly exit: number | null;
  /** stdout and stderr as the log shows them. */
  readonly log: string;
}

/** Runs a program to its end without a terminal. */
export function run(
  command: readonly [string, ...string[]],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const [program, ...args] = command;
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (log += text));
    }
    child.on('error', reject);
    child.on('close', (exit) => resolve({ exit, log }));
  });
}
