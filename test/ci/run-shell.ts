import { spawn } from 'node:child_process';

export interface CommandResult {
  readonly exit: number | null;
  /** stdout and stderr, in the order of the output. */
  readonly log: string;
}

/** Runs a program without a terminal, and resolves when it has ended. */
export function run(
  command: readonly [string, ...string[]],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<CommandResult> {
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
