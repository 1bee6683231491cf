import type { Instant } from '../../model/time.ts';
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { ObservedContact } from '../../model/observed-state.ts';
import type { ContactId } from '../../model/target.ts';

/** The ledger entries by the current id of the contact. */
export interface LedgerIndex {
  /** Returns the entries of a contact and of its merged ids, oldest first. */
  of(contactId: ContactId, contact: ObservedContact | undefined): readonly LedgerEntry[];
  /** The current ids of the contacts in the ledger. */
  readonly contactIds: Iterable<ContactId>;
}

/** Indexes ledger entries by the current contact id, which `aliases` maps from former ids. */
export function indexLedger(
  entries: readonly LedgerEntry[],
  aliases: ReadonlyMap<string, ContactId>,
): LedgerIndex {
  const byContact = new Map<ContactId, LedgerEntry[]>();
  for (const entry of entries) {
    const id = aliases.get(entry.contactId) ?? entry.contactId;
    const known = byContact.get(id);
    if (known) known.push(entry);
    else byContact.set(id, [entry]);
  }
  for (const known of byContact.values()) known.sort(byTime);
  return {
    contactIds: byContact.keys(),
    of: (contactId, contact) => {
      const own = byContact.get(contactId) ?? noEntries;
      if (!contact?.mergedIds.length) return own;
      const ids = new Set([contactId, ...contact.mergedIds]);
      return [...ids].flatMap((id) => byContact.get(id) ?? noEntries).toSorted(byTime);
    },
  };
}

const noEntries: readonly LedgerEntry[] = [];

/** Returns when an act took effect, or when it was recorded if the ledger has no effect time. */
export function timeOf(entry: LedgerEntry): Instant {
  return entry.effectAt ?? entry.at;
}

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
