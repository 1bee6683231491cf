import type { Day, Instant } from '../model/instant.ts';
import type { LedgerEntry, Origin } from '../model/ledger-view.ts';
import type { Kind, TargetId } from '../model/target.ts';
import type { Reading, Tables } from './tables.ts';

/** Rows a query: a million of them must not be held twice. */
const page = 10_000;

/**
 * Every act and sight, oldest first, and the enrollments in sequences sent at or after `dayAgo`, by the
 * sender's user id. An open one counts as sent: it may have been.
 */
export async function readEntries(
  db: Reading,
  portalId: number,
  dayAgo: Instant,
): Promise<{ readonly entries: readonly LedgerEntry[]; readonly sent: ReadonlyMap<string, number> }> {
  const entries: LedgerEntry[] = [];
  const sent = new Map<string, number>();
  const share = shareTexts();
  for (let after = 0; ;) {
    const rows = await readPage(db, portalId, after);
    for (const row of rows) {
      const sender = row.sender_user_id;
      if (sender !== null && row.at >= dayAgo && countsAsSent(row)) {
        sent.set(sender, (sent.get(sender) ?? 0) + 1);
      }
      const entry = entryOf(row, share);
      if (entry) entries.push(entry);
    }
    const last = rows.at(-1);
    if (!last || rows.length < page) return { entries, sent };
    after = last.id;
  }
}

type Row = Pick<Tables['rollcall_intents'], (typeof columns)[number]>;

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
] as const;

async function readPage(db: Reading, portalId: number, after: number): Promise<readonly Row[]> {
  return db
    .selectFrom('rollcall_intents')
    .select(columns)
    .where('portal', '=', portalId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(page)
    .execute();
}

function countsAsSent({ action, kind, state }: Row): boolean {
  return (
    action === 'enroll' &&
    kind === 'sequence' &&
    (state === 'open' || state === 'accepted' || state === 'proved')
  );
}

/** Nothing for an archive, and for a person who was forgotten. */
function entryOf(row: Row, share: ReturnType<typeof shareTexts>): LedgerEntry | undefined {
  if (row.action === 'archive' || row.contact_id === null) return undefined;
  return {
    // A sight has no intent behind it.
    ...(row.state === 'adopted' ? {} : { intent: row.id }),
    action: share.action(row.action),
    state: share.state(row.state),
    kind: share.kind(row.kind),
    targetId: share.targetId(row.target_id),
    contactId: row.contact_id,
    ...(row.since === '' ? {} : { since: share.since(row.since) }),
    origin: share.origin(row.origin),
    at: row.at,
    ...(row.effect_at === null ? {} : { effectAt: row.effect_at }),
    run: row.run,
  };
}

/** The database gives each row texts of its own; those that repeat are kept once, a map a column. */
function shareTexts() {
  return {
    action: shareText<'enroll' | 'unenroll'>(),
    state: shareText<LedgerEntry['state']>(),
    kind: shareText<Kind>(),
    targetId: shareText<TargetId>(),
    since: shareText<Day>(),
    origin: shareText<Origin>(),
  };
}

function shareText<T extends string>(): (text: T) => T {
  const known = new Map<T, T>();
  return (text) => {
    const before = known.get(text);
    if (before === undefined) known.set(text, text);
    return before ?? text;
  };
}
