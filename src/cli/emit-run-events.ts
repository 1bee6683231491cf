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
import type { Report } from '../model/results/report.ts';
import type { EmitRunEvent } from '../model/results/run-event.ts';
import { renderEvent } from '../render/json/event.ts';
import { version } from '../runtime/environment.ts';
import { toFailure } from '../model/failure.ts';
import type { CliView } from './views/view.ts';

interface EventFile {
  readonly emit: EmitRunEvent;
  readonly close: () => void;
}

/**
 * Opens a file and appends events to it. Each event reaches the operating system before the run continues, so the file
 * of a killed run is complete up to that point. Throws `Failure` for a file that cannot be opened, is not a regular
 * file or has other content. If a later write fails, warns once through `log`, and the run continues without the file.
 */
export function openEventFile(path: string, log: (line: string) => void): EventFile {
  const file = openForAppending(path);
  let usable = true;
  return {
    emit: (event) => {
      if (!usable) return;
      try {
        // Use this machine's clock: the account's clock stops while the account sends no response.
        writeLine(file, renderEvent(event, new Date().toISOString()));
      } catch (error) {
        usable = false;
        log(
          `warning: Could not write to ${path}: ${reasonOf(error)}. Later events are missing in it. The run continues, and the ledger records its requests.`,
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
    throw eventsFileFailure(`Could not open ${path} for writing: ${reasonOf(error)}`, chooseFileHelp);
  }
}

const { O_RDWR, O_CREAT, O_APPEND, O_NONBLOCK } = constants;
const appending = O_RDWR | O_CREAT | O_APPEND | O_NONBLOCK;

/**
 * Throws `Failure` for a pipe or device: a reader that stops reading would stop the apply. Runs before the file is
 * opened, because opening a pipe may block.
 */
function requireRegularFile(stats: Stats | undefined, path: string): void {
  if (stats && !stats.isFile()) throw eventsFileFailure(`${path} is not a regular file`, chooseFileHelp);
}

/** Throws `Failure` for a file whose first line is not an event. */
function requireEventsFile(file: number, path: string): void {
  const start = Buffer.alloc(16_384);
  const length = readSync(file, start, 0, start.length, 0);
  if (length === 0 || isEvent(start.toString('utf8', 0, length).split('\n', 1)[0] ?? '')) return;
  throw eventsFileFailure(
    `${path} exists and is not an events file of rollcall: its first line is not an event`,
    'Use another file with --events, or move this file first.',
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

const chooseFileHelp = 'Use a regular file in a writable folder, for example --events rollcall-events.ndjson';

function eventsFileFailure(problem: string, help: string): Failure {
  const message = `--events: ${problem}. rollcall read and sent nothing.`;
  return new Failure({ code: 'events-file', message, help });
}

/** Writes a whole line. On a full disk, one write may take only a part of it. */
function writeLine(file: number, line: string): void {
  let remaining = Buffer.from(line);
  while (remaining.length > 0) remaining = remaining.subarray(writeSync(file, remaining));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Runs the work of a command and emits its start and end events, also if the work throws. */
export async function emitRunEvents(
  run: { readonly command: string; readonly view: CliView; readonly emit: EmitRunEvent },
  work: (view: CliView) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { command, view, emit } = run;
  emit({ event: 'run-started', command, version: version() });
  let result: Partial<Pick<Report, 'counts' | 'emails' | 'requests'>> = {};
  const recordingView: CliView = {
    ...view,
    report: (report, shown) => {
      const { counts, emails, requests } = report;
      result = { counts, emails, requests };
      view.report(report, shown);
    },
  };
  try {
    const exitCode = await work(recordingView);
    emit({ event: 'run-finished', exitCode, ...result });
    return exitCode;
  } catch (error) {
    const { exitCode, code, message } = toFailure(error);
    emit({ event: 'run-finished', exitCode, ...result, error: { code, message } });
    throw error;
  }
}
