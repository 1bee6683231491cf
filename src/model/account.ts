/** Ports to a HubSpot account. `AccountReader` cannot write; `AccountWriter` cannot read. */
import type { DesiredTarget, ContactRef, UnenrollRoute } from './desired-state.ts';
import type { Email } from './email.ts';
import type { WorkflowDefinition } from './definition.ts';
import type { Account, Namesake, ObservedContact, ObservedState } from './observed-state.ts';
import type { ContactId, Kind, TargetId, TargetIdentity } from './target.ts';
import type { Instant } from './time.ts';

/** Everything that a plan needs from the account, in one request so that the reader can batch. */
export interface ObserveRequest {
  readonly people: readonly ContactRef[];
  /** HubSpot lists, by the name or id that the files use. */
  readonly lists: readonly string[];
  /** Email addresses of the reps. */
  readonly senders: readonly Email[];
  /** Whether to read all owners: set when a target or member uses the sender `contact-owner`. */
  readonly owners: boolean;
  readonly targets: readonly DesiredTarget[];
  /** The contact properties that conditions name. Later reads of contacts include them, too. */
  readonly requiredProperties?: readonly string[];
  /**
   * Whether to read every contact on each `activeList`, because a `suppress` address may match any of them.
   * Otherwise a large list in a target that is neither exclusive nor retired yields contact ids only for
   * contacts that were not requested.
   */
  readonly everyMember?: boolean;
  /** Targets that only the ledger or a `replaces` key names. Needed for orphans, undo, suppression and drift. */
  readonly ledgerTargets: readonly LedgerTargetRequest[];
  /** Ledger enrollments whose end no run has recorded. The reader must read each of them. */
  readonly unendedEnrollments: readonly RecordedEnrollment[];
  /**
   * Enrollments so recent that calculated properties and lists may not show them yet. The reader reads the
   * missing ones through the enrollment route, one contact per request.
   */
  readonly verify: readonly RecordedEnrollment[];
  /** The names of the workflows to create. Empty: their workflows have an id already. */
  readonly newNames?: readonly string[];
  /** The ids of the workflows that rollcall created, and that the files do not name yet. */
  readonly createdIds?: readonly TargetId[];
  /** Contacts with an open intent in a sequence. Their enroller decides whether rollcall owns the enrollment. */
  readonly enrolledBy?: readonly ContactId[];
}

export interface LedgerTargetRequest {
  readonly kind: Kind;
  readonly id: TargetId;
  readonly key: string;
  /** The unenroll route of the target that replaces it. */
  readonly unenroll?: UnenrollRoute;
}

/** An enrollment in the ledger. */
export interface RecordedEnrollment {
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly contactId: ContactId;
  /** When it took effect, according to the ledger. */
  readonly since: Instant;
}

export interface RereadOptions {
  /** Also read which user made a sequence enrollment. */
  readonly enrolledBy?: boolean;
  /** Contacts about to be unenrolled from a sequence. Read through the enrollment route if properties lag. */
  readonly unenrolling?: readonly { readonly contactId: ContactId; readonly targetId: TargetId }[];
}

/** Receives the progress of a long read or apply. `total` may grow. */
export type Progress = (step: {
  readonly what: string;
  readonly done: number;
  readonly total?: number;
  /** HTTP requests of this process so far, and the number that the current step still needs, if known. */
  readonly requests?: { readonly done: number; readonly left?: number };
}) => void;

/**
 * Reads an account. Every method may throw a `Failure`: exit code 4 for an invalid token or a missing
 * scope, 10 for a used-up daily quota, 1 for a server that does not respond as documented.
 */
