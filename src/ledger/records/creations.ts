/** Reads the workflows that rollcall created. */
import type { Creation } from '../../model/ledger/ledger-view.ts';
import { isFormat4 } from '../schema/migrate.ts';
import type { Queryable } from '../store.ts';

/** Returns the requests to create a workflow that took effect or may have taken effect, oldest first. */
export async function readCreations(
  db: Queryable,
  portalId: number,
  format: number,
): Promise<readonly Creation[]> {
  if (!isFormat4(format)) return [];
  const rows = await db
    .selectFrom('rollcall_intents')
    .select(['id', 'run', 'target_key', 'at', 'state', 'created_id', 'created_name'])
    .where('portal', '=', portalId)
    .where('action', '=', 'create-workflow')
    .where('state', 'in', ['open', 'accepted', 'proved'])
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    intent: row.id,
    run: row.run,
    key: row.target_key,
    at: row.at,
    ...(row.created_id === null ? {} : { id: row.created_id }),
    ...(row.created_name === null ? {} : { name: row.created_name }),
    ...(row.state === 'accepted' ? { isReadBack: true } : {}),
  }));
}
