/** The latest gap in the history of one portal, and the vouches that cover history. */
import type { LedgerView } from '../../model/ledger/ledger-view.ts';
import type { Gap, Vouch } from '../../model/ledger/ledger.ts';
import type { Instant } from '../../model/time.ts';
import { batches } from '../statements.ts';
import type { Queryable, WriteTransaction } from '../store.ts';

/** The latest gap, if any. */
export async function readGap(db: Queryable, portalId: number): Promise<LedgerView['gap']> {
  const row = await db
    .selectFrom('rollcall_gaps')
    .select(['from_at', 'marked_at'])
    .where('portal', '=', portalId)
    .orderBy('marked_at', 'desc')
    .orderBy('from_at')
    .limit(1)
    .executeTakeFirst();
  return row && { from: row.from_at, markedAt: row.marked_at };
}

/** Records a gap; the same one again changes nothing. */
export async function markGap(transaction: WriteTransaction, portalId: number, gap: Gap): Promise<void> {
  await transaction
    .insertInto('rollcall_gaps')
    .values({ portal: portalId, from_at: gap.from, marked_at: gap.markedAt, actor: gap.actor })
    .onConflict((conflict) => conflict.columns(['portal', 'marked_at', 'from_at']).doNothing())
    .execute();
}

/** A vouch made before the latest gap was marked does not cover the gap: it no longer counts. */
export async function readVouches(
  db: Queryable,
  portalId: number,
  markedAt: Instant = '',
): Promise<LedgerView['vouched']> {
  const rows = await db
    .selectFrom('rollcall_vouches')
    .select(['kind', 'target_id', 'contact_id', 'since'])
    .where('portal', '=', portalId)
    .where('at', '>=', markedAt)
    .execute();
  const earliest = new Map<string, string>();
  for (const { kind, target_id, contact_id, since } of rows) {
    const name = `${kind}:${target_id}:${contact_id}`;
    const before = earliest.get(name);
    if (before === undefined || since < before) earliest.set(name, since);
  }
  return ({ kind, targetId, contactId, since = '' }) => {
    const from = earliest.get(`${kind}:${targetId}:${contactId}`);
    return from !== undefined && from <= since;
  };
}

/** Records a vouch; a repeated vouch gets the later moment. */
export async function recordVouches(
  transaction: WriteTransaction,
  portalId: number,
  vouches: readonly Vouch[],
): Promise<void> {
  const rows = vouches.map((one) => ({
    portal: portalId,
    kind: one.kind,
    target_id: one.targetId,
    contact_id: one.contactId,
    since: one.since ?? '',
    actor: one.actor,
    at: one.at,
  }));
  for (const batch of batches(rows)) {
    await transaction
      .insertInto('rollcall_vouches')
      .values(batch)
      .onConflict((conflict) =>
        conflict
          .columns(['portal', 'kind', 'target_id', 'contact_id', 'since'])
          .doUpdateSet((row) => ({ actor: row.ref('excluded.actor'), at: row.ref('excluded.at') })),
      )
      .execute();
  }
}
