/** What the ledger knows of one account, as the reconciler reads it. */
import type { Instant } from '../time.ts';
import type { Day } from '../time.ts';
import type { EndedEnrollment } from '../observed-state.ts';
import type { ContactId, Kind, TargetId } from '../target.ts';

export interface LedgerView {
  /** No ledger was found: the plan can be shown and not applied. */
  readonly exists: boolean;
  /** Absent without a ledger, and for one of a format before 3 until a command writes to it. */
  readonly ledgerId?: string;
  /** Returns the seal of a document with this digest, under the ledger's secret. Absent without a ledger. */
  readonly seal?: (digest: string) => string;
  /** When this ledger first ran for the account: older history is not in it. */
  readonly startedAt?: Instant;
  /** The history is complete from here on: the start, or the end of the latest gap. */
  readonly coversFrom?: Instant;
  /** The latest gap; it ended when it was marked. */
  readonly gap?: { readonly from: Instant; readonly markedAt: Instant };
  readonly lastRun: number;
  readonly entries: readonly LedgerEntry[];
  /** Last known identity and applied revision of each target. */
  readonly targets: readonly LedgerTarget[];
  /** Pairs of target ids that share one history. */
  readonly joins: readonly TargetJoin[];
  /** The scope of a pause: one target, or without kind and id the whole account. */
  readonly pauses: readonly Pause[];
  /**
   * Whether a user vouched that the contact was not enrolled in the target on or after `since`, or never
   * without `since`, before the ledger covers it. False once a later gap was marked.
   */
  readonly vouched: (declaration: {
    readonly kind: Kind;
    readonly targetId: TargetId;
    readonly contactId: ContactId;
    readonly since?: Day;
  }) => boolean;
  /** The contact that a declared email led to, by the email's keyed hash. */
  readonly contactOf: (email: string) => ContactId | undefined;
  /** Every contact that is known to have had this email, the one of `contactOf` included. */
  readonly contactsOf: (email: string) => readonly ContactId[];
  /** Contacts erased on request: never enroll. */
  readonly isForgotten: (person: { id?: ContactId; emails: readonly string[] }) => boolean;
  /** Enrollments in sequences since the start of the account's calendar day, by the sender's user id. */
  readonly sentToday: ReadonlyMap<string, number>;
}

/** Two ids of one target, joined by `replaces`. */
export interface TargetJoin {
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly formerId: TargetId;
}

export interface Pause {
  readonly kind?: Kind;
  readonly targetId?: TargetId;
  readonly targetKey?: string;
  readonly actor: string;
  readonly reason?: string;
  readonly at: Instant;
}

/** How an enrollment ended; `unenrolled`: through rollcall. */
export type EndCause = EndedEnrollment['how'] | 'unenrolled';

export interface EntryEnd {
  /** When a run first saw the end: HubSpot need not be read again for this entry. */
  readonly seenAt: Instant;
  readonly endedAt?: Instant;
  readonly how: EndCause;
}

/**
 * One act or sight. `open`: an intent without an answer. `accepted`: taken by HubSpot, effect not
 * seen. `proved`: took effect. `refused` and `not-sent` had none. `adopted`: seen active, enrolled by
 * someone else, with or without an earlier request of ours; counts for "enroll once" and never for owning.
 */
export interface LedgerEntry {
  readonly action: 'enroll' | 'unenroll';
  readonly state: 'open' | 'accepted' | 'proved' | 'refused' | 'not-sent' | 'adopted';
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly contactId: ContactId;
  /** The declaration's `since`. */
  readonly since?: Day;
  /** Where the declaration stood: in the files' text, or on a HubSpot list. */
  readonly origin: Origin;
  /** When the intent was written, or the adoption seen. */
  readonly at: Instant;
  /** When it took effect, where known. */
  readonly effectAt?: Instant;
  readonly run: number;
  /** The ledger's number of this entry, also for an adoption. Absent only in entries not read from a ledger. */
  readonly intent?: number;
  /** Present once a run has seen that the enrollment ended. */
  readonly end?: EntryEnd;
  /** An adoption that ended an intent of ours: the request may have made the enrollment, or someone else. */
  readonly requested?: true;
  /** The sender of the request. Only on an enrollment in a sequence whose end is not recorded. */
  readonly senderUserId?: string;
}

/** `text`, or `list:482`. */
export type Origin = 'text' | `list:${string}`;

export interface LedgerTarget {
  readonly kind: Kind;
  readonly id: TargetId;
  readonly key: string;
  readonly revision?: string;
  readonly status: 'ready' | 'disabled' | 'missing' | 'unsuitable';
  readonly name?: string;
  /** Endings without a visible cause up to here were accepted by a person (`drift --accept`). */
  readonly endsSeenAt?: Instant;
}
