import type { MailTimeline } from '../view/email-load.ts';
import { count, formatNumber } from '../view/format.ts';

/** More days than this are told by the week. */
const mostDays = 6;

/**
 * When the mails leave, counted from applying: `5 mails on the day of applying, 5 on day 4, 5 on day 9`;
 * by weeks where there are many days. Empty for a plan that sends no mail.
 */
export function mailsToCome({ days, untold }: MailTimeline): string {
  const parts = days.length <= mostDays ? byDay(days) : byWeek(days);
  const rest =
    untold > 0 ? [`${count(untold, 'person', 'people')} in sequences that do not tell their days`] : [];
  return [...parts, ...rest].join(', ');
}

function byDay(days: MailTimeline['days']): readonly string[] {
  return days.map(({ day, emails }, index) => {
    const amount = index === 0 ? count(emails, 'email') : formatNumber(emails);
    return day === 0 ? `${amount} on the day of applying` : `${amount} on day ${formatNumber(day)}`;
  });
}

function byWeek(days: MailTimeline['days']): readonly string[] {
  const weeks = new Map<number, number>();
  for (const { day, emails } of days) {
    const week = Math.floor(day / 7) + 1;
    weeks.set(week, (weeks.get(week) ?? 0) + emails);
  }
  const all = [...weeks].toSorted(([a], [b]) => a - b);
  const shown = all.slice(0, mostDays);
  const later = all.slice(mostDays).reduce((sum, [, emails]) => sum + emails, 0);
  return [
    ...shown.map(([week, emails], index) => {
      const amount = index === 0 ? count(emails, 'email') : formatNumber(emails);
      return `${amount} in week ${formatNumber(week)}`;
    }),
    ...(later > 0 ? [`${formatNumber(later)} later`] : []),
  ];
}
