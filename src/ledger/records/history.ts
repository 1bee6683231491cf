import type { HistoryFilter, HistoryRecord } from '../../model/ledger/ledger.ts';
import { runRead } from '../ledger-failure.ts';
import type { Queryable, Store } from '../store.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { refusalOf } from './refusals.ts';

/** Page size: a history of a million rows is yielded while it is read. */
const rowsPerQuery = 1_000;

/** Yields intents and adoptions, oldest first, each with its run and the evidence of its last settlement. */
export async function* readHistory(
  store: Store,
  portalId: number,
  filter: HistoryFilter,
): AsyncGenerator<HistoryRecord, void, undefined> {
  for (let after = 0; ;) {
    const rows = await runRead(store, () => historyPage(store.db, { portalId, filter, after }).execute());
    for (const row of rows) yield recordOf(row);
    const last = rows.at(-1);
    if (!last || rows.length < rowsPerQuery) return;
    after = last.id;
  }
}

interface PageRequest {
  readonly portalId: number;
  readonly filter: HistoryFilter;
  readonly after: number;
}

function historyPage(db: Queryable, { portalId, filter, after }: PageRequest) {
  const { contactId, run, target } = filter;
  return historyQuery(db, portalId)
    .$if(contactId !== undefined, (query) => query.where('intent.contact_id', '=', contactId ?? ''))
    .$if(run !== undefined, (query) => query.where('intent.run', '=', run ?? 0))
    .$if(target !== undefined, (query) =>
      query
        .where('intent.kind', '=', target?.kind ?? 'workflow')
        .where((where) =>
          where.or([
            where('intent.target_key', '=', target?.key ?? ''),
            ...(target?.ids.length ? [where('intent.target_id', 'in', target.ids)] : []),
          ]),
        ),
    )
    .where('intent.id', '>', after)
    .limit(rowsPerQuery);
}

function historyQuery(db: Queryable, portalId: number) {
  return db
    .selectFrom('rollcall_intents as intent')
    .innerJoin('rollcall_runs as run', (join) =>
      join.onRef('run.portal', '=', 'intent.portal').onRef('run.run', '=', 'intent.run'),
    )
    .leftJoin('rollcall_proofs as proof', (join) =>
      join
        .onRef('proof.portal', '=', 'intent.portal')
        .onRef('proof.intent', '=', 'intent.id')
        .onRef('proof.step', '=', 'intent.settlements'),
    )
    .leftJoin('rollcall_targets as target', (join) =>
      join
        .onRef('target.portal', '=', 'intent.portal')
        .onRef('target.kind', '=', 'intent.kind')
        .onRef('target.id', '=', 'intent.target_id'),
    )
    .selectAll('intent')
    .select(['run.plan_id as run_plan_id', 'run.commit_id', 'run.actor', 'proof.evidence'])
    .select('target.target_key as known_key')
    .where('intent.portal', '=', portalId)
    .orderBy('intent.id');
}

type Row = Awaited<ReturnType<ReturnType<typeof historyQuery>['execute']>>[number];

function recordOf(row: Row): HistoryRecord {
  return {
    id: row.id,
    action: row.action,
    state: row.state,
    kind: row.kind,
    targetId: row.target_id,
    // An adoption is recorded without a target key.
    targetKey: row.target_key === '' ? (row.known_key ?? '') : row.target_key,
    ...(row.contact_id === null ? {} : { contactId: row.contact_id }),
    ...(row.since === '' ? {} : { since: row.since }),
    origin: row.origin,
    at: row.at,
    ...(row.effect_at === null ? {} : { effectAt: row.effect_at }),
    ...(row.settled_at === null ? {} : { settledAt: row.settled_at }),
    // A ledger of an older format lacks the column.
    ...(row.created_id ? { createdId: row.created_id } : {}),
    ...(row.evidence === null ? {} : { evidence: row.evidence }),
    ...(row.mails === null ? {} : { emails: row.mails }),
    ...(row.sender_user_id === null ? {} : { senderUserId: row.sender_user_id }),
    ...omitUndefined({ refusal: refusalOf(row) }),
    run: row.run,
    planId: row.plan_id ?? row.run_plan_id,
    ...(row.commit_id === null ? {} : { commit: row.commit_id }),
    actor: row.actor,
  };
}
