import type { Instant } from '../../model/time.ts';
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { ObservedContact } from '../../model/observed-state.ts';
import type { ContactId } from '../../model/target.ts';

/** The ledger's entries by the contact's present id. */
export interface LedgerIndex {
  /** Everything known of a contact, its merged ids included, oldest first. */
  of(contactId: ContactId, contact: ObservedContact | undefined): readonly LedgerEntry[];
  /** The contacts that the ledger knows, by present id. */
  readonly contactIds: Iterable<ContactId>;
}

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
  for (const known of byContact.values()) if (known.length > 1) known.sort(byTime);
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

/** When an act took effect, as far as the ledger knows. */
export function timeOf(entry: LedgerEntry): Instant {
  return entry.effectAt ?? entry.at;
}

/** Whether an entry stands for an enrollment that took effect, ours or adopted. */
export function tookEffect(entry: LedgerEntry): boolean {
  return (
    entry.action === 'enroll' &&
    (entry.state === 'proved' || entry.state === 'accepted' || entry.state === 'adopted')
  );
}

/** A total order, so that the order in which a ledger hands entries over changes nothing. */
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
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
