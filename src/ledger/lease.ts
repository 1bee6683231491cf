/**
 * The lease: the right of one run to write for a portal. The generation excludes a second writer: it only rises,
 * and every write checks it in its own transaction. Times only decide how long other runs wait.
 *
 * Clock set back: the lease would look valid for that much longer. A heartbeat in the future reveals this. The
 * heartbeat is then set to now, so the lease ends one lifetime later unless its owner renews it.
 *
 * Clock set forward: the lease may end early. Its owner gets `LeaseLostError` at the next write, before it sends
 * anything.
 */
import type { SelectQueryBuilder } from 'kysely';

import type { Instant } from '../model/time.ts';
import { instantOf } from '../model/time.ts';
import type { LeaseRecord, LeaseRequest } from '../model/ledger/ledger.ts';
import { LeaseLostError } from '../model/ledger/ledger.ts';
import type { PlaceholderFor } from './statements.ts';
import { compileOncePerEngine } from './statements.ts';
import { refuseMoved } from './check-usable.ts';
import type { Queryable, Store, WriteTransaction } from './store.ts';
import type { Tables } from './schema/tables.ts';

/** Acquires the lease with the next generation, or returns the record of its current holder. */
export async function acquireLease(
  store: Store,
  request: LeaseRequest,
): Promise<LeaseRecord | { readonly heldBy: LeaseRecord }> {
  return store.db.transaction().execute(async (transaction) => {
    const row = await lockedRow(store, transaction, request.portalId);
    // A copy may have finished while this run waited for the row lock.
    await refuseMoved(store, transaction);
    const now = await store.clock(transaction);
    const held = recordOf(row);
    if (held && now < Date.parse(held.expiresAt)) {
      return { heldBy: await correctFutureHeartbeat(transaction, held, now) };
    }
    const taken = {
      owner: request.owner,
      generation: row.generation + 1,
      acquired_at: instantOf(now),
      heartbeat_at: instantOf(now),
      expires_at: instantOf(now + request.lifetimeMilliseconds),
      run: null,
    };
    await transaction
      .updateTable('rollcall_leases')
      .set(taken)
      .where('portal', '=', request.portalId)
      .execute();
    return {
      portalId: request.portalId,
      owner: taken.owner,
      generation: taken.generation,
      acquiredAt: taken.acquired_at,
      heartbeatAt: taken.heartbeat_at,
      expiresAt: taken.expires_at,
    };
  });
}

/** Returns the current lease, or undefined if it is not held. It may have expired. */
export async function readLease(db: Queryable, portalId: number): Promise<LeaseRecord | undefined> {
  const row = await db
    .selectFrom('rollcall_leases')
    .selectAll()
    .where('portal', '=', portalId)
    .executeTakeFirst();
  return row && recordOf(row);
}

/** Ends the lease, even of another run. The generation is not reused. */
export async function forceUnlock({ db }: Store, portalId: number): Promise<void> {
  await db.updateTable('rollcall_leases').set({ owner: null }).where('portal', '=', portalId).execute();
}

/** Extends the lease to one lifetime from now. Throws `LeaseLostError`. */
export async function renewLease(store: Store, lease: LeaseRecord): Promise<void> {
  await store.db.transaction().execute(async (transaction) => {
    await assertLeaseHeld(store, transaction, lease);
    await writeHeartbeat(transaction, renewedAt(lease, await store.clock(transaction)));
  });
}

/** Releases the lease, unless its generation has changed. */
export async function releaseLease(store: Store, lease: LeaseRecord): Promise<void> {
  await store.db
    .transaction()
    .execute((transaction) =>
      transaction
        .updateTable('rollcall_leases')
        .set({ owner: null })
        .where('portal', '=', lease.portalId)
        .where('generation', '=', lease.generation)
        .execute(),
    );
}

/** Throws `LeaseLostError` unless this run holds the lease. No other run can take it until the transaction ends. */
export async function assertLeaseHeld(
  store: Store,
  transaction: WriteTransaction,
  lease: LeaseRecord,
): Promise<void> {
  const { rows } = await heldLeaseRow[store.engine](transaction, { lease });
  if (rows.length === 0) throw leaseLostError(lease);
}

