/** The requests and observations that a ledger recorded. */
import type { RefusalCause } from '../account.ts';
import type { EndedEnrollment } from '../observed-state.ts';
import {
  type ContactId,
  type Kind,
  type TargetId,
  type TargetIdentity,
  targetIdentityKey,
} from '../target.ts';
import type { Day, Instant } from '../time.ts';

/**
 * One request or observation. `open`: an intent without a response. `accepted`: HubSpot accepted the request, and no
 * read has shown its effect. `proved`: took effect. `refused`, `not-sent`: had no effect. `adopted`: found active,
 * enrolled by someone else, with or without an earlier request of rollcall. An adoption counts for "enroll once" and
 * never makes the enrollment owned.
 */
export interface LedgerEntry {
  readonly action: 'enroll' | 'unenroll';
  readonly state: 'open' | 'accepted' | 'proved' | 'refused' | 'not-sent' | 'adopted';
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly contactId: ContactId;
  /** The `since` of the declaration. */
  readonly since?: Day;
  /** The source of the declaration: the text of the files, or a HubSpot list. */
  readonly origin: Origin;
  /** When the ledger recorded the intent or the adoption. */
  readonly at: Instant;
  /** When it took effect, if known. */
  readonly effectAt?: Instant;
  readonly run: number;
  /** The ledger's number of this entry, including adoptions. Absent only in entries not read from a ledger. */
  readonly intent?: number;
  /** Present after a run observed the end of the enrollment. */
  readonly end?: EntryEnd;
  /** Set for an adoption that settled an intent. Either the request or someone else made the enrollment. */
  readonly requested?: true;
  /** The sender of the request, for an enrollment in a sequence. Absent for an adoption. */
  readonly senderUserId?: string | undefined;
  /** HubSpot's refusal of the request. Absent in entries that were recorded before format 4 of the ledger. */
  readonly refusal?: RecordedRefusal;
}

/** A refusal by HubSpot, as the ledger remembers it. */
export interface RecordedRefusal {
  readonly cause: RefusalCause;
  /** HubSpot's error code, if the response has a known one. */
  readonly code?: string;
  /** The cause in plain words, without an email address. */
  readonly reason: string;
  /** A person cleared the refusal (`resolve --retry`). */
  readonly cleared?: { readonly at: Instant; readonly by: string };
}

/** The source of a declaration: `text` for the files, or a HubSpot list such as `list:482`. */
export type Origin = 'text' | `list:${string}`;

/** How an enrollment ended. `unenrolled`: by rollcall. */
export type EndCause = EndedEnrollment['how'] | 'unenrolled';

export interface EntryEnd {
  /** When a run first observed the end. Later runs need not read this entry from HubSpot. */
  readonly seenAt: Instant;
  readonly endedAt?: Instant;
  readonly how: EndCause;
}

/**
 * The entries of a ledger. All lists are oldest first, in the order in which the ledger recorded them. A ledger may hold
 * a million entries, most of them ended: a caller that needs some of them names those, and does not iterate over all.
 */
export interface LedgerEntries extends Iterable<LedgerEntry> {
  readonly length: number;
  /** Returns the entries of these contact ids; not of ids merged into them. */
  of(contactIds: Iterable<ContactId>): readonly LedgerEntry[];
  /** Returns the entries without a recorded end, removals included. */
  unended(): readonly LedgerEntry[];
  /** Returns the entries whose request has no proof and no refusal: open or accepted. */
  unproved(): readonly LedgerEntry[];
  /** Returns the entries that took effect, or were recorded if no effect is known, after a moment. */
  after(moment: Instant): readonly LedgerEntry[];
  ofRun(run: number): readonly LedgerEntry[];
  /** Returns the targets of the entries, each once. */
  targets(): readonly TargetIdentity[];
}

/** Returns when an act took effect, or when it was recorded if the ledger has no effect time. */
export function timeOf(entry: Pick<LedgerEntry, 'at' | 'effectAt'>): Instant {
  return entry.effectAt ?? entry.at;
}

/** Returns a list of entries, oldest first, as `LedgerEntries`. */
export function ledgerEntries(list: readonly LedgerEntry[] = []): LedgerEntries {
  let positions: ReadonlyMap<ContactId, readonly number[]> | undefined;
  return {
    length: list.length,
    [Symbol.iterator]: () => list[Symbol.iterator](),
    of: (contactIds) => {
      positions ??= positionsByContact(list);
      const found = [...new Set(contactIds)].flatMap((id) => positions?.get(id) ?? []);
      return found.toSorted((a, b) => a - b).flatMap((position) => list[position] ?? []);
    },
    unended: () => list.filter(({ end }) => end === undefined),
    unproved: () => list.filter(({ state }) => state === 'open' || state === 'accepted'),
    after: (moment) => list.filter((entry) => timeOf(entry) > moment),
    ofRun: (wanted) => list.filter(({ run }) => run === wanted),
    targets: () => distinctTargets(list.map(({ kind, targetId }) => ({ kind, id: targetId }))),
  };
}

function positionsByContact(list: readonly LedgerEntry[]): ReadonlyMap<ContactId, readonly number[]> {
  const positions = new Map<ContactId, number[]>();
  for (const [position, { contactId }] of list.entries()) {
    const known = positions.get(contactId);
    if (known) known.push(position);
    else positions.set(contactId, [position]);
  }
  return positions;
}

/** Returns each target once, in the order of the list. */
export function distinctTargets(targets: readonly TargetIdentity[]): readonly TargetIdentity[] {
  return [...new Map(targets.map((target) => [targetIdentityKey(target), target])).values()];
}
