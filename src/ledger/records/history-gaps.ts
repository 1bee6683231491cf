/** Reads and records gaps in the history of a portal, and vouches that cover them. */
import type { LedgerView } from '../../model/ledger/ledger-view.ts';
import type { Gap, Vouch } from '../../model/ledger/ledger.ts';
import type { Instant } from '../../model/time.ts';
import { batches } from '../statements.ts';
import type { Queryable, WriteTransaction } from '../store.ts';

/** Returns the gap that was marked last, if any. */
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

/** Records a gap. A repeated gap changes nothing. */
export async function markGap(transaction: WriteTransaction, portalId: number, gap: Gap): Promise<void> {
  await transaction
    .insertInto('rollcall_gaps')
    .values({ portal: portalId, from_at: gap.from, marked_at: gap.markedAt, actor: gap.actor })
    .onConflict((conflict) => conflict.columns(['portal', 'marked_at', 'from_at']).doNothing())
    .execute();
}

/**
 * Returns a function that reports whether a vouch covers a declaration. Vouches from before `markedAt`, the time at
 * which the latest gap was marked, do not count: they cannot cover that gap.
 */
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
    const key = `${kind}:${target_id}:${contact_id}`;
    const previous = earliest.get(key);
    if (previous === undefined || since < previous) earliest.set(key, since);
  }
  return ({ kind, targetId, contactId, since = '' }) => {
    const from = earliest.get(`${kind}:${targetId}:${contactId}`);
    return from !== undefined && from <= since;
  };
}

/** Records vouches. A repeated vouch replaces the actor and the time. */
export async function recordVouches(
  transaction: WriteTransaction,
  portalId: number,
  vouches: readonly Vouch[],
): Promise<void> {
  const rows = vouches.map((vouch) => ({
    portal: portalId,
    kind: vouch.kind,
    target_id: vouch.targetId,
    contact_id: vouch.contactId,
    since: vouch.since ?? '',
    actor: vouch.actor,
    at: vouch.at,
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
