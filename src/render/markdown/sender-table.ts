import type { Plan } from '../../model/plan.ts';
import { senderLoads } from '../view/sender-loads.ts';
import { count, formatNumber } from '../view/format.ts';
import { code } from './inline.ts';
import { fold } from './fold.ts';
import { markdownTable } from './markdown-table.ts';

/** Inboxes beyond this are counted. */
const most = 100;

/** Whose inbox sends how much, and how full her day is afterwards. */
export function senderTable(plan: Plan): string {
  const loads = senderLoads(plan);
  if (loads.length === 0) return '';
  const table = markdownTable(
    ['sender', 'people', 'emails', 'today'],
    loads
      .slice(0, most)
      .map(({ sender, enrollments, emails, day }) => [
        code(sender),
        formatNumber(enrollments),
        formatNumber(emails),
        day === undefined
          ? ''
          : `${formatNumber(day.sent + enrollments)} of ${formatNumber(day.allowance)} enrollments`,
      ]),
    new Set([1, 2]),
  );
  const hidden = loads.length - most;
  const rest = hidden > 0 ? `\n\n*${formatNumber(hidden)} more senders*` : '';
  return fold(count(loads.length, 'sender'), table + rest, { open: loads.length <= 5 });
}
