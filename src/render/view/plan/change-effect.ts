import { assertNever } from '../../../model/failure.ts';
import type { Change, EnrollChange } from '../../../model/results/plan.ts';
import { count } from '../format.ts';

/**
 * Returns the effect that changes have in common, without what differs between their contacts:
 * `3 emails each from maria@acme.example, days 0, 3, 9`. `amount` is the number of those changes.
 */
export function changeEffect(change: Change, amount = 1): string {
  switch (change.action) {
    case 'enroll':
      return enrollEffect(change, amount);
    case 'unenroll':
      return `${stopEffect(change.target.kind, amount)}; ${change.reason}`;
    case 'archive':
      return `deletes the workflow in HubSpot; ${change.reason}`;
    case 'create-workflow':
      return `creates the workflow in HubSpot, turned off: ${change.does.join('; ')}`;
    default:
      return assertNever(change);
  }
}

function stopEffect(kind: Change['target']['kind'], amount: number): string {
  if (kind === 'sequence') return `${amount === 1 ? 'gets' : 'get'} no more emails from this sequence`;
  return amount === 1 ? 'leaves the workflow' : 'leave the workflow';
}

function enrollEffect(change: EnrollChange, amount: number): string {
  const { viaList, emails, emailDays, target } = change;
  const [starts, joins] = amount === 1 ? ['starts', 'joins'] : ['start', 'join'];
  if (target.kind === 'workflow')
    return viaList === undefined
      ? `${starts} the workflow`
      : `${joins} list ${viaList}, which starts the workflow`;
  const each = amount === 1 ? '' : ' each';
  const number = emails === undefined ? 'an unknown number of emails' : count(emails, 'email');
  return `${number}${each}${fromSender(change)}${onDays(emailDays ?? [])}`;
}

function fromSender({ sender, senderAlias }: EnrollChange): string {
  if (sender === undefined) return '';
  return senderAlias === undefined ? ` from ${sender}` : ` from ${sender} as ${senderAlias}`;
}

/** Returns `, days 0, 3, 9`, or an empty text if the days are unknown. Day 0 is the day of the apply. */
function onDays(days: readonly number[]): string {
  const distinct = [...new Set(days)].toSorted((a, b) => a - b);
  if (distinct.length === 0) return '';
  return `, ${distinct.length === 1 ? 'day' : 'days'} ${distinct.join(', ')}`;
}

/** Returns ` over 9 days`, or an empty text if the last email leaves on day 0 or its day is unknown. */
export function overDays(days: number | undefined): string {
  return days ? ` over ${count(days, 'day')}` : '';
}

/** Returns the day after the enrollment on which the last email leaves, if known. */
export function lastEmailDay(change: EnrollChange): number | undefined {
  return change.emailDays?.reduce((last, day) => Math.max(last, day), 0);
}
