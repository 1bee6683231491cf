/**
 * The lease: who may write for a portal. What keeps two writers apart is the generation, which only
 * rises and which every write checks in its own transaction. Times only decide how long others wait.
 *
 * Clocks: a clock set back would make a lease look valid for as long as it was set back. A heartbeat
 * that lies in the future shows this; the lease then counts as beaten just now, so that it ends one
 * lifetime later unless its owner lives and beats again. A clock set forward may end a lease early:
 * the owner then meets `LeaseLost` at the next write, before anything is sent.
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

/** Takes the lease with the next generation, or says who has it. */
export async function acquireLease(
  store: Store,
  request: LeaseRequest,
): Promise<LeaseRecord | { readonly heldBy: LeaseRecord }> {
  return store.db.transaction().execute(async (transaction) => {
    const row = await lockedRow(store, transaction, request.portalId);
    // A copy may have ended while this run waited for the lock.
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

/** The lease as it stands, or nothing when nobody holds it. */
export async function readLease(db: Queryable, portalId: number): Promise<LeaseRecord | undefined> {
  const row = await db
    .selectFrom('rollcall_leases')
    .selectAll()
    .where('portal', '=', portalId)
    .executeTakeFirst();
  return row && recordOf(row);
}

/** Ends the lease whoever holds it; returns what was there. The generation stays used up. */
export async function forceUnlock(store: Store, portalId: number): Promise<LeaseRecord | undefined> {
  return store.db.transaction().execute(async (transaction) => {
    const held = recordOf(await lockedRow(store, transaction, portalId));
    await transaction
      .updateTable('rollcall_leases')
      .set({ owner: null })
      .where('portal', '=', portalId)
      .execute();
    return held;
  });
}

/** Says that the owner lives: the lease lasts one lifetime from now. Throws `LeaseLost`. */
export async function renewLease(store: Store, lease: LeaseRecord): Promise<LeaseRecord> {
  return store.db.transaction().execute(async (transaction) => {
    await assertLeaseHeld(store, transaction, lease);
    const renewed = renewedAt(lease, await store.clock(transaction));
    await writeHeartbeat(transaction, renewed);
    return renewed;
  });
}

/** Gives the lease back, if it is still ours. */
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

/** Throws `LeaseLost` unless the lease is ours, and keeps it so until the transaction ends. */
export async function assertLeaseHeld(
  store: Store,
  transaction: WriteTransaction,
  lease: LeaseRecord,
): Promise<void> {
  const { rows } = await heldLeaseRow[store.engine](transaction, { lease });
  if (rows.length === 0) throw leaseLostError(lease);
}

/** What a write throws that finds another generation, or nobody. */
export function leaseLostError({ portalId, generation }: LeaseRecord): LeaseLostError {
  return new LeaseLostError(
    `the lock on account ${portalId} was lost (generation ${generation}): it expired and another run took it, or it was force-unlocked`,
  );
}

const heldLeaseRow = compileOncePerEngine<WithLeaseRecord, unknown>((db, value, engine) =>
  heldLeaseQuery(db, value, engine).select('lease.generation'),
);

/** A write, and the lease that it needs. */
export interface WithLeaseRecord {
  readonly lease: LeaseRecord;
}

type TablesWithLease = Tables & { readonly lease: Tables['rollcall_leases'] };

/** The row of a lease if it is still ours, locked until the transaction ends. */
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
      // SQLite has but one writer at a time.
      .$if(engine === 'postgres', (query) => query.forUpdate())
  );
}

export function portalOf({ lease }: WithLeaseRecord): number {
  return lease.portalId;
}

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

async function correctFutureHeartbeat(
  transaction: WriteTransaction,
  held: LeaseRecord,
  now: number,
): Promise<LeaseRecord> {
  if (Date.parse(held.heartbeatAt) <= now) return held;
  const beaten = renewedAt(held, now);
  await writeHeartbeat(transaction, beaten);
  return beaten;
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
