/** Checks and creates the ledger file without SQLite. */
import { statSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { makeFolder } from '../../disk/write-file.ts';
import { Failure } from '../../model/failure.ts';
import { readFailure, writeFailure } from '../ledger-failure.ts';

/**
 * Returns whether the file exists and is not empty: an interrupted run may leave an empty file. Throws `Failure`
 * `ledger-unreadable`.
 */
export async function ledgerFileExists(path: string): Promise<boolean> {
  try {
    const found = await stat(path).catch(ignoreMissing);
    if (found && !found.isFile()) throw notRegularFile(path);
    return found !== undefined && found.size > 0;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw readFailure({ engine: 'sqlite', place: path }, error);
  }
}

/**
 * Throws `Failure` `ledger-unreadable` if the write-ahead log next to the file has commits. Without them, the
 * ledger would lack the last requests.
 */
export async function refuseUnreadLog(path: string): Promise<void> {
  const log = `${path}-wal`;
  const bytes = (await stat(log).catch(ignoreMissing))?.size ?? 0;
  if (bytes === 0) return;
  throw new Failure({
    code: 'ledger-unreadable',
    message: `The ledger file ${path} has commits in ${log} (${bytes.toLocaleString('en-US')} bytes) that cannot be read, because SQLite cannot write to the folder. Without them, rollcall could enroll contacts again.`,
    help: 'Make the folder writable for this user. Or run `rollcall history` where it is writable, which moves the commits into the file.',
  });
}

function notRegularFile(path: string): Failure {
  return new Failure({
    code: 'ledger-unreadable',
    message: `The ledger ${path} is not a regular file.`,
    help: 'Name a file in `ledger` or ROLLCALL_LEDGER, for example .rollcall/ledger.db.',
  });
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/**
 * Creates a missing folder and an empty file that only this user may read. SQLite gives `-wal` and `-shm` the mode
 * of the file. Throws `Failure` `ledger-write`.
 */
export async function makeLedgerFile(path: string): Promise<void> {
  try {
    makeFolder(dirname(resolve(path)), 0o700);
    await (await open(path, 'a', 0o600)).close();
  } catch (error) {
    throw writeFailure({ engine: 'sqlite', place: path }, error);
  }
}

/**
 * Returns a check that throws `Failure` `ledger-file-deleted` if the path no longer leads to the same file. SQLite writes to
 * a deleted file without an error, and the system discards that file when the process ends.
 */
export function watchLedgerFile(path: string): () => void {
  const before = identityOf(path);
  return () => {
    if (before !== undefined && identityOf(path) === before) return;
    throw new Failure({
      code: 'ledger-file-deleted',
      message: `The ledger file ${path} was deleted or replaced while it was in use. Every request sent so far was recorded first, but the deleted file held those records.`,
      help: 'Restore the file from a copy. If there is no copy, keep this report: together with HubSpot, it is the only record of what this run sent.',
    });
  };
}

function identityOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}
