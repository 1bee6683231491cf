import type { Source } from '../../model/diagnostic.ts';
import type { ActiveEnrollment, MemberContext } from '../context/member-context.ts';
import { presentSuppressionOf, suppressionOf } from '../context/member-context.ts';
import type { KeepVerdict, RemovalCause, UnenrollVerdict, Verdict } from './verdict.ts';
import { keep } from './verdict.ts';
import { observedUnderId } from '../context/planning-context.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

export interface Removal {
  readonly active: ActiveEnrollment;
  /** `suppressed` overrides it where `suppress` names the contact. */
  readonly cause: RemovalCause;
  readonly reason: string;
  /** The line that asks for it; a target that left the files has none. */
  readonly source: Source | undefined;
}

/** Unenrolls a contact if HubSpot has a route; otherwise the removal is `manual`. */
export function unenroll(subject: MemberContext, removal: Removal): UnenrollVerdict | KeepVerdict {
  const { target, contact, planning } = subject;
  const { active, reason, source } = removal;
  const { running, own } = active;
  const entry = (own ? suppressionOf : presentSuppressionOf)(subject);
  const cause = entry ? 'suppressed' : removal.cause;
  const kept = (verdict: KeepVerdict): KeepVerdict => ({
    ...verdict,
    cause,
    removal: true,
    ...(source ? { source } : {}),
  });
  if (contact?.unreadable !== undefined) {
    return kept(
      keep(
        'unknown',
        `${reason}; unreadable: ${contact.unreadable}`,
        'Plan again in a few minutes. If the contact stays unreadable, check it in HubSpot.',
      ),
    );
  }
  if (!running) {
    return kept(
      keep(
        'waiting',
        `not visible yet: ${reason}`,
        'HubSpot can take 15 minutes to show an enrollment. Run the same command again then.',
      ),
    );
  }
  const observed = observedUnderId(planning, target, running.targetId);
  if (!observed?.unenrollRoute) {
    const known = observed?.unenrollWhy;
    const because = known === undefined ? '' : `: ${known.why}`;
    return kept(
      keep(
        'manual',
        `${reason}; no route unenrolls contacts from this ${target.kind}${because}`,
        known?.help ?? 'Unenroll the contact in HubSpot, or give the target an `unenroll` route.',
      ),
    );
  }
  if (observed.unenrollByEmail && contact?.email === undefined) {
    return kept(
      keep(
        'manual',
        `${reason}; the contact has no email address, and the route takes nothing else`,
        'Unenroll the contact in HubSpot, or give it an email address there.',
      ),
    );
  }
  const since = own?.since ?? subject.declared?.since;
  return {
    act: 'unenroll',
    reason,
    cause,
    owned: own !== undefined,
    targetId: running.targetId,
    ...(source ? { source } : {}),
    origin: own?.origin ?? subject.declared?.origin ?? 'text',
    ...omitUndefined({ since, enrollmentId: running.id }),
  };
}

/** A suppressed contact whose state is unknown may be active: it has to be unenrolled, and cannot be now. */
export function withSuppressedRemoval(
  subject: MemberContext,
  verdict: Verdict | undefined,
): Verdict | undefined {
  if (verdict?.act !== 'keep' || verdict.status !== 'unknown' || verdict.cause !== undefined) return verdict;
  const entry = suppressionOf(subject);
  if (!entry) return verdict;
  const { source } = entry;
  // An open intent needs a decision first.
  return verdict.unsettled
    ? { ...verdict, cause: 'suppressed', source }
    : { ...verdict, cause: 'suppressed', source, removal: true };
}
