import type { Inspection } from '../render/text/inspection.ts';
import { count } from '../render/view/format.ts';

/** What happened in a simulated account while time passed, in one line. */
export function timePassed(before: Inspection, after: Inspection): string {
  const ended = after.enrollments.filter((one) => (one.endedAt ?? '') > before.now);
  const reasons = new Map<string, number>();
  for (const { endReason } of ended) {
    const reason = endReason ?? 'unknown';
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const ends = [...reasons].map(([reason, amount]) => `${amount} ${reason.replaceAll('-', ' ')}`).join(', ');
  const over =
    ended.length === 0 ? 'no enrollment ended' : `${count(ended.length, 'enrollment')} ended (${ends})`;
  const emails = after.emailsSent - before.emailsSent;
  const sent = emails === 0 ? 'no email was' : `${count(emails, 'email')} ${emails === 1 ? 'was' : 'were'}`;
  return `It is ${after.now.slice(0, 16).replace('T', ' ')} UTC now: ${sent} sent, ${over}.`;
}
