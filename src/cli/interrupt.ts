import { setTimeout as delay } from 'node:timers/promises';
import type { Interrupt } from '../commands/deps.ts';
import { ExitCode } from '../model/exit-code.ts';

export interface Signals {
  readonly interrupt: Interrupt;
  /** Waits, or returns early when an interrupt comes. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/**
 * Listens for Ctrl-C and SIGTERM: the first asks for an orderly end, the second ends the process at
 * once. The ledger is written before every request, so either way it tells the truth.
 */
export function listenForSignals(say: (line: string) => void): Signals {
  const asked = new AbortController();
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  const onSignal = (): void => {
    if (asked.signal.aborted) process.exit(ExitCode.interrupted);
    say('Interrupted: finishing what is in flight. Press Ctrl-C again to stop at once.');
    asked.abort();
    resolve();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    interrupt: { requested: () => asked.signal.aborted, whenRequested: promise },
    sleep: (milliseconds) => delay(milliseconds, undefined, { signal: asked.signal }).catch(() => undefined),
  };
}

/**
 * Ends the process with the exit code that is set, once everything printed has left it. An interrupted
 * command has nothing left to wait for, but reads under way and their retries would hold it for minutes.
 */
export async function exitWhenFlushed(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise((done) => stream.write('', done));
  }
  process.exit();
}
