import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Creates a folder for the ledger of a world. In memory where the system has such a place: SQLite waits for the disk
 * with every record, and no record of a world has to survive a power cut.
 */
export function temporaryFolder(): { readonly ledger: string; readonly remove: () => void } {
  const path = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rollcall-world-'));
  return { ledger: join(path, 'ledger.db'), remove: () => rmSync(path, { recursive: true, force: true }) };
}
