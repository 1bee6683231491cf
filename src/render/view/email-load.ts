import type { Change } from '../../model/plan.ts';

/** Mails that a plan's enrollments will send, by the day after applying on which they leave. */
export interface MailTimeline {
  /** Ascending; days without mails are left out. */
  readonly days: readonly MailDay[];
  readonly emails: number;
  /** People in sequences whose days the account does not tell. */
  readonly untold: number;
}

export interface MailDay {
  /** Counted from applying, which is day 0. */
  readonly day: number;
  readonly emails: number;
}

/** Adds up the mails of every enrollment, as if nobody replied, opted out or was taken out. */
export function mailTimeline(changes: readonly Change[]): MailTimeline {
  const days = new Map<number, number>();
  let untold = 0;
  for (const change of changes) {
    if (change.action !== 'enroll' || change.target.kind !== 'sequence') continue;
    if (change.emailDays === undefined) untold += 1;
    for (const day of change.emailDays ?? []) days.set(day, (days.get(day) ?? 0) + 1);
  }
  const sorted = [...days].toSorted(([a], [b]) => a - b).map(([day, emails]) => ({ day, emails }));
  return { days: sorted, emails: sorted.reduce((sum, { emails }) => sum + emails, 0), untold };
}
