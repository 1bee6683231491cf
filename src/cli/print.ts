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

/** Prints a result as its pieces come, no faster than they are taken. A piece is made of whole lines. */
export function piecePrinterFor(format: Globals['format']): (pieces: AsyncIterable<string>) => Promise<void> {
  const safe = safeOf[format];
  return async (pieces) => {
    for await (const piece of pieces) {
      if (!process.stdout.write(safe(piece))) await once(process.stdout, 'drain');
    }
  };
}

const safeOf: Readonly<Record<Globals['format'], (text: string) => string>> = {
  text: logSafe,
  json: logSafeJson,
  markdown: logSafeMarkdown,
  // Made safe where its texts are escaped: its style sheet has lines that only look like commands.
  html: (text) => text,
};
