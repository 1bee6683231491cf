import { setTimeout as delay } from 'node:timers/promises';
import type { Interrupt } from '../commands/deps.ts';
import { ExitCode } from '../model/exit-code.ts';

export interface Signals {
  readonly interrupt: Interrupt;
  /** Waits, or returns early at an interrupt. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/**
 * Handles Ctrl-C and SIGTERM. The first logs `message` and requests an orderly end; the second ends the process. Either
 * way the ledger is correct, because each intent is committed before its request.
 */
export function listenForSignals(log: (line: string) => void, message = finishing): Signals {
  const interrupted = new AbortController();
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  const onSignal = (): void => {
    if (interrupted.signal.aborted) process.exit(ExitCode.interrupted);
    log(message);
    interrupted.abort();
    resolve();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    interrupt: { requested: () => interrupted.signal.aborted, whenRequested: promise },
    sleep: (milliseconds) =>
      delay(milliseconds, undefined, { signal: interrupted.signal }).catch(() => undefined),
  };
}

const finishing = 'Interrupted: finishing the requests in flight. Press Ctrl-C again to stop immediately.';

/**
 * Exits with the current exit code after stdout and stderr are flushed. Without it, pending reads and their retries
 * would keep an interrupted process alive for minutes.
 */
export async function exitWhenFlushed(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise((done) => stream.write('', done));
  }
  process.exit();
}
