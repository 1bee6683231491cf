import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { makeFolder } from '../disk/write-file.ts';
import type { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { Report } from '../model/report.ts';
import type { EmitRunEvent } from '../model/run-event.ts';
import { renderEvent } from '../render/json/event.ts';
import { version } from '../runtime/environment.ts';
import { toFailure, type CliView } from './views/view.ts';

interface EventFile {
  readonly emit: EmitRunEvent;
  readonly close: () => void;
}

/**
 * Appends events to a file, each line handed to the system before the next thing happens: what a killed
 * run did until then is there. Throws a `Failure` for a file that cannot
 * be opened, is not a regular file or has other content. One that cannot be
 * written any more is reported once through `say`; the run continues without it.
 */
export function openEventFile(path: string, say: (line: string) => void): EventFile {
  const file = openForAppending(path);
  let usable = true;
  return {
    emit: (event) => {
      if (!usable) return;
      try {
        // This machine's clock also advances while the account sends no response.
        writeLine(file, renderEvent(event, new Date().toISOString()));
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

function openForAppending(path: string): number {
  try {
    makeFolder(dirname(resolve(path)), 0o700);
    requireRegularFile(statSync(path, { throwIfNoEntry: false }), path);
    const file = openSync(path, appending, 0o600);
    try {
      requireRegularFile(fstatSync(file), path);
      requireEventsFile(file, path);
      return file;
    } catch (error) {
      closeSync(file);
      throw error;
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw eventsFileFailure(`${path} cannot be opened for writing: ${reasonOf(error)}`, chooseFileHelp);
  }
}

const { O_RDWR, O_CREAT, O_APPEND, O_NONBLOCK } = constants;
const appending = O_RDWR | O_CREAT | O_APPEND | O_NONBLOCK;

/** A pipe whose reader stops reading would stop an apply. Checked before the file is opened, which may block. */
function requireRegularFile(stats: Stats | undefined, path: string): void {
  if (stats && !stats.isFile()) throw eventsFileFailure(`${path} is not a regular file`, chooseFileHelp);
}

/** Refuses a file of another kind: the first line of an events file is an event. */
function requireEventsFile(file: number, path: string): void {
  const start = Buffer.alloc(16_384);
  const length = readSync(file, start, 0, start.length, 0);
  if (length === 0 || isEvent(start.toString('utf8', 0, length).split('\n', 1)[0] ?? '')) return;
  throw eventsFileFailure(
    `${path} exists and is not an events file of rollcall; its first line is not an event`,
    'Name another file with --events, or move this one away first.',
  );
}

function isEvent(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return (
      typeof value === 'object' &&
      value !== null &&
      'formatVersion' in value &&
      'at' in value &&
      'event' in value &&
      typeof value.event === 'string'
    );
  } catch {
    return false;
  }
}

const chooseFileHelp =
  'Name a file in a folder that may be written to, for example --events rollcall-events.ndjson';

function eventsFileFailure(what: string, help: string): Failure {
  const message = `--events: ${what}. Nothing was read or sent.`;
  return new Failure({ code: 'events-file', message, help });
}

/** A full disk may take a part of a line. */
function writeLine(file: number, line: string): void {
  let left = Buffer.from(line);
  while (left.length > 0) left = left.subarray(writeSync(file, left));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Does the work of a command, and tells of its beginning and its end, however it ends. */
export async function emitRunEvents(
  run: { readonly command: string; readonly view: CliView; readonly tell: EmitRunEvent },
  work: (view: CliView) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { command, view, tell } = run;
  tell({ event: 'run-started', command, version: version() });
  let result: Partial<Pick<Report, 'counts' | 'emails' | 'requests'>> = {};
  const listening: CliView = {
    ...view,
    report: (report) => {
      const { counts, emails, requests } = report;
      result = { counts, emails, requests };
      view.report(report);
    },
  };
  try {
    const exitCode = await work(listening);
    tell({ event: 'run-finished', exitCode, ...result });
    return exitCode;
  } catch (error) {
    const { exitCode, code, message } = toFailure(error);
    tell({ event: 'run-finished', exitCode, ...result, error: { code, message } });
    throw error;
  }
}
