import type { Adoption, IntentId, NewIntent } from '../model/ledger.ts';
import { AlreadyIntended, declarationName } from '../model/ledger.ts';
import { batches } from './batches.ts';
import { compiled } from './compiled.ts';
import { isUniqueViolation } from './ledger-failure.ts';
import type { Tables, Writing } from './tables.ts';
import type { RunName } from './write-runs.ts';

type Row = Tables['rollcall_intents'];

/**
 * Records what is about to be sent; returns the ids in the order given. Throws `AlreadyIntended`, which
 * has to undo the transaction.
 */
export async function intend(
  transaction: Writing,
  name: RunName,
  intents: readonly NewIntent[],
): Promise<readonly IntentId[]> {
  const first = await nextId(transaction, name.portalId);
  const rows = intents.map((intent, index): Row => ({
    ...rowOf(name, intent),
    id: first + index,
    action: intent.action,
    state: 'open',
    target_key: intent.targetKey,
    plan_id: intent.planId,
    sender_user_id: intent.senderUserId ?? null,
    mails: intent.mails ?? null,
    effect_at: null,
  }));
  try {
    const [only, ...others] = rows;
    if (only && others.length === 0) await insertOne(transaction, only);
    else {
      for (const batch of batches(rows)) {
        await transaction.insertInto('rollcall_intents').values(batch).execute();
      }
    }
  } catch (error) {
    throw isUniqueViolation(error) ? alreadyIntended(name, intents, error) : error;
  }
  return rows.map(({ id }) => id);
}

/** Records enrollments of others; one that is known already stays as it was. */
export async function adopt(
  transaction: Writing,
  name: RunName,
  adoptions: readonly Adoption[],
): Promise<void> {
  const first = await nextId(transaction, name.portalId);
  const rows = adoptions.map((adoption, index): Row => ({
    ...rowOf(name, adoption),
    id: first + index,
    action: 'enroll',
    state: 'adopted',
    target_key: '',
    plan_id: null,
    sender_user_id: null,
    mails: null,
    effect_at: adoption.effectAt ?? null,
  }));
  for (const batch of batches(rows)) {
    await transaction
      .insertInto('rollcall_intents')
      .values(batch)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

function rowOf({ portalId, run }: RunName, act: NewIntent | Adoption) {
  return {
    portal: portalId,
    run,
    kind: act.kind,
    target_id: act.targetId,
    contact_id: act.contactId ?? null,
    since: act.since ?? '',
    origin: act.origin,
    at: act.at,
    settled_at: null,
    settlements: 0,
  } as const;
}

// The lease's row is held, so nobody else counts at the same time.
async function nextId(transaction: Writing, portalId: number): Promise<IntentId> {
  const { rows } = await lastId(transaction, { portalId });
  return (rows[0]?.last ?? 0) + 1;
}

const lastId = compiled<{ portalId: number }, { last: IntentId | null }>((db, value) =>
  db
    .selectFrom('rollcall_intents')
    .select(({ fn }) => fn.max<IntentId | null>('id').as('last'))
    .where('portal', '=', value('portalId')),
);

const insertOne = compiled<Row, unknown>((db, value) =>
  db.insertInto('rollcall_intents').values({
    portal: value('portal'),
    id: value('id'),
    run: value('run'),
    action: value('action'),
    state: value('state'),
    kind: value('kind'),
    target_id: value('target_id'),
    target_key: value('target_key'),
    contact_id: value('contact_id'),
    since: value('since'),
    origin: value('origin'),
    plan_id: value('plan_id'),
    sender_user_id: value('sender_user_id'),
    mails: value('mails'),
    at: value('at'),
    effect_at: value('effect_at'),
    settled_at: value('settled_at'),
    settlements: value('settlements'),
  }),
);

function alreadyIntended(
  { portalId }: RunName,
  intents: readonly NewIntent[],
  cause: unknown,
): AlreadyIntended {
  const [only, ...others] = intents;
  const what =
    only && others.length === 0
      ? `the enrollment ${declarationName(only)}`
      : `at least one of ${intents.length} enrollments`;
  return new AlreadyIntended(
    `account ${portalId}: ${what} already has an intent that took or may have taken effect`,
    { cause },
  );
}