export interface AccountReader {
  /** Returns the account of the token. Callers call it before any other method. */
  account(): Promise<Account>;
  observe(request: ObserveRequest, progress: Progress): Promise<ObservedState>;
  /**
   * Reads contacts again. The result omits deleted ids. `enrolledBy` also reads the user who made each sequence
   * enrollment and costs one more request per contact.
   */
  contacts(
    ids: readonly ContactId[],
    targets: readonly { readonly kind: Kind; readonly id: TargetId }[],
    how?: RereadOptions,
  ): Promise<ReadonlyMap<ContactId, ObservedContact>>;
  /** Returns which of these contacts are active in a workflow, with the time of enrollment if the account shows it. */
  inWorkflow(
    ids: readonly ContactId[],
    workflow: TargetId,
  ): Promise<ReadonlyMap<ContactId, Instant | undefined>>;
  /** Returns every active contact of a workflow, or undefined if the account cannot list them. */
  members(workflow: TargetId): Promise<ReadonlySet<ContactId> | undefined>;
  /** Returns the contact workflows with one of these names. */
  namesakes(names: readonly string[]): Promise<readonly Namesake[]>;
  /** Returns the sequences that the rep with this email can see; without `rep`, those that every user can see. */
  sequences(rep?: Email): Promise<readonly { readonly id: TargetId; readonly name: string }[]>;
  /** Returns the time on the account's clock: that of its latest response. */
  now(): Instant;
  /** Returns the number of HTTP requests that this process has made. */
  requests(): number;
  /** Returns the daily quota of the latest response; empty if the response has none. */
  quota(): DayQuota;
}

/** The number of requests per day that all clients of the account share, and the number that remains. */
export interface DayQuota {
  readonly daily?: number;
  readonly remaining?: number;
}

export interface EnrollCommand {
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly contact: ObservedContact;
  /** Present for a sequence only. */
  readonly sender?: { readonly email: string; readonly userId: string; readonly alias?: string };
}

export interface UnenrollCommand {
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly contact: ObservedContact;
  readonly enrollmentId?: string;
  readonly route?: UnenrollRoute;
  /** The list that feeds the workflow. Removing the contact from it unenrolls the contact. */
  readonly viaList?: string;
}

/** Writes to an account. Each call sends one request, without retries and without following redirects. */
export interface AccountWriter {
  enroll(command: EnrollCommand): Promise<WriteResult>;
  unenroll(command: UnenrollCommand): Promise<WriteResult>;
  /** Adds contacts to the list that feeds a workflow, in one request. */
  enrollThroughList(command: {
    readonly list: string;
    readonly contacts: readonly ContactId[];
  }): Promise<ListWriteResult>;
  archive(command: { readonly targetId: TargetId }): Promise<WriteResult>;
  /** Creates a workflow, turned off. */
  createWorkflow(command: { readonly definition: WorkflowDefinition }): Promise<WriteResult>;
}

export type WriteResult =
  /** The response confirms that the request took effect. */
  | {
      readonly outcome: 'proved';
      readonly effectAt?: Instant;
      readonly enrollmentId?: string;
      readonly createdId?: TargetId;
    }
  /** HubSpot accepted the request; only a later read shows the effect. */
  | { readonly outcome: 'accepted' }
  /** HubSpot refused the request. */
  | ({ readonly outcome: 'refused' } & Refusal)
  /** The connection never opened. The caller may send again, unless `final`: a retry would fail in the same way. */
  | {
      readonly outcome: 'not-sent';
      readonly reason: string;
      readonly help?: string;
      readonly final?: boolean;
      readonly response?: HubSpotResponse;
    }
  /** 429 of a per-second or ten-second limit: no effect. Wait and send again. */
  | { readonly outcome: 'throttled'; readonly waitMilliseconds: number; readonly reason?: string }
  /** 429 of the daily limit: no effect. A later run continues. */
  | { readonly outcome: 'quota'; readonly reason: string }
  /** 401 or 403: every further request would fail, too. */
  | { readonly outcome: 'denied'; readonly reason: string; readonly help: string }
  /**
   * The request may have taken effect. Never send it again. `refusal` is the cause that the response names; it
   * applies if one read shows no effect.
   */
  | {
      readonly outcome: 'ambiguous';
      readonly reason: string;
      readonly response?: HubSpotResponse;
      readonly refusal?: Refusal;
    };

/**
 * The subject of a refusal: `contact`, `sender` (so every change with that sender), or `state` for the state of the
 * enrollment (already enrolled). `unclear`: the response names none of them.
 */
export type RefusalCause = 'contact' | 'sender' | 'state' | 'unclear';

