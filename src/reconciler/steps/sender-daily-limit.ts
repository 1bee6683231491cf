import { formatSource } from '../../model/results/diagnostic.ts';
import type { Draft } from '../draft.ts';
import { replaceVerdicts } from '../draft.ts';
import { keep } from '../rules/verdict.ts';
import { sortDecisions } from './order.ts';

/**
 * Limits the enrollments of each sender on one day of the account to `limits.perSenderPerDay`, including earlier
 * runs. The first ones in apply order are enrolled; the others wait for a later day.
 */
export function senderDailyLimit(draft: Draft): Draft {
  const { input, ledger } = draft.planning;
  const { perSenderPerDay, at } = input.desired.limits;
  const cap = input.liftedLimits?.perSenderPerDay ?? perSenderPerDay;
  const fileCap = at.perSenderPerDay ? formatSource(at.perSenderPerDay) : 'default';
  const where = input.liftedLimits?.perSenderPerDay === undefined ? fileCap : 'command line';
  const used = new Map(ledger.sentToday);
  return replaceVerdicts(sortDecisions(draft), ({ verdict }) => {
    if (verdict.act !== 'enroll' || !verdict.sender) return undefined;
    const { userId, email } = verdict.sender;
    const before = ledger.sentToday.get(userId) ?? 0;
    const sent = used.get(userId) ?? 0;
    if (sent < cap) {
      used.set(userId, sent + 1);
      return undefined;
    }
    return keep(
      'waiting',
      `daily limit of the sender reached: ${email} has ${before} enrollments today and ${sent - before} in this plan; the limit is ${cap} (${where})`,
      'Run the same command again on a later day. To raise the limit for one run, within the limit of the inbox: --max-sender-day N.',
    );
  });
}
