/** Builds the ledger on top of an open database. */
import { Failure } from '../model/failure.ts';
import { declarationKey, type Ledger, type LedgerReader, type PlanUse } from '../model/ledger/ledger.ts';
import { checkUsable, writeUnlessMoved } from './check-usable.ts';
import { heldLease } from './held-lease.ts';
import { keyedHash, type KeyedHash } from './keyed-hash.ts';
import { acquireLease, readLease, forceUnlock } from './lease.ts';
import { runRead, runWrite } from './ledger-failure.ts';
import { readActivity } from './records/activity.ts';
import { readContactsByHashes, readHashesOfContacts } from './records/contacts.ts';
import { readHistory } from './records/history.ts';
import { liftPause, readPauses, setPause } from './records/pauses.ts';
import { readReviews } from './records/reviews.ts';
import { readView } from './records/view.ts';
import { formatOf, isFormat3, migrate, migrations, oldestRead } from './schema/migrate.ts';
import type { Queryable, Store } from './store.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

type Mode = 'read' | 'write' | 'create';

/**
 * Returns the ledger in a database. Returns undefined if there is none and `mode` is not `create`; the store is
 * then closed, as on a failure. `pinned` is the only accepted ledger id.
 */
export async function ledgerFromStore(
  store: Store,
  mode: Exclude<Mode, 'read'>,
  pinned?: string,
): Promise<Ledger | undefined>;
export async function ledgerFromStore(
  store: Store,
  mode: Mode,
  pinned?: string,
): Promise<LedgerReader | undefined>;
export async function ledgerFromStore(
  store: Store,
  mode: Mode,
  pinned?: string,
): Promise<LedgerReader | undefined> {
  try {
    const format = await runRead(store, () => formatOf(store));
    if (format === 0 && mode !== 'create') {
      await store.close();
      return undefined;
    }
    // Check before the migration, so that a refused ledger stays unchanged.
    await checkUsable(store, format, pinned);
    return mode === 'read' ? await buildReader(store, format) : await buildWriter(store);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function buildReader(store: Store, format: number): Promise<LedgerReader> {
  refuseOlder(store, format);
  const { hash, ledgerId } = await identityOf(store, format);
  return readerOf(store, { hash, format, ...omitUndefined({ ledgerId }) });
}

async function buildWriter(store: Store): Promise<Ledger> {
  await runWrite(store, () => migrate(store));
  const format = migrations.length;
  const { hash, ledgerId = '' } = await identityOf(store, format);
  return {
    ...readerOf(store, { hash, format, ledgerId }),
    ledgerId,
    acquire: async (request) => {
      const acquired = await runWrite(store, () => acquireLease(store, request));
      return 'heldBy' in acquired ? acquired : heldLease(store, hash, acquired);
    },
    unlock: (portalId) => runWrite(store, () => forceUnlock(store, portalId)),
    pause: (portalId, pause) =>
      runWrite(store, () => writeUnlessMoved(store, (transaction) => setPause(transaction, portalId, pause))),
    resume: (portalId, paused) =>
      runWrite(store, () =>
        writeUnlessMoved(store, (transaction) => liftPause(transaction, portalId, paused)),
      ),
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
      runRead(store, () => readView({ db, hash, portalId, dayStart, format, ...named })),
    history: (portalId, filter) => readHistory(store, portalId, filter),
    contactsOf: (portalId, email) =>
      runRead(store, () => readContactsByHashes(db, { portalId, format }, hash.spellings(email))),
    contactsSharingEmails: (portalId, { ids, emails }) =>
      runRead(store, async () => {
        const recorded = await readHashesOfContacts(db, { portalId, format }, ids);
        return readContactsByHashes(db, { portalId, format }, [
          ...emails.flatMap(hash.spellings),
          ...recorded,
        ]);
      }),
    planUse: (portalId, planId) => runRead(store, () => readPlanUse(db, portalId, planId)),
    pauses: async (portalId) => (isFormat3(format) ? runRead(store, () => readPauses(db, portalId)) : []),
    reviews: (portalId) => runRead(store, () => readReviews(db, { portalId, format })),
    activity: (portalId) => runRead(store, () => readActivity(db, portalId, format)),
    lease: (portalId) => runRead(store, () => readLease(db, portalId)),
    close: () => store.close(),
  };
}

async function identityOf(
  store: Store,
  format: number,
): Promise<{ readonly hash: KeyedHash; readonly ledgerId: string | undefined }> {
  const { hash_key, ledger_id } = await runRead(store, () =>
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

/** Returns the declarations that a plan has tried. Intents without effect count: a plan tries each change once. */
async function readPlanUse(db: Queryable, portalId: number, planId: string): Promise<PlanUse> {
  const rows = await db
    .selectFrom('rollcall_intents')
    .select(['kind', 'target_id', 'contact_id', 'since'])
    .where('portal', '=', portalId)
    .where('plan_id', '=', planId)
    .execute();
  const attempted = rows.map((row) =>
    declarationKey({
      kind: row.kind,
      targetId: row.target_id,
      ...(row.contact_id === null ? {} : { contactId: row.contact_id }),
      ...(row.since === '' ? {} : { since: row.since }),
    }),
  );
  return { attempted: new Set(attempted) };
}
