/** Port to the ledger. Each row and each lease belongs to one account. */
import type { Refusal } from '../account.ts';
import type { LedgerActivity, NewHeartbeat } from './activity.ts';
import type { IntentAction } from './intent-action.ts';
import type { Instant } from '../time.ts';
import type { Day } from '../time.ts';
import type {
  EntryEnd,
  LedgerEntry,
  LedgerTarget,
  LedgerView,
  Origin,
  Pause,
  RecordedRefusal,
  TargetJoin,
} from './ledger-view.ts';
import type { ContactId, Kind, TargetId } from '../target.ts';

export interface LedgerReader {
  /** Absent for a ledger of a format before 3, until a command writes to it. */
  readonly ledgerId?: string;
  /** Returns the seal of a document digest, made with the ledger's secret (base64url). */
  seal(digest: string): string;
  /** Returns the view for the reconciler. `dayStart` is the start of the account's calendar day, for `sentToday` and `enrolledToday`. */
  view(portalId: number, dayStart: Instant): Promise<LedgerView>;
  /** Yields intents with their runs, oldest first. Reads the ledger page by page. */
  history(portalId: number, filter: HistoryFilter): AsyncIterable<HistoryRecord>;
  /** Returns the result of `LedgerView.contactsOf` without reading the view. */
  contactsOf(portalId: number, email: string): Promise<readonly ContactId[]>;
  /** Returns all contacts that have or had one of these emails, or an email of one of these contacts. */
  contactsSharingEmails(
    portalId: number,
    people: { readonly ids: readonly ContactId[]; readonly emails: readonly string[] },
  ): Promise<readonly ContactId[]>;
  /** Returns which part of a plan earlier applies already tried. */
  planUse(portalId: number, planId: string): Promise<PlanUse>;
  /** Returns the current pauses. An apply reads them before each batch. */
  pauses(portalId: number): Promise<readonly Pause[]>;
  /** Returns the last reviewed plan of each set of files, oldest first. */
  reviews(portalId: number): Promise<readonly RecordedReview[]>;
  /** Returns the latest runs and heartbeats, and the requests without a known outcome. */
  activity(portalId: number): Promise<LedgerActivity>;
  /** Returns the current lease, or undefined if there is none. */
  lease(portalId: number): Promise<LeaseRecord | undefined>;
  close(): Promise<void>;
}

export interface Ledger extends LedgerReader {
  readonly ledgerId: string;
  /**
   * Acquires the account's lease, or returns the lease of the present holder. Takes over an expired lease with a
   * higher generation; commits of the former holder then fail.
   */
  acquire(request: LeaseRequest): Promise<Lease | { readonly heldBy: LeaseRecord }>;
  /** Deletes the lease in any state. Its generation is never used again. */
  unlock(portalId: number): Promise<void>;
  /**
   * Pauses enrollments in one target, or in the whole account if `kind` and `targetId` are absent. Replaces an earlier
   * pause of the same scope. Like `resume`, needs no lease: a pause must not wait for the apply that it stops.
   */
  pause(portalId: number, pause: Pause): Promise<void>;
  /** Ends the pause of one target or of the account, if there is one. */
  resume(portalId: number, paused: Pick<Pause, 'kind' | 'targetId'>): Promise<void>;
}

export interface HistoryFilter {
  readonly contactId?: ContactId;
  readonly run?: number;
  /** Records of a target: under its key, and under ids that it has or had. */
  readonly target?: { readonly kind: Kind; readonly key: string; readonly ids: readonly TargetId[] };
}

export interface PlanUse {
  /** The declarations that the plan already tried, as `declarationKey`. */
  readonly attempted: ReadonlySet<string>;
}

export interface LeaseRequest {
  readonly portalId: number;
  /** The holder, shown to runs that wait for the lock: host, process, CI job. */
  readonly owner: string;
  readonly lifetimeMilliseconds: number;
}

export interface LeaseRecord {
  readonly portalId: number;
  readonly owner: string;
  readonly generation: number;
  readonly acquiredAt: Instant;
  readonly heartbeatAt: Instant;
  readonly expiresAt: Instant;
  readonly run?: number;
}

