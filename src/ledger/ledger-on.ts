/** The ledger over an open database. */
import { Failure } from '../model/failure.ts';
import type { Ledger } from '../model/ledger.ts';
import { acquireLease, leaseOf, unlock } from './leases.ts';
import { heldLease } from './held-lease.ts';
import { keyedHash } from './keyed-hash.ts';
import { reading, writing } from './ledger-failure.ts';
import { formatOf, migrate, migrations } from './migrate.ts';
import { planUse } from './plan-use.ts';
import { readHistory } from './read-history.ts';
import { readView } from './read-view.ts';
import type { Store } from './store.ts';

/** Nothing when the database has no ledger and may not get one; then, and on a failure, it is closed. */
export async function ledgerOn(store: Store, mode: 'read' | 'write' | 'create'): Promise<Ledger | undefined> {
  try {
    const format = await reading(store, () => formatOf(store));
    if (format === 0 && mode !== 'create') {
      await store.close();
      return undefined;
    }
    if (mode === 'read') refuseOlder(store, format);
    else await writing(store, () => migrate(store));
    return await ledgerOf(store);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function ledgerOf(store: Store): Promise<Ledger> {
  const { hash_key } = await reading(store, () =>
    store.db.selectFrom('rollcall_meta').select('hash_key').executeTakeFirstOrThrow(),
  );
  const hash = keyedHash(hash_key);
  return {
    view: (portalId, now) => reading(store, () => readView({ db: store.db, hash, portalId, now })),
    history: (portalId, filter) => reading(store, () => readHistory(store.db, portalId, filter)),
    planUse: (portalId, planId) => reading(store, () => planUse(store.db, portalId, planId)),
    lease: (portalId) => reading(store, () => leaseOf(store.db, portalId)),
    acquire: async (request) => {
      const answer = await writing(store, () => acquireLease(store, request));
      return 'heldBy' in answer ? answer : heldLease(store, hash, answer);
    },
    unlock: (portalId) => writing(store, () => unlock(store, portalId)),
    close: () => store.close(),
  };
}

function refuseOlder(store: Store, format: number): void {
  if (format === migrations.length) return;
  throw new Failure({
    code: 'ledger-older',
    message: `The ledger ${store.place} has format ${format}; this version of rollcall reads format ${migrations.length}.`,
    help: 'Run `rollcall apply` once with this version: it updates the ledger.',
  });
}
