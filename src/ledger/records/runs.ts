import type { Instant } from '../../model/time.ts';
import type { NewRun } from '../../model/ledger/ledger.ts';
import type { WriteTransaction } from '../store.ts';

/** One run of one portal. */
export interface RunKey {
  readonly portalId: number;
  readonly run: number;
}

/** Records the start of a run and returns its number. The first run of a portal also starts its history. */
export async function startRun(
  transaction: WriteTransaction,
  portalId: number,
  run: NewRun,
): Promise<number> {
  const number = (await lastRun(transaction, portalId)) + 1;
  await transaction
    .insertInto('rollcall_portals')
    .values({ portal: portalId, started_at: run.at })
    .onConflict((conflict) => conflict.column('portal').doNothing())
    .execute();
  await transaction
    .insertInto('rollcall_runs')
    .values({
      portal: portalId,
      run: number,
      command: run.command,
      plan_id: run.planId,
      config_hash: run.configHash,
      commit_id: run.commit ?? null,
      actor: run.actor,
      version: run.version,
      started_at: run.at,
      finished_at: null,
      exit_code: null,
      counts: null,
    })
    .execute();
  await transaction
    .updateTable('rollcall_leases')
    .set({ run: number })
    .where('portal', '=', portalId)
    .execute();
  return number;
}

/** Records how a run ended. */
export async function finishRun(
  transaction: WriteTransaction,
  { portalId, run }: RunKey,
  end: { readonly exitCode: number; readonly at: Instant; readonly counts: string },
): Promise<void> {
  await transaction
    .updateTable('rollcall_runs')
    .set({ finished_at: end.at, exit_code: end.exitCode, counts: end.counts })
    .where('portal', '=', portalId)
    .where('run', '=', run)
    .execute();
}

async function lastRun(transaction: WriteTransaction, portalId: number): Promise<number> {
  const { last } = await transaction
    .selectFrom('rollcall_runs')
    .select(({ fn }) => fn.max('run').as('last'))
    .where('portal', '=', portalId)
    .executeTakeFirstOrThrow();
  return last ?? 0;
}