/** A held lease. Records are written only through it, and each write checks the generation in its transaction. */
export interface Lease {
  heartbeat(): Promise<void>;
  startRun(run: NewRun): Promise<number>;
  /**
   * Commits all intents or none; they are durable when the method returns. Throws `LeaseLostError` if another run
   * took over the lease, and `AlreadyIntendedError` if an open, accepted or proved enroll intent of the same
   * declaration exists.
   */
  recordIntents(run: number, intents: readonly NewIntent[]): Promise<readonly IntentId[]>;
  /** Settles intents. A later settlement of an open or accepted intent replaces an earlier one. */
  settle(settlements: readonly Settlement[]): Promise<void>;
  /** Clears refusals that the ledger remembers, so that the next plan may enroll the contacts. */
  clearRefusals(cleared: readonly ClearedRefusal[]): Promise<void>;
  /** Records active enrollments that were missing in the ledger. */
  adopt(run: number, adoptions: readonly Adoption[]): Promise<void>;
  /** Sets the baseline for drift. */
  setTargets(targets: readonly LedgerTarget[]): Promise<void>;
  /** Records which contact a declared email resolved to, by keyed hash. */
  rememberDeclaredEmails(pairs: readonly ContactEmail[]): Promise<void>;
  /** Records further emails of contacts, by keyed hash. */
  rememberIdentities(pairs: readonly ContactEmail[]): Promise<void>;
  /** Records that enrollments ended. A repeated record adds missing data and never overwrites existing data. */
  recordEnds(ends: readonly RecordedEnd[]): Promise<void>;
  /** Joins pairs of target ids, so that each pair shares one history. */
  joinTargets(joins: readonly (TargetJoin & { readonly at: Instant })[]): Promise<void>;
  /** Removes every join of this id. */
  separateTarget(target: { readonly kind: Kind; readonly targetId: TargetId }): Promise<void>;
  /** Records a vouch for history that HubSpot does not show. */
  vouch(vouches: readonly Vouch[]): Promise<void>;
  /** Marks the history from `from` to `markedAt` as incomplete. */
  markGap(gap: Gap): Promise<void>;
  /** Records a run that changed nothing. Such a record has no run number. */
  recordHeartbeat(heartbeat: NewHeartbeat): Promise<void>;
  /**
   * Records that an apply uses a plan that a person reviewed. Replaces the records of the same files, and those with a
   * target in common.
   */
  recordReview(review: RecordedReview): Promise<void>;
  finishRun(
    run: number,
    end: { readonly exitCode: number; readonly at: Instant; readonly counts: string },
  ): Promise<void>;
  /**
   * Erases a contact from the account's rows. Keeps keyed hashes of the id, of the given emails and of the recorded
   * emails, which forbid enrolling. Call it once for each merged id. Returns the hashes of the emails.
   */
  forget(person: ForgetRequest): Promise<readonly string[]>;
  release(): Promise<void>;
}

/** The contact to erase. */
export interface ForgetRequest {
  readonly contactId: ContactId;
  /** All known email addresses. The ledger stores none of them in plain text. */
  readonly emails: readonly string[];
  readonly at: Instant;
}

export type IntentId = number;

/** A person's decision to send the request of a refused intent again (`resolve --retry`). */
export interface ClearedRefusal {
  readonly intent: IntentId;
  readonly at: Instant;
  readonly actor: string;
}

export interface ContactEmail {
  readonly email: string;
  readonly contactId: ContactId;
}

export interface RecordedEnd extends EntryEnd {
  readonly intent: IntentId;
}

export interface Gap {
  readonly from: Instant;
  readonly markedAt: Instant;
  readonly actor: string;
}

/** A user's statement that a contact was not enrolled in a target on or after `since`; ever, if `since` is absent. */
export interface Vouch {
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly contactId: ContactId;
  readonly since?: Day;
  readonly actor: string;
  readonly at: Instant;
}

/** The configuration of a plan that a person reviewed. `apply --unattended` enrolls only for such a one. */
export interface RecordedReview {
  /** The YAML files, relative to the working folder, sorted. */
  readonly files: readonly string[];
  /** The keys of its targets, and of the targets that they replace (`targetIdentityKey`). */
  readonly targets: readonly string[];
  readonly configHash: string;
  readonly planId: string;
  /** When the plan was made. */
  readonly plannedAt: Instant;
  readonly commit?: string;
  /** When it was applied. */
  readonly at: Instant;
}

export interface NewRun {
  readonly command: string;
  readonly planId: string;
  readonly configHash: string;
  readonly commit?: string;
  readonly actor: string;
  readonly version: string;
  readonly at: Instant;
}

