import type { Change, Plan } from '../../model/results/plan.ts';
import { count, formatNumber } from './format.ts';

/** The emails that a plan's enrollments will send, by the day after the apply on which they leave. */
export interface EmailTimeline {
  /** In ascending order, without days that have no emails. */
  readonly days: readonly EmailDay[];
  readonly emails: number;
  /** The number of contacts in sequences whose email days HubSpot does not show. */
  readonly unknownDays: number;
}

export interface EmailDay {
  /** The day of the apply is day 0. */
  readonly day: number;
  readonly emails: number;
}

/** Adds up the emails of every enrollment, assuming that no contact replies, opts out or is unenrolled. */
export function emailTimeline(changes: readonly Change[]): EmailTimeline {
  const days = new Map<number, number>();
  let unknownDays = 0;
  for (const change of changes) {
    if (change.action !== 'enroll' || change.target.kind !== 'sequence') continue;
    if (change.emailDays === undefined) unknownDays += 1;
    for (const day of change.emailDays ?? []) days.set(day, (days.get(day) ?? 0) + 1);
  }
  const sorted = [...days].toSorted(([a], [b]) => a - b).map(([day, emails]) => ({ day, emails }));
  return { days: sorted, emails: sorted.reduce((sum, { emails }) => sum + emails, 0), unknownDays };
}

/** The number of days, or of weeks, that a description names. With more days, it counts by week. */
const maxParts = 6;

/**
 * Returns when the emails leave: `5 emails on the day of the apply, 5 on day 4, 5 on day 9`. Counts by week if
 * there are more than six days. Empty for a plan that sends no emails.
 */
export function describeEmailTimeline({ days, unknownDays }: EmailTimeline): string {
  const parts = days.length <= maxParts ? byDay(days) : byWeek(days);
  const rest =
    unknownDays > 0 ? [`${count(unknownDays, 'person', 'people')} in sequences with unknown email days`] : [];
  return [...parts, ...rest].join(', ');
}

function byDay(days: EmailTimeline['days']): readonly string[] {
  return days.map(({ day, emails }, index) => {
    const amount = index === 0 ? count(emails, 'email') : formatNumber(emails);
    return day === 0 ? `${amount} on the day of the apply` : `${amount} on day ${formatNumber(day)}`;
  });
}

function byWeek(days: EmailTimeline['days']): readonly string[] {
  const weeks = new Map<number, number>();
  for (const { day, emails } of days) {
    const week = Math.floor(day / 7) + 1;
    weeks.set(week, (weeks.get(week) ?? 0) + emails);
  }
  const all = [...weeks].toSorted(([a], [b]) => a - b);
  const shown = all.slice(0, maxParts);
  const later = all.slice(maxParts).reduce((sum, [, emails]) => sum + emails, 0);
  return [
    ...shown.map(([week, emails], index) => {
      const amount = index === 0 ? count(emails, 'email') : formatNumber(emails);
      return `${amount} in week ${formatNumber(week)}`;
    }),
    ...(later > 0 ? [`${formatNumber(later)} later`] : []),
  ];
}

/** The enrollments and emails that a plan adds to one sender. */
export interface SenderLoad {
  readonly sender: string;
  readonly enrollments: number;
  readonly emails: number;
  /** The sender's enrollments today before this plan, and the daily limit; absent if the plan has no context. */
  readonly day?: { readonly sent: number; readonly allowance: number };
}

/** Returns the load of every sender of a plan, by the number of enrollments in descending order, then by email. */
export function senderLoads({ changes, context }: Plan): readonly SenderLoad[] {
  const loads = new Map<string, { enrollments: number; emails: number }>();
  for (const change of changes) {
    if (change.action !== 'enroll' || change.sender === undefined) continue;
    const load = loads.get(change.sender) ?? { enrollments: 0, emails: 0 };
    loads.set(change.sender, load);
    load.enrollments += 1;
    load.emails += change.emails ?? 0;
  }
  const days = new Map(context?.senders.map((sender) => [sender.email, sender]));
  return [...loads]
    .toSorted(([a, one], [b, two]) => two.enrollments - one.enrollments || (a < b ? -1 : 1))
    .map(([sender, load]) => {
      const day = days.get(sender);
      const known = day ? { day: { sent: day.sentToday, allowance: day.perDay } } : {};
      return { sender, ...load, ...known };
    });
}
