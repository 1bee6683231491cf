/**
 * The plan: a serializable value in canonical order. Its JSON names are public, and the same inputs give the same
 * bytes except timestamps. It contains only contact ids and masked email addresses, so it may be a CI artifact.
 */
import type { Dialect } from '../desired-state.ts';
import type { DefinitionEdit } from './definition-edit.ts';
import type { Diagnostic, Source } from './diagnostic.ts';
import type { PlanForecast } from './rehearsal.ts';
import type { EndCause, Origin } from '../ledger/ledger-view.ts';
import type { Address, ContactId, Kind, TargetId, TargetRevision } from '../target.ts';
import type { Day, Instant } from '../time.ts';

export const outputFormatVersion = 2;

export interface Plan {
  readonly formatVersion: typeof outputFormatVersion;
  /** The digest of the content without timestamps. */
  readonly planId: string;
  readonly portalId: number;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly configHash: string;
  readonly observedHash: string;
  readonly dialect: Dialect;
  /** The number of the ledger's last run before the plan; part of the plan's identity. */
  readonly ledgerRun: number;
  /** The ledger of the plan. Only an apply with this ledger accepts the plan. Absent without a ledger. */
  readonly ledgerId?: string;
  /** The configuration files of the plan. Apply refuses the plan if their bytes differ. */
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly definition?: true }[];
  /** Address globs that narrow the plan; empty without any. */
  readonly only: readonly string[];
  readonly exclude: readonly string[];
  /** The run that the plan undoes. Such a plan contains no other change. */
  readonly undoRun?: number;
  /** Limits that the command line lifts. Apply uses the same values. */
  readonly liftedLimits: LiftedLimits;
  /** Whether applying the whole plan would leave no entry waiting, unknown or manual. */
  readonly complete: boolean;
  /** Whether the plan has changes and no diagnostic forbids applying them. */
  readonly applyable: boolean;
  /** Whether errors prevented a complete plan. `changes` is then empty. */
  readonly errored: boolean;
  readonly summary: PlanSummary;
  /** In the order in which apply makes them. */
  readonly changes: readonly Change[];
  readonly unchanged: readonly Unchanged[];
  readonly drift: readonly Drift[];
  readonly diagnostics: readonly Diagnostic[];
  /** Facts that are not part of the plan's identity: for readers, and for a comparison with a later state. */
  readonly context?: PlanContext;
  /** What the files would do over the next days. For readers only, as `context`. Absent: not requested. */
  readonly forecast?: PlanForecast;
  /** The HMAC of all other fields, with the ledger's secret. Absent without a ledger. */
  readonly seal?: string;
}

/**
 * Limits that the command line lifts. Each overrides all limits of its kind, including those of single targets, and
 * applies to the whole plan. Limits of the other kinds do not change.
 */
export interface LiftedLimits {
  readonly enroll?: number;
  readonly unenroll?: number;
  readonly reenroll?: number;
  readonly perSenderPerDay?: number;
  /** Workflows that one apply may create. */
  readonly create?: number;
}

export interface PlanContext {
  /** The host of the HubSpot app, for links: `app-eu1.hubspot.com`. */
  readonly uiDomain: string;
  /** The URL of a contact, with `{id}` as the placeholder of the contact id. */
  readonly contactPage?: string;
  /** The IANA name of the account's time zone. */
  readonly timeZone: string;
  /** Set if the account is simulated. */
  readonly simulated?: true;
  /** The limits of the files that the command line lifted, as written there: `50` or `25%`. */
  readonly fileLimits?: Readonly<Partial<Record<keyof LiftedLimits, string>>>;
  /** The senders of this plan's enrollments and the other reps of their rotations, sorted by email. */
  readonly senders: readonly PlanSender[];
  /** The targets as the plan saw them. An apply does not enroll in one that was edited since. */
  readonly targets?: readonly TargetRevision[];
}

interface PlanSender {
  readonly email: string;
  /** Enrollments of today that the ledger counts for this inbox, before the plan. */
  readonly sentToday: number;
  /** The daily limit of enrollments, from `limits.perSenderPerDay` or the command line. */
  readonly perDay: number;
}

