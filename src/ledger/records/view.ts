/** Reads the view of one portal for the reconciler, with few queries in one snapshot. */
import type {
  EndCause,
  EntryEnd,
  LedgerEntry,
  LedgerView,
  Origin,
  SenderStop,
} from '../../model/ledger/ledger-view.ts';
import { type Kind, type TargetId, targetIdentityKey } from '../../model/target.ts';
import type { Day, Instant } from '../../model/time.ts';
import type { KeyedHash } from '../keyed-hash.ts';
import { isFormat3 } from '../schema/migrate.ts';
import type { Tables } from '../schema/tables.ts';
import type { Queryable } from '../store.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { readContactIndex } from './contacts.ts';
import { readGap, readVouches } from './history-gaps.ts';
import { readPauses } from './pauses.ts';
import { readRefusals } from './refusals.ts';
import { noteSender } from './stopped-senders.ts';
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
        ...omitUndefined({ ledgerId }),
        ...(startedAt === undefined
          ? {}
          : { startedAt, coversFrom: laterInstant(startedAt, history.gap?.markedAt) }),
        ...history,
        lastRun,
        entries,
        targets: await readTargets(transaction, portalId),
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

/** Page size: a million rows must not be in memory twice. */
const rowsPerQuery = 10_000;

interface EntriesRequest {
  readonly portalId: number;
  readonly dayStart: Instant;
  readonly format: number;
  readonly refusals: Awaited<ReturnType<typeof readRefusals>>;
}

type Attempts = Pick<LedgerView, 'sentToday' | 'enrolledToday' | 'stoppedSenders'>;

/**
 * Returns all intents and adoptions, oldest first, the numbers of enrollments since `dayStart`, and the senders that
 * HubSpot refused last. An open intent counts, because its request may have been sent. Rows of erased contacts count.
 */
async function readEntries(
  db: Queryable,
  { portalId, dayStart, format, refusals }: EntriesRequest,
): Promise<Attempts & { readonly entries: readonly LedgerEntry[] }> {
  const entries: LedgerEntry[] = [];
  const sentToday = new Map<string, number>();
  const enrolledToday = new Map<string, number>();
  const stoppedSenders = new Map<string, SenderStop>();
  const share = shareTexts();
  for (let after = 0; ;) {
    const rows = await readPage(db, { portalId, format, after });
    for (const row of rows) {
      const sender = row.sender_user_id;
      const isSent = countsAsSent(row);
      if (isSent && row.at >= dayStart) {
        if (sender !== null && row.kind === 'sequence') addOne(sentToday, sender);
        addOne(enrolledToday, targetIdentityKey({ kind: row.kind, id: row.target_id }));
      }
      const entry = entryOf(row, share);
      const stored = refusals.get(row.id);
      if (entry) entries.push(stored ? Object.assign(entry, { refusal: stored.refusal }) : entry);
      // An erased contact has no entry, so the rows decide, not the entries.
      const succeeded = isSent && row.state !== 'open';
      noteSender(stoppedSenders, { sender, at: row.at, refusal: stored?.refusal, succeeded });
    }
    const last = rows.at(-1);
    if (!last || rows.length < rowsPerQuery) {
      return { entries, sentToday, enrolledToday, stoppedSenders };
    }
    after = last.id;
  }
}

type Intents = Tables['rollcall_intents'];

type Row = Pick<Intents, (typeof columns)[number]> & Partial<Pick<Intents, (typeof endColumns)[number]>>;

const columns = [
  'id',
  'run',
  'action',
  'state',
  'kind',
  'target_id',
  'contact_id',
  'since',
  'origin',
  'sender_user_id',
  'at',
  'effect_at',
  'settlements',
] as const;

const endColumns = ['ended_at', 'end_seen_at', 'end_how'] as const;

