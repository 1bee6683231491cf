import type { Change, Plan } from '../../model/plan.ts';
import { count, formatNumber } from './format.ts';

/** Mails that a plan's enrollments will send, by the day after applying on which they leave. */
export interface EmailTimeline {
  /** Ascending; days without mails are left out. */
  readonly days: readonly EmailDay[];
  readonly emails: number;
  /** People in sequences whose days the account does not tell. */
  readonly unknownDays: number;
}

export interface EmailDay {
  /** Counted from applying, which is day 0. */
  readonly day: number;
  readonly emails: number;
}

/** Adds up the mails of every enrollment, as if nobody replied, opted out or was taken out. */
export function emailTimeline(changes: readonly Change[]): EmailTimeline {
  const days = new Map<number, number>();
  let untold = 0;
  for (const change of changes) {
    if (change.action !== 'enroll' || change.target.kind !== 'sequence') continue;
    if (change.emailDays === undefined) untold += 1;
    for (const day of change.emailDays ?? []) days.set(day, (days.get(day) ?? 0) + 1);
  }
  const sorted = [...days].toSorted(([a], [b]) => a - b).map(([day, emails]) => ({ day, emails }));
  return { days: sorted, emails: sorted.reduce((sum, { emails }) => sum + emails, 0), unknownDays: untold };
}

/** More days than this are told by the week. */
const maxParts = 6;

/**
 * When the mails leave, counted from applying: `5 mails on the day of applying, 5 on day 4, 5 on day 9`;
 * by weeks where there are many days. Empty for a plan that sends no mail.
 */
export function describeEmailTimeline({ days, unknownDays }: EmailTimeline): string {
  const parts = days.length <= maxParts ? byDay(days) : byWeek(days);
  const rest =
    unknownDays > 0
      ? [`${count(unknownDays, 'person', 'people')} in sequences that do not tell their days`]
      : [];
  return [...parts, ...rest].join(', ');
}

function byDay(days: EmailTimeline['days']): readonly string[] {
  return days.map(({ day, emails }, index) => {
    const amount = index === 0 ? count(emails, 'email') : formatNumber(emails);
    return day === 0 ? `${amount} on the day of applying` : `${amount} on day ${formatNumber(day)}`;
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

/** What a plan asks of one inbox. */
export interface SenderLoad {
  readonly sender: string;
  readonly enrollments: number;
  readonly emails: number;
  /** Enrollments today, and the limit; absent in plans without them. */
  readonly day?: { readonly sent: number; readonly allowance: number };
}

/** Every inbox that a plan uses, the busiest first. */
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