export interface PlanSummary {
  readonly enroll: number;
  /** The part of `enroll` whose people had an earlier enrollment in the same target. */
  readonly reenroll: number;
  readonly unenroll: number;
  readonly archive: number;
  /** Workflows that the plan creates. Absent: none. */
  readonly create?: number;
  readonly active: number;
  readonly ended: number;
  readonly waiting: number;
  readonly blocked: number;
  readonly unknown: number;
  readonly unmanaged: number;
  readonly manual: number;
  readonly leftAudience: number;
  readonly orphans: number;
  /** Emails that the enrollments of this plan will send unless they end early. */
  readonly emails: number;
  /** Distinct people enrolled. */
  readonly people: number;
  /** Distinct senders of those emails. */
  readonly senders: number;
  /** The expected number of HTTP requests of an apply. */
  readonly requests: number;
  /** The daily request limit that all clients of the account share, if the account reports it. */
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
  /** The masked email address. */
  readonly email?: string;
  /** The URL of the contact in the HubSpot app, for entries that a person must check. */
  readonly link?: string;
}

interface ChangeBase {
  readonly address: Address;
  /** An explanation for people. No code decides by it. */
  readonly reason: string;
  readonly target: ChangeTarget;
  /** The line of the declaration; for a removal, the line of the target. Absent for a target that left the files. */
  readonly source?: Source;
}

export interface EnrollChange extends ChangeBase {
  readonly action: 'enroll';
  readonly effect: 'sends';
  readonly reversible: false;
  readonly contact: ChangeContact;
  /** The email address of the rep. Sequences only. */
  readonly sender?: string;
  readonly senderUserId?: string;
  readonly senderAlias?: string;
  /** The `since` of the declaration. */
  readonly since?: Day;
  readonly origin: Origin;
  /** Whether the person had an earlier enrollment in this target. */
  readonly reenroll: boolean;
  /** The number of emails. Sequences only. */
  readonly emails?: number;
  /** The days after enrollment on which HubSpot sends emails, one entry per email. Absent if unknown. */
  readonly emailDays?: readonly number[];
  /** The HubSpot list to add the contact to, instead of enrolling it directly. */
  readonly viaList?: string;
}

export interface UnenrollChange extends ChangeBase {
  readonly action: 'unenroll';
  readonly effect: 'stops';
  readonly reversible: false;
  readonly contact: ChangeContact;
  readonly since?: Day;
  readonly origin: Origin;
  /** Whether `suppress` requires it. No limit applies to such a change. */
  readonly suppressed: boolean;
  readonly owned: boolean;
  /** HubSpot's id of the enrollment, if the dialect has one. */
  readonly enrollmentId?: string;
}

/** Archives the workflow: deletes it after all its contacts are unenrolled. */
interface ArchiveChange extends ChangeBase {
  readonly action: 'archive';
  readonly effect: 'stops';
  readonly reversible: false;
}

/** Creates a workflow, turned off, from a definition in the files. `target.id` is the one of `newTargetId`. */
export interface CreateChange extends ChangeBase {
  readonly action: 'create-workflow';
  readonly effect: 'creates';
  readonly reversible: true;
  /** The path of the file with the definition. */
  readonly definition: string;
  /** What the workflow will do, one text for each part. */
  readonly does: readonly string[];
  readonly source: Source;
}

export type Change = EnrollChange | UnenrollChange | ArchiveChange | CreateChange;

/** A change of one contact. */
export type ContactChange = EnrollChange | UnenrollChange;

/** Returns whether a change is about one contact, and not about a whole workflow. */
export function isContactChange(change: Change): change is ContactChange {
  return change.action === 'enroll' || change.action === 'unenroll';
}

/**
 * Returns a text that identifies a change of a plan: action, target and contact. Does not use the address, which is a
 * name from the files: two addresses may refer to the same enrollment.
 */
export function changeKey(change: {
  readonly action: Change['action'];
  readonly target: Pick<ChangeTarget, 'kind' | 'id'>;
  readonly contact?: Pick<ChangeContact, 'id'>;
}): string {
  const { action, target, contact } = change;
  return `${action} ${target.kind}:${target.id} ${contact?.id ?? ''}`;
}

/** The result of checking a planned change against the latest reads: the change to make now, or why it waits. */
export type Rejudged = { readonly change: Change } | ({ readonly waiting: string } & Turn);

/** What an enrollment waits for. */
export type WaitCause =
  /** A user paused the target or the account. */
  | 'pause'
  /** Today is in a freeze window. */
  | 'freeze'
  /** The pace of the target is used up today, or today is not one of its days. */
  | 'pace'
  /** The sender reached `perSenderPerDay` today. */
  | 'sender-limit'
  /** The `since` of the declaration is in the future. */
  | 'since'
  /** An unattended apply leaves the change for a reviewed plan. */
  | 'review'
  /** The contact is in another sequence, or this plan enrolls it in another one first. */
  | 'other-sequence';

