/** The ports to a HubSpot account. A reader has no way to write. */
import type { DesiredTarget, ContactRef, UnenrollRoute } from './desired-state.ts';
import type { Email } from './email.ts';
import type { Account, ObservedContact, ObservedState } from './observed-state.ts';
import type { ContactId, Kind, TargetId, TargetIdentity } from './target.ts';
import type { Instant } from './time.ts';

/** Everything that a plan needs to know of the account, asked for at once so that reads can be batched. */
export interface ObserveRequest {
  readonly people: readonly ContactRef[];
  /** HubSpot lists by the name or id used in the files. */
  readonly lists: readonly string[];
  /** Reps by email. */
  readonly senders: readonly Email[];
  /** Read every owner, because somebody is sent to by `contact-owner`. */
  readonly owners: boolean;
  readonly targets: readonly DesiredTarget[];
  /**
   * Read everybody who is on an `activeList`, however many: `suppress` holds addresses, and any of them
   * may be meant. Otherwise strangers in a target that is neither exclusive nor retired are read only
   * where they are few, and are known by their ids where they are many.
   */
  readonly everyMember?: boolean;
  /** Targets that only the ledger or a `replaces` names, for orphans, undo, suppression and drift. */
  readonly ledgerTargets: readonly LedgerTargetRequest[];
  /** Enrollments that the ledger knows and whose end no run has recorded: each has to be read. */
  readonly unendedEnrollments: readonly RecordedEnrollment[];
  /**
   * Enrollments so recent that calculated properties and lists may not show them: those that are not shown
   * are read through the enrollment route, contact by contact.
   */
  readonly verify: readonly RecordedEnrollment[];
  /** Contacts with an open intent in a sequence: who made their enrollment decides whether it is ours. */
  readonly enrolledBy?: readonly ContactId[];
}

export interface LedgerTargetRequest {
  readonly kind: Kind;
  readonly id: TargetId;
  readonly key: string;
  /** The unenroll route of the target that replaces it. */
  readonly unenroll?: UnenrollRoute;
}

/** An enrollment that the ledger knows. */
export interface RecordedEnrollment {
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly contactId: ContactId;
  /** When it took effect, as far as the ledger knows. */
  readonly since: Instant;
}

export interface RereadOptions {
  /** Also read who made a sequence enrollment. */
  readonly enrolledBy?: boolean;
  /** Contacts about to be unenrolled from a sequence: read through the enrollment route if properties lag. */
  readonly unenrolling?: readonly { readonly contactId: ContactId; readonly targetId: TargetId }[];
}

/** How far a long read or apply has come. `total` may grow. */
export type Progress = (step: {
  readonly what: string;
  readonly done: number;
  readonly total?: number;
  /** Calls of this process so far, and those that what is being done will still take, where known. */
  readonly requests?: { readonly done: number; readonly left?: number };
}) => void;

/**
 * Reads an account. Every method may throw a `Failure`: exit code 4 for a bad token or missing
 * scopes, 10 when the daily quota is used up, 1 for a server that does not respond as documented.
 */
export interface AccountReader {
  /** Which account the token opens. Called before anything else is read. */
  account(): Promise<Account>;
  observe(request: ObserveRequest, progress: Progress): Promise<ObservedState>;
  /**
   * Reads contacts again; an id that is gone is absent from the result. With `enrolledBy`, also reads who
   * made the sequence enrollments: one more request for each contact.
   */
  contacts(
    ids: readonly ContactId[],
    targets: readonly { readonly kind: Kind; readonly id: TargetId }[],
    how?: RereadOptions,
  ): Promise<ReadonlyMap<ContactId, ObservedContact>>;
  /** Who of these contacts is in a workflow now, and since when, where the account tells. */
  inWorkflow(
    ids: readonly ContactId[],
    workflow: TargetId,
  ): Promise<ReadonlyMap<ContactId, Instant | undefined>>;
  /** Every active contact of a workflow; nothing where the account cannot list them. */
  members(workflow: TargetId): Promise<ReadonlySet<ContactId> | undefined>;
  /** Sequences by id and name, as a rep of that address sees them; as anybody sees them without one. */
  sequences(rep?: Email): Promise<readonly { readonly id: TargetId; readonly name: string }[]>;
  /** The account's clock: the time of its latest answer. */
  now(): Instant;
  /** Calls made so far by this process. */
  requests(): number;
  /** The account's calls of the day, as its latest answer told them; empty where it does not tell. */
  quota(): DayQuota;
}

/** Calls that all clients of the account together may make in a day, and those that are left of it. */
export interface DayQuota {
  readonly daily?: number;
  readonly remaining?: number;
}

