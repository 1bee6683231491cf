/** The door to the ledger. */
import type { LedgerView } from '../model/ledger/ledger-view.ts';
import type { Ledger, LedgerReader } from '../model/ledger/ledger.ts';
import { requireLedgerLocation } from '../model/ledger/ledger-address.ts';
import type { Store } from './store.ts';

export interface LedgerRequest {
  /** The path of a SQLite file, or a `postgres://` address. */
  readonly address: string;
  /** Only `create` makes folder, file and tables. */
  readonly mode: 'read' | 'write' | 'create';
  /** The only id that the ledger may have. */
  readonly ledgerId?: string | undefined;
  /** The source of the address, for messages: `ROLLCALL_LEDGER`. */
  readonly from?: string | undefined;
}

/**
 * Opens the ledger, or nothing when there is none and it may not be made. Throws a `Failure`:
 * `bad-ledger` for an address that cannot be read, `ledger-other` for a ledger with another id than
 * `ledgerId`, `ledger-moved` for one that was copied elsewhere, `ledger-incomplete` for an unfinished copy,
 * `ledger-newer` for one that a newer version wrote, `ledger-older` for one that a writing command has
 * to update first, `ledger-unreadable` for a file that is damaged or something else,
 * `ledger-unreachable` for a server that does not answer, `ledger-write` where it can't be written.
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

/** What is known where no ledger was found: the plan can be shown and not applied. */
export function emptyView(): LedgerView {
  return {
    exists: false,
    lastRun: 0,
    entries: [],
    targets: [],
    joins: [],
    pauses: [],
    vouched: () => false,
    contactOf: () => undefined,
    contactsOf: () => [],
    isForgotten: () => false,
    sentToday: new Map(),
  };
}

// Each database takes tens of milliseconds to load: only the one in use, and only when there is one.
/** Opens the database at an address, or nothing if the file does not exist and `mode` is not `create`. */
export async function openStore({ address, mode, from }: LedgerRequest): Promise<Store | undefined> {
  const location = requireLedgerLocation(address, from);
  if (location.engine === 'postgres') {
    const { openPostgres } = await import('./postgres/open-postgres.ts');
    return openPostgres(address, from);
  }
  const { ledgerFileExists } = await import('./sqlite/ledger-file.ts');
  if (mode !== 'create' && !(await ledgerFileExists(location.path))) return undefined;
  const { openSqlite } = await import('./sqlite/open-sqlite.ts');
  const store = await openSqlite(location.path, mode);
  return from === undefined ? store : { ...store, place: `${store.place} (from ${from})` };
}
