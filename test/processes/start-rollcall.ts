import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Cleanup } from './cleanup.ts';

const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** How a process ended: `signal` if it was killed, otherwise `exit`. */
export interface Ended {
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command line in a separate process that a test can await, interrupt and kill. */
export interface Running {
  /** Returns false if the process has already ended. */
  readonly kill: (signal: NodeJS.Signals) => boolean;
  readonly isOver: () => boolean;
  /** Resolves when the text appears on stderr. Rejects if the process ends without it. */
  readonly untilStderr: (text: string) => Promise<void>;
  readonly ended: Promise<Ended>;
}

interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** A command that starts the command line: `sh -c 'ulimit …; exec "$@"' sh`. */
  readonly through?: readonly string[];
  readonly cleanup: Cleanup;
}

/** Starts the built command line without a terminal. The process is killed after the test. */
export function startRollcall(args: readonly string[], { cwd, env, through = [], cleanup }: Place): Running {
  const { PATH = '', HOME = '' } = process.env;
  const [command = '', ...rest] = [...through, process.execPath, cli, ...args];
  const child = spawn(command, rest, {
    cwd,
    env: { PATH, HOME, USER: 'tester', CI: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let over = false;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const check of waiting) check();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    wake();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit, signal) => {
      over = true;
      wake();
      resolve({ exit, signal, stdout, stderr });
    });
  });
  cleanup(() => void child.kill('SIGKILL'));
  return {
    kill: (signal) => child.kill(signal),
    isOver: () => over,
    ended,
    untilStderr: (text) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (!over && !stderr.includes(text)) return;
          waiting.delete(check);
          if (stderr.includes(text)) resolve();
          else reject(new Error(`the process ended without "${text}" on stderr: ${stderr}`));
        };
        waiting.add(check);
        check();
      }),
  };
}
