import type { Change, PlanContext } from '../model/plan.ts';
import type { PlanInput } from './plan-input.ts';

/** What a reader wants beside the changes: where the account's pages are, and how full each inbox is. */
export function planContext(input: PlanInput, changes: readonly Change[]): PlanContext {
  const { uiDomain, contactPage, timeZone } = input.observed.account;
  const perDay = input.raise?.senderDay ?? input.desired.limits.perSenderPerDay;
  const senders = new Map<string, string>();
  for (const change of changes)
    if (change.action === 'enroll' && change.sender !== undefined && change.senderUserId !== undefined)
      senders.set(change.sender, change.senderUserId);
  return {
    uiDomain,
    ...(contactPage === undefined ? {} : { contactPage }),
    timeZone,
    senders: [...senders]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([email, userId]) => ({
        email,
        sentLastDay: input.ledger.sentToday.get(userId) ?? 0,
        perDay,
      })),
  };
}
