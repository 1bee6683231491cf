/** Joins, pauses and the latest gap of one portal; empty in a ledger of a format before 3. */
import type { LedgerView, Pause, TargetJoin } from '../model/ledger-view.ts';
import { isFormat3 } from './migrate.ts';
import type { Reading } from './tables.ts';

export async function readControl(
  db: Reading,
  portalId: number,
  format: number,
): Promise<Pick<LedgerView, 'joins' | 'pauses' | 'gap'>> {
  if (!isFormat3(format)) return { joins: [], pauses: [] };
  const gap = await readGap(db, portalId);
  return {
    joins: await readJoins(db, portalId),
    pauses: await readPauses(db, portalId),
    ...(gap === undefined ? {} : { gap }),
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

async function readPauses(db: Reading, portalId: number): Promise<readonly Pause[]> {
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

async function readGap(db: Reading, portalId: number): Promise<LedgerView['gap']> {
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
