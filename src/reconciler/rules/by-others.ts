import type { Instant } from '../../model/instant.ts';
import { isUncertain } from '../ownership.ts';
import type { Subject } from '../subject.ts';
import { isForgotten } from './blocked-person.ts';

/** The words for a contact that rollcall certainly did not enroll. */
export const someoneElse = 'by someone else';

/**
 * Who enrolled a contact when the ledger has no record of it: someone else, unless the record may be
 * missing, or a request of rollcall may have enrolled it. Then nothing is claimed.
 */
export function byOthers(
  subject: Subject,
  { enrolledAt }: { readonly enrolledAt?: Instant | undefined },
): string {
  const { ledger, calendar } = subject.world;
  const uncertain = subject.history.some(
    (entry) =>
      isUncertain(entry) && entry.end === undefined && (enrolledAt === undefined || enrolledAt >= entry.at),
  );
  if (uncertain) return '(by whom is not known: rollcall or someone else)';
  if (isForgotten(subject)) return '(by whom was erased from the history)';
  const { gap } = ledger;
  const isInGap =
    gap !== undefined && (enrolledAt === undefined || (enrolledAt >= gap.from && enrolledAt <= gap.markedAt));
  return isInGap
    ? `(by whom is not known: the ledger has a gap from ${calendar.day(gap.from)} to ${calendar.day(gap.markedAt)})`
    : someoneElse;
}
