import { Console } from 'node:console';
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { run } from '../../src/cli/run.ts';
import type { Ran, RunOptions } from './rollcall.ts';
import { environmentOf } from './rollcall.ts';

// The folder, the environment and the streams belong to the whole process, so runs are sequential.
let previous: Promise<unknown> = Promise.resolve();

/**
 * Runs a command line as `rollcall` does, without a new process, which takes ten times as long to load as most commands
 * take to run. Ends the lag of calculated properties in the simulated account before each command. Tests of signals,
 * pipes, crashes, the terminal and the files of dist need `rollcall`.
 */
export function rollcallInProcess(args: readonly string[], options: RunOptions): Promise<Ran> {
  const ran = previous.then(() => runNow(args, options));
  previous = ran.catch(() => undefined);
  return ran;
}

async function runNow(args: readonly string[], { cwd, env }: RunOptions): Promise<Ran> {
  const stdout = collector();
  const stderr = collector();
  const folder = process.cwd();
  const streams = { stdout: stdout.stream, stderr: stderr.stream };
  const restoreProcess = replace(process, { env: environmentOf(env), ...streams });
  // The argument parser prints help through the console, which the test runner listens to.
  const restoreConsole = replace(globalThis, { console: new Console(streams) });
  const listeners = process.rawListeners.bind(process);
  const before = signals.map((signal) => listeners(signal));
  catchUp(cwd);
  process.chdir(cwd);
  try {
    const exit = await run(args);
    return { exit, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    process.chdir(folder);
    restoreConsole();
    restoreProcess();
    // Remove the listeners that the run added, as the end of a process does.
    for (const [index, signal] of signals.entries()) {
      for (const listener of listeners(signal)) {
        if (!before[index]?.includes(listener)) process.off(signal, listener as () => void);
      }
    }
  }
}

/**
 * Ends the lag of the simulated account of a folder. Commands of a user are further apart than the lag; here, the lag
 * would make a test depend on the speed of the machine.
 */
function catchUp(cwd: string): void {
  const state = join(cwd, '.rollcall', 'simulator.json');
  if (existsSync(state) && lstatSync(state).isFile())
    writeFileSync(state, readFileSync(state, 'utf8').replace(/"until":\d+/gu, '"until":0'));
}

const signals = ['SIGINT', 'SIGTERM'] as const;

/** Replaces properties of an object and returns a function that restores them. */
function replace<T extends object>(object: T, values: Partial<Record<keyof T, unknown>>): () => void {
  const former = Object.keys(values).map((name) => {
    const descriptor = Object.getOwnPropertyDescriptor(object, name);
    if (!descriptor) throw new Error(`no property ${name} to replace`);
    return [name, descriptor] as const;
  });
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(object, name, { value, configurable: true, enumerable: true, writable: true });
  }
  return () => {
    for (const [name, descriptor] of former) Object.defineProperty(object, name, descriptor);
  };
}

function collector(): { readonly stream: Writable; readonly text: () => string } {
  const pieces: Buffer[] = [];
  const stream = new Writable({
    write: (piece: Buffer, _encoding, done) => {
      pieces.push(piece);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(pieces).toString('utf8') };
}
