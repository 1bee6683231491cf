/** What the account showed when it was read. Says nothing of what was meant. */
import type { ListKey } from './desired-state.ts';
import type { Email } from './email.ts';
import type { Instant } from './time.ts';
import type { ContactId, Kind, TargetId } from './target.ts';

export interface Account {
  readonly portalId: number;
  /** IANA name; `since` days begin at midnight there. */
  readonly timeZone: string;
  /** The host of the app, for links: `app.hubspot.com`, `app-eu1.hubspot.com`. */
  readonly uiDomain: string;
  /** The page of a contact in the account's app, with `{id}` where the contact's id belongs. */
  readonly contactPage?: string;
  /** Calls that all clients of the account together may make in a day, where it tells. */
  readonly requestsPerDay?: number;
}

export interface ObservedState {
  readonly account: Account;
  /** The account's clock when reading began. */
  readonly observedAt: Instant;
  readonly contacts: ReadonlyMap<ContactId, ObservedContact>;
  /**
   * Every id and address under which a contact was asked for or is known, to its present id: merged
   * ids and secondary addresses lead to the same contact. Keys are ids and normal emails.
   */
  readonly aliases: ReadonlyMap<string, ContactId>;
  /** Members of the HubSpot lists that the files name, by the name used there. */
  readonly lists: ReadonlyMap<string, ObservedList>;
  /** Reps, by email and (for contact owners) by owner id. */
  readonly senders: ReadonlyMap<string, ObservedSender>;
  /** By `targetName`. */
  readonly targets: ReadonlyMap<string, ObservedTarget>;
  /** Contacts whose address is a slip of the pen away from a declared one that no contact has, by that one. */
  readonly similarContacts?: ReadonlyMap<Email, SimilarContact>;
  /** What a plan must warn about beside its targets, for example routes whose end is dated. */
  readonly notices?: readonly AccountNotice[];
}

export interface SimilarContact {
  readonly id: ContactId;
  readonly email: Email;
}

export interface AccountNotice {
  readonly code: 'routes-end';
  readonly severity: 'warning';
  readonly message: string;
  readonly help: string;
}

export interface ObservedList {
  readonly id: string;
  readonly name?: string;
  readonly members: readonly ContactId[];
}

export interface ObservedSender {
  readonly email: Email;
  /** What sequences want; differs from the owner id. */
  readonly userId: string;
  readonly ownerId: string;
  readonly name?: string;
}

/** One sequence or workflow as the account has it. */
export interface ObservedTarget {
  readonly kind: Kind;
  readonly id: TargetId;
  readonly name?: string;
  readonly status: 'ready' | 'disabled' | 'missing' | 'unsuitable';
  /** Why it is not ready, for a person. */
  readonly why?: string;
  /** Emails of one complete enrollment, with the days after enrolling on which they leave. Sequences only. */
  readonly emails?: readonly number[];
  /** Changes whenever somebody edits the target. */
  readonly revision?: string;
  readonly createdAt?: Instant;
  /** Facts that a plan must warn about, for example criteria that throw people out. */
  readonly hazards: readonly TargetHazard[];
  /** Whether each person costs a call when it is read again who is in it. */
  readonly readSingly?: boolean;
  /** Everybody active in it, where the account can be asked; else only contacts asked for are known. */
  readonly active?: ReadonlySet<ContactId>;
  /** All contacts ever enrolled, with the first time where known; present when the account can be asked. */
  readonly everEnrolled?: ReadonlyMap<ContactId, Instant | undefined>;
  /** Who is on the HubSpot list that feeds it (`via`): adding them again would do nothing. */
  readonly onViaList?: ReadonlySet<ContactId>;
  /** Contacts that the target suppresses, with the HubSpot list that has them. */
  readonly suppressed?: ReadonlyMap<ContactId, string>;
  /** The route by which an unenrollment would be made, after checking that it exists. */
  readonly unenrollRoute: boolean;
  /** The route names the contact by its email, so a contact without one cannot be unenrolled. */
  readonly unenrollByEmail?: boolean;
  /** Why there is none, for a person, and what would make one. */
  readonly unenrollWhy?: { readonly why: string; readonly help: string };
}

export interface TargetHazard {
  readonly code:
    | 'workflow-fights-back'
    | 'workflow-unenrolls-from-others'
    | 'workflow-suppresses'
    | 'via-reenrolls'
    | 'via-does-not-feed'
    | 'via-narrowed'
    | 'via-list-is-audience'
    | 'exit-workflow-wrong'
    | 'exit-workflow-unenrolls-from-others'
    | 'helper-once'
    | 'helper-refuses'
    | 'sequence-steps-unknown'
    | 'active-list-wrong'
    | 'ever-list-wrong'
    | 'list-missing'
    | 'sender-alias-unused'
    | 'unenroll-workflow-unfit';
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly help: string;
  /** The key that it is about, where it is not the target as a whole. */
  readonly about?: ListKey;
}

export interface ObservedContact {
  readonly id: ContactId;
  /** The primary address, normal form. */
  readonly email?: Email;
  /** All addresses, primary first. Suppression tests every one. */
  readonly emails: readonly Email[];
  /** Ids that were merged into this contact; their history counts. */
  readonly mergedIds: readonly ContactId[];
  readonly optedOut: boolean;
  readonly bounced: boolean;
  /** HubSpot sends no email to the address for another reason: a spam complaint, or marked as bad. */
  readonly quarantined?: boolean;
  readonly ownerId?: string;
  /** Enrollments that the account shows: the latest sequence, the active workflows; more in `guide`. */
  readonly enrollments: readonly Enrollment[];
  /** Workflows of which it was read whether this contact is in them, other than through `ObservedTarget.active`. */
  readonly workflowsRead?: readonly TargetId[];
  /** How often the contact was ever enrolled in any sequence, where the account says so. */
  readonly sequenceCount?: number;
  /** Set when the properties contradict each other: nothing may be written for this contact. */
  readonly unreadable?: string;
}

export type Enrollment = ActiveEnrollment | EndedEnrollment;

interface EnrollmentBase {
  readonly kind: Kind;
  readonly targetId: TargetId;
  /** HubSpot's id of the enrollment, where the dialect has one. */
  readonly id?: string;
  readonly enrolledAt?: Instant;
  /** The user that made the enrollment. Read only on request, and absent if the account does not show it. */
  readonly enrolledBy?: EnrolledBy;
}

export interface EnrolledBy {
  readonly userId?: string;
  readonly email?: string;
}

export interface ActiveEnrollment extends EnrollmentBase {
  readonly state: 'active';
}

export interface EndedEnrollment extends EnrollmentBase {
  readonly state: 'ended';
  readonly endedAt?: Instant;
  /** `unexplained`: it ended before its last step and the account does not show why. */
  readonly how: 'finished' | 'opted-out' | 'bounced' | 'unexplained';
}
