import { type LedgerEntries, timeOf } from '../../model/ledger/ledger-entries.ts';
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { ObservedContact } from '../../model/observed-state.ts';
import type { ContactId } from '../../model/target.ts';

/** The ledger entries by the current id of the contact. */
export interface LedgerIndex {
  /** Returns the entries of a contact and of its merged ids, oldest first. */
  of(contactId: ContactId, contact: ObservedContact | undefined): readonly LedgerEntry[];
}

/**
 * Indexes ledger entries by the current contact id, which `aliases` maps from former ids. Reads only the entries of the
 * contacts that a plan asks for.
 */
export function indexLedger(entries: LedgerEntries, aliases: ReadonlyMap<string, ContactId>): LedgerIndex {
  if (entries.length === 0) return { of: () => noEntries };
  const formerIds = new Map<ContactId, ContactId[]>();
  for (const [former, id] of aliases) {
    // Most aliases are emails, and the entries have none.
    if (former === id || former.includes('@')) continue;
    const known = formerIds.get(id);
    if (known) known.push(former);
    else formerIds.set(id, [former]);
  }
  const recordedIds = (id: ContactId): readonly ContactId[] => {
    const former = formerIds.get(id) ?? [];
    return (aliases.get(id) ?? id) === id ? [id, ...former] : former;
  };
  return {
    of: (contactId, contact) => {
      const ids = [...new Set([contactId, ...(contact?.mergedIds ?? [])])];
      const found = entries.of(ids.flatMap(recordedIds));
      return found.length > 1 ? found.toSorted(byTime) : found;
    },
  };
}

const noEntries: readonly LedgerEntry[] = [];

/** Returns whether an entry is an accepted, proved or adopted enrollment. */
export function tookEffect(entry: LedgerEntry): boolean {
  return (
    entry.action === 'enroll' &&
    (entry.state === 'proved' || entry.state === 'accepted' || entry.state === 'adopted')
  );
}

/** Compares in a total order, so that a plan does not depend on the order of the entries. */
function byTime(a: LedgerEntry, b: LedgerEntry): number {
  return compare(timeOf(a), timeOf(b)) || a.run - b.run || compare(tieBreaker(a), tieBreaker(b));
}

function tieBreaker(entry: LedgerEntry): string {
  return [
    entry.at,
    entry.action,
    entry.state,
    entry.kind,
    entry.targetId,
    entry.contactId,
    entry.since,
    entry.origin,
  ].join();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
