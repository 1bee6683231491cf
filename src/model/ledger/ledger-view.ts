/** The ledger's data of one account, as the reconciler reads it. */
import type { RefusalCause } from '../account.ts';
import type { Instant } from '../time.ts';
import type { Day } from '../time.ts';
import type { EndedEnrollment } from '../observed-state.ts';
import type { ContactId, Kind, TargetId } from '../target.ts';

export interface LedgerView {
  /** Whether a ledger exists. Without one, rollcall shows the plan and cannot apply it. */
  readonly exists: boolean;
  /** Absent without a ledger, and for one of a format before 3 until a command writes to it. */
  readonly ledgerId?: string;
  /** Returns the seal of a document digest, made with the ledger's secret. Absent without a ledger. */
  readonly seal?: (digest: string) => string;
  /** The first run of this ledger for the account. It has no older history. */
  readonly startedAt?: Instant;
  /** The start of the complete history: the first run, or the end of the latest gap. */
  readonly coversFrom?: Instant;
  /** The latest gap. It ends at `markedAt`. */
  readonly gap?: { readonly from: Instant; readonly markedAt: Instant };
  readonly lastRun: number;
  readonly entries: readonly LedgerEntry[];
  /** The last known identity and applied revision of each target. */
  readonly targets: readonly LedgerTarget[];
  /** Pairs of target ids that share one history. */
  readonly joins: readonly TargetJoin[];
  /** Pauses of one target, or of the whole account if kind and id are absent. */
  readonly pauses: readonly Pause[];
  /**
   * Returns whether a user vouched that the contact was not enrolled in the target on or after `since` (ever, if
   * `since` is absent) before the ledger covers it. Returns false after a later gap.
   */
  readonly vouched: (declaration: {
    readonly kind: Kind;
    readonly targetId: TargetId;
    readonly contactId: ContactId;
    readonly since?: Day;
  }) => boolean;
  /** Returns the contact that a declared email last resolved to. Uses the email's keyed hash. */
  readonly contactOf: (email: string) => ContactId | undefined;
  /** Returns all contacts that have or had this email, including the result of `contactOf`. */
  readonly contactsOf: (email: string) => readonly ContactId[];
  /**
   * Returns whether the contact of a refused intent had this primary email at the refusal. Compares keyed hashes. Without
   * `email`: whether it had none.
   */
  readonly refusedWith: (intent: number, email: string | undefined) => boolean;
  /** Returns whether a contact was erased on request. rollcall never enrolls such a contact. */
  readonly isForgotten: (person: { id?: ContactId | undefined; emails: readonly string[] }) => boolean;
  /** Enrollments in sequences since the start of the account's calendar day, by the sender's user id. */
  readonly sentToday: ReadonlyMap<string, number>;
  /** Enrollments since the start of the account's calendar day, by `targetIdentityKey`. */
  readonly enrolledToday: ReadonlyMap<string, number>;
  /** By user id: senders whose latest refusal by HubSpot was about the sender, without a success since. */
  readonly stoppedSenders: ReadonlyMap<string, SenderStop>;
}

/** The latest refusal of a sender itself. */
export interface SenderStop {
  readonly at: Instant;
  readonly reason: string;
}

/** Two ids that share one history because of `replaces`. */
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

/** How an enrollment ended. `unenrolled`: by rollcall. */
export type EndCause = EndedEnrollment['how'] | 'unenrolled';

export interface EntryEnd {
  /** When a run first observed the end. Later runs need not read this entry from HubSpot. */
  readonly seenAt: Instant;
  readonly endedAt?: Instant;
  readonly how: EndCause;
}

/** Returns the view of a missing ledger. A plan from it can be shown, but not applied. */
export function emptyLedgerView(): LedgerView {
  return {
    exists: false,
    lastRun: 0,
    entries: [],
    targets: [],
    joins: [],
    pauses: [],
    vouched: () => false,
    contactOf: () => undefined,
    contactsOf: () => [],
    refusedWith: () => false,
    isForgotten: () => false,
    sentToday: new Map(),
    enrolledToday: new Map(),
    stoppedSenders: new Map(),
  };
}

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

export interface LedgerTarget {
  readonly kind: Kind;
  readonly id: TargetId;
  readonly key: string;
  readonly revision?: string;
  readonly status: 'ready' | 'disabled' | 'missing' | 'unsuitable';
  readonly name?: string;
  /** A person accepted all ends without a visible cause up to this time (`drift --accept`). */
  readonly endsSeenAt?: Instant;
}
