/** Reads and records the baseline of each target, and the target ids that share one history. */
import type { LedgerTarget, TargetJoin } from '../../model/ledger/ledger-view.ts';
import { type Kind, targetIdentityKey, type TargetId } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import { batches } from '../statements.ts';
import type { Queryable, WriteTransaction } from '../store.ts';

export async function readTargets(db: Queryable, portalId: number): Promise<readonly LedgerTarget[]> {
  const rows = await db
    .selectFrom('rollcall_targets')
    .selectAll()
    .where('portal', '=', portalId)
    .orderBy('kind')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    kind: row.kind,
    id: row.id,
    key: row.target_key,
    ...(row.revision === null ? {} : { revision: row.revision }),
    status: row.status,
    ...(row.name === null ? {} : { name: row.name }),
    ...(row.ends_seen_at === null ? {} : { endsSeenAt: row.ends_seen_at }),
    // A ledger of an older format lacks the column.
    ...(row.definition ? { definition: row.definition } : {}),
  }));
}

/** Sets the baseline of the given targets. Other targets keep theirs. */
export async function setTargets(
  transaction: WriteTransaction,
  portalId: number,
  targets: readonly LedgerTarget[],
): Promise<void> {
  const latest = new Map(targets.map((target) => [targetIdentityKey(target), target]));
  const rows = [...latest.values()].map((target) => ({
    portal: portalId,
    kind: target.kind,
    id: target.id,
    target_key: target.key,
    revision: target.revision ?? null,
    status: target.status,
    name: target.name ?? null,
    ends_seen_at: target.endsSeenAt ?? null,
    definition: target.definition ?? null,
  }));
  for (const batch of batches(rows)) {
    await transaction
      .insertInto('rollcall_targets')
      .values(batch)
      .onConflict((conflict) =>
        conflict.columns(['portal', 'kind', 'id']).doUpdateSet((row) => ({
          target_key: row.ref('excluded.target_key'),
          revision: row.ref('excluded.revision'),
          status: row.ref('excluded.status'),
          name: row.ref('excluded.name'),
          definition: row.ref('excluded.definition'),
          // An apply sets no `endsSeenAt`: keep the ends that a user accepted.
          ends_seen_at: row.fn.coalesce('excluded.ends_seen_at', 'rollcall_targets.ends_seen_at'),
        })),
      )
      .execute();
  }
}

export async function readJoins(db: Queryable, portalId: number): Promise<readonly TargetJoin[]> {
  const rows = await db
    .selectFrom('rollcall_joins')
    .selectAll()
    .where('portal', '=', portalId)
    .orderBy('kind')
    .orderBy('target_id')
    .orderBy('former_id')
    .execute();
  return rows.map((row) => ({ kind: row.kind, targetId: row.target_id, formerId: row.former_id }));
}

/** Records that target ids share one history. A known pair is not changed. */
export async function joinTargets(
  transaction: WriteTransaction,
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

/** Removes every join of a target id, on either side. */
export async function separateTarget(
  transaction: WriteTransaction,
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
