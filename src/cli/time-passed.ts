import type { Inspection } from '../render/text/render-inspection.ts';
import { count } from '../render/wording/count.ts';

/** What happened in a simulated account while time passed, in one line. */
export function timePassed(before: Inspection, after: Inspection): string {
  const ended = after.enrollments.filter((one) => (one.endedAt ?? '') > before.now);
  const reasons = new Map<string, number>();
  for (const { endReason } of ended) {
    const reason = endReason ?? 'unknown';
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const ends = [...reasons].map(([reason, amount]) => `${amount} ${reason.replaceAll('-', ' ')}`).join(', ');
  const over = ended.length === 0 ? 'nobody ended' : `${count(ended.length, 'enrollment')} ended (${ends})`;
  const mails = after.mailsSent - before.mailsSent;
  const sent = mails === 0 ? 'no mail was' : `${count(mails, 'mail')} ${mails === 1 ? 'was' : 'were'}`;
  return `It is ${after.now.slice(0, 16).replace('T', ' ')} UTC now: ${sent} sent, ${over}.`;
}
