/** Summarizes a ledger, including one that moved or is an unfinished copy. */
import type { AccountStatus, LastRun, LedgerStatus } from '../model/ledger/ledger-reports.ts';
import { runRead } from './ledger-failure.ts';
import { readLease } from './lease.ts';
import { formatOf, isFormat3, oldestRead } from './schema/migrate.ts';
import { openStore } from './open-ledger.ts';
import type { LedgerRequest } from './open-ledger.ts';
import { readGap } from './records/history-gaps.ts';
import { readPauses } from './records/pauses.ts';
import { laterInstant, readStartAndLastRun } from './records/view.ts';
import type { Queryable, Store } from './store.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

/** Returns the status, or undefined if there is no ledger. Throws the database failures of `openLedger`. */
export async function ledgerStatus(
  request: Pick<LedgerRequest, 'location' | 'from'>,
): Promise<LedgerStatus | undefined> {
  const store = await openStore({ ...request, mode: 'read' });
  if (!store) return undefined;
  try {
    return await runRead(store, () => statusOf(store));
  } finally {
    await store.close();
  }
}

async function statusOf(store: Store): Promise<LedgerStatus | undefined> {
  const format = await formatOf(store);
  if (format === 0) return undefined;
  // This version cannot read such a format. A writing command migrates it.
  if (format < oldestRead) return { format, accounts: [] };
  const { db } = store;
  const accounts: AccountStatus[] = [];
  for (const portalId of await portalsIn(db, format)) accounts.push(await accountOf(db, portalId, format));
  return { format, ...(isFormat3(format) ? await identityOf(db) : {}), accounts };
}

async function identityOf(db: Queryable): Promise<Omit<LedgerStatus, 'format' | 'accounts'>> {
  const meta = await db
    .selectFrom('rollcall_meta')
    .select(['ledger_id', 'moved_to', 'copied_from'])
    .executeTakeFirstOrThrow();
  return {
    ledgerId: meta.ledger_id,
    ...(meta.moved_to === null ? {} : { movedTo: meta.moved_to }),
    ...(meta.copied_from === null ? {} : { copiedFrom: meta.copied_from }),
  };
}

/** Returns the portals with a run, a lease or a pause. */
async function portalsIn(db: Queryable, format: number): Promise<readonly number[]> {
  const rows = [
    ...(await db.selectFrom('rollcall_portals').select('portal').execute()),
    ...(await db.selectFrom('rollcall_leases').select('portal').execute()),
    ...(isFormat3(format) ? await db.selectFrom('rollcall_pauses').select('portal').execute() : []),
  ];
  return [...new Set(rows.map(({ portal }) => portal))].toSorted((a, b) => a - b);
}

async function accountOf(db: Queryable, portalId: number, format: number): Promise<AccountStatus> {
  const { startedAt } = await readStartAndLastRun(db, portalId);
  const gap = isFormat3(format) ? await readGap(db, portalId) : undefined;
  const lastRun = await lastRunOf(db, portalId);
  const lease = await readLease(db, portalId);
  return {
    portalId,
    ...(startedAt === undefined ? {} : { startedAt, coversFrom: laterInstant(startedAt, gap?.markedAt) }),
    ...omitUndefined({ gap, lastRun }),
    records: await countRecords(db, portalId),
    pauses: isFormat3(format) ? await readPauses(db, portalId) : [],
    ...omitUndefined({ lease }),
  };
}

async function lastRunOf(db: Queryable, portalId: number): Promise<LastRun | undefined> {
  const row = await db
    .selectFrom('rollcall_runs')
    .select(['run', 'command', 'actor', 'started_at', 'finished_at', 'exit_code'])
    .where('portal', '=', portalId)
    .orderBy('run', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (
    row && {
      run: row.run,
      command: row.command,
      actor: row.actor,
      startedAt: row.started_at,
      ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
      ...(row.exit_code === null ? {} : { exitCode: row.exit_code }),
    }
  );
}

async function countRecords(db: Queryable, portalId: number): Promise<AccountStatus['records']> {
  const rows = await db
    .selectFrom('rollcall_intents')
    .select(({ fn }) => ['state', fn.countAll<number>().as('amount')])
    .where('portal', '=', portalId)
    .groupBy('state')
    .orderBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, amount }) => [state, amount]));
}
