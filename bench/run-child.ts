import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a module of the bench in a separate process and returns the JSON that it prints. */
export function runChild<T>(module: string, ...args: readonly string[]): Promise<T> {
  return runChildWith({}, module, args);
}

/** The same with more environment variables. */
export async function runChildWith<T>(
  variables: Readonly<Record<string, string>>,
  module: string,
  args: readonly string[],
): Promise<T> {
  const path = fileURLToPath(new URL(module, import.meta.url));
  const { stdout } = await execute(process.execPath, [path, ...args], {
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...variables },
  });
  const value: T = JSON.parse(stdout);
  return value;
}
