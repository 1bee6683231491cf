import type { Instant } from '../../model/time.ts';
import { isUncertain } from '../context/ownership.ts';
import type { MemberContext } from '../context/member-context.ts';
import { isForgotten } from './blocked-contact.ts';

/** Text for a contact that rollcall did not enroll. */
export const someoneElse = 'by someone else';

/**
 * Returns who enrolled a contact for which the ledger has no proof: someone else. The user is unknown if the
 * ledger record may be missing, or if a request of rollcall may have enrolled the contact.
 */
export function enrollerText(
  member: MemberContext,
  { enrolledAt }: { readonly enrolledAt?: Instant | undefined },
): string {
  const { ledger, calendar } = member.planning;
  const uncertain = member.history.some(
    (entry) =>
      isUncertain(entry) && entry.end === undefined && (enrolledAt === undefined || enrolledAt >= entry.at),
  );
  if (uncertain) return 'by an unknown user (rollcall or someone else)';
  if (isForgotten(member)) return 'by an unknown user (erased from the history)';
  const { gap } = ledger;
  const isInGap =
    gap !== undefined && (enrolledAt === undefined || (enrolledAt >= gap.from && enrolledAt <= gap.markedAt));
  return isInGap
    ? `by an unknown user (the ledger has a gap from ${calendar.day(gap.from)} to ${calendar.day(gap.markedAt)})`
    : someoneElse;
}