/** Returns the error of a write that finds another generation, or a lease that is not held. */
export function leaseLostError({ portalId, generation }: LeaseRecord): LeaseLostError {
  return new LeaseLostError(
    `the lock on account ${portalId} was lost (generation ${generation}): it expired and another run took it, or it was force-unlocked`,
  );
}

const heldLeaseRow = compileOncePerEngine<WithLeaseRecord, unknown>((db, value, engine) =>
  heldLeaseQuery(db, value, engine).select('lease.generation'),
);

/** The parameters of a write that requires a lease. */
export interface WithLeaseRecord {
  readonly lease: LeaseRecord;
}

type TablesWithLease = Tables & { readonly lease: Tables['rollcall_leases'] };

/**
 * Returns a query for the lease row if this run still holds it. PostgreSQL locks the row until the transaction
 * ends.
 */
export function heldLeaseQuery(
  db: Queryable,
  value: PlaceholderFor<WithLeaseRecord>,
  engine: Store['engine'],
): SelectQueryBuilder<TablesWithLease, 'lease', object> {
  return (
    db
      .selectFrom('rollcall_leases as lease')
      .where('lease.portal', '=', value(portalOf))
      .where(
        'lease.generation',
        '=',
        value(({ lease }) => lease.generation),
      )
      .where('lease.owner', 'is not', null)
      // SQLite allows one writer at a time.
      .$if(engine === 'postgres', (query) => query.forUpdate())
  );
}

export function portalOf({ lease }: WithLeaseRecord): number {
  return lease.portalId;
}

/** Returns the lease row of a portal, locked until the transaction ends. Creates the row if it is missing. */
async function lockedRow(
  store: Store,
  transaction: WriteTransaction,
  portalId: number,
): Promise<Tables['rollcall_leases']> {
  const never: Instant = instantOf(0);
  await transaction
    .insertInto('rollcall_leases')
    .values({
      portal: portalId,
      generation: 0,
      owner: null,
      acquired_at: never,
      heartbeat_at: never,
      expires_at: never,
      run: null,
    })
    .onConflict((conflict) => conflict.column('portal').doNothing())
    .execute();
  return transaction
    .selectFrom('rollcall_leases')
    .selectAll()
    .where('portal', '=', portalId)
    .$if(store.engine === 'postgres', (query) => query.forUpdate())
    .executeTakeFirstOrThrow();
}

/** Sets a heartbeat in the future to `now`: the clock was set back. */
async function correctFutureHeartbeat(
  transaction: WriteTransaction,
  held: LeaseRecord,
  now: number,
): Promise<LeaseRecord> {
  if (Date.parse(held.heartbeatAt) <= now) return held;
  const corrected = renewedAt(held, now);
  await writeHeartbeat(transaction, corrected);
  return corrected;
}

function renewedAt(lease: LeaseRecord, now: number): LeaseRecord {
  const lifetime = Date.parse(lease.expiresAt) - Date.parse(lease.heartbeatAt);
  return { ...lease, heartbeatAt: instantOf(now), expiresAt: instantOf(now + lifetime) };
}

async function writeHeartbeat(transaction: WriteTransaction, lease: LeaseRecord): Promise<void> {
  await transaction
    .updateTable('rollcall_leases')
    .set({ heartbeat_at: lease.heartbeatAt, expires_at: lease.expiresAt })
    .where('portal', '=', lease.portalId)
    .execute();
}

function recordOf(row: Tables['rollcall_leases']): LeaseRecord | undefined {
  if (row.owner === null) return undefined;
  return {
    portalId: row.portal,
    owner: row.owner,
    generation: row.generation,
    acquiredAt: row.acquired_at,
    heartbeatAt: row.heartbeat_at,
    expiresAt: row.expires_at,
    ...(row.run === null ? {} : { run: row.run }),
  };
}
