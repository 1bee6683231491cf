import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pid } from 'node:process';

/** Calls a function when the process ends, also after a signal. Returns a function that takes this back. */
export type AtExit = (act: () => void) => () => void;

/**
 * Creates a folder for the ledger of a world. In memory where the system has such a place: SQLite waits for the disk
 * with every record, and no record of a world has to survive a power cut. With `atExit`, the folder is removed even if
 * the process ends before `remove`.
 */
export function temporaryFolder(atExit: AtExit = () => () => undefined): {
  readonly ledger: string;
  readonly remove: () => void;
} {
  const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const path = mkdtempSync(join(place, `rollcall-world-${pid}-`));
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  const forget = atExit(remove);
  return {
    ledger: join(path, 'ledger.db'),
    remove() {
      forget();
      remove();
    },
  };
}
