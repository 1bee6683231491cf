/** Records and reads the configuration of the last reviewed plan of each set of files. */
import { digest } from '../../model/digest.ts';
import type { RecordedReview } from '../../model/ledger/ledger.ts';
import { isFormat4 } from '../schema/migrate.ts';
import type { Queryable, WriteTransaction } from '../store.ts';

/** Records a reviewed configuration. Replaces those of the same files, and those with a target in common. */
export async function recordReview(
  transaction: WriteTransaction,
  portalId: number,
  { files, targets, configHash, planId, plannedAt, commit, at }: RecordedReview,
): Promise<void> {
  const fileSet = digest(files);
  const recorded = await transaction
    .selectFrom('rollcall_reviews')
    .select(['file_set', 'targets'])
    .where('portal', '=', portalId)
    .execute();
  const own = new Set(targets);
  const replaced = recorded.flatMap((row) =>
    row.file_set === fileSet || listOf(row.targets).some((target) => own.has(target)) ? [row.file_set] : [],
  );
  if (replaced.length > 0) {
    await transaction
      .deleteFrom('rollcall_reviews')
      .where('portal', '=', portalId)
      .where('file_set', 'in', replaced)
      .execute();
  }
  await transaction
    .insertInto('rollcall_reviews')
    .values({
      portal: portalId,
      file_set: fileSet,
      files: JSON.stringify(files),
      targets: JSON.stringify(targets),
      config_hash: configHash,
      plan_id: planId,
      planned_at: plannedAt,
      commit_id: commit ?? null,
      at,
    })
    .execute();
}

/** Returns the last reviewed configuration of each set of files. A ledger of a format before 4 has none. */
export async function readReviews(
  db: Queryable,
  { portalId, format }: { readonly portalId: number; readonly format: number },
): Promise<readonly RecordedReview[]> {
  if (!isFormat4(format)) return [];
  const rows = await db
    .selectFrom('rollcall_reviews')
    .selectAll()
    .where('portal', '=', portalId)
    .orderBy('at')
    .orderBy('file_set')
    .execute();
  return rows.map((row) => ({
    files: listOf(row.files),
    targets: listOf(row.targets),
    configHash: row.config_hash,
    planId: row.plan_id,
    plannedAt: row.planned_at,
    ...(row.commit_id === null ? {} : { commit: row.commit_id }),
    at: row.at,
  }));
}

/** Returns the texts of a JSON array that `recordReview` wrote. */
function listOf(json: string): readonly string[] {
  const list: readonly string[] = JSON.parse(json);
  return list;
}
