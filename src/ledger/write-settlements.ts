import type { Settlement } from '../model/ledger.ts';
import { Failure } from '../model/failure.ts';
import { compiled } from './compiled.ts';
import type { Tables, Writing } from './tables.ts';

/**
 * Records what became of intents, and how it is known. Saying the same again changes nothing. Throws
 * `Failure` `ledger-settled` when an intent is unknown or has already ended otherwise.
 */
export async function settle(
  transaction: Writing,
  portalId: number,
  settlements: readonly Settlement[],
): Promise<void> {
  for (const settlement of settlements) await settleOne(transaction, portalId, settlement);
}

async function settleOne(transaction: Writing, portal: number, settlement: Settlement): Promise<void> {
  const { intent, state, at } = settlement;
  const effect_at = settlement.effectAt ?? null;
  const { rows } = await changeState(transaction, { portal, intent, state, at, effect_at });
  const [changed] = rows;
  if (!changed) {
    await refuseContradiction(transaction, portal, settlement);
    return;
  }
  await insertProof(transaction, {
    portal,
    intent,
    step: changed.settlements,
    state,
    at,
    effect_at,
    enrollment_id: settlement.enrollmentId ?? null,
    evidence: settlement.evidence,
  });
}

type Proof = Tables['rollcall_proofs'];

const changeState = compiled<
  Pick<Proof, 'portal' | 'intent' | 'state' | 'at' | 'effect_at'>,
  { settlements: number }
>((db, value) =>
  db
    .updateTable('rollcall_intents')
    .set((column) => ({
      state: value('state'),
      effect_at: value('effect_at'),
      settled_at: value('at'),
      settlements: column('settlements', '+', 1),
    }))
    .where('portal', '=', value('portal'))
    .where('id', '=', value('intent'))
    .where('state', 'in', ['open', 'accepted'])
    .where('state', '<>', value('state'))
    .returning('settlements'),
);

const insertProof = compiled<Proof, unknown>((db, value) =>
  db.insertInto('rollcall_proofs').values({
    portal: value('portal'),
    intent: value('intent'),
    step: value('step'),
    state: value('state'),
    at: value('at'),
    effect_at: value('effect_at'),
    enrollment_id: value('enrollment_id'),
    evidence: value('evidence'),
  }),
);

async function refuseContradiction(
  transaction: Writing,
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
    message: `Intent ${intent} of account ${portal} is ${present ? describe(present.state) : 'not in the ledger'} and can't become ${state}.`,
    help: 'See `rollcall history` for what is recorded.',
  });
}

function describe(state: Tables['rollcall_intents']['state']): string {
  return state === 'adopted' ? 'the sight of an enrollment by someone else' : `already ${state}`;
}