export interface Refusal {
  readonly cause: RefusalCause;
  /** HubSpot's error code, such as `UNSUBSCRIBED`, if the response has a known one. */
  readonly code?: string;
  /**
   * The cause in plain words, without the response. Calls the sender `the sender`, because the ledger stores it and
   * contains no email address.
   */
  readonly reason: string;
  readonly help: string;
  /** Absent if rollcall refused before it sent anything. */
  readonly response?: HubSpotResponse;
}

/** A request and what HubSpot returned. Its support finds a request by the correlation id. Emails are masked. */
export interface HubSpotResponse {
  /** Method and path: `POST /automation/sequences/2026-09/enrollments`. */
  readonly request: string;
  /** Absent without a complete response. */
  readonly status?: number;
  /** HubSpot's code as it spells it: `SequenceError.NO_INBOX`. */
  readonly code?: string;
  readonly message?: string;
  readonly correlationId?: string;
}

/** The result of a bulk add: per contact if the response names them, otherwise one result for all. */
export type ListWriteResult =
  | {
      readonly outcome: 'answered';
      readonly added: readonly ContactId[];
      readonly missing: readonly ContactId[];
    }
  | Exclude<WriteResult, { outcome: 'proved' | 'accepted' }>;

/**
 * Lists the active contacts of an account without configuration files, for `import`. Throws `Failure` as
 * `AccountReader` does, and with exit code 3 for an id that does not exist.
 */
export interface AccountInventory {
  account(): Promise<Account>;
  /** Reads all targets, or only the requested ids. Ids of one kind exclude the other kind. */
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
  /** Targets with active contacts: sequences, then workflows, each by id. */
  readonly targets: readonly InventoryTarget[];
  /** Targets without active contacts, in the same order. */
  readonly idle: readonly Omit<InventoryTarget, 'members'>[];
  /** Contacts whose properties contradict each other, so their state is unknown. */
  readonly unreadable: readonly ContactId[];
  /** Workflows whose contacts were not read: HubSpot refused the v2 routes to the token. Absent if there are none. */
  readonly unread?: readonly Omit<InventoryTarget, 'members'>[];
}

export interface InventoryTarget extends TargetIdentity {
  readonly name?: string;
  /** Turned off in HubSpot: active contacts remain active, and no contact can be enrolled. */
  readonly disabled?: true;
  /** Sorted by contact id. */
  readonly members: readonly InventoryMember[];
}

export interface InventoryMember {
  readonly contactId: ContactId;
  /** The primary email address. */
  readonly email?: Email;
  readonly enrolledAt?: Instant;
  /** Sequences only: the email of the user who enrolled the contact, if the account shows it. */
  readonly sender?: Email;
}

/**
 * Reads what workflows and sequences do, as HubSpot's API returns it. Ids that HubSpot does not find are absent from the
 * results; without ids, the results have all. Throws `Failure` as `AccountReader` does.
 */
export interface AccountDefinitions extends Pick<AccountReader, 'account' | 'sequences'> {
  workflowBodies(ids?: readonly TargetId[]): Promise<ReadonlyMap<TargetId, unknown>>;
  sequenceBodies(ids?: readonly TargetId[]): Promise<ReadonlyMap<TargetId, unknown>>;
}

/** Lists the targets of an account and the users who may send, without any contact. Throws `Failure` as `AccountReader` does. */
export interface AccountDirectory {
  account(): Promise<Account>;
  read(wanted: DirectoryRequest, progress: Progress): Promise<Directory>;
}

export interface DirectoryRequest {
  /** Both kinds if absent. */
  readonly kind?: Kind | undefined;
  /** Part of the name, in any case, or an id. */
  readonly search?: string | undefined;
}

export interface Directory {
  /** Sequences, then workflows, each by id. */
  readonly targets: readonly DirectoryTarget[];
  readonly senders: readonly { readonly email: Email; readonly name?: string }[];
}

export interface DirectoryTarget extends TargetIdentity {
  readonly name?: string;
  /** Workflows only. */
  readonly enabled?: boolean;
  /** Sequences only; absent if the list is long. */
  readonly steps?: readonly { readonly type: string; readonly day: number }[];
  /** Workflows only. */
  readonly actions?: number;
}
