/**
 * The plan: a serialisable value, canonically ordered, whose JSON names are public. The same inputs
 * give the same bytes (timestamps aside). It holds contact ids and masked addresses only, so it may
 * be a CI artifact.
 */
import type { Dialect } from './desired-state.ts';
import type { Diagnostic, Source } from './diagnostic.ts';
import type { Origin } from './ledger/ledger-view.ts';
import type { Address, ContactId, Kind, TargetId } from './target.ts';
import type { Day, Instant } from './time.ts';

export const outputFormatVersion = 2;

export interface Plan {
  readonly formatVersion: typeof outputFormatVersion;
  /** Digest of the content without timestamps. */
  readonly planId: string;
  readonly portalId: number;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly configHash: string;
  readonly observedHash: string;
  readonly dialect: Dialect;
  /** The ledger's last run when the plan was made; part of the plan's identity. */
  readonly ledgerRun: number;
  /** The ledger that the plan was made with, and that alone can apply it. Absent without one. */
  readonly ledgerId?: string;
  /** Files that the plan was made from; apply refuses when their bytes differ. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  /** Address globs that narrowed the plan, when any were given. */
  readonly only: readonly string[];
  readonly exclude: readonly string[];
  /** The run that the plan undoes; it plans nothing else. */
  readonly undoRun?: number;
  /** Limits that the command line lifted; apply lifts exactly these. */
  readonly liftedLimits: LiftedLimits;
  /** Applying all of it would leave nothing waiting, unknown or manual. */
  readonly complete: boolean;
  /** There is something to apply and nothing forbids applying it. */
  readonly applyable: boolean;
  /** Errors kept the plan from being whole; `changes` is empty. */
  readonly errored: boolean;
  readonly summary: PlanSummary;
  /** In the order of applying. */
  readonly changes: readonly Change[];
  readonly unchanged: readonly Unchanged[];
  readonly drift: readonly Drift[];
  readonly diagnostics: readonly Diagnostic[];
  /** Facts for whoever reads the plan. They decide nothing and are no part of the plan's identity. */
  readonly context?: PlanContext;
  /** HMAC over everything else, under the ledger's secret. Absent without a ledger. */
  readonly seal?: string;
}

/** Each replaces every limit of its kind, also those of the targets. */
export interface LiftedLimits {
  readonly enroll?: number;
  readonly unenroll?: number;
  readonly reenroll?: number;
  readonly perSenderPerDay?: number;
}

export interface PlanContext {
  /** The host of the account's app, for links: `app-eu1.hubspot.com`. */
  readonly uiDomain: string;
  /** The page of a contact, with `{id}` where the contact's id belongs. */
  readonly contactPage?: string;
  /** IANA name of the account's time zone. */
  readonly timeZone: string;
  /** Each sender that this plan would use, by email. */
  readonly senders: readonly PlanSender[];
}

interface PlanSender {
  readonly email: string;
  /** Enrollments that the ledger counts for this inbox today, before the plan. */
  readonly sentToday: number;
  /** The allowance: enrollments on one day, as `limits.perSenderPerDay` or the command line says. */
  readonly perDay: number;
}

export interface PlanSummary {
  readonly enroll: number;
  /** Of `enroll`: people with an earlier enrollment in the same target. */
  readonly reenroll: number;
  readonly unenroll: number;
  readonly archive: number;
  readonly active: number;
  readonly ended: number;
  readonly waiting: number;
  readonly blocked: number;
  readonly unknown: number;
  readonly unmanaged: number;
  readonly manual: number;
  readonly leftAudience: number;
  readonly orphans: number;
  /** Mails that the enrollments of this plan will send when nobody stops them. */
  readonly emails: number;
  /** Distinct people enrolled. */
  readonly people: number;
  /** Distinct senders of those mails. */
  readonly senders: number;
  /** HTTP calls that applying is expected to make. */
  readonly requests: number;
  /** Calls that the account allows in a day to all its clients together, where it tells. */
  readonly requestsPerDay?: number;
}

export interface ChangeTarget {
  readonly kind: Kind;
  readonly key: string;
  readonly id: TargetId;
  readonly name?: string;
}

