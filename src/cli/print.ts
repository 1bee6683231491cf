import { once } from 'node:events';
import { logSafe, logSafeJson, logSafeMarkdown } from '../render/wording/log-safe.ts';
import type { Globals } from './options.ts';

/** Writes a result to stdout. */
export type Print = (text: string) => void;

/** Prints results of a format. In a CI log no name from HubSpot becomes a command of the CI system. */
export function printerFor(format: Globals['format']): Print {
  const safe = safeOf[format];
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
 * Lets a command finish when the reader of its output has gone (`rollcall history | head`): an apply must
 * not end because nothing reads its report.
 */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

const safeOf: Readonly<Record<Globals['format'], (text: string) => string>> = {
  text: logSafe,
  json: logSafeJson,
  markdown: logSafeMarkdown,
  // Made safe where its texts are escaped: its style sheet has lines that only look like commands.
  html: (text) => text,
};
