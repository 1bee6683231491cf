/** The state of the account at the time of reading, without any desired state. */
import type { TargetDefinition, WorkflowDefinition } from './definition.ts';
import type { ListKey } from './desired-state.ts';
import type { Email } from './email.ts';
import type { Instant } from './time.ts';
import type { ContactId, Kind, TargetId } from './target.ts';

export interface Account {
  readonly portalId: number;
  /** IANA name. A `since` day begins at midnight in this zone. */
  readonly timeZone: string;
  /** The host of the HubSpot app, for links: `app.hubspot.com`, `app-eu1.hubspot.com`. */
  readonly uiDomain: string;
  /** The URL of a contact in the HubSpot app, with `{id}` as the placeholder of the contact id. */
  readonly contactPage?: string;
  /** The daily request limit that all clients of the account share, if the account reports it. */
  readonly requestsPerDay?: number;
}

export interface ObservedState {
  readonly account: Account;
  /** The account's time when reading began. */
  readonly observedAt: Instant;
  readonly contacts: ReadonlyMap<ContactId, ObservedContact>;
  /**
   * Maps every requested or known id and email address to the contact's present id. Merged ids and secondary
   * addresses map to the same contact. Email keys are in normal form.
   */
  readonly aliases: ReadonlyMap<string, ContactId>;
  /** Members of the HubSpot lists that the files name, by that name. */
  readonly lists: ReadonlyMap<string, ObservedList>;
  /** Reps, by email and (for contact owners) by owner id. */
  readonly senders: ReadonlyMap<string, ObservedSender>;
  /** The order of the reps of rotations for a contact, if a snapshot kept it. Absent: the hash of their addresses decides. */
  readonly repOrders?: ReadonlyMap<ContactId, readonly Email[]>;
  /** By `targetIdentityKey`. */
  readonly targets: ReadonlyMap<string, ObservedTarget>;
  /** The workflows of the account with the name of a workflow to create. Absent: the files create none. */
  readonly namesakes?: readonly Namesake[];
  /**
   * The workflows that rollcall created and that the files do not name yet, by id. One that HubSpot does not show is not
   * part of the map. Absent: not read.
   */
  readonly created?: ReadonlyMap<TargetId, CreatedWorkflow>;
  /**
   * The contact properties of the account by internal name, with the values that a property with options can have; no
   * options: any value. Present if the files have conditions.
   */
  readonly contactProperties?: ReadonlyMap<string, readonly string[]>;
  /** Contacts whose address resembles a declared address that no contact has, by the declared address. */
  readonly similarContacts?: ReadonlyMap<Email, SimilarContact>;
  /** Warnings for the plan that concern the whole account, for example routes with a date of retirement. */
  readonly notices?: readonly AccountNotice[];
}

/** A workflow with the name of a workflow to create. */
export interface Namesake {
  readonly id: TargetId;
  readonly name: string;
  /** Absent if the account does not show it. */
  readonly createdAt?: Instant;
  readonly enabled: boolean;
  readonly definition?: WorkflowDefinition;
}

/** A workflow that rollcall created, as HubSpot has it now. */
export interface CreatedWorkflow {
  readonly enabled: boolean;
  readonly definition: WorkflowDefinition;
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
  /** The id that the sequence routes take. Differs from the owner id. */
  readonly userId: string;
  readonly ownerId: string;
  readonly name?: string;
  /** Absent: unknown, for example because the token may not read users. */
  readonly seats?: Seats;
}

/** The seats that HubSpot shows for a user. */
export interface Seats {
  readonly names: readonly string[];
  /** Whether one of them gives access to sequences. Absent: rollcall does not know one of the names. */
  readonly sends?: boolean;
}

