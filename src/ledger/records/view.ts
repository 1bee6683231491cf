/** Reads the view of one portal for the reconciler, with few queries in one snapshot. */
import type { LedgerView } from '../../model/ledger/ledger-view.ts';
import type { Instant } from '../../model/time.ts';
import type { KeyedHash } from '../keyed-hash.ts';
import { isFormat3 } from '../schema/migrate.ts';
import type { Queryable } from '../store.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { readContactIndex } from './contact-index.ts';
import { readCreations } from './creations.ts';
import { readGap, readVouches } from './history-gaps.ts';
import { readPauses } from './pauses.ts';
import { readEntries } from './read-entries.ts';
import { readRefusals } from './refusals.ts';
import { readJoins, readTargets } from './targets.ts';

interface ViewRequest {
  readonly db: Queryable;
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
      const { startedAt, lastRun } = await readStartAndLastRun(transaction, portalId);
      const refusals = await readRefusals(transaction, portalId, format);
      const request = { portalId, dayStart, format, refusals };
      const { entries, ...attempts } = await readEntries(transaction, request);
      const contacts = await readContactIndex(transaction, portalId, format);
      const history = await readHistoryState(transaction, portalId, format);
      const forgotten = await readForgotten(transaction, portalId);
      return {
        exists: true,
        seal: hash.seal,
        keyedDigest: hash.definition,
        ...omitUndefined({ ledgerId }),
        ...(startedAt === undefined
          ? {}
          : { startedAt, coversFrom: laterInstant(startedAt, history.gap?.markedAt) }),
        ...history,
        lastRun,
        entries,
        targets: await readTargets(transaction, portalId),
        creations: await readCreations(transaction, portalId, format),
        contactOf: (email) => contacts.declaredBy(hash.spellings(email)),
        contactsOf: rememberLatest((email) => contacts.of(hash.spellings(email))),
        refusedWith: (intent, email) => {
          const stored = refusals.get(intent);
          if (!stored || email === undefined) return stored?.emailHash === null;
          return stored.emailHash !== null && hash.spellings(email).includes(stored.emailHash);
        },
        isForgotten: ({ id, emails }) =>
          forgotten.size > 0 &&
          ((id !== undefined && forgotten.has(hash.contact(id))) ||
            emails.flatMap(hash.spellings).some((spelling) => forgotten.has(spelling))),
        ...attempts,
      };
    });
}

/** Remembers the latest results: the rules about one contact ask for the same emails, and each costs keyed hashes. */
function rememberLatest<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const computed = compute(key);
    if (known.size >= 16) known.clear();
    known.set(key, computed);
    return computed;
  };
}

/** Returns joins, pauses, vouches and the latest gap. They are empty in a format before 3. */
async function readHistoryState(
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

export function laterInstant(one: Instant, other: Instant | undefined): Instant {
  return other !== undefined && other > one ? other : one;
}

export async function readStartAndLastRun(
  db: Queryable,
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

async function readForgotten(db: Queryable, portalId: number): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('rollcall_forgotten')
    .select('hash')
    .where('portal', '=', portalId)
    .execute();
  return new Set(rows.map(({ hash }) => hash));
}
