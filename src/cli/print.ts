import { once } from 'node:events';
import { ExitCode } from '../model/exit-code.ts';
import { logSafe, logSafeJson, logSafeMarkdown } from '../render/view/safe-text.ts';
import type { OutputFlags } from './flags.ts';

/** Writes a result to stdout. */
export type Print = (text: string) => void;

/** Returns the printer of a format. It escapes text that a CI system would run as a workflow command. */
export function printerFor(format: OutputFlags['format']): Print {
  const safe = escapeByFormat[format];
  return (text) => void process.stdout.write(safe(text));
}

/** Prints pieces as they arrive, with the backpressure of stdout. Returns early if the reader closes stdout. */
export async function printPieces(print: Print, pieces: AsyncIterable<string>): Promise<void> {
  const { stdout } = process;
  const closed = new Promise<void>((resolve) => void stdout.once('close', resolve));
  for await (const piece of pieces) {
    if (stdout.destroyed) return;
    print(piece);
    if (stdout.writableNeedDrain) await Promise.race([once(stdout, 'drain').catch(() => undefined), closed]);
  }
}

/**
 * Lets a command continue if its output cannot be written: a closed pipe (`rollcall history | head`) or a full disk must
 * not end an apply. Reports a write error on stdout once, on stderr; the process then exits with 1 instead of 0, unless
 * `keepExitCode` was called. Ignores a closed pipe.
 */
export function surviveLostOutput(): void {
  const { stdout, stderr } = process;
  stderr.on('error', () => undefined);
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || outputState.lost) return;
    outputState.lost = true;
    stderr.write(
      `error: Could not write to stdout (${error.code ?? error.message}). Output is missing; the ledger records the requests of an apply.\n`,
    );
  });
  process.on('exit', () => {
    if (outputState.lost && !outputState.keepsExitCode) process.exitCode ||= ExitCode.error;
  });
}

/** Keeps the exit code of the command even if its output is lost: it is the outcome of an apply. */
export function keepExitCode(): void {
  outputState.keepsExitCode = true;
}

const outputState = { lost: false, keepsExitCode: false };

const escapeByFormat: Readonly<Record<OutputFlags['format'], (text: string) => string>> = {
  text: logSafe,
  json: logSafeJson,
  markdown: logSafeMarkdown,
  // The HTML renderer escapes its texts. Its style sheet has lines that only resemble workflow commands.
  html: (text) => text,
  junit: logSafe,
};
