import type { Source } from '../../model/diagnostic.ts';
import type { Instant, Day } from '../../model/time.ts';
import type { Origin } from '../../model/ledger/ledger-view.ts';
import type { ObservedSender } from '../../model/observed-state.ts';
import type { UnchangedStatus } from '../../model/plan.ts';
import type { TargetId } from '../../model/target.ts';
import type { MemberContext } from '../context/member-context.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** What is to be done about one subject. The reason explains and never decides. */
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
  readonly cause: RemovalCause;
  readonly owned: boolean;
  /** The id under which the enrollment runs; not the target's own where that one was replaced. */
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
  /** An intent of ours without an answer is the reason. */
  readonly unsettled?: true;
  /** The contact must be unenrolled, and cannot be in this run. */
  readonly removal?: true;
  /** Why it must be. */
  readonly cause?: RemovalCause;
  /** The line that asks for that removal. */
  readonly source?: Source;
  /** Active, and the ledger never heard of it. */
  readonly adopt?: { readonly targetId: TargetId; readonly enrolledAt?: Instant };
}

export type RemovalCause = 'suppressed' | 'absent' | 'retired' | 'exclusive' | 'removed';

/** One line of the table by which an address is judged. */
export interface Rule {
  /** Stable; shown by `plan --explain`. */
  readonly name: string;
  /** The verdict where the rule holds, else nothing. */
  readonly judge: (subject: MemberContext) => Verdict | undefined;
  /** What was seen where it does not hold. */
  readonly otherwise: string;
}

/** The first rule that holds decides. The last one of a list always holds or nothing is to be said. */
export function firstVerdict(rules: readonly Rule[], subject: MemberContext): Verdict | undefined {
  for (const rule of rules) {
    const verdict = rule.judge(subject);
    if (verdict) return verdict;
  }
  return undefined;
}

export function keep(status: UnchangedStatus, reason: string, help?: string): KeepVerdict {
  return { act: 'keep', status, reason, ...omitUndefined({ help }) };
}
