/** Records heartbeats, and reads the latest runs and heartbeats of a portal. */
import type {
  LedgerActivity,
  NewHeartbeat,
  OpenIntent,
  RecordedHeartbeat,
  RecordedRun,
  RunSummary,
} from '../../model/ledger/activity.ts';
import { completedExitCodes } from '../../model/exit-code.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { isFormat4 } from '../schema/migrate.ts';
import type { Tables } from '../schema/tables.ts';
import type { Queryable, WriteTransaction } from '../store.ts';

/** Records a run that changed nothing. */
export async function recordHeartbeat(
  transaction: WriteTransaction,
  portalId: number,
  { command, commit, actor, version, at, exitCode, counts }: NewHeartbeat,
): Promise<void> {
  const { last } = await transaction
    .selectFrom('rollcall_heartbeats')
    .select(({ fn }) => fn.max('heartbeat').as('last'))
    .where('portal', '=', portalId)
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto('rollcall_heartbeats')
    .values({
      portal: portalId,
      heartbeat: (last ?? 0) + 1,
      command,
      commit_id: commit ?? null,
      actor,
      version,
      at,
      exit_code: exitCode,
      counts,
    })
    .execute();
}

/** Returns the latest runs and heartbeats of a portal, and its open intents. */
export async function readActivity(db: Queryable, portalId: number, format: number): Promise<LedgerActivity> {
  const completed = [...completedExitCodes];
  const runs = db
    .selectFrom('rollcall_runs')
    .selectAll()
    .where('portal', '=', portalId)
    .where('command', '=', 'apply')
    .orderBy('run', 'desc')
    .limit(1);
  const lastRun = await runs.executeTakeFirst();
  const lastCompleted = await runs.where('exit_code', 'in', completed).executeTakeFirst();
  const openIntents = await readOpenIntents(db, portalId);
  const found = omitUndefined({
    lastRun: lastRun && runOf(lastRun),
    lastCompleted: lastCompleted && runOf(lastCompleted),
  });
  if (!isFormat4(format)) return { ...found, openIntents };
  const heartbeats = db
    .selectFrom('rollcall_heartbeats')
    .selectAll()
    .where('portal', '=', portalId)
    .orderBy('heartbeat', 'desc')
    .limit(1);
  const last = await heartbeats.executeTakeFirst();
  const lastOfCompleted = await heartbeats.where('exit_code', 'in', completed).executeTakeFirst();
  return {
    ...found,
    ...omitUndefined({
      lastHeartbeat: last && heartbeatOf(last),
      lastCompletedHeartbeat: lastOfCompleted && heartbeatOf(lastOfCompleted),
    }),
    openIntents,
  };
}

async function readOpenIntents(db: Queryable, portalId: number): Promise<readonly OpenIntent[]> {
  const rows = await db
    .selectFrom('rollcall_intents')
    .select(['kind', 'target_id', 'target_key', 'action', 'contact_id', 'run', 'at'])
    .where('portal', '=', portalId)
    .where('state', '=', 'open')
    .orderBy('id')
    .execute();
  return rows.map(({ kind, target_id, target_key, action, contact_id, run, at }) => ({
    kind,
    targetId: target_id,
    targetKey: target_key,
    action,
    ...(contact_id === null ? {} : { contactId: contact_id }),
    run,
    at,
  }));
}

function runOf(row: Tables['rollcall_runs']): RecordedRun {
  return {
    run: row.run,
    command: row.command,
    actor: row.actor,
    ...(row.commit_id === null ? {} : { commit: row.commit_id }),
    startedAt: row.started_at,
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
    ...(row.exit_code === null ? {} : { exitCode: row.exit_code }),
    summary: summaryOf(row.counts),
  };
}

function heartbeatOf(row: Tables['rollcall_heartbeats']): RecordedHeartbeat {
  return {
    command: row.command,
    actor: row.actor,
    ...(row.commit_id === null ? {} : { commit: row.commit_id }),
    at: row.at,
    exitCode: row.exit_code,
    summary: summaryOf(row.counts),
  };
}

/** Returns the recorded summary. A run of an older version has only some of its keys. */
function summaryOf(counts: string | null): Partial<RunSummary> {
  const value: unknown = counts === null ? {} : JSON.parse(counts);
  return typeof value === 'object' && value !== null ? value : {};
}