export interface ChangeContact {
  readonly id: ContactId;
  /** Masked. */
  readonly email?: string;
  /** The contact's page in the account's app, where a person has to look at it. */
  readonly link?: string;
}

interface ChangeBase {
  readonly address: Address;
  /** Explains; never decides. */
  readonly reason: string;
  readonly target: ChangeTarget;
  /** The line that asks for it; the target's for a removal. Absent for a target that left the files. */
  readonly source?: Source;
}

export interface EnrollChange extends ChangeBase {
  readonly action: 'enroll';
  readonly effect: 'sends';
  readonly reversible: false;
  readonly contact: ChangeContact;
  /** The rep's email; sequences only. */
  readonly sender?: string;
  readonly senderUserId?: string;
  readonly senderAlias?: string;
  /** The declaration's `since`. */
  readonly since?: Day;
  readonly origin: Origin;
  /** The person was enrolled in this target before. */
  readonly reenroll: boolean;
  /** Mails, sequences only. */
  readonly emails?: number;
  /** Days after enrolling on which the emails leave, one entry an email; absent where the account does not tell. */
  readonly emailDays?: readonly number[];
  /** Enroll by adding to this HubSpot list. */
  readonly viaList?: string;
}

export interface UnenrollChange extends ChangeBase {
  readonly action: 'unenroll';
  readonly effect: 'stops';
  readonly reversible: false;
  readonly contact: ChangeContact;
  readonly since?: Day;
  readonly origin: Origin;
  /** Asked for by `suppress`, which no limit holds back. */
  readonly suppressed: boolean;
  readonly owned: boolean;
  /** The enrollment, where the dialect names it. */
  readonly enrollmentId?: string;
}

/** Deletes the workflow, after everybody is out. */
interface ArchiveChange extends ChangeBase {
  readonly action: 'archive';
  readonly effect: 'stops';
  readonly reversible: false;
}

export type Change = EnrollChange | UnenrollChange | ArchiveChange;

/**
 * Returns one text per change of a plan: (target, contact, action). The address is a name from the files and
 * no part of it: two addresses could hide that they mean the same enrollment.
 */
export function changeKey(change: {
  readonly action: Change['action'];
  readonly target: Pick<ChangeTarget, 'kind' | 'id'>;
  readonly contact?: Pick<ChangeContact, 'id'>;
}): string {
  const { action, target, contact } = change;
  return `${action} ${target.kind}:${target.id} ${contact?.id ?? ''}`;
}

/** The judgment of a planned change by the latest reads: the change to make now, or why it waits. */
export type Rejudged = { readonly change: Change } | { readonly waiting: string };

/** An address that needs no change, or can have none. */
export interface Unchanged {
  readonly address: Address;
  readonly status: UnchangedStatus;
  /** An enrollment of ours has no known outcome: `resolve` settles it. */
  readonly unsettled?: true;
  /** The contact must be unenrolled and cannot be, for now or at all. */
  readonly removal?: true;
  readonly reason: string;
  /** What a person can do, where somebody has to. */
  readonly help?: string;
  readonly contact?: ChangeContact;
  readonly target: ChangeTarget;
  readonly source?: Source;
}

export type UnchangedStatus =
  /** Active now, or enrolled by us and not yet shown. */
  | 'active'
  /** Satisfied, and over. */
  | 'ended'
  /** Its turn comes in a later run. */
  | 'waiting'
  /** People come before declarations. */
  | 'blocked'
  /** May or may not have happened; a person settles it. */
  | 'unknown'
  /** Enrolled by someone else and left alone. */
  | 'unmanaged'
  /** Must be taken out, and no route can do it. */
  | 'manual'
  /** No longer on the HubSpot list that declared it; stays in. */
  | 'left-audience'
  /** Active by our doing in a target that the files no longer name. */
  | 'orphan';

/** The account moved away from what was applied. */
export interface Drift {
  readonly address: Address;
  readonly kind: 'unmanaged' | 'target-edited' | 'target-disabled' | 'target-deleted' | 'ended-unexplained';
  readonly message: string;
  readonly help: string;
  /** Whether it makes `drift` exit 2 by itself; the others count with `--strict`. */
  readonly counts: boolean;
  /** The line that declares the target or the person. */
  readonly source?: Source;
}
