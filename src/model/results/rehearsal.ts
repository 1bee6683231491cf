/**
 * A forecast: what the files would do over some weeks, played on a copy of an account. The same inputs give the same
 * bytes. Contacts are masked, senders are not.
 */
import type { ExitCode } from '../exit-code.ts';
import type { ContactId, Kind, TargetId } from '../target.ts';
import type { Day, Instant, Weekday } from '../time.ts';

export interface Rehearsal {
  readonly formatVersion: 2;
  readonly portalId: number;
  /** The IANA name of the account's time zone: all days are days in it. */
  readonly timeZone: string;
  /** The account that was copied. */
  readonly account: RehearsedAccount;
  /** The first and the last day. The reviewed plan is applied on the first one, at the time of the copy. */
  readonly from: Day;
  readonly to: Day;
  /** The time of day of the daily job, `08:00`. */
  readonly at: string;
  readonly settings: RehearsalSettings;
  readonly summary: RehearsalSummary;
  /** One entry for each day, in order. */
  readonly days: readonly RehearsalDay[];
  /** The contacts of each target by the place that declares them. */
  readonly groups: readonly RehearsalGroup[];
  readonly warnings: readonly RehearsalWarning[];
  /** What the forecast takes from the account and the files, and what it assumes. */
  readonly knows: readonly string[];
  readonly assumes: readonly string[];
  /** One day with every event. */
  readonly detail?: { readonly day: Day; readonly events: readonly RehearsedEvent[] };
}

/** The forecast in a plan, or why there is none. */
export type PlanForecast = { readonly rehearsal: Rehearsal } | { readonly problem: string };

export interface RehearsedContact {
  readonly id: ContactId;
  /** The masked address. Absent without one. */
  readonly email?: string;
}

export interface RehearsedAccount {
  /**
   * `account`: the account of the files, read for the forecast. `simulated`: the same for the account of this folder.
   * `plan`: the account as the plan read it. `snapshot`: that of `--snapshot`. `file`: that of `--account`.
   */
  readonly kind: 'account' | 'simulated' | 'plan' | 'snapshot' | 'file';
  readonly file?: string;
  /** The time of the copy. */
  readonly at: Instant;
}

export interface RehearsalSettings {
  readonly seed: number;
  /** The share of the contacts that reply, and that opt out, from 0 to 1. */
  readonly replyRate: number;
  readonly optOutRate: number;
  /** A second sequence within this number of days is a warning. */
  readonly apart: number;
  /** Reps whose inbox is disconnected from a day on. */
  readonly without: readonly { readonly sender: string; readonly from: Day }[];
  /** Days that were frozen for the forecast alone. */
  readonly freeze: readonly { readonly from: Day; readonly to: Day }[];
}

interface RehearsalSummary {
  readonly enrollments: number;
  readonly emails: number;
  readonly replies: number;
  readonly optOuts: number;
  /** Enrollments that reached the end of their target. */
  readonly finished: number;
  /** After the last day: members that wait, that cannot be enrolled, and of which it is not known whether they were enrolled before. */
  readonly waiting: number;
  readonly blocked: number;
  readonly unknown: number;
}

export interface RehearsalDay {
  readonly day: Day;
  readonly weekday: Weekday;
  /** The reason of the freeze on this day; empty without one. Absent: no freeze. */
  readonly freeze?: string;
  readonly applies: readonly RehearsedApply[];
  readonly enrollments: number;
  /** The part of `enrollments` whose contacts waited in the plan before. */
  readonly turns: number;
  readonly emails: number;
  readonly replies: number;
  readonly optOuts: number;
  readonly finished: number;
  /** Enrollments that ended for another reason. */
  readonly otherEnds: number;
  /** Declared contacts that wait after the applies of the day. */
  readonly waiting: number;
  readonly senders: readonly SenderDay[];
  readonly targets: readonly TargetDay[];
}

export interface RehearsedApply {
  /** `reviewed`: the plan of a merge. `unattended`: the daily job. */
  readonly mode: 'reviewed' | 'unattended';
  readonly exitCode: ExitCode;
  /** Why it ended with another code than 0. */
  readonly reason?: string;
}

/** What one inbox sends on one day. */
export interface SenderDay {
  /** Its address, or `unknown`: HubSpot does not show who sends for an enrollment that rollcall did not make. */
  readonly sender: string;
  readonly emails: number;
  readonly enrollments: number;
  /** `limits.perSenderPerDay`, which counts enrollments. Absent for `unknown`. */
  readonly limit?: number;
}

/** The sender of emails of which HubSpot does not show the sender. */
export const unknownSender = 'unknown';

export interface RehearsedTarget {
  readonly kind: Kind;
  readonly id: TargetId;
  /** Absent for a target that the files do not name. */
  readonly key?: string;
  readonly name?: string;
}

export interface TargetDay {
  readonly target: RehearsedTarget;
  readonly enrollments: number;
  readonly emails: number;
}

/** The contacts that one file or HubSpot list declares for a target. */
export interface RehearsalGroup {
  readonly target: RehearsedTarget;
  /** The file, or `list:482`. */
  readonly declaredIn: string;
  readonly contacts: number;
  /** Contacts that are or were in the target after the last day. */
  readonly reached: number;
  readonly waiting: number;
  readonly blocked: number;
  readonly unknown: number;
  /** The day of the last enrollment. Absent if the forecast had none. */
  readonly lastReached?: Day;
  /** Whether every contact that can be enrolled has been reached. */
  readonly complete: boolean;
  /** The day on which the last contact is expected after the forecast. Absent if complete, or if not known. */
  readonly expected?: Day;
}

export interface RehearsalWarning {
  readonly code: RehearsalWarningCode;
  readonly message: string;
  readonly help: string;
  /** The days that it concerns, in order. */
  readonly days: readonly Day[];
  /** The first contacts that it concerns. */
  readonly contacts: readonly RehearsedContact[];
}

const rehearsalWarningCodes = [
  'invariant-broken',
  'apply-incomplete',
  'sender-refused',
  'sender-over-limit',
  'two-emails-in-a-day',
  'two-sequences-apart',
  'emails-in-freeze',
  'emails-on-weekend',
  'no-turn',
  'members-wait-for-workflow',
  'unknown-members',
  'cannot-be-enrolled',
] as const;

export type RehearsalWarningCode = (typeof rehearsalWarningCodes)[number];

export interface RehearsedEvent {
  readonly at: Instant;
  /** `enrolled`, `email`, or the reason for which the enrollment ended. */
  readonly what: string;
  readonly contact: RehearsedContact;
  readonly target: RehearsedTarget;
  readonly sender?: string;
  /** `email`: the place of the step in the sequence, from 1. */
  readonly step?: number;
}
