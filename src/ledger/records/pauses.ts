/** Reads, sets and lifts pauses of enrollments, for one target or the whole account. */
import type { Pause } from '../../model/ledger/ledger-view.ts';
import type { Queryable, WriteTransaction } from '../store.ts';

/** Returns all pauses of a portal, the one of the whole account first. */
export async function readPauses(db: Queryable, portalId: number): Promise<readonly Pause[]> {
  const rows = await db
    .selectFrom('rollcall_pauses')
    .selectAll()
    .where('portal', '=', portalId)
    .orderBy('kind')
    .orderBy('target_id')
    .execute();
  return rows.map((row) => ({
    ...(row.kind === '' ? {} : { kind: row.kind, targetId: row.target_id, targetKey: row.target_key }),
    actor: row.actor,
    ...(row.reason === null ? {} : { reason: row.reason }),
    at: row.at,
  }));
}

/** Sets a pause, and replaces an existing one of the same target. */
export async function setPause(transaction: WriteTransaction, portalId: number, pause: Pause): Promise<void> {
  await transaction
    .insertInto('rollcall_pauses')
    .values({
      portal: portalId,
      kind: pause.kind ?? '',
      target_id: pause.targetId ?? '',
      target_key: pause.targetKey ?? '',
      actor: pause.actor,
      reason: pause.reason ?? null,
      at: pause.at,
    })
    .onConflict((conflict) =>
      conflict.columns(['portal', 'kind', 'target_id']).doUpdateSet((row) => ({
        target_key: row.ref('excluded.target_key'),
        actor: row.ref('excluded.actor'),
        reason: row.ref('excluded.reason'),
        at: row.ref('excluded.at'),
      })),
    )
    .execute();
}

/** Lifts a pause, if there is one. */
export async function liftPause(
  transaction: WriteTransaction,
  portalId: number,
  { kind, targetId }: Pick<Pause, 'kind' | 'targetId'>,
): Promise<void> {
  await transaction
    .deleteFrom('rollcall_pauses')
    .where('portal', '=', portalId)
    .where('kind', '=', kind ?? '')
    .where('target_id', '=', targetId ?? '')
    .execute();
}
