/** Records and reads the configuration of the last reviewed plan of a portal. */
import type { RecordedReview } from '../../model/ledger/ledger.ts';
import { isFormat4 } from '../schema/migrate.ts';
import type { Queryable, WriteTransaction } from '../store.ts';

/** Records a reviewed configuration. Replaces an earlier one. */
export async function recordReview(
  transaction: WriteTransaction,
  portalId: number,
  { configHash, planId, commit, at }: RecordedReview,
): Promise<void> {
  await transaction
    .insertInto('rollcall_reviews')
    .values({ portal: portalId, config_hash: configHash, plan_id: planId, commit_id: commit ?? null, at })
    .onConflict((conflict) =>
      conflict.column('portal').doUpdateSet((row) => ({
        config_hash: row.ref('excluded.config_hash'),
        plan_id: row.ref('excluded.plan_id'),
        commit_id: row.ref('excluded.commit_id'),
        at: row.ref('excluded.at'),
      })),
    )
    .execute();
}

/** Returns the last reviewed configuration. A ledger of a format before 4 has none. */
export async function readReview(
  db: Queryable,
  { portalId, format }: { readonly portalId: number; readonly format: number },
): Promise<RecordedReview | undefined> {
  if (!isFormat4(format)) return undefined;
  const row = await db
    .selectFrom('rollcall_reviews')
    .selectAll()
    .where('portal', '=', portalId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    configHash: row.config_hash,
    planId: row.plan_id,
    ...(row.commit_id === null ? {} : { commit: row.commit_id }),
    at: row.at,
  };
}
