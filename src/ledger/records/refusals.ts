/** Reads and clears the refusals by HubSpot that the intents of a portal hold. */
import type { RecordedRefusal } from '../../model/ledger/ledger-view.ts';
import type { ClearedRefusal, IntentId } from '../../model/ledger/ledger.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { isFormat4 } from '../schema/migrate.ts';
import type { Tables } from '../schema/tables.ts';
import type { Queryable, WriteTransaction } from '../store.ts';

interface StoredRefusal {
  readonly refusal: RecordedRefusal;
  /** Keyed hash of the contact's email at the refusal. Null if it had none. */
  readonly emailHash: string | null;
}

const columns = [
  'refusal_cause',
  'refusal_code',
  'refusal_reason',
  'refusal_cleared_at',
  'refusal_cleared_by',
] as const;

type Row = Pick<Tables['rollcall_intents'], (typeof columns)[number]>;

/**
 * Returns the refusals of a portal by intent. Few intents have one: a separate query costs less than five more columns
 * in each row of the view.
 */
export async function readRefusals(
  db: Queryable,
  portalId: number,
  format: number,
): Promise<ReadonlyMap<IntentId, StoredRefusal>> {
  if (!isFormat4(format)) return new Map();
  const rows = await db
    .selectFrom('rollcall_intents')
    .select(['id', 'email_hash', ...columns])
    .where('portal', '=', portalId)
    .where('refusal_cause', 'is not', null)
    .execute();
  return new Map(
    rows.flatMap((row) => {
      const refusal = refusalOf(row);
      return refusal ? [[row.id, { refusal, emailHash: row.email_hash }] as const] : [];
    }),
  );
}

/** Returns the refusal in a row, or undefined if HubSpot did not refuse the request. */
export function refusalOf(row: Partial<Row>): RecordedRefusal | undefined {
  if (!row.refusal_cause) return undefined;
  return {
    cause: row.refusal_cause,
    ...omitUndefined({ code: row.refusal_code ?? undefined }),
    reason: row.refusal_reason ?? '',
    ...(row.refusal_cleared_at
      ? { cleared: { at: row.refusal_cleared_at, by: row.refusal_cleared_by ?? '' } }
      : {}),
  };
}

/** Records that a person cleared refusals. A refusal that is already cleared is not changed. */
export async function clearRefusals(
  transaction: WriteTransaction,
  portalId: number,
  cleared: readonly ClearedRefusal[],
): Promise<void> {
  for (const { intent, at, actor } of cleared) {
    await transaction
      .updateTable('rollcall_intents')
      .set({ refusal_cleared_at: at, refusal_cleared_by: actor })
      .where('portal', '=', portalId)
      .where('id', '=', intent)
      .where('refusal_cause', 'is not', null)
      .where('refusal_cleared_at', 'is', null)
      .execute();
  }
}
