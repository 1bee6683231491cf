import { sql } from 'kysely';
import { Failure } from '../../model/failure.ts';
import type { IntentId, LeaseRecord, RecordedEnd, Settlement } from '../../model/ledger/ledger.ts';
import { assertLeaseHeld, heldLeaseQuery, portalOf, type WithLeaseRecord } from '../lease.ts';
import type { Tables } from '../schema/tables.ts';
import { batches, compileOnce, compileOncePerEngine } from '../statements.ts';
import type { Store, WriteTransaction } from '../store.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/**
 * Records the outcomes of intents and their evidence. A repeated settlement changes nothing. Throws
 * `LeaseLostError`, and `Failure` `intent-already-settled` if an intent does not exist or already has another final state.
 */
export async function recordSettlements(
  transaction: WriteTransaction,
  { store, lease }: { readonly store: Store; readonly lease: LeaseRecord },
  settlements: readonly HashedSettlement[],
): Promise<void> {
  // Without settlements, no statement below checks the lease.
  if (settlements.length === 0) await assertLeaseHeld(store, transaction, lease);
  for (const settlement of settlements) {
    const values = { lease, settlement };
    const { numAffectedRows } = await changeState[store.engine](transaction, values);
    if (numAffectedRows) {
      await insertProof(transaction, values);
      continue;
    }
    await assertLeaseHeld(store, transaction, lease);
    await refuseContradiction(transaction, lease.portalId, settlement);
  }
}

/** A settlement whose email is hashed: the ledger stores none in plain text. */
export type HashedSettlement = Omit<Settlement, 'email'> & { readonly emailHash?: string };

interface SettlementUnderLease extends WithLeaseRecord {
  readonly settlement: HashedSettlement;
}

const changeState = compileOncePerEngine<SettlementUnderLease, unknown>((db, value, engine) =>
  db
    .updateTable('rollcall_intents')
    .set((column) => ({
      state: value(stateOf),
      effect_at: value(({ settlement }) => settlement.effectAt ?? null),
      settled_at: value(({ settlement }) => settlement.at),
      settlements: column('settlements', '+', 1),
      refusal_cause: value(({ settlement }) => settlement.refusal?.cause ?? null),
      refusal_code: value(({ settlement }) => settlement.refusal?.code ?? null),
      refusal_reason: value(({ settlement }) => settlement.refusal?.reason ?? null),
      email_hash: value(({ settlement }) => settlement.emailHash ?? null),
      created_id: value(({ settlement }) => settlement.createdId ?? null),
    }))
    .where('portal', '=', value(portalOf))
    .where('id', '=', value(intentOf))
    .where((where) =>
      where.or([
        where('state', 'in', ['open', 'accepted']),
        // A person found that the created workflow was deleted, so that it may be created again.
        where.and([
          where('action', '=', 'create-workflow'),
          where('state', '=', 'proved'),
          where(value(stateOf), '=', 'refused'),
        ]),
      ]),
    )
    .where('state', '<>', value(stateOf))
    .where((where) => where.exists(heldLeaseQuery(db, value, engine).select('lease.generation'))),
);

/** Inserts the proof of an intent whose state has just been changed. */
const insertProof = compileOnce<SettlementUnderLease, unknown>((db, value) =>
  db
    .insertInto('rollcall_proofs')
    .columns(['portal', 'intent', 'step', 'state', 'at', 'effect_at', 'enrollment_id', 'evidence'])
    .expression(
      db
        .selectFrom('rollcall_intents')
        .select([
          'portal',
          'id',
          'settlements',
          'state',
          value(({ settlement }) => settlement.at).as('at'),
          'effect_at',
          value(({ settlement }) => settlement.enrollmentId ?? null).as('enrollment_id'),
          value(({ settlement }) => settlement.evidence).as('evidence'),
        ])
        .where('portal', '=', value(portalOf))
        .where('id', '=', value(intentOf)),
    ),
);

function stateOf({ settlement }: SettlementUnderLease): Settlement['state'] {
  return settlement.state;
}

function intentOf({ settlement }: SettlementUnderLease): IntentId {
  return settlement.intent;
}

async function refuseContradiction(
  transaction: WriteTransaction,
  portal: number,
  { intent, state }: HashedSettlement,
): Promise<void> {
  const present = await transaction
    .selectFrom('rollcall_intents')
    .select('state')
    .where('portal', '=', portal)
    .where('id', '=', intent)
    .executeTakeFirst();
  if (present?.state === state) return;
  throw new Failure({
    code: 'intent-already-settled',
    message: `Intent ${intent} of account ${portal} is ${present ? describeState(present.state) : 'not in the ledger'} and cannot become ${state}.`,
    help: 'Run `rollcall history` to see the recorded state.',
  });
}

function describeState(state: Tables['rollcall_intents']['state']): string {
  return state === 'adopted' ? 'an adopted enrollment' : `already ${state}`;
}

/**
 * Records that enrollments ended, with one statement for each batch. Known values stay: a later end only adds a
 * missing date, and replaces the cause `unexplained`.
 */
export async function recordEnds(
  transaction: WriteTransaction,
  portalId: number,
  ends: readonly RecordedEnd[],
): Promise<void> {
  // SQL does not define which of two rows for one intent an update uses.
  const unique = new Map<number, RecordedEnd>();
  for (const end of ends) {
    const previous = unique.get(end.intent);
    unique.set(end.intent, previous ? mergeEnds(previous, end) : end);
  }
  for (const batch of batches([...unique.values()])) {
    const rows = batch.map(
      ({ intent, seenAt, endedAt, how }) =>
        sql`(cast(${intent} as bigint), cast(${seenAt} as text), cast(${endedAt ?? null} as text), cast(${how} as text))`,
    );
    await sql`
      with new_end (intent, seen_at, ended_at, how) as (values ${sql.join(rows)})
      update rollcall_intents set
        end_seen_at = coalesce(rollcall_intents.end_seen_at, new_end.seen_at),
        ended_at = coalesce(rollcall_intents.ended_at, new_end.ended_at),
        end_how = case
          when rollcall_intents.end_how is null or rollcall_intents.end_how = 'unexplained' then new_end.how
          else rollcall_intents.end_how end
      from new_end
      where rollcall_intents.portal = ${portalId} and rollcall_intents.id = new_end.intent`.execute(
      transaction,
    );
  }
}

function mergeEnds(previous: RecordedEnd, end: RecordedEnd): RecordedEnd {
  const endedAt = previous.endedAt ?? end.endedAt;
  return {
    ...previous,
    ...omitUndefined({ endedAt }),
    how: previous.how === 'unexplained' ? end.how : previous.how,
  };
}
