import { formatSource } from '../../model/results/diagnostic.ts';
import type { ObservedSender } from '../../model/observed-state.ts';
import type { PlanningContext } from '../context/planning-context.ts';
import { todayText } from '../rules/reason-text.ts';

/** Returns the limit of enrollments of a sender on one day: of the files, and of a flag that lifts it for this run. */
export function senderCaps({ input }: PlanningContext): { readonly today: number; readonly later: number } {
  const later = input.desired.limits.perSenderPerDay;
  return { today: input.liftedLimits?.perSenderPerDay ?? later, later };
}

/** Returns why the daily limit of a sender makes an enrollment wait. `planned` counts the enrollments of this plan. */
export function senderFullText(
  planning: PlanningContext,
  { userId, email }: ObservedSender,
  planned: number,
): string {
  const { input, ledger } = planning;
  const { at } = input.desired.limits;
  const fileCap = at.perSenderPerDay ? formatSource(at.perSenderPerDay) : 'default';
  const where = input.liftedLimits?.perSenderPerDay === undefined ? fileCap : 'command line';
  const before = ledger.sentToday.get(userId) ?? 0;
  return `daily limit of the sender reached: ${email} has ${todayText(before, planned)}; the limit is ${senderCaps(planning).today} (${where})`;
}

/** Returns what the daily limit of a sender allows today, before this plan. */
export function senderFacts(planning: PlanningContext, sender: ObservedSender | undefined): string {
  if (!sender) return 'the enrollment has no sender';
  const before = planning.ledger.sentToday.get(sender.userId) ?? 0;
  return `${sender.email} has ${before} of ${senderCaps(planning).today} enrollments today before this plan`;
}
