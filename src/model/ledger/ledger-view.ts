/** The ledger's data of one account, as the reconciler reads it. */
import { digest } from '../digest.ts';
import type { Instant } from '../time.ts';
import type { Day } from '../time.ts';
import type { ContactId, Kind, TargetId } from '../target.ts';
import { type LedgerEntries, ledgerEntries } from './ledger-entries.ts';

export type { EndCause, EntryEnd, LedgerEntry, Origin, RecordedRefusal } from './ledger-entries.ts';

export interface LedgerView {
  /** Whether a ledger exists. Without one, rollcall shows the plan and cannot apply it. */
  readonly exists: boolean;
  /** Absent without a ledger, and for one of a format before 3 until a command writes to it. */
  readonly ledgerId?: string;
  /** Returns the seal of a document digest, made with the ledger's secret. Absent without a ledger. */
  readonly seal?: (digest: string) => string;
  /** Returns a digest of a text, made with the ledger's secret. Absent without a ledger. */
  readonly keyedDigest?: (text: string) => string;
  /** The first run of this ledger for the account. It has no older history. */
  readonly startedAt?: Instant;
  /** The start of the complete history: the first run, or the end of the latest gap. */
  readonly coversFrom?: Instant;
  /** The latest gap. It ends at `markedAt`. */
  readonly gap?: { readonly from: Instant; readonly markedAt: Instant };
  readonly lastRun: number;
  readonly entries: LedgerEntries;
  /** The last known identity and applied revision of each target. */
  readonly targets: readonly LedgerTarget[];
  /** Pairs of target ids that share one history. */
  readonly joins: readonly TargetJoin[];
  /** The workflows that rollcall created or may have created, oldest first. */
  readonly creations: readonly Creation[];
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

/** A request to create a workflow that took effect or may have taken effect. */
export interface Creation {
  readonly intent: number;
  readonly run: number;
  /** The key of the workflow in the files. */
  readonly key: string;
  /** The account's time before the request. */
  readonly at: Instant;
  /** The name in the request. Absent: it has an email address or a token. */
  readonly name?: string;
  /** The id of the new workflow. Absent: the ledger has no response, and no read has shown the workflow. */
  readonly id?: TargetId;
  /** The ledger has no response: the id is that of the only new workflow of the name, which someone else may have created. */
  readonly isReadBack?: true;
}

export interface Pause {
  readonly kind?: Kind;
  readonly targetId?: TargetId;
  readonly targetKey?: string;
  readonly actor: string;
  readonly reason?: string;
  readonly at: Instant;
}

/** Returns the digest under the ledger's secret; a plain one without a ledger, which then stores nothing. */
export function keyedDigestOf({ keyedDigest }: Pick<LedgerView, 'keyedDigest'>): (text: string) => string {
  return keyedDigest ?? digest;
}

/** Returns the view of a missing ledger. A plan from it can be shown, but not applied. */
export function emptyLedgerView(): LedgerView {
  return {
    exists: false,
    lastRun: 0,
    entries: ledgerEntries(),
    targets: [],
    joins: [],
    creations: [],
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

export interface LedgerTarget {
  readonly kind: Kind;
  readonly id: TargetId;
  readonly key: string;
  readonly revision?: string;
  readonly status: 'ready' | 'disabled' | 'missing' | 'unsuitable';
  readonly name?: string;
  /** A person accepted all ends without a visible cause up to this time (`drift --accept`). */
  readonly endsSeenAt?: Instant;
  /** What the target did at the last apply, as canonical JSON without email addresses and secrets. */
  readonly definition?: string;
}