/** One sequence or workflow of the account. */
export interface ObservedTarget {
  readonly kind: Kind;
  readonly id: TargetId;
  readonly name?: string;
  readonly status: 'ready' | 'disabled' | 'missing' | 'unsuitable';
  /** The reason for a status other than `ready`, for people. */
  readonly why?: string;
  /** The days after enrollment on which HubSpot sends emails, one entry per email. Sequences only. */
  readonly emails?: readonly number[];
  /** Changes with every edit of the target. */
  readonly revision?: string;
  /** What the target does, as far as HubSpot shows it. */
  readonly definition?: TargetDefinition;
  readonly createdAt?: Instant;
  /** Facts that a plan must report, for example criteria that unenroll contacts. */
  readonly hazards: readonly TargetHazard[];
  /** Whether rereading the active contacts takes one request per contact. */
  readonly readSingly?: boolean;
  /** All active contacts, if the account can list them. Absent: only requested contacts are known. */
  readonly active?: ReadonlySet<ContactId>;
  /** All contacts ever enrolled, with the first time if known. Absent: the account cannot list them. */
  readonly everEnrolled?: ReadonlyMap<ContactId, Instant | undefined>;
  /** Members of the HubSpot list that feeds it (`via`). Adding one of them again has no effect. */
  readonly onViaList?: ReadonlySet<ContactId>;
  /** Contacts that the target suppresses, with the HubSpot list that contains them. */
  readonly suppressed?: ReadonlyMap<ContactId, string>;
  /** Whether a route to unenroll exists in the account. */
  readonly unenrollRoute: boolean;
  /** The route names the contact by its email, so a contact without one cannot be unenrolled. */
  readonly unenrollByEmail?: boolean;
  /** Why no unenroll route exists, for people, and how to create one. */
  readonly unenrollWhy?: { readonly why: string; readonly help: string };
}

export interface TargetHazard {
  readonly code:
    | 'workflow-unenrolls-by-criteria'
    | 'workflow-unenrolls-from-others'
    | 'workflow-suppresses'
    | 'via-reenrolls'
    | 'via-does-not-enroll'
    | 'via-may-not-enroll'
    | 'via-list-is-audience'
    | 'exit-workflow-wrong'
    | 'exit-workflow-unenrolls-from-others'
    | 'unenrolls-only-once'
    | 'unenroll-suppressed-by-list'
    | 'sequence-steps-unknown'
    | 'active-list-wrong'
    | 'ever-list-wrong'
    | 'list-missing'
    | 'sender-alias-unused'
    | 'unenroll-workflow-unfit';
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly help: string;
  /** The key that caused it. Absent: it concerns the target as a whole. */
  readonly about?: ListKey;
}

export interface ObservedContact {
  readonly id: ContactId;
  /** The primary email address. */
  readonly email?: Email;
  /** All email addresses, primary first. Suppression tests each of them. */
  readonly emails: readonly Email[];
  /** Ids that were merged into this contact; their history counts. */
  readonly mergedIds: readonly ContactId[];
  readonly optedOut: boolean;
  readonly bounced: boolean;
  /** HubSpot sends no email to the address for another reason: a spam complaint, or a bad-address mark. */
  readonly quarantined?: boolean;
  readonly ownerId?: string;
  /** The values of the properties that `require` names; null for an empty one. */
  readonly properties?: Readonly<Record<string, string | null>>;
  /** Enrollments that the account shows: the latest sequence and the active workflows. The `guide` dialect shows more. */
  readonly enrollments: readonly Enrollment[];
  /** Workflows whose enrollment was read for this contact alone, and not through `ObservedTarget.active`. */
  readonly workflowsRead?: readonly TargetId[];
  /** The number of sequence enrollments of the contact so far, if the account reports it. */
  readonly sequenceCount?: number;
  /** Why the properties contradict each other. If present, rollcall writes nothing for this contact. */
  readonly unreadable?: string;
}

export type Enrollment = ActiveEnrollment | EndedEnrollment;

interface EnrollmentBase {
  readonly kind: Kind;
  readonly targetId: TargetId;
  /** HubSpot's id of the enrollment, if the dialect has one. */
  readonly id?: string;
  readonly enrolledAt?: Instant;
  /** The user who made the enrollment. Read only on request; absent if the account does not show it. */
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
  /** `unexplained`: it ended before its last step, and the account does not show why. */
  readonly how: 'finished' | 'opted-out' | 'bounced' | 'unexplained';
}
