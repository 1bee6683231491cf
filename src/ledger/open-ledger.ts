/** Opens a ledger at a location. */
import type { Ledger, LedgerReader } from '../model/ledger/ledger.ts';
import { requireLedgerLocation } from '../model/ledger/ledger-location.ts';
import type { Store } from './store.ts';

export interface LedgerRequest {
  /** The path of a SQLite file, or a `postgres://` address. */
  readonly location: string;
  /** Only `create` creates the folder, the file and the tables. */
  readonly mode: 'read' | 'write' | 'create';
  /** The only accepted ledger id; any id if absent. */
  readonly ledgerId?: string | undefined;
  /** The source of the location for messages, for example `ROLLCALL_LEDGER`. */
  readonly from?: string | undefined;
}

/**
 * Opens the ledger. Returns undefined if there is none and `mode` is not `create`. Throws a `Failure`:
 *
 * - `bad-ledger`: the location is invalid.
 * - `ledger-id-differs`: the ledger has another id than `ledgerId`.
 * - `ledger-moved`: the ledger was copied elsewhere.
 * - `ledger-incomplete`: the ledger is an unfinished copy.
 * - `ledger-newer`: a newer version of rollcall wrote it.
 * - `ledger-older`: a writing command has to migrate it first.
 * - `ledger-unreadable`: the file is damaged or is not a ledger.
 * - `ledger-unreachable`: the server does not respond or refuses access.
 * - `ledger-write`: the ledger cannot be created or migrated.
 */
export async function openLedger(request: LedgerRequest & { readonly mode: 'create' }): Promise<Ledger>;
export async function openLedger(
  request: LedgerRequest & { readonly mode: 'write' | 'create' },
): Promise<Ledger | undefined>;
export async function openLedger(request: LedgerRequest): Promise<LedgerReader | undefined>;
export async function openLedger(request: LedgerRequest): Promise<LedgerReader | undefined> {
  const store = await openStore(request);
  if (!store) return undefined;
  const { ledgerFromStore } = await import('./ledger-from-store.ts');
  return ledgerFromStore(store, request.mode, request.ledgerId);
}

/**
 * Opens the database at a location. Returns undefined if the file does not exist and `mode` is not `create`.
 * Each database driver takes tens of milliseconds to load, so only the driver in use is imported.
 */
export async function openStore({ location, mode, from }: LedgerRequest): Promise<Store | undefined> {
  const parsed = requireLedgerLocation(location, from);
  if (parsed.engine === 'postgres') {
    const { openPostgres } = await import('./postgres/open-postgres.ts');
    return openPostgres(location, from);
  }
  const { ledgerFileExists } = await import('./sqlite/ledger-file.ts');
  if (mode !== 'create' && !(await ledgerFileExists(parsed.path))) return undefined;
  const { openSqlite } = await import('./sqlite/open-sqlite.ts');
  const store = await openSqlite(parsed.path, mode);
  return from === undefined ? store : { ...store, place: `${store.place} (from ${from})` };
}