/** When a later run can enroll a contact that waits. */
interface Turn {
  readonly waitsFor?: WaitCause;
  /** The day on which rollcall enrolls the contact if it runs every day and nothing changes. Absent if unknown. */
  readonly until?: Day;
}

/** An address that needs no change, or cannot be changed. */
export interface Unchanged extends Turn {
  readonly address: Address;
  readonly status: UnchangedStatus;
  /** Set if a request of rollcall has no known outcome. `resolve` settles it. */
  readonly unsettled?: true;
  /** Set if the contact must be unenrolled and cannot be, now or at all. */
  readonly removal?: true;
  readonly reason: string;
  /** The next step for the user, if one is needed. */
  readonly help?: string;
  /** How the enrollment ended. Set if the status is `ended`, except in plans of earlier versions. */
  readonly endedAs?: EndedAs;
  readonly contact?: ChangeContact;
  readonly target: ChangeTarget;
  readonly source?: Source;
  /** The HubSpot list that declares the contact: `list:482`. Absent for a line or a CSV row. */
  readonly origin?: Origin;
}

export type UnchangedStatus =
  /** Is in the target, or rollcall enrolled it and HubSpot does not show it yet. */
  | 'active'
  /** Was in the target, and is no longer. */
  | 'ended'
  /** Left for a later run. */
  | 'waiting'
  /** Cannot be enrolled: opted out, suppressed, not found, or no route. */
  | 'blocked'
  /** The state or the outcome of an earlier request is unknown; a person settles it. */
  | 'unknown'
  /** Active, enrolled by someone else, and not declared. rollcall leaves it unchanged. */
  | 'unmanaged'
  /** Must be unenrolled, and no route can do it. */
  | 'manual'
  /** No longer on the HubSpot list that declared it, and stays enrolled. */
  | 'left-audience'
  /** Owned and active in a target whose membership the files no longer define. */
  | 'orphan';

/** How an enrollment ended, as far as HubSpot or the ledger shows it. */
export type EndedAs =
  | EndCause
  /** Is no longer active; neither the cause nor the date is known. */
  | 'no-longer-active'
  /** HubSpot accepted the request, and no read showed the contact active. */
  | 'never-seen-active'
  /** Another contact, which had an email of this one, was enrolled. */
  | 'other-contact';

/** A difference between the account and the last applied state. */
export interface Drift {
  readonly address: Address;
  readonly kind: 'unmanaged' | 'target-edited' | 'target-disabled' | 'target-deleted' | 'ended-unexplained';
  readonly message: string;
  readonly help: string;
  /** Whether it makes `drift` exit with 2 without `--strict`. */
  readonly counts: boolean;
  /** What an edit changed. Absent if rollcall does not know what the target did before. */
  readonly edit?: DefinitionEdit;
  /** Which one differs from before: the target in HubSpot, its definition file, or unknown. Absent: no file is compared. */
  readonly edited?: 'account' | 'file' | 'unknown';
  /** The contact. Absent for a difference of a whole target. */
  readonly contact?: ChangeContact;
  /** When HubSpot shows that the contact was enrolled, or for an ended enrollment, that it ended. */
  readonly at?: Instant;
  /** The line that declares the target or the contact. */
  readonly source?: Source;
}

/** Returns the number of changes that an unattended apply leaves for a reviewed plan: of contacts, archives, and new workflows. */
export function countForReview({ unchanged, diagnostics }: Pick<Plan, 'unchanged' | 'diagnostics'>): number {
  const ofTargets = diagnostics.filter(
    ({ code }) => code === 'archives-need-review' || code === 'creations-need-review',
  ).length;
  return ofTargets + unchanged.filter(({ waitsFor }) => waitsFor === 'review').length;
}

/** The file that commands read if none is named. */
export const defaultFile = 'enrollments.yaml';

/** Returns the paths of the configuration files: those that commands take, without CSV files and definitions. */
export function configurationFiles(files: Plan['files']): readonly string[] {
  return files.flatMap(({ path, definition }) => (!definition && /\.ya?ml$/iu.test(path) ? [path] : []));
}

/** Returns the configuration files of a plan, without included ones. Absent if it is only the default file. */
export function namedFiles({ files }: Pick<Plan, 'files'>): readonly string[] | undefined {
  const paths = configurationFiles(files);
  return paths.length === 1 && paths[0] === defaultFile ? undefined : paths;
}
