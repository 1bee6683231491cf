import { assertNever } from '../../model/failure.ts';
import type { Change, EnrollChange } from '../../model/results/plan.ts';
import { count } from './format.ts';

/**
 * Returns the effect of a change on its contact or workflow: `gets 3 emails from … over 9 days`. Adds the reason
 * for everything but a first enrollment.
 */
export function changeEffect(change: Change): string {
  switch (change.action) {
    case 'enroll':
      return change.reenroll ? `${enrollEffect(change)}; ${change.reason}` : enrollEffect(change);
    case 'unenroll':
      return `${change.target.kind === 'sequence' ? 'gets no more emails' : 'leaves the workflow'}; ${change.reason}`;
    case 'archive':
      return `deletes the workflow in HubSpot; ${change.reason}`;
    default:
      return assertNever(change);
  }
}

function enrollEffect(change: EnrollChange): string {
  if (change.target.kind === 'workflow')
    return change.viaList === undefined
      ? 'starts the workflow'
      : `joins list ${change.viaList}, which starts the workflow`;
  const emails = change.emails === undefined ? 'emails' : count(change.emails, 'email');
  return `gets ${emails}${fromSender(change)}${overDays(lastEmailDay(change))}`;
}

function fromSender({ sender, senderAlias }: EnrollChange): string {
  if (sender === undefined) return '';
  return senderAlias === undefined ? ` from ${sender}` : ` from ${sender} as ${senderAlias}`;
}

/** Returns ` over 9 days`, or an empty text if the last email leaves on day 0 or its day is unknown. */
export function overDays(days: number | undefined): string {
  return days ? ` over ${count(days, 'day')}` : '';
}

/** Returns the day after the enrollment on which the last email leaves, if known. */
export function lastEmailDay(change: EnrollChange): number | undefined {
  return change.emailDays?.reduce((last, day) => Math.max(last, day), 0);
}
