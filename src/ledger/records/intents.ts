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

/** A new row has no end yet. */
type Row = Omit<Tables['rollcall_intents'], 'ended_at' | 'end_seen_at' | 'end_how'>;

/**
 * Records what is about to be sent; returns the ids in the order given. Throws `AlreadyIntended`, which
 * has to undo the transaction.
 */
export async function insertIntents(
  transaction: WriteTransaction,
  name: RunKey,
  intents: readonly NewIntent[],
): Promise<readonly IntentId[]> {
  const first = await nextIntentId(transaction, name.portalId);
  const rows = intents.map((intent, index) => openRow(name, first + index, intent));
  try {
    for (const batch of batches(rows)) {
      await transaction.insertInto('rollcall_intents').values(batch).execute();
    }
  } catch (error) {
    throw isUniqueViolation(error) ? alreadyIntendedError(name, intents, error) : error;
  }
  return rows.map(({ id }) => id);
}

/**
 * Records one intent under the id given, and proves in the same statement that the lease is ours: the
 * statement is a transaction of its own. Throws `AlreadyIntended` and `LeaseLost`.
 */
export async function insertIntent(
  { store, db }: { readonly store: Store; readonly db: Queryable },
  { lease, run, id }: WithLeaseRecord & { readonly run: number; readonly id: IntentId },
  intent: NewIntent,
): Promise<void> {
  const name = { portalId: lease.portalId, run };
  const row = openRow(name, id, intent);
  try {
    const { numAffectedRows } = await insertUnderLease[store.engine](db, { lease, row });
    if (!numAffectedRows) throw leaseLostError(lease);
  } catch (error) {
    throw isUniqueViolation(error) ? alreadyIntendedError(name, [intent], error) : error;
  }
}

/** Records enrollments of others; one that is known already stays as it was. */
export async function insertAdoptions(
  transaction: WriteTransaction,
  name: RunKey,
  adoptions: readonly Adoption[],
): Promise<void> {
  const first = await nextIntentId(transaction, name.portalId);
  const rows = adoptions.map((adoption, index) => adoptedRow(name, first + index, adoption));
  for (const batch of batches(rows)) {
    await transaction
      .insertInto('rollcall_intents')
      .values(batch)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

// Rows are written out: put together from parts, one takes longer to make than to insert.

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
    at: adoption.at,
    effect_at: adoption.effectAt ?? null,
    settled_at: null,
    settlements: 0,
  };
}

/** The id of the next intent; true as long as nobody else writes intents of the portal. */
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
 * Without our lease there is no row to insert. On PostgreSQL the statement also makes its own
 * transaction durable, in the only way that needs no second round trip and leaves nothing in the session:
 * `set_config` with `is_local`, in a condition that is evaluated before the row is locked.
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
  const what =
    only && others.length === 0
      ? `the enrollment ${declarationKey(only)}`
      : `at least one of ${intents.length} enrollments`;
  return new AlreadyIntendedError(
    `account ${portalId}: ${what} already has an intent that took or may have taken effect`,
    { cause },
  );
}
