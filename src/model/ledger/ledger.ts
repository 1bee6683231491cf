/** The port to the ledger. Every row and lease belongs to one portal. */
import type { Instant } from '../time.ts';
import type { Day } from '../time.ts';
import type {
  EntryEnd,
  LedgerEntry,
  LedgerTarget,
  LedgerView,
  Origin,
  Pause,
  TargetJoin,
} from './ledger-view.ts';
import type { ContactId, Kind, TargetId } from '../target.ts';

export interface LedgerReader {
  /** Absent for a ledger of a format before 3, until a command writes to it. */
  readonly ledgerId?: string;
  /** Returns the seal of a document with this digest, under the ledger's secret (base64url). */
  seal(digest: string): string;
  /** The view for the reconciler. `dayStart`: the start of the account's calendar day, for `sentToday`. */
  view(portalId: number, dayStart: Instant): Promise<LedgerView>;
  /** Intents with the runs that made them, oldest first; of one contact, or all. Read page by page. */
  history(portalId: number, filter: HistoryFilter): AsyncIterable<HistoryRecord>;
  /** As `LedgerView.contactsOf`, without the view. */
  contactsOf(portalId: number, email: string): Promise<readonly ContactId[]>;
  /** Every contact that is known to have had one of these emails, or an email of one of these contacts. */
  contactsSharingEmails(
    portalId: number,
    people: { readonly ids: readonly ContactId[]; readonly emails: readonly string[] },
  ): Promise<readonly ContactId[]>;
  /** Whether a plan has begun: how many of its intents were written. */
  planUse(portalId: number, planId: string): Promise<PlanUse>;
  /** The current pauses; an apply reads them before each batch. */
  pauses(portalId: number): Promise<readonly Pause[]>;
  /** The lease as it stands, or nothing when nobody holds one. */
  lease(portalId: number): Promise<LeaseRecord | undefined>;
  close(): Promise<void>;
}

export interface Ledger extends LedgerReader {
  readonly ledgerId: string;
  /**
   * Takes the portal's lease, or says who has it. A lease whose expiry lies in the past is taken over
   * with a higher generation; the former owner's commits then fail.
   */
  acquire(request: LeaseRequest): Promise<Lease | { readonly heldBy: LeaseRecord }>;
  /** Deletes the lease whatever its state; returns what was there. The generation stays used up. */
  unlock(portalId: number): Promise<LeaseRecord | undefined>;
  /**
   * Pauses enrollments in one target, or without `kind` and `targetId` in the account. The latest pause wins.
   * Needs no lease, as `resume`: a pause must not wait for the apply that it is to stop.
   */
  pause(portalId: number, pause: Pause): Promise<void>;
  /** Lifts the pause of one target, or of the account; returns how many were lifted, 0 or 1. */
  resume(portalId: number, paused: Pick<Pause, 'kind' | 'targetId'>): Promise<number>;
}

export interface HistoryFilter {
  readonly contactId?: ContactId;
  readonly run?: number;
}

export interface PlanUse {
  readonly intents: number;
  /** `since` included: one text per declaration that the plan already tried (see `declarationName`). */
  readonly attempted: ReadonlySet<string>;
}

