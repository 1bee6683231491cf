import type { PlanUse } from '../model/ledger/ledger.ts';
import { declarationName } from '../model/ledger/ledger.ts';
import type { Reading } from './schema/tables.ts';

/** What a plan has already tried. An intent that had no effect counts too: a plan tries each change once. */
export async function planUse(db: Reading, portalId: number, planId: string): Promise<PlanUse> {
  const rows = await db
    .selectFrom('rollcall_intents')
    .select(['kind', 'target_id', 'contact_id', 'since'])
    .where('portal', '=', portalId)
    .where('plan_id', '=', planId)
    .execute();
  const attempted = rows.map((row) =>
    declarationName({
      kind: row.kind,
      targetId: row.target_id,
      ...(row.contact_id === null ? {} : { contactId: row.contact_id }),
      ...(row.since === '' ? {} : { since: row.since }),
    }),
  );
  return { intents: rows.length, attempted: new Set(attempted) };
}
