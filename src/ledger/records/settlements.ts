import { sql } from 'kysely';
import { Failure } from '../../model/failure.ts';
import type { IntentId, LeaseRecord, RecordedEnd, Settlement } from '../../model/ledger/ledger.ts';
import { assertLeaseHeld, heldLeaseQuery, portalOf, type WithLeaseRecord } from '../lease.ts';
import type { Tables } from '../schema/tables.ts';
import { batches, compileOnce, compileOncePerEngine } from '../statements.ts';
import type { Store, WriteTransaction } from '../store.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/**
 * Records what became of intents, and how it is known. Saying the same again changes nothing. Throws
 * `LeaseLost`, and `Failure` `ledger-settled` when an intent is unknown or has already ended otherwise.
 */
export async function recordSettlements(
  transaction: WriteTransaction,
  { store, lease }: { readonly store: Store; readonly lease: LeaseRecord },
  settlements: readonly Settlement[],
): Promise<void> {
  // With nothing to write the lease is checked all the same: whoever lost it hears of it here.
  if (settlements.length === 0) await assertLeaseHeld(store, transaction, lease);
  for (const settlement of settlements) {
    const end = { lease, settlement };
    const { numAffectedRows } = await changeState[store.engine](transaction, end);
    if (numAffectedRows) {
      await insertProof(transaction, end);
      continue;
    }
    await assertLeaseHeld(store, transaction, lease);
    await refuseContradiction(transaction, lease.portalId, settlement);
  }
}

interface SettlementUnderLease extends WithLeaseRecord {
  readonly settlement: Settlement;
}

const changeState = compileOncePerEngine<SettlementUnderLease, unknown>((db, value, engine) =>
  db
    .updateTable('rollcall_intents')
    .set((column) => ({
      state: value(stateOf),
      effect_at: value(({ settlement }) => settlement.effectAt ?? null),
      settled_at: value(({ settlement }) => settlement.at),
      settlements: column('settlements', '+', 1),
    }))
    .where('portal', '=', value(portalOf))
    .where('id', '=', value(intentOf))
    .where('state', 'in', ['open', 'accepted'])
    .where('state', '<>', value(stateOf))
    .where((where) => where.exists(heldLeaseQuery(db, value, engine).select('lease.generation'))),
);

/** The next step of an intent whose state has just been changed. */
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
  { intent, state }: Settlement,
): Promise<void> {
  const present = await transaction
    .selectFrom('rollcall_intents')
    .select('state')
    .where('portal', '=', portal)
    .where('id', '=', intent)
    .executeTakeFirst();
  if (present?.state === state) return;
  throw new Failure({
    code: 'ledger-settled',
    message: `Intent ${intent} of account ${portal} is ${present ? describeState(present.state) : 'not in the ledger'} and can't become ${state}.`,
    help: 'See `rollcall history` for what is recorded.',
  });
}

function describeState(state: Tables['rollcall_intents']['state']): string {
  return state === 'adopted' ? 'the sight of an enrollment by someone else' : `already ${state}`;
}

/**
 * Records that enrollments ended, one statement a batch. What is known stays: a later end adds only a
 * date where there is none, and a cause where it was `unexplained`.
 */
export async function recordEnds(
  transaction: WriteTransaction,
  portalId: number,
  ends: readonly RecordedEnd[],
): Promise<void> {
  // Which of two rows for one intent an update takes is undefined.
  const unique = new Map<number, RecordedEnd>();
  for (const end of ends) {
    const before = unique.get(end.intent);
    unique.set(end.intent, before ? mergeEnds(before, end) : end);
  }
  for (const batch of batches([...unique.values()])) {
    const rows = batch.map(
      ({ intent, seenAt, endedAt, how }) =>
        sql`(cast(${intent} as bigint), cast(${seenAt} as text), cast(${endedAt ?? null} as text), cast(${how} as text))`,
    );
    await sql`
      with seen (intent, seen_at, ended_at, how) as (values ${sql.join(rows)})
      update rollcall_intents set
        end_seen_at = coalesce(rollcall_intents.end_seen_at, seen.seen_at),
        ended_at = coalesce(rollcall_intents.ended_at, seen.ended_at),
        end_how = case
          when rollcall_intents.end_how is null or rollcall_intents.end_how = 'unexplained' then seen.how
          else rollcall_intents.end_how end
      from seen
      where rollcall_intents.portal = ${portalId} and rollcall_intents.id = seen.intent`.execute(transaction);
  }
}

function mergeEnds(before: RecordedEnd, end: RecordedEnd): RecordedEnd {
  const endedAt = before.endedAt ?? end.endedAt;
  return {
    ...before,
    ...omitUndefined({ endedAt }),
    how: before.how === 'unexplained' ? end.how : before.how,
  };
}
