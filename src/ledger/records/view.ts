/** What the reconciler needs of one portal, in few queries and as of one moment. */
import type { Instant } from '../../model/time.ts';
import type { LedgerTarget, LedgerView } from '../../model/ledger/ledger-view.ts';
import type { KeyedHash } from '../keyed-hash.ts';
import { readContacts } from './contacts.ts';
import { readControl } from './history-gaps.ts';
import { readEntries } from '../read-entries.ts';
import type { Database, Reading } from '../schema/tables.ts';

export interface ViewRequest {
  readonly db: Database;
  readonly hash: KeyedHash;
  readonly portalId: number;
  /** The start of the account's calendar day. */
  readonly dayStart: Instant;
  readonly format: number;
  readonly ledgerId?: string;
}

export async function readView(request: ViewRequest): Promise<LedgerView> {
  const { db, hash, portalId, dayStart, format, ledgerId } = request;
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (transaction) => {
      const { startedAt, lastRun } = await readBeginning(transaction, portalId);
      const { entries, sent } = await readEntries(transaction, { portalId, dayStart, format });
      const contacts = await readContacts(transaction, portalId, format);
      const control = await readControl(transaction, portalId, format);
      const forgotten = await readForgotten(transaction, portalId);
      return {
        exists: true,
        seal: hash.seal,
        ...(ledgerId === undefined ? {} : { ledgerId }),
        ...(startedAt === undefined
          ? {}
          : { startedAt, coversFrom: later(startedAt, control.gap?.markedAt) }),
        ...control,
        lastRun,
        entries,
        targets: await readTargets(transaction, portalId),
        contactOf: (email) => contacts.declaredBy(hash.spellings(email)),
        contactsOf: (email) => contacts.of(hash.spellings(email)),
        isForgotten: ({ id, emails }) =>
          forgotten.size > 0 &&
          ((id !== undefined && forgotten.has(hash.contact(id))) ||
            emails.flatMap(hash.spellings).some((address) => forgotten.has(address))),
        sentToday: sent,
      };
    });
}

export function later(one: Instant, other: Instant | undefined): Instant {
  return other !== undefined && other > one ? other : one;
}

export async function readBeginning(
  db: Reading,
  portalId: number,
): Promise<{ readonly startedAt: Instant | undefined; readonly lastRun: number }> {
  const portal = await db
    .selectFrom('rollcall_portals')
    .select('started_at')
    .where('portal', '=', portalId)
    .executeTakeFirst();
  const { last } = await db
    .selectFrom('rollcall_runs')
    .select(({ fn }) => fn.max('run').as('last'))
    .where('portal', '=', portalId)
    .executeTakeFirstOrThrow();
  return { startedAt: portal?.started_at, lastRun: last ?? 0 };
}

async function readTargets(db: Reading, portalId: number): Promise<readonly LedgerTarget[]> {
  const rows = await db
    .selectFrom('rollcall_targets')
    .selectAll()
    .where('portal', '=', portalId)
    .orderBy('kind')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    kind: row.kind,
    id: row.id,
    key: row.target_key,
    ...(row.revision === null ? {} : { revision: row.revision }),
    status: row.status,
    ...(row.name === null ? {} : { name: row.name }),
    ...(row.ends_seen_at === null ? {} : { endsSeenAt: row.ends_seen_at }),
  }));
}

async function readForgotten(db: Reading, portalId: number): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('rollcall_forgotten')
    .select('hash')
    .where('portal', '=', portalId)
    .execute();
  return new Set(rows.map(({ hash }) => hash));
}
