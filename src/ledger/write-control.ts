/** Decisions by users or the files about targets and the history: joins, pauses, gaps. */
import type { Instant } from '../model/time.ts';
import type { Pause, TargetJoin } from '../model/ledger/ledger-view.ts';
import type { Gap, Vouch } from '../model/ledger/ledger.ts';
import type { Kind, TargetId } from '../model/target.ts';
import { batches } from './batches.ts';
import type { Writing } from './schema/tables.ts';

/** Joins ids of targets; a pair that is joined already stays as it was. */
export async function joinTargets(
  transaction: Writing,
  portalId: number,
  joins: readonly (TargetJoin & { readonly at: Instant })[],
): Promise<void> {
  const rows = joins.map((join) => ({
    portal: portalId,
    kind: join.kind,
    target_id: join.targetId,
    former_id: join.formerId,
    at: join.at,
  }));
  for (const batch of batches(rows)) {
    await transaction
      .insertInto('rollcall_joins')
      .values(batch)
      .onConflict((conflict) => conflict.columns(['portal', 'kind', 'target_id', 'former_id']).doNothing())
      .execute();
  }
}

/** Removes the joins of an id, on whichever side it is. */
export async function separateTarget(
  transaction: Writing,
  portalId: number,
  { kind, targetId }: { readonly kind: Kind; readonly targetId: TargetId },
): Promise<void> {
  await transaction
    .deleteFrom('rollcall_joins')
    .where('portal', '=', portalId)
    .where('kind', '=', kind)
    .where((where) => where.or([where('target_id', '=', targetId), where('former_id', '=', targetId)]))
    .execute();
}

/** Sets a pause; one of the same target is replaced. */
export async function setPause(transaction: Writing, portalId: number, pause: Pause): Promise<void> {
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

/** Lifts a pause; returns how many there were. */
export async function liftPause(
  transaction: Writing,
  portalId: number,
  { kind, targetId }: Pick<Pause, 'kind' | 'targetId'>,
): Promise<number> {
  const { numDeletedRows } = await transaction
    .deleteFrom('rollcall_pauses')
    .where('portal', '=', portalId)
    .where('kind', '=', kind ?? '')
    .where('target_id', '=', targetId ?? '')
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Records a gap; the same one again changes nothing. */
export async function markGap(transaction: Writing, portalId: number, gap: Gap): Promise<void> {
  await transaction
    .insertInto('rollcall_gaps')
    .values({ portal: portalId, from_at: gap.from, marked_at: gap.markedAt, actor: gap.actor })
    .onConflict((conflict) => conflict.columns(['portal', 'marked_at', 'from_at']).doNothing())
    .execute();
}

/** Records a vouch; a repeated vouch gets the later moment. */
export async function vouch(
  transaction: Writing,
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
