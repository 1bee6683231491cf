/**
 * Holds the entries of a view as numbers, 56 bytes each, and makes objects only of those that a command asks for. An
 * object for each entry takes seven times the memory.
 */
import {
  distinctTargets,
  type EndCause,
  type EntryEnd,
  type LedgerEntries,
  type LedgerEntry,
  type Origin,
  type RecordedRefusal,
} from '../../model/ledger/ledger-entries.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import type { ContactId, Kind, TargetId } from '../../model/target.ts';
import type { Day } from '../../model/time.ts';
import { contactCodes, instantCodes, numbers, smallNumbers } from './columns.ts';

/** The properties that many entries have in common. */
export interface EntryShape {
  readonly action: LedgerEntry['action'];
  readonly state: LedgerEntry['state'];
  readonly kind: Kind;
  readonly targetId: TargetId;
  /** `''` for none, as are `sender` and `endCause`. */
  readonly since: Day;
  readonly origin: Origin;
  readonly sender: string;
  readonly endCause: EndCause | '';
  readonly isSettled: boolean;
}

/** The properties that differ. Times and the contact are codes of the table, 0 for none. */
export interface EntryCodes {
  id: number;
  run: number;
  contact: number;
  at: number;
  effectAt: number;
  endedAt: number;
  endSeenAt: number;
}

export type EntryTable = ReturnType<typeof makeEntryTable>;

/** Returns an empty table. `refusals` are by intent. */
export function makeEntryTable(refusals: ReadonlyMap<number, { readonly refusal: RecordedRefusal }>): {
  readonly contacts: ReturnType<typeof contactCodes>;
  readonly times: ReturnType<typeof instantCodes>;
  readonly add: (codes: EntryCodes, shape: EntryShape) => void;
  readonly entries: () => LedgerEntries;
} {
  const [contacts, times] = [contactCodes(), instantCodes()];
  const columns = {
    id: numbers(),
    contact: numbers(),
    at: numbers(),
    effectAt: numbers(),
    endedAt: numbers(),
    endSeenAt: numbers(),
    run: smallNumbers(),
    shape: smallNumbers(),
  };
  const shapes: EntryShape[] = [];
  const shapeNumbers = new Map<EntryShape, number>();
  let length = 0;
  const shapeOf = (row: number): EntryShape => {
    const shape = shapes[columns.shape.at(row)];
    if (!shape) throw new RangeError(`The ledger view has no entry ${row}.`);
    return shape;
  };
  const endOf = (row: number): EntryEnd | undefined => {
    const { endCause: how } = shapeOf(row);
    const [seenAt, endedAt] = [columns.endSeenAt.at(row), columns.endedAt.at(row)];
    if (how === '' || seenAt === 0) return undefined;
    const known = { seenAt: times.decode(seenAt), how };
    return endedAt === 0 ? known : { ...known, endedAt: times.decode(endedAt) };
  };
  const makeEntry = (row: number): LedgerEntry => {
    const { action, state, kind, targetId, since, origin, sender, isSettled } = shapeOf(row);
    const [intent, effectAt] = [columns.id.at(row), columns.effectAt.at(row)];
    return {
      intent,
      action,
      state,
      kind,
      targetId,
      contactId: contacts.decode(columns.contact.at(row)),
      ...(since === '' ? {} : { since }),
      origin,
      at: times.decode(columns.at.at(row)),
      ...(effectAt === 0 ? {} : { effectAt: times.decode(effectAt) }),
      run: columns.run.at(row),
      ...omitUndefined({ end: endOf(row), refusal: refusals.get(intent)?.refusal }),
      // An adoption is the enrollment of someone else. A settled one began as an intent; an observed one is never settled.
      ...(sender === '' || state === 'adopted' ? {} : { senderUserId: sender }),
      ...(isSettled && state === 'adopted' ? { requested: true as const } : {}),
    };
  };
  // Rules compare entries by identity.
  const made = new Map<number, LedgerEntry>();
  const entryAt = (row: number): LedgerEntry => {
    const known = made.get(row);
    if (known) return known;
    const entry = makeEntry(row);
    made.set(row, entry);
    return entry;
  };
  const where = (matches: (row: number) => boolean): readonly LedgerEntry[] => {
    const found: LedgerEntry[] = [];
    for (let row = 0; row < length; row += 1) if (matches(row)) found.push(entryAt(row));
    return found;
  };
  let rowsByContact: ReturnType<typeof indexRows> | undefined;
  const rowsOf = (contactId: ContactId): readonly number[] => {
    rowsByContact ??= indexRows(length, columns.contact.at);
    return rowsByContact(contacts.encode(contactId, 0, contactId.length));
  };
  return {
    contacts,
    times,
    add: (codes, shape) => {
      let shapeNumber = shapeNumbers.get(shape);
      if (shapeNumber === undefined) {
        shapeNumber = shapes.push(shape) - 1;
        shapeNumbers.set(shape, shapeNumber);
      }
      columns.id.add(codes.id);
      columns.contact.add(codes.contact);
      columns.at.add(codes.at);
      columns.effectAt.add(codes.effectAt);
      columns.endedAt.add(codes.endedAt);
      columns.endSeenAt.add(codes.endSeenAt);
      columns.run.add(codes.run);
      columns.shape.add(shapeNumber);
      length += 1;
    },
    entries: () => ({
      length,
      *[Symbol.iterator]() {
        // Without remembering them: all entries of a large ledger must not be objects at the same time.
        for (let row = 0; row < length; row += 1) yield made.get(row) ?? makeEntry(row);
      },
      of: (contactIds) => {
        const rows = [...new Set(contactIds)].flatMap(rowsOf);
        return rows.toSorted((a, b) => a - b).map(entryAt);
      },
      unended: () => where((row) => columns.endSeenAt.at(row) === 0 || shapeOf(row).endCause === ''),
      unproved: () => {
        const isUnproved = shapes.map(({ state }) => state === 'open' || state === 'accepted');
        return isUnproved.includes(true) ? where((row) => isUnproved[columns.shape.at(row)] === true) : [];
      },
      after: (moment) => {
        const from = times.encode(moment, 0, moment.length);
        return where((row) => {
          const time = columns.effectAt.at(row) || columns.at.at(row);
          return time > 0 && from > 0 ? time > from : times.decode(time) > moment;
        });
      },
      ofRun: (run) => where((row) => columns.run.at(row) === run),
      targets: () => distinctTargets(shapes.map(({ kind, targetId: id }) => ({ kind, id }))),
    }),
  };
}

/** Returns a function that returns the rows with a key, in order. Memory: 12 bytes a row. */
function indexRows(length: number, keyAt: (row: number) => number): (key: number) => readonly number[] {
  const size = 2 ** Math.ceil(Math.log2(length + 1));
  const bucketOf = (key: number): number => (Math.imul(key, 0x9e_37_79_b1) >>> 8) % size;
  // Rows count from 1 here: 0 ends a list.
  const [first, next] = [new Uint32Array(size), new Uint32Array(length + 1)];
  for (let row = length; row >= 1; row -= 1) {
    const bucket = bucketOf(keyAt(row - 1));
    next[row] = first[bucket] ?? 0;
    first[bucket] = row;
  }
  return (key) => {
    const rows: number[] = [];
    for (let row = first[bucketOf(key)] ?? 0; row !== 0; row = next[row] ?? 0)
      if (keyAt(row - 1) === key) rows.push(row - 1);
    return rows;
  };
}
