import type { Source } from '../../model/results/diagnostic.ts';
import type { Instant, Day } from '../../model/time.ts';
import type { Origin } from '../../model/ledger/ledger-view.ts';
import type { ObservedContact, ObservedSender } from '../../model/observed-state.ts';
import type { EndedAs, UnchangedStatus, WaitCause } from '../../model/results/plan.ts';
import type { TargetId } from '../../model/target.ts';
import type { MemberContext } from '../context/member-context.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** The decision about one contact in one target. `reason` is for readers: no code depends on it. */
export type Verdict = EnrollVerdict | UnenrollVerdict | KeepVerdict;

export interface EnrollVerdict {
  readonly act: 'enroll';
  readonly reason: string;
  readonly reenroll: boolean;
  /** Sequences only. */
  readonly sender?: ObservedSender;
}

export interface UnenrollVerdict {
  readonly act: 'unenroll';
  readonly reason: string;
  readonly cause?: RemovalCause;
  readonly owned: boolean;
  /** The id under which the contact is active: the target's own, or one that shares its history. */
  readonly targetId: TargetId;
  /** Absent for a target that left the files. */
  readonly source?: Source;
  readonly origin: Origin;
  readonly since?: Day;
  readonly enrollmentId?: string;
}

export interface KeepVerdict {
  readonly act: 'keep';
  readonly status: UnchangedStatus;
  readonly reason: string;
  readonly help?: string;
  /** Set if the status is `ended`. */
  readonly endedAs?: EndedAs;
  /** For `waiting` enrollments. */
  readonly waitsFor?: WaitCause;
  /** The enrollment that a later day makes. */
  readonly postponed?: EnrollVerdict;
  /** The day of the turn of a waiting enrollment. */
  readonly until?: Day;
  /** The reason is an open intent. */
  readonly unsettled?: true;
  /** The contact must be unenrolled, and this run cannot do it. */
  readonly removal?: true;
  readonly cause?: RemovalCause;
  /** The line that requires the removal. */
  readonly source?: Source;
  /** Set for an active enrollment without a ledger record. */
  readonly adopt?: { readonly targetId: TargetId; readonly enrolledAt?: Instant };
}

/** A cause that limits, drift or `--suppressions` treat differently from other removals. */
type RemovalCause = 'suppressed' | 'exclusive';

/** One condition of docs/judgment.md. */
export interface Rule {
  /** The name that `plan --explain` shows. Names are stable. */
  readonly name: string;
  /** Returns the verdict if the rule holds, otherwise nothing. */
  readonly judge: (member: MemberContext) => Verdict | undefined;
  /** What `plan --explain` shows if the rule does not hold. */
  readonly otherwise: string;
}

/** Returns a rule that applies only if HubSpot has the contact. */
export function contactRule(
  name: string,
  otherwise: string,
  judge: (contact: ObservedContact, member: MemberContext) => Verdict | undefined,
): Rule {
  return { name, otherwise, judge: (member) => member.contact && judge(member.contact, member) };
}

/** Returns the verdict of the first rule that holds, or nothing if none holds. */
export function firstVerdict(rules: readonly Rule[], member: MemberContext): Verdict | undefined {
  for (const rule of rules) {
    const verdict = rule.judge(member);
    if (verdict) return verdict;
  }
  return undefined;
}

/** Returns a verdict that makes an enrollment wait. A plan may hold a million of them, so it is one object literal. */
export function postpone(
  postponed: EnrollVerdict,
  {
    waitsFor,
    reason,
    help,
  }: { readonly waitsFor: WaitCause; readonly reason: string; readonly help?: string },
): KeepVerdict {
  return help === undefined
    ? { act: 'keep', status: 'waiting', reason, waitsFor, postponed }
    : { act: 'keep', status: 'waiting', reason, help, waitsFor, postponed };
}

/** Returns a verdict without a change. */
export function keep(status: Exclude<UnchangedStatus, 'ended'>, reason: string, help?: string): KeepVerdict {
  return help === undefined ? { act: 'keep', status, reason } : { act: 'keep', status, reason, help };
}

/** Returns the verdict that an enrollment ended. */
export function keepEnded(endedAs: EndedAs, reason: string, help?: string): KeepVerdict {
  return { act: 'keep', status: 'ended', reason, endedAs, ...omitUndefined({ help }) };
}