export interface LeaseRequest {
  readonly portalId: number;
  /** Shown to whoever is locked out: host, process, CI job. */
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

/** A held lease: the only way to write. Every write checks the generation in its own transaction. */
export interface Lease {
  readonly record: LeaseRecord;
  heartbeat(): Promise<void>;
  startRun(run: NewRun): Promise<number>;
  /**
   * Commits intents, all or none, durable when it returns. Throws `LeaseLost` when the lease is no
   * longer ours and `AlreadyIntended` when an open, accepted or proved enroll intent of the same
   * declaration exists.
   */
  recordIntents(run: number, intents: readonly NewIntent[]): Promise<readonly IntentId[]>;
  /** Ends intents. A later settlement of an open or accepted intent replaces an earlier one. */
  settle(settlements: readonly Settlement[]): Promise<void>;
  /** Records enrollments seen in the account that the ledger did not know. */
  adopt(run: number, adoptions: readonly Adoption[]): Promise<void>;
  /** Sets the baseline that drift compares with. */
  setTargets(targets: readonly LedgerTarget[]): Promise<void>;
  /** Remembers which contact a declared address led to, by keyed hash. */
  rememberAddresses(pairs: readonly ContactEmail[]): Promise<void>;
  /** Remembers emails of contacts by keyed hash, next to what is known already. */
  rememberIdentities(pairs: readonly ContactEmail[]): Promise<void>;
  /** Records that enrollments ended. A repeated record adds missing data and never overwrites existing data. */
  recordEnds(ends: readonly RecordedEnd[]): Promise<void>;
  /** Makes ids of targets share one history. */
  joinTargets(joins: readonly (TargetJoin & { readonly at: Instant })[]): Promise<void>;
  /** Removes every join of this id. */
  separateTarget(target: { readonly kind: Kind; readonly targetId: TargetId }): Promise<void>;
  /** Records a vouch for history that HubSpot does not show. */
  vouch(vouches: readonly Vouch[]): Promise<void>;
  /** Marks the history from `from` to `markedAt` as incomplete. */
  markGap(gap: Gap): Promise<void>;
  finishRun(
    run: number,
    end: { readonly exitCode: number; readonly at: Instant; readonly counts: string },
  ): Promise<void>;
  /**
   * Erases a contact from the portal's rows and keeps keyed hashes that forbid enrolling: of the
   * id, of the emails given and of those recorded. Call it once for each id that was merged. Returns the
   * hashes of the emails.
   */
  forget(person: ForgetRequest): Promise<readonly string[]>;
  release(): Promise<void>;
}

/** Somebody who asked to be forgotten. */
export interface ForgetRequest {
  readonly contactId: ContactId;
  /** Every address known; none is kept. */
  readonly emails: readonly string[];
  readonly at: Instant;
}

export type IntentId = number;

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

/** "Not enrolled in this target on or after `since`", or never without `since`, as vouched by a user. */
export interface Vouch {
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly contactId: ContactId;
  readonly since?: Day;
  readonly actor: string;
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
  readonly action: 'enroll' | 'unenroll' | 'archive';
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly targetKey: string;
  /** Absent for an archive. */
  readonly contactId?: ContactId;
  readonly since?: Day;
  readonly origin: Origin;
  readonly planId: string;
  readonly senderUserId?: string;
  readonly emails?: number;
  /** The account's clock at the last read before sending: what is found later than this is ours. */
  readonly at: Instant;
}

export interface Settlement {
  readonly intent: IntentId;
  /** `adopted`: the account shows an enrollment that our request did not make. */
  readonly state: 'accepted' | 'proved' | 'refused' | 'not-sent' | 'adopted';
  readonly at: Instant;
  readonly effectAt?: Instant;
  readonly enrollmentId?: string;
  /** How it is known: `answer`, `read-back`, `resolved by ana`. No addresses. */
  readonly evidence: string;
}

/** Returns the evidence of a settlement by `resolve`: a person checked HubSpot. */
export function resolveEvidence(actor: string, isEnrolled: boolean): string {
  return `resolved by ${actor}: ${isEnrolled ? 'enrolled' : 'not enrolled'}`;
}

/** Returns whether a person settled it. Its state `refused` then says nothing of HubSpot. */
export function isResolveEvidence(evidence: string | undefined): boolean {
  return evidence?.startsWith('resolved by ') === true;
}

export interface Adoption {
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly contactId: ContactId;
  readonly since?: Day;
  readonly origin: Origin;
  readonly at: Instant;
  readonly effectAt?: Instant;
}

export interface HistoryRecord extends Omit<LedgerEntry, 'action' | 'end' | 'contactId'> {
  readonly id: IntentId;
  readonly action: 'enroll' | 'unenroll' | 'archive';
  readonly targetKey: string;
  /** Absent for an archive, and for a contact that was forgotten. */
  readonly contactId?: ContactId;
  readonly planId: string;
  readonly evidence?: string;
  readonly emails?: number;
  readonly senderUserId?: string;
  readonly commit?: string;
  readonly actor: string;
  readonly settledAt?: Instant;
}

/** One text per declaration: portal-wide, a declaration is (kind, target, contact, since). */
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

/** Somebody else took the lease over: nothing more may be sent. */
export class LeaseLostError extends Error {}

/** The declaration already has an intent that took or may have taken effect. */
export class AlreadyIntendedError extends Error {}
