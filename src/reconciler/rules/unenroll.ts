import type { Source } from '../../model/results/diagnostic.ts';
import type { ActiveEnrollment, MemberContext } from '../context/member-context.ts';
import { presentSuppressionOf, suppressionOf } from '../context/member-context.ts';
import type { KeepVerdict, UnenrollVerdict, Verdict } from './verdict.ts';
import { keep } from './verdict.ts';
import { observedUnderId } from '../context/planning-context.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** A contact to unenroll, and the reason for it. */
export interface Removal {
  readonly active: ActiveEnrollment;
  /** The verdict has the cause `suppressed` instead if a suppress entry names the contact. */
  readonly cause?: 'exclusive';
  readonly reason: string;
  /** The line that requires the removal; undefined for a target that left the files. */
  readonly source: Source | undefined;
}

/**
 * Returns the verdict that unenrolls a contact. Without a route the verdict is `manual`; for an unreadable
 * contact, `unknown`; for an enrollment that HubSpot does not show yet, `waiting`.
 */
export function unenroll(member: MemberContext, removal: Removal): UnenrollVerdict | KeepVerdict {
  const { target, contact, planning } = member;
  const { active, reason, source } = removal;
  const { running, own } = active;
  const entry = (own ? suppressionOf : presentSuppressionOf)(member);
  const cause = entry ? 'suppressed' : removal.cause;
  const asRemoval = (verdict: KeepVerdict): KeepVerdict => ({
    ...verdict,
    ...omitUndefined({ cause, source }),
    removal: true,
  });
  if (contact?.unreadable !== undefined) {
    return asRemoval(
      keep(
        'unknown',
        `${reason}; unreadable: ${contact.unreadable}`,
        'Plan again in a few minutes. If the contact stays unreadable, check it in HubSpot.',
      ),
    );
  }
  if (!running) {
    return asRemoval(
      keep(
        'waiting',
        `not visible yet: ${reason}`,
        'HubSpot can take 15 minutes to show an enrollment. Run the same command again after that.',
      ),
    );
  }
  const observed = observedUnderId(planning, target, running.targetId);
  if (!observed?.unenrollRoute) {
    const known = observed?.unenrollWhy;
    const because = known === undefined ? '' : `: ${known.why}`;
    return asRemoval(
      keep(
        'manual',
        `${reason}; no route unenrolls contacts from this ${target.kind}${because}`,
        known?.help ?? 'Unenroll the contact in HubSpot, or give the target an `unenroll` route.',
      ),
    );
  }
  if (observed.unenrollByEmail && contact?.email === undefined) {
    return asRemoval(
      keep(
        'manual',
        `${reason}; the route needs an email address, and the contact has none`,
        'Unenroll the contact in HubSpot, or add an email address to it there.',
      ),
    );
  }
  const since = own?.since ?? member.declared?.since;
  return {
    act: 'unenroll',
    reason,
    owned: own !== undefined,
    targetId: running.targetId,
    origin: own?.origin ?? member.declared?.origin ?? 'text',
    ...omitUndefined({ cause, source, since, enrollmentId: running.id }),
  };
}

/** Marks an `unknown` verdict about a suppressed contact as a removal: the contact may be active. */
export function withSuppressedRemoval<Judged extends Verdict | undefined>(
  member: MemberContext,
  verdict: Judged,
): Judged | KeepVerdict {
  if (verdict?.act !== 'keep' || verdict.status !== 'unknown' || verdict.removal) return verdict;
  const entry = suppressionOf(member);
  if (!entry) return verdict;
  const { source } = entry;
  // An open intent needs a decision first.
  return verdict.unsettled
    ? { ...verdict, cause: 'suppressed', source }
    : { ...verdict, cause: 'suppressed', source, removal: true };
}
