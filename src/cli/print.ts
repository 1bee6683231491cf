import { once } from 'node:events';
import { ExitCode } from '../model/exit-code.ts';
import { logSafe, logSafeJson, logSafeMarkdown } from '../render/view/safe-text.ts';
import type { OutputFlags } from './flags.ts';

/** Writes a result to stdout. */
export type Print = (text: string) => void;

/** Prints results of a format. In a CI log no name from HubSpot becomes a command of the CI system. */
export function printerFor(format: OutputFlags['format']): Print {
  const safe = escapeByFormat[format];
  return (text) => void process.stdout.write(safe(text));
}

/** Writes a result in pieces as they come, no faster than stdout takes them, until its reader has gone. */
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
 * Lets a command finish when its output cannot be written: an apply must not end because nothing reads its report
 * (`rollcall history | head`) or the disk is full. Reports a lost stdout once on stderr; the process then exits
 * with 1 instead of 0, unless `keepExitCode` was called.
 */
export function surviveLostOutput(): void {
  const { stdout, stderr } = process;
  stderr.on('error', () => undefined);
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || outputState.lost) return;
    outputState.lost = true;
    stderr.write(
      `error: stdout cannot be written (${error.code ?? error.message}), so output is missing; the ledger records what an apply sends.\n`,
    );
  });
  process.on('exit', () => {
    if (outputState.lost && !outputState.keepsExitCode) process.exitCode ||= ExitCode.error;
  });
}

/** From now on the exit code is the outcome of what was sent, even if the output is lost. */
export function keepExitCode(): void {
  outputState.keepsExitCode = true;
}

const outputState = { lost: false, keepsExitCode: false };

const escapeByFormat: Readonly<Record<OutputFlags['format'], (text: string) => string>> = {
  text: logSafe,
  json: logSafeJson,
  markdown: logSafeMarkdown,
  // Made safe where its texts are escaped: its style sheet has lines that only look like commands.
  html: (text) => text,
};
