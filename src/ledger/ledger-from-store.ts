/** The ledger over an open database. */
import { Failure } from '../model/failure.ts';
import { declarationName, type Ledger, type LedgerReader, type PlanUse } from '../model/ledger/ledger.ts';
import { checkUsable, unmoved } from './check-usable.ts';
import { heldLease } from './held-lease.ts';
import { keyedHash, type KeyedHash } from './keyed-hash.ts';
import { acquireLease, leaseOf, unlock } from './lease.ts';
import { reading, writing } from './ledger-failure.ts';
import { contactsOf, hashesOf } from './records/contacts.ts';
import { liftPause, readPauses, setPause } from './records/history-gaps.ts';
import { readHistory } from './records/history.ts';
import { readView } from './records/view.ts';
import { formatOf, isFormat3, migrate, migrations, oldestRead } from './schema/migrate.ts';
import type { Reading } from './schema/tables.ts';
import type { Store } from './store.ts';

type Mode = 'read' | 'write' | 'create';

/**
 * Nothing when the database has no ledger and may not get one; then, and on a failure, it is closed.
 * `pinned` is the only id that the ledger may have.
 */
export async function ledgerOn(
  store: Store,
  mode: Exclude<Mode, 'read'>,
  pinned?: string,
): Promise<Ledger | undefined>;
export async function ledgerOn(store: Store, mode: Mode, pinned?: string): Promise<LedgerReader | undefined>;
export async function ledgerOn(store: Store, mode: Mode, pinned?: string): Promise<LedgerReader | undefined> {
  try {
    const format = await reading(store, () => formatOf(store));
    if (format === 0 && mode !== 'create') {
      await store.close();
      return undefined;
    }
    // Before a migration: a ledger that is refused stays as it is.
    await checkUsable(store, format, pinned);
    return mode === 'read' ? await toRead(store, format) : await toWrite(store);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function toRead(store: Store, format: number): Promise<LedgerReader> {
  refuseOlder(store, format);
  const { hash, ledgerId } = await identityOf(store, format);
  return readerOf(store, { hash, format, ...(ledgerId === undefined ? {} : { ledgerId }) });
}

async function toWrite(store: Store): Promise<Ledger> {
  await writing(store, () => migrate(store));
  const format = migrations.length;
  const { hash, ledgerId = '' } = await identityOf(store, format);
  return {
    ...readerOf(store, { hash, format, ledgerId }),
    ledgerId,
    acquire: async (request) => {
      const answer = await writing(store, () => acquireLease(store, request));
      return 'heldBy' in answer ? answer : heldLease(store, hash, answer);
    },
    unlock: (portalId) => writing(store, () => unlock(store, portalId)),
    pause: (portalId, pause) =>
      writing(store, () => unmoved(store, (transaction) => setPause(transaction, portalId, pause))),
    resume: (portalId, paused) =>
      writing(store, () => unmoved(store, (transaction) => liftPause(transaction, portalId, paused))),
  };
}

interface Identity {
  readonly hash: KeyedHash;
  readonly format: number;
  readonly ledgerId?: string;
}

function readerOf(store: Store, { hash, format, ...named }: Identity): LedgerReader {
  const { db } = store;
  return {
    ...named,
    seal: hash.seal,
    view: (portalId, dayStart) =>
      reading(store, () => readView({ db, hash, portalId, dayStart, format, ...named })),
    history: (portalId, filter) => readHistory(store, portalId, filter),
    contactsOf: (portalId, email) =>
      reading(store, () => contactsOf(db, { portalId, format }, hash.spellings(email))),
    sharingEmails: (portalId, { ids, emails }) =>
      reading(store, async () => {
        const recorded = await hashesOf(db, { portalId, format }, ids);
        return contactsOf(db, { portalId, format }, [...emails.flatMap(hash.spellings), ...recorded]);
      }),
    planUse: (portalId, planId) => reading(store, () => planUse(db, portalId, planId)),
    pauses: async (portalId) => (isFormat3(format) ? reading(store, () => readPauses(db, portalId)) : []),
    lease: (portalId) => reading(store, () => leaseOf(db, portalId)),
    close: () => store.close(),
  };
}

async function identityOf(
  store: Store,
  format: number,
): Promise<{ readonly hash: KeyedHash; readonly ledgerId: string | undefined }> {
  const { hash_key, ledger_id } = await reading(store, () =>
    store.db
      .selectFrom('rollcall_meta')
      .select('hash_key')
      .$if(isFormat3(format), (query) => query.select('ledger_id'))
      .executeTakeFirstOrThrow(),
  );
  return { hash: keyedHash(hash_key), ledgerId: ledger_id };
}

function refuseOlder(store: Store, format: number): void {
  if (format >= oldestRead) return;
  throw new Failure({
    code: 'ledger-older',
    message: `The ledger ${store.place} has format ${format}; this version of rollcall reads formats ${oldestRead} to ${migrations.length}.`,
    help: 'Run `rollcall apply` once with this version: it updates the ledger.',
  });
}

/** What a plan has already tried. An intent that had no effect counts too: a plan tries each change once. */
async function planUse(db: Reading, portalId: number, planId: string): Promise<PlanUse> {
  const rows = await db
    .selectFrom('rollcall_intents')
    .select(['kind', 'target_id', 'contact_id', 'since'])
    .where('portal', '=', portalId)
    .where('plan_id', '=', planId)
    .execute();
  const attempted = rows.map((row) =>
    declarationName({
      kind: row.kind,
      targetId: row.target_id,
      ...(row.contact_id === null ? {} : { contactId: row.contact_id }),
      ...(row.since === '' ? {} : { since: row.since }),
    }),
  );
  return { intents: rows.length, attempted: new Set(attempted) };
}
