import { assertNever } from '../../model/failure.ts';
import type { Change, EnrollChange } from '../../model/plan.ts';
import { count } from './format.ts';

/** What a change does to the person, and why where that is not plain: `gets 3 mails from … over 9 days`. */
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

/** `over 9 days`, or nothing when all leaves at once. Zero or absent: nothing. */
export function overDays(days: number | undefined): string {
  return days ? ` over ${count(days, 'day')}` : '';
}

/** The day after enrolling on which the last mail leaves, where known. */
export function lastEmailDay(change: EnrollChange): number | undefined {
  return change.emailDays?.reduce((last, day) => Math.max(last, day), 0);
}
