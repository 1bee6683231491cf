/** Reads all intents and adoptions of a portal for the view. */
import type { LedgerEntries } from '../../model/ledger/ledger-entries.ts';
import type { LedgerView, SenderStop } from '../../model/ledger/ledger-view.ts';
import { targetIdentityKey } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import { isFormat3 } from '../schema/migrate.ts';
import type { Tables } from '../schema/tables.ts';
import type { Queryable } from '../store.ts';
import { digitsIn, ownText } from './columns.ts';
import { type EntryCodes, type EntryShape, type EntryTable, makeEntryTable } from './entry-table.ts';
import { columnEnd, packedPages, rowEnd } from './packed-rows.ts';
import type { readRefusals } from './refusals.ts';
import { noteSender } from './stopped-senders.ts';

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
export async function readEntries(
  db: Queryable,
  { portalId, dayStart, format, refusals }: EntriesRequest,
): Promise<Attempts & { readonly entries: LedgerEntries }> {
  const table = makeEntryTable(refusals);
  const { encode, decode } = table.times;
  const dayCode = encode(dayStart, 0, dayStart.length);
  const sentToday = new Map<string, number>();
  const enrolledToday = new Map<string, number>();
  const stoppedSenders = new Map<string, SenderStop>();
  const addRow = (codes: EntryCodes, { entry, sender, isSent, succeeded, sequence, target }: Shape): void => {
    if (entry && codes.contact !== 0) table.add(codes, entry);
    if (isSent && (codes.at > 0 && dayCode > 0 ? codes.at >= dayCode : decode(codes.at) >= dayStart)) {
      if (sequence && sender !== '') addOne(sentToday, sender);
      addOne(enrolledToday, target);
    }
    // An erased contact has no entry, so the rows decide, not the entries. Without a refusal, no sender is stopped.
    const refusal = refusals.get(codes.id)?.refusal;
    if (sender !== '' && (refusal || stoppedSenders.size > 0))
      noteSender(stoppedSenders, { sender, at: decode(codes.at), refusal, succeeded });
  };
  const readPage = pageReader(table, addRow);
  for await (const page of packedPages(db, packedIntents(portalId, format))) readPage(page);
  return { entries: table.entries(), sentToday, enrolledToday, stoppedSenders };
}

/** Returns the query for the columns in the order that `readCodes` and `shapeOf` expect. */
function packedIntents(portalId: number, format: number): Parameters<typeof packedPages>[1] {
  const end = <T extends string>(name: T): T | undefined => (isFormat3(format) ? name : undefined);
  return {
    table: 'rollcall_intents',
    portalId,
    key: 'id',
    first: 0,
    columns: [
      'id',
      'run',
      'contact_id',
      'at',
      'effect_at',
      end('ended_at'),
      end('end_seen_at'),
      'action',
      'state',
      'kind',
      'target_id',
      'since',
      'origin',
      'sender_user_id',
      end('end_how'),
      'settlements',
    ],
  };
}

/** What the last columns of a row have in common with those of other rows. */
interface Shape {
  /** Absent for an archive and for a new workflow. */
  readonly entry?: EntryShape;
  /** `''` for none. */
  readonly sender: string;
  /** Whether the row is an enroll intent whose request was or may have been sent. */
  readonly isSent: boolean;
  /** Whether its request took effect or was accepted. */
  readonly succeeded: boolean;
  readonly sequence: boolean;
  /** As `targetIdentityKey`. */
  readonly target: string;
}

/** Returns a function that reads each row of a page. The codes are one object, which the next row overwrites. */
function pageReader(
  table: EntryTable,
  addRow: (codes: EntryCodes, shape: Shape) => void,
): (page: string) => void {
  const codes: EntryCodes = { id: 0, run: 0, contact: 0, at: 0, effectAt: 0, endedAt: 0, endSeenAt: 0 };
  const shapes = new Map<string, Shape>();
  let last = { text: '', shape: undefined as Shape | undefined };
  return (page) => {
    for (let start = 0; start < page.length;) {
      const rowStop = page.indexOf(rowEnd, start);
      const end = rowStop < 0 ? page.length : rowStop;
      const shapeStart = readCodes(page, start, { codes, table });
      // Rows of one run follow one another, and have much in common.
      if (last.text.length !== end - shapeStart || !page.startsWith(last.text, shapeStart)) {
        const text = page.slice(shapeStart, end);
        const known = shapes.get(text);
        const shape = known ?? shapeOf(ownText(text));
        if (!known) shapes.set(ownText(text), shape);
        last = { text, shape };
      }
      if (last.shape) addRow(codes, last.shape);
      start = end + 1;
    }
  };
}

/** Reads the first columns of a row. Returns the position of the next column. */
function readCodes(
  page: string,
  start: number,
  { codes, table: { times, contacts } }: { readonly codes: EntryCodes; readonly table: EntryTable },
): number {
  let next = start;
  const { id: previous } = codes;
  const column = (encode: (text: string, from: number, to: number) => number): number => {
    const from = next;
    const to = page.indexOf(columnEnd, from);
    if (to < 0) throw malformed(page.slice(start));
    next = to + 1;
    return encode(page, from, to);
  };
  codes.id = column(digitsIn);
  // Rules depend on the order. An id is above 0.
  if (codes.id <= previous) throw malformed(page.slice(start));
  codes.run = column(digitsIn);
  codes.contact = column(contacts.encode);
  codes.at = column(times.encode);
  codes.effectAt = column(times.encode);
  codes.endedAt = column(times.encode);
  codes.endSeenAt = column(times.encode);
  return next;
}

type Intents = Tables['rollcall_intents'];

/** Reads the last columns of a row. */
function shapeOf(text: string): Shape {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the columns in the order of the query
  const columns = text.split(columnEnd) as unknown as readonly [
    Intents['action'],
    Intents['state'],
    Intents['kind'],
    Intents['target_id'],
    Intents['since'],
    Intents['origin'],
    string,
    EntryShape['endCause'],
    string,
  ];
  if (columns.length !== 9) throw malformed(text);
  const [action, state, kind, targetId, since, origin, sender, endCause, settlements] = columns;
  const isSettled = settlements !== '0';
  const isSent = action === 'enroll' && (state === 'open' || state === 'accepted' || state === 'proved');
  return {
    ...(action === 'archive' || action === 'create-workflow'
      ? {}
      : { entry: { action, state, kind, targetId, since, origin, sender, endCause, isSettled } }),
    sender,
    isSent,
    succeeded: isSent && state !== 'open',
    sequence: kind === 'sequence',
    target: targetIdentityKey({ kind, id: targetId }),
  };
}

function malformed(row: string): Error {
  return new Error(`a row of rollcall_intents has an unexpected form: ${JSON.stringify(row.slice(0, 200))}`);
}

function addOne(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