export interface NewIntent {
  readonly action: IntentAction;
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly targetKey: string;
  /** Absent for an archive and for a new workflow. */
  readonly contactId?: ContactId;
  readonly since?: Day;
  readonly origin: Origin;
  readonly planId: string;
  readonly senderUserId?: string;
  readonly emails?: number;
  /** The name of a workflow to create. Contains neither an email address nor a token. */
  readonly createdName?: string;
  /** The account's time at the last read before sending. A later enrollment may be the effect of this intent. */
  readonly at: Instant;
}

export interface Settlement {
  readonly intent: IntentId;
  /** `adopted`: the account shows an enrollment that is not proof of the request. */
  readonly state: 'accepted' | 'proved' | 'refused' | 'not-sent' | 'adopted';
  readonly at: Instant;
  readonly effectAt?: Instant;
  readonly enrollmentId?: string;
  /** The id of a workflow that the request created. */
  readonly createdId?: TargetId;
  /** The source of the knowledge: `answer`, `read-back`, `resolved by ana`. Contains no email address. */
  readonly evidence: string;
  /** HubSpot's refusal, if it is the reason for the state `refused`. */
  readonly refusal?: RecordedRefusal;
  /** The contact's primary email at the refusal. The ledger stores its keyed hash only. */
  readonly email?: string;
}

/** The first word of the evidence of a settlement by `resolve`. `history forget` keeps it and erases the rest. */
export const resolvedWord = 'resolved';

/** Returns the evidence of a settlement by `resolve`: a person checked HubSpot. */
export function resolveEvidence(actor: string, isEnrolled: boolean): string {
  return `${resolvedWord} by ${actor}: ${isEnrolled ? 'enrolled' : 'not enrolled'}`;
}

/** Returns whether a person settled it. A `refused` of a person does not mean that HubSpot refused. */
export function isResolveEvidence(evidence: string | undefined): boolean {
  return evidence === resolvedWord || evidence?.startsWith(`${resolvedWord} by `) === true;
}

const responseMark = '; response: ';

/**
 * Returns the evidence of a refusal: HubSpot's code and the cause, then its response. `refusalSummary` returns the
 * first part.
 */
export function refusalEvidence({ reason, response }: Pick<Refusal, 'reason' | 'response'>): string {
  if (!response) return reason;
  const { request, status, code, message, correlationId } = response;
  const returned = [
    status === undefined ? `none to ${request}` : `${request} returned ${status}`,
    ...(message === undefined ? [] : [message.slice(0, 300).replace(/[.\s]+$/u, '')]),
    ...(correlationId === undefined ? [] : [`correlation id ${correlationId}`]),
  ];
  return `${code === undefined ? '' : `${code}: `}${reason}${responseMark}${returned.join(', ')}`;
}

/** Returns the evidence of a refusal without HubSpot's response: `SequenceError.NO_INBOX: the sender has no …`. */
export function refusalSummary(evidence: string): string {
  return evidence.split(responseMark, 1)[0] ?? evidence;
}

export type Adoption = Pick<
  LedgerEntry,
  'kind' | 'targetId' | 'contactId' | 'since' | 'origin' | 'at' | 'effectAt'
>;

export interface HistoryRecord extends Omit<LedgerEntry, 'action' | 'end' | 'contactId'> {
  readonly id: IntentId;
  readonly action: IntentAction;
  readonly targetKey: string;
  /** Absent for an archive, for a new workflow, and for an erased contact. */
  readonly contactId?: ContactId;
  readonly planId: string;
  readonly evidence?: string;
  readonly emails?: number;
  readonly senderUserId?: string;
  readonly commit?: string;
  readonly actor: string;
  readonly settledAt?: Instant;
  /** The id of the workflow that the request created, or that was found after a lost response. */
  readonly createdId?: TargetId;
}

/** Returns a text that identifies a declaration within an account: kind, target, contact and `since`. */
export function declarationKey(declaration: {
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly contactId?: ContactId;
  readonly since?: Day;
}): string {
  return [declaration.kind, declaration.targetId, declaration.contactId ?? '', declaration.since ?? ''].join(
    ':',
  );
}

/** Another run took over the lease. The caller must send no further request. */
export class LeaseLostError extends Error {}

/** An intent of the same declaration took effect or may have taken effect. */
export class AlreadyIntendedError extends Error {}
