import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../model/failure.ts';
import type { Tell } from '../model/run-event.ts';
import { renderEvent } from '../render/json/render-event.ts';

export interface EventFile {
  readonly tell: Tell;
  readonly close: () => void;
}

/**
 * Appends events to a file, each line handed to the system before the next thing happens: what a killed
 * run did until then is there. Throws a `Failure` for a file that cannot be opened. One that cannot be
 * written any more is reported once through `say`; the run continues without it.
 */
export function openEventFile(path: string, say: (line: string) => void): EventFile {
  const file = open(path);
  let usable = true;
  return {
    tell: (event) => {
      if (!usable) return;
      try {
        // This machine's clock also advances while the account sends no response.
        writeWhole(file, renderEvent(event, new Date().toISOString()));
      } catch (error) {
        usable = false;
        say(
          `warning: ${path} cannot be written, and later events are missing in it: ${reasonOf(error)}. The run continues; the ledger records what it sends.`,
        );
      }
    },
    close: () => closeSync(file),
  };
}

function open(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return openSync(path, 'a', 0o600);
  } catch (error) {
    throw new Failure({
      code: 'events-file',
      message: `--events: ${path} cannot be opened for writing: ${reasonOf(error)}. Nothing was read or sent.`,
      help: 'Name a file in a folder that may be written to, for example --events rollcall-events.ndjson',
    });
  }
}

/** A pipe may take a part of a line at a time. */
function writeWhole(file: number, line: string): void {
  let left = Buffer.from(line);
  while (left.length > 0) left = left.subarray(writeSync(file, left));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
