/** Joins, pauses, vouches and the latest gap of one portal; empty in a ledger of a format before 3. */
import type { Instant } from '../../model/time.ts';
import type { LedgerView, Pause, TargetJoin } from '../../model/ledger/ledger-view.ts';
import { isFormat3 } from '../schema/migrate.ts';
import type { Reading } from '../schema/tables.ts';

export async function readControl(
  db: Reading,
  portalId: number,
  format: number,
): Promise<Pick<LedgerView, 'joins' | 'pauses' | 'gap' | 'vouched'>> {
  if (!isFormat3(format)) return { joins: [], pauses: [], vouched: () => false };
  const gap = await readGap(db, portalId);
  return {
    joins: await readJoins(db, portalId),
    pauses: await readPauses(db, portalId),
    vouched: await readVouches(db, portalId, gap?.markedAt),
    ...(gap === undefined ? {} : { gap }),
  };
}

/** A vouch made before the latest gap was marked does not cover the gap: it no longer counts. */
async function readVouches(
  db: Reading,
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

async function readJoins(db: Reading, portalId: number): Promise<readonly TargetJoin[]> {
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

/** Every pause of a portal, that of the account first. */
export async function readPauses(db: Reading, portalId: number): Promise<readonly Pause[]> {
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

/** The latest gap, if any. */
export async function readGap(db: Reading, portalId: number): Promise<LedgerView['gap']> {
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
