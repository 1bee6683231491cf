/** Joins, pauses, vouches and the latest gap of one portal; empty in a ledger of a format before 3. */
import type { LedgerView, Pause, TargetJoin } from '../../model/ledger/ledger-view.ts';
import type { Gap, Vouch } from '../../model/ledger/ledger.ts';
import type { Kind, TargetId } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import { isFormat3 } from '../schema/migrate.ts';
import type { Queryable, WriteTransaction } from '../schema/tables.ts';
import { batches } from '../statements.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

export async function readHistoryStatements(
  db: Queryable,
  portalId: number,
  format: number,
): Promise<Pick<LedgerView, 'joins' | 'pauses' | 'gap' | 'vouched'>> {
  if (!isFormat3(format)) return { joins: [], pauses: [], vouched: () => false };
  const gap = await readGap(db, portalId);
  return {
    joins: await readJoins(db, portalId),
    pauses: await readPauses(db, portalId),
    vouched: await readVouches(db, portalId, gap?.markedAt),
    ...omitUndefined({ gap }),
  };
}

/** A vouch made before the latest gap was marked does not cover the gap: it no longer counts. */
async function readVouches(
  db: Queryable,
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

async function readJoins(db: Queryable, portalId: number): Promise<readonly TargetJoin[]> {
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

/** The latest gap, if any. */
export async function readGap(db: Queryable, portalId: number): Promise<LedgerView['gap']> {
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

/** Decisions by users or the files about targets and the history: joins, pauses, gaps. */
/** Joins ids of targets; a pair that is joined already stays as it was. */
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

/** Removes the joins of an id, on whichever side it is. */
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

/** Sets a pause; one of the same target is replaced. */
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

/** Lifts a pause; returns how many there were. */
export async function liftPause(
  transaction: WriteTransaction,
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
export async function markGap(transaction: WriteTransaction, portalId: number, gap: Gap): Promise<void> {
  await transaction
    .insertInto('rollcall_gaps')
    .values({ portal: portalId, from_at: gap.from, marked_at: gap.markedAt, actor: gap.actor })
    .onConflict((conflict) => conflict.columns(['portal', 'marked_at', 'from_at']).doNothing())
    .execute();
}

/** Records a vouch; a repeated vouch gets the later moment. */
export async function recordVouches(
  transaction: WriteTransaction,
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
