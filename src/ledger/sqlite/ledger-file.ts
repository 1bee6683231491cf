/** The file of a ledger, before any database looks at it. */
import { statSync } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { Failure } from '../../model/failure.ts';
import { unreadable, unwritable } from '../ledger-failure.ts';

/** Whether there is a file with anything in it: a run that was cut off may leave an empty one. */
export async function ledgerFileExists(path: string): Promise<boolean> {
  try {
    return (await stat(path)).size > 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw unreadable({ engine: 'sqlite', place: path }, error);
  }
}

/**
 * Creates the folder and an empty file that only this user may read, where they are missing; SQLite gives its
 * `-wal` and `-shm` the mode of the file. Throws `Failure` `ledger-write`.
 */
export async function makeLedgerFile(path: string): Promise<void> {
  try {
    await mkdir(dirname(resolve(path)), { recursive: true, mode: 0o700 });
    await (await open(path, 'a', 0o600)).close();
  } catch (error) {
    throw unwritable({ engine: 'sqlite', place: path }, error);
  }
}

/**
 * Remembers which file the path leads to, and gives a check that throws a `Failure` `ledger-gone` when
 * it leads there no longer. SQLite goes on writing to a deleted file as if nothing were wrong, and all
 * of it goes when the process ends.
 */
export function watchLedgerFile(path: string): () => void {
  const before = identityOf(path);
  return () => {
    if (before !== undefined && identityOf(path) === before) return;
    throw new Failure({
      code: 'ledger-gone',
      message: `The ledger file ${path} was deleted or replaced while it was in use. Nothing was sent that was not recorded first, but what was recorded is gone with the file.`,
      help: 'Bring the file back from a copy. If there is none, keep this report: together with HubSpot it is the only record of what this run sent.',
    });
  };
}

function identityOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}