async function readPage(
  db: Queryable,
  { portalId, format, after }: Pick<EntriesRequest, 'portalId' | 'format'> & { readonly after: number },
): Promise<readonly Row[]> {
  return db
    .selectFrom('rollcall_intents')
    .select(columns)
    .$if(isFormat3(format), (query) => query.select(endColumns))
    .where('portal', '=', portalId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(rowsPerQuery)
    .execute();
}

function addOne(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function countsAsSent({ action, state }: Row): boolean {
  return action === 'enroll' && (state === 'open' || state === 'accepted' || state === 'proved');
}

/** Returns the entry of a row, or undefined for an archive and for a forgotten contact. */
function entryOf(row: Row, share: SharedTexts): LedgerEntry | undefined {
  const entry = settledEntry(row, share);
  // A settled adoption began as an intent of rollcall; an observed one is never settled.
  if (entry?.state === 'adopted' && row.settlements > 0)
    return Object.assign(entry, { requested: true as const });
  const sender = row.sender_user_id;
  if (!entry || sender === null || entry.end) return entry;
  return Object.assign(entry, { senderUserId: share.sender(sender) });
}

/**
 * Returns the entry, without the sender if it has no recorded end. Each set of properties is one object literal, so that V8 gives its entries one
 * shape; spreads would create dictionary objects. A million rows then take a quarter of the time and memory.
 */
function settledEntry(row: Row, share: SharedTexts): LedgerEntry | undefined {
  if (row.action === 'archive' || row.contact_id === null) return undefined;
  const intent = row.id;
  const action = share.action(row.action);
  const state = share.state(row.state);
  const kind = share.kind(row.kind);
  const targetId = share.targetId(row.target_id);
  const contactId = row.contact_id;
  const origin = share.origin(row.origin);
  const { at, run, effect_at: effectAt } = row;
  const end = row.end_seen_at ? endOf(row, share) : undefined;
  // Most entries of a long history have an end. A sender in their literal takes 8 bytes, an added one 40.
  const senderUserId = senderOf(row, share);
  if (row.since === '') {
    if (effectAt === null) {
      return end === undefined
        ? { intent, action, state, kind, targetId, contactId, origin, at, run }
        : { intent, action, state, kind, targetId, contactId, origin, at, run, end, senderUserId };
    }
    return end === undefined
      ? { intent, action, state, kind, targetId, contactId, origin, at, effectAt, run }
      : { intent, action, state, kind, targetId, contactId, origin, at, effectAt, run, end, senderUserId };
  }
  const since = share.since(row.since);
  if (effectAt === null) {
    return end === undefined
      ? { intent, action, state, kind, targetId, contactId, since, origin, at, run }
      : { intent, action, state, kind, targetId, contactId, since, origin, at, run, end, senderUserId };
  }
  return end === undefined
    ? { intent, action, state, kind, targetId, contactId, since, origin, at, effectAt, run }
    : {
        intent,
        action,
        state,
        kind,
        targetId,
        contactId,
        since,
        origin,
        at,
        effectAt,
        run,
        end,
        senderUserId,
      };
}

/** Returns the sender of a request. An adoption is the enrollment of someone else. */
function senderOf({ sender_user_id, state }: Row, share: SharedTexts): string | undefined {
  return sender_user_id === null || state === 'adopted' ? undefined : share.sender(sender_user_id);
}

function endOf({ end_seen_at, ended_at, end_how }: Row, share: SharedTexts): EntryEnd | undefined {
  if (!end_seen_at || !end_how) return undefined;
  const seenAt = share.seenAt(end_seen_at);
  const how = share.how(end_how);
  return ended_at ? { seenAt, endedAt: ended_at, how } : { seenAt, how };
}

type SharedTexts = ReturnType<typeof shareTexts>;

/** Returns a text pool for each column. The driver creates new strings for each row; the pools keep one of each. */
function shareTexts() {
  return {
    action: shareText<'enroll' | 'unenroll'>(),
    state: shareText<LedgerEntry['state']>(),
    kind: shareText<Kind>(),
    targetId: shareText<TargetId>(),
    since: shareText<Day>(),
    sender: shareText<string>(),
    origin: shareText<Origin>(),
    seenAt: shareText<Instant>(),
    how: shareText<EndCause>(),
  };
}

function shareText<T extends string>(): (text: T) => T {
  const known = new Map<T, T>();
  return (text) => {
    const shared = known.get(text);
    if (shared === undefined) known.set(text, text);
    return shared ?? text;
  };
}
