/**
 * An account as plain data: the seed that a test or a user starts from, and the content of the state file. Both have
 * one format, so that any saved state is also a seed.
 */
import type { Instant } from '../../model/time.ts';
import type { ContactCode, SenderCode } from './refusal-codes.ts';
import type { ContactId, Kind, TargetId } from '../../model/target.ts';

export const seedFormatVersion = 1;

export interface AccountSeed {
  formatVersion: typeof seedFormatVersion;
  /** The account is a copy of a part of another one, which may have more contacts. */
  excerpt?: true;
  portalId: number;
  /** The type that HubSpot shows; `STANDARD` if left out. `npm run probe` refuses every other type than a test account. */
  accountType?: 'STANDARD' | 'DEVELOPER_TEST' | 'SANDBOX';
  /** IANA time zone name. */
  timeZone: string;
  uiDomain: string;
  /** The time of the account's clock, in whole seconds. */
  now: Instant;
  /** Emails that sequences have sent since the account was created. */
  emailsSent: number;
  /** The last id that was assigned to a new contact, enrollment or flow. */
  lastId: number;
  /**
   * Tokens in addition to `simulated-token`, each with its scopes. The variant `tokenKind` decides which kinds the
   * account accepts, `serviceKeyWorkflows` whether a service key may call the v2 routes.
   */
  tokens?: Record<string, { scopes: string[]; kind?: TokenKind }>;
  /** The values that writes of 2026-09 may set in contact properties. Another value is refused with the message. */
  validationRules?: { property: string; allowed: string[]; message: string }[];
  /** Contact properties in addition to those that HubSpot defines. */
  customProperties?: string[];
  /** The values that a property can have, in addition to those that HubSpot defines. Empty: any value. */
  propertyOptions?: Record<string, string[]>;
  /** Domains that sequences do not send to. */
  blockedDomains?: string[];
  owners: SeedOwner[];
  contacts: SeedContact[];
  sequences: SeedSequence[];
  flows: SeedFlow[];
  lists: SeedList[];
  enrollments: SeedEnrollment[];
  /**
   * Contacts that an unenroll workflow will remove from their sequence. `at` is the real time of the removal, in
   * milliseconds.
   */
  leaving?: { contactId: ContactId; at: number }[];
}

/** The kinds of HubSpot's static tokens. No route shows the kind of a token. */
export type TokenKind = 'service-key' | 'project-app' | 'legacy-app';

export interface SeedOwner {
  /** The owner id. Sequence routes take the user id instead. */
  id: string;
  userId: string;
  email: string;
  firstName: string;
  lastName: string;
  /** Has a Sales or Service Hub seat. */
  seat: boolean;
  /** The seats as `settings/users` shows them. Absent: one that fits `seat`. */
  seatNames?: string[];
  /** Has a connected inbox, from which sequences can send. */
  inbox: boolean;
  aliases?: string[];
  /** Sequence enrollments that the inbox may begin in 24 hours; 1,000 by default, as in HubSpot. */
  dailyLimit?: number;
  /** The code with which HubSpot refuses every enrollment from this inbox, such as `DISCONNECTED_INBOX`. */
  refusal?: SenderCode;
}

export interface SeedContact {
  id: ContactId;
  email?: string;
  /** Secondary email addresses. */
  otherEmails?: string[];
  /** Ids of contacts that were merged into this one. Reading such an id returns this contact. */
  mergedIds?: ContactId[];
  createdAt: Instant;
  updatedAt: Instant;
  /** Stored properties: names, owner, company, custom properties. */
  properties: Record<string, string>;
  optedOut?: boolean;
  bounced?: boolean;
  /** Marked an email as spam. */
  markedSpam?: boolean;
  /** The code with which HubSpot refuses to enroll the contact in a sequence. No property shows it. */
  refusal?: ContactCode;
  /** The number of earlier sequence enrollments that the account no longer shows. */
  earlierEnrollments?: number;
  companyId?: string;
  /** What the contact will do, and how many days after being enrolled in a sequence. Each reaction happens once. */
  reactions?: { what: Reaction; afterDays: number; sequenceId?: TargetId }[];
  /** The outdated calculated properties that reads return (`shown`), until a real time in milliseconds. */
  lag?: { until: number; shown: Record<string, string | null> };
}

export type Reaction = 'reply' | 'opt-out' | 'bounce' | 'meeting';

export interface SeedSequence {
  id: TargetId;
  name: string;
  /** The user who created it. */
  userId: string;
  createdAt: Instant;
  updatedAt: Instant;
  steps: SequenceStep[];
  /** When later emails may leave. If left out, the route shows business days from 8 to 18, and the clock ignores them. */
  settings?: SequenceSettings;
}

export interface SequenceSettings {
  /** `BUSINESS_DAYS`: Monday to Friday in the time zone of the account. */
  eligibleFollowUpDays: 'BUSINESS_DAYS' | 'EVERYDAY';
  /** Minutes after midnight in that time zone. */
  sendWindowStartMinute: number;
  sendWindowEndMinute: number;
}

export interface SequenceStep {
  id: string;
  /** `EMAIL`, `TASK` or `FINISH_ENROLLMENT`; HubSpot has more types. */
  actionType: string;
  /** The delay after the previous step. */
  delayMillis: number;
  stepOrder: number;
}

export interface SeedFlow {
  /** The v4 id, which is part of the workflow's URL in the HubSpot app. */
  id: TargetId;
  /** The id in the v2 routes. */
  workflowId: number;
  /** The v4 body without its id, as clients read and write it. */
  definition: FlowDefinition;
  /** The earlier definitions that the account still has, oldest first. */
  revisions?: FlowDefinition[];
  /** A new workflow is `PENDING`, and no list shows it, until this real time in milliseconds. */
  lagUntil?: number;
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
  startActionId?: string;
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
  /** Absent: a branch. */
  actionTypeId?: string;
  fields?: Record<string, unknown>;
  [other: string]: unknown;
}

/** An action of a workflow that a contact has reached. Without such an action, the workflow is over. */
export interface FlowPosition {
  readonly actionId: string;
  /** A delay ends at this time plus its current length, also if the delay is edited. */
  readonly since: Instant;
}

export interface SeedList {
  id: string;
  name: string;
  processingType: 'MANUAL' | 'SNAPSHOT' | 'DYNAMIC';
  createdAt: Instant;
  updatedAt: Instant;
  /** MANUAL and SNAPSHOT: the members, each with the time at which it joined. */
  members?: { id: ContactId; at: Instant }[];
  /** DYNAMIC: the list holds the contacts of one part of a workflow. */
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
  /** Sequences: the user who enrolled the contact, their inbox, and the address that gets the emails. */
  userId?: string;
  senderEmail?: string;
  /** Sequences: the alias of that inbox, if the request named one. */
  senderAlias?: string;
  toEmail?: string;
  endedAt?: Instant;
  endReason?: EndReason;
  /** Sequences: how many steps are done. If left out, the steps that are due count as done. */
  stepsDone?: number;
  /** Workflows: where the contact is. If left out, the actions that are due count as done. */
  position?: FlowPosition;
  /** The event that will end the enrollment early, and its time. */
  coming?: { what: Reaction | 'criteria'; at: Instant };
}

/** Why an enrollment ended. `unenrolled`: by an API request, an unenroll workflow, or a user of the HubSpot app. */
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
