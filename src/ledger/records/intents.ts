import { sql } from 'kysely';
import {
  type Adoption,
  AlreadyIntendedError,
  declarationKey,
  type IntentId,
  type NewIntent,
} from '../../model/ledger/ledger.ts';
import { heldLeaseQuery, leaseLostError, type WithLeaseRecord } from '../lease.ts';
import { isUniqueViolation } from '../ledger-failure.ts';
import type { Tables } from '../schema/tables.ts';
import { batches, compileOnce, compileOncePerEngine } from '../statements.ts';
import type { Queryable, Store, WriteTransaction } from '../store.ts';
import type { RunKey } from './runs.ts';

/** A new row, which has no end and no refusal yet. */
type Row = Pick<Tables['rollcall_intents'], (typeof columns)[number]>;

/**
 * Records intents before their requests are sent, and returns their ids in the same order. Throws
 * `AlreadyIntendedError`; the caller must then roll back the transaction.
 */
export async function insertIntents(
  transaction: WriteTransaction,
  runKey: RunKey,
  intents: readonly NewIntent[],
): Promise<readonly IntentId[]> {
  const first = await nextIntentId(transaction, runKey.portalId);
  const rows = intents.map((intent, index) => openRow(runKey, first + index, intent));
  try {
    for (const batch of batches(rows)) {
      await transaction.insertInto('rollcall_intents').values(batch).execute();
    }
  } catch (error) {
    throw isUniqueViolation(error) ? alreadyIntendedError(runKey, intents, error) : error;
  }
  return rows.map(({ id }) => id);
}

/**
 * Records one intent under the given id, in a single-statement transaction that also checks the lease. Throws
 * `AlreadyIntendedError` and `LeaseLostError`.
 */
export async function insertIntent(
  { store, db }: { readonly store: Store; readonly db: Queryable },
  { lease, run, id }: WithLeaseRecord & { readonly run: number; readonly id: IntentId },
  intent: NewIntent,
): Promise<void> {
  const runKey = { portalId: lease.portalId, run };
  const row = openRow(runKey, id, intent);
  try {
    const { numAffectedRows } = await insertUnderLease[store.engine](db, { lease, row });
    if (!numAffectedRows) throw leaseLostError(lease);
  } catch (error) {
    throw isUniqueViolation(error) ? alreadyIntendedError(runKey, [intent], error) : error;
  }
}

/** Records enrollments by someone else. A known one is not changed. */
export async function insertAdoptions(
  transaction: WriteTransaction,
  runKey: RunKey,
  adoptions: readonly Adoption[],
): Promise<void> {
  const first = await nextIntentId(transaction, runKey.portalId);
  const rows = adoptions.map((adoption, index) => adoptedRow(runKey, first + index, adoption));
  for (const batch of batches(rows)) {
    await transaction
      .insertInto('rollcall_intents')
      .values(batch)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

// Rows are written as literals: building a row from spreads takes longer than inserting it.

function openRow({ portalId, run }: RunKey, id: IntentId, intent: NewIntent): Row {
  return {
    portal: portalId,
    id,
    run,
    action: intent.action,
    state: 'open',
    kind: intent.kind,
    target_id: intent.targetId,
    target_key: intent.targetKey,
    contact_id: intent.contactId ?? null,
    since: intent.since ?? '',
    origin: intent.origin,
    plan_id: intent.planId,
    sender_user_id: intent.senderUserId ?? null,
    mails: intent.emails ?? null,
    created_name: intent.createdName ?? null,
    at: intent.at,
    effect_at: null,
    settled_at: null,
    settlements: 0,
  };
}

function adoptedRow({ portalId, run }: RunKey, id: IntentId, adoption: Adoption): Row {
  return {
    portal: portalId,
    id,
    run,
    action: 'enroll',
    state: 'adopted',
    kind: adoption.kind,
    target_id: adoption.targetId,
    target_key: '',
    contact_id: adoption.contactId,
    since: adoption.since ?? '',
    origin: adoption.origin,
    plan_id: null,
    sender_user_id: null,
    mails: null,
    created_name: null,
    at: adoption.at,
    effect_at: adoption.effectAt ?? null,
    settled_at: null,
    settlements: 0,
  };
}

/** Returns the id of the next intent. It stays valid while no other process writes intents of the portal. */
export async function nextIntentId(db: Queryable, portalId: number): Promise<IntentId> {
  const { rows } = await lastIntentId(db, { portalId });
  return (rows[0]?.last ?? 0) + 1;
}

const lastIntentId = compileOnce<{ portalId: number }, { last: IntentId | null }>((db, value) =>
  db
    .selectFrom('rollcall_intents')
    .select(({ fn }) => fn.max<IntentId | null>('id').as('last'))
    .where(
      'portal',
      '=',
      value(({ portalId }) => portalId),
    ),
);

/**
 * Inserts no row unless this run holds the lease. On PostgreSQL the statement also makes its own transaction durable:
 * `set_config` with `is_local`, in a condition that is evaluated before the row is locked. This needs no second round
 * trip and leaves no session state.
 */
const insertUnderLease = compileOncePerEngine<WithLeaseRecord & { readonly row: Row }, unknown>(
  (db, value, engine) =>
    db
      .insertInto('rollcall_intents')
      .columns(columns)
      .expression(
        heldLeaseQuery(db, value, engine)
          .$if(engine === 'postgres', (query) =>
            query
              .where(sql<boolean>`set_config('synchronous_commit', 'on', true) = 'on'`)
              .where(sql<boolean>`set_config('lock_timeout', '10s', true) = '10s'`),
          )
          .select(columns.map((column) => value(({ row }): unknown => row[column]).as(column))),
      ),
);

const columns = [
  'portal',
  'id',
  'run',
  'action',
  'state',
  'kind',
  'target_id',
  'target_key',
  'contact_id',
  'since',
  'origin',
  'plan_id',
  'sender_user_id',
  'mails',
  'created_name',
  'at',
  'effect_at',
  'settled_at',
  'settlements',
] as const;

function alreadyIntendedError(
  { portalId }: RunKey,
  intents: readonly NewIntent[],
  cause: unknown,
): AlreadyIntendedError {
  const [only, ...others] = intents;
  const subject =
    only && others.length === 0
      ? `the enrollment ${declarationKey(only)}`
      : `at least one of ${intents.length} enrollments`;
  return new AlreadyIntendedError(
    `account ${portalId}: ${subject} already has an intent that took or may have taken effect`,
    { cause },
  );
}
