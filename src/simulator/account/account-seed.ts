/**
 * An account as plain data: what a test or a user hands over to start from, and what the state file
 * holds. One format for both, so that any saved state is also a seed.
 */
import type { Instant } from '../../model/time.ts';
import type { ContactId, Kind, TargetId } from '../../model/target.ts';

export const seedFormatVersion = 1;

export interface AccountSeed {
  formatVersion: typeof seedFormatVersion;
  portalId: number;
  /** IANA name. */
  timeZone: string;
  uiDomain: string;
  /** The account's clock; whole seconds. */
  now: Instant;
  /** Mails that sequences have sent since the account was made. */
  emailsSent: number;
  /** The last id given to anything new: enrollments, flows, lists. */
  lastId: number;
  /** Tokens beside the constant one, with the scopes each has; a service key may not be let into v2. */
  tokens?: Record<string, { scopes: string[]; serviceKey?: boolean }>;
  /** Contact properties beside HubSpot's own. */
  customProperties?: string[];
  /** Domains that no sequence may write to. */
  blockedDomains?: string[];
  owners: SeedOwner[];
  contacts: SeedContact[];
  sequences: SeedSequence[];
  flows: SeedFlow[];
  lists: SeedList[];
  enrollments: SeedEnrollment[];
  /** Contacts on their way out of a sequence through a bridge; `at` is real time in milliseconds. */
  leaving?: { contactId: ContactId; at: number }[];
}

export interface SeedOwner {
  /** The owner id, which sequences do not take. */
  id: string;
  userId: string;
  email: string;
  firstName: string;
  lastName: string;
  /** A Sales or Service Hub seat. */
  seat: boolean;
  /** An inbox from which sequences can send. */
  inbox: boolean;
  aliases?: string[];
  /** Sequence enrollments that one inbox may begin in 24 hours; HubSpot allows 1,000. */
  dailyLimit?: number;
}

export interface SeedContact {
  id: ContactId;
  email?: string;
  /** Secondary addresses. */
  otherEmails?: string[];
  /** Ids that were merged into this contact; they answer with it. */
  mergedIds?: ContactId[];
  createdAt: Instant;
  updatedAt: Instant;
  /** Stored properties: names, owner, company, custom ones. */
  properties: Record<string, string>;
  optedOut?: boolean;
  bounced?: boolean;
  /** Marked a mail as spam. */
  markedSpam?: boolean;
  /** Sequence enrollments of which nothing but their number is left. */
  earlierEnrollments?: number;
  companyId?: string;
  /** What this person will do, so many days after being enrolled in a sequence; each happens once. */
  reactions?: { what: Reaction; afterDays: number; sequenceId?: TargetId }[];
  /** Calculated properties as they are still shown, until a moment of real time (milliseconds). */
  lag?: { until: number; shown: Record<string, string | null> };
}

export type Reaction = 'reply' | 'opt-out' | 'bounce' | 'meeting';

export interface SeedSequence {
  id: TargetId;
  name: string;
  /** Who made it. */
  userId: string;
  createdAt: Instant;
  updatedAt: Instant;
  steps: SequenceStep[];
}

export interface SequenceStep {
  id: string;
  /** `EMAIL`, `TASK`, `FINISH_ENROLLMENT`; HubSpot has more. */
  actionType: string;
  /** After the step before. */
  delayMillis: number;
  stepOrder: number;
}

export interface SeedFlow {
  /** The v4 id, the one in the app's address bar. */
  id: TargetId;
  /** The v2 id. */
  workflowId: number;
  /** The v4 body, as a client may read and write it. */
  definition: FlowDefinition;
}

export interface FlowDefinition {
  name: string;
  isEnabled: boolean;
  /** `CONTACT_FLOW` or `PLATFORM_FLOW`. */
  type: string;
  flowType: string;
  objectTypeId: string;
  revisionId: string;
  createdAt: Instant;
  updatedAt: Instant;
  enrollmentCriteria: EnrollmentCriteria;
  suppressionListIds: string[];
  unEnrollmentSetting?: { type: string; flowIds?: string[] };
  actions: FlowAction[];
  [other: string]: unknown;
}

interface EnrollmentCriteria {
  type: string;
  shouldReEnroll?: boolean;
  unEnrollObjectsNotMeetingCriteria?: boolean;
  listFilterBranch?: unknown;
  [other: string]: unknown;
}

export interface FlowAction {
  actionId: string;
  actionTypeId: string;
  fields?: Record<string, unknown>;
  [other: string]: unknown;
}

export interface SeedList {
  id: string;
  name: string;
  processingType: 'MANUAL' | 'SNAPSHOT' | 'DYNAMIC';
  createdAt: Instant;
  updatedAt: Instant;
  /** MANUAL and SNAPSHOT: who is on it and since when. */
  members?: { id: ContactId; at: Instant }[];
  /** DYNAMIC: the contacts of a workflow. */
  workflow?: { flowId: TargetId; part: WorkflowPart };
}

export type WorkflowPart = 'WORKFLOWS_ACTIVE' | 'WORKFLOWS_ENROLLMENT' | 'WORKFLOWS_COMPLETED';

export interface SeedEnrollment {
  id: string;
  kind: Kind;
  targetId: TargetId;
  contactId: ContactId;
  enrolledAt: Instant;
  updatedAt: Instant;
  /** Sequences: who enrolled, and the address written to. */
  userId?: string;
  senderEmail?: string;
  /** The alias of that inbox, where one was asked for. */
  senderAlias?: string;
  toEmail?: string;
  endedAt?: Instant;
  endReason?: EndReason;
  /** Sequences: how many steps are done. Left out: those whose time has come. */
  stepsDone?: number;
  /** What ends it early, and when. */
  coming?: { what: Reaction | 'criteria'; at: Instant };
}

/** Why an enrollment is over. `unenrolled` covers a person's hand and every call. */
export type EndReason =
  | 'finished'
  | 'replied'
  | 'opted-out'
  | 'bounced'
  | 'meeting-booked'
  | 'unenrolled'
  | 'suppressed'
  | 'criteria-not-met'
  | 'target-deleted';