export interface EnrollCommand {
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly contact: ObservedContact;
  /** Sequences only. */
  readonly sender?: { readonly email: string; readonly userId: string; readonly alias?: string };
}

export interface UnenrollCommand {
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly contact: ObservedContact;
  readonly enrollmentId?: string;
  readonly route?: UnenrollRoute;
  /** The list that feeds the workflow: leaving it is leaving the workflow. */
  readonly viaList?: string;
}

/** Writes to an account: one request per call, sent once, never repeated and never redirected. */
export interface AccountWriter {
  enroll(command: EnrollCommand): Promise<WriteResult>;
  unenroll(command: UnenrollCommand): Promise<WriteResult>;
  /** Adds contacts to the list that feeds a workflow, in one request. */
  enrollThroughList(command: {
    readonly list: string;
    readonly contacts: readonly ContactId[];
  }): Promise<ListWriteResult>;
  archive(command: { readonly targetId: TargetId }): Promise<WriteResult>;
}

export type WriteResult =
  /** The account says that it took effect. */
  | { readonly outcome: 'proved'; readonly effectAt?: Instant; readonly enrollmentId?: string }
  /** Taken; the effect has to be read. */
  | { readonly outcome: 'accepted' }
  /** The account refused the request. */
  | ({ readonly outcome: 'refused' } & Refusal)
  /** The connection never opened: it may be sent again, unless `final` says that it would fail in the same way. */
  | {
      readonly outcome: 'not-sent';
      readonly reason: string;
      readonly help?: string;
      readonly final?: boolean;
    }
  /** 429 by the second or ten seconds: nothing was taken; wait and send again. */
  | { readonly outcome: 'throttled'; readonly waitMilliseconds: number; readonly reason?: string }
  /** 429 by the day: nothing was taken; a later run goes on. */
  | { readonly outcome: 'quota'; readonly reason: string }
  /** 401 or 403: nothing more will work. */
  | { readonly outcome: 'denied'; readonly reason: string; readonly help: string }
  /**
   * The request may have taken effect. Never send it again. `refusal` is what the response names as the
   * cause: it holds if one read shows no effect.
   */
  | { readonly outcome: 'ambiguous'; readonly reason: string; readonly refusal?: Refusal };

/**
 * What a refusal concerns: the contact, the sender with all other changes, or the state of the enrollment
 * (already enrolled). `unclear`: the response names none of them.
 */
export type RefusalCause = 'contact' | 'sender' | 'state' | 'unclear';

export interface Refusal {
  readonly cause: RefusalCause;
  /** The account's code for it, such as `UNSUBSCRIBED`, where the response names a known one. */
  readonly code?: string;
  readonly reason: string;
  readonly help: string;
}

/** The answer to a bulk add: per contact where the account named it, one answer for all otherwise. */
export type ListWriteResult =
  | {
      readonly outcome: 'answered';
      readonly added: readonly ContactId[];
      readonly missing: readonly ContactId[];
    }
  | Exclude<WriteResult, { outcome: 'proved' | 'accepted' }>;

/** Who is active where in an account, read without any file: what `import` writes down. */
/** Lists what an account holds. Throws a `Failure` as `AccountReader` does; 3 for an id that is not there. */
export interface AccountInventory {
  account(): Promise<Account>;
  /** Everything active, or only what is named: with ids of one kind only, the other kind is left out. */
  read(wanted: InventoryRequest, progress: Progress): Promise<Inventory>;
}

export interface InventoryRequest {
  readonly sequences: readonly TargetId[];
  /** Flow ids. */
  readonly workflows: readonly TargetId[];
}

export interface Inventory {
  readonly account: Account;
  /** The account's clock when reading began. */
  readonly readAt: Instant;
  /** Those in which somebody is active: sequences, then workflows, each by id. */
  readonly targets: readonly InventoryTarget[];
  /** Those looked at in which nobody is active, in the same order. */
  readonly idle: readonly Omit<InventoryTarget, 'members'>[];
  /** Contacts whose properties contradict each other, so that nothing can be said of them. */
  readonly unreadable: readonly ContactId[];
}

export interface InventoryTarget extends TargetIdentity {
  readonly name?: string;
  /** Switched off: who is in stays in, and nobody gets in. */
  readonly disabled?: true;
  /** By contact id. */
  readonly members: readonly InventoryMember[];
}

export interface InventoryMember {
  readonly contactId: ContactId;
  /** The primary address. */
  readonly email?: Email;
  readonly enrolledAt?: Instant;
  /** Sequences: who enrolled the contact, where the account says so. */
  readonly sender?: Email;
}
