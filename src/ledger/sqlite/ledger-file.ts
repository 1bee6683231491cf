/** The file of a ledger, before any database looks at it. */
import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

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

/** Makes the folder for it. Throws `Failure` `ledger-write`. */
export async function makeLedgerFolder(path: string): Promise<void> {
  try {
    await mkdir(dirname(resolve(path)), { recursive: true });
  } catch (error) {
    throw unwritable({ engine: 'sqlite', place: path }, error);
  }
}
