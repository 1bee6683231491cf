import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Cleanup } from './cleanup.ts';

const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** How a process ended. `signal` stands where it was killed, `exit` where it ended by itself. */
export interface Ended {
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command line in a process of its own that a test can wait for, interrupt and kill. */
export interface Running {
  /** False when the process was gone already. */
  readonly kill: (signal: NodeJS.Signals) => boolean;
  readonly isOver: () => boolean;
  /** Resolves when the text has appeared on stderr; rejects when the process ends without it. */
  readonly says: (text: string) => Promise<void>;
  readonly ended: Promise<Ended>;
}

interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What stands before the command line and starts it: `sh -c 'ulimit …; exec "$@"' sh`. */
  readonly through?: readonly string[];
  readonly cleanup: Cleanup;
}

/** Starts the built command line as a user would, without a terminal; it does not outlive its test. */
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
    for (const look of waiting) look();
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
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!over && !stderr.includes(text)) return;
          waiting.delete(look);
          if (stderr.includes(text)) resolve();
          else reject(new Error(`ended without saying "${text}"; it said: ${stderr}`));
        };
        waiting.add(look);
        look();
      }),
  };
}
