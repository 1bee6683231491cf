import { formatSource } from '../../model/results/diagnostic.ts';
import type { ObservedSender } from '../../model/observed-state.ts';
import { count, countOf, formatNumber } from '../../model/text/count.ts';
import type { PlanningContext } from '../context/planning-context.ts';

/** Returns the limit of enrollments of a sender on one day: of the files, and of a flag that lifts it for this run. */
export function senderCaps({ input }: Pick<PlanningContext, 'input'>): {
  readonly today: number;
  readonly later: number;
} {
  const later = input.desired.limits.perSenderPerDay;
  return { today: input.liftedLimits?.perSenderPerDay ?? later, later };
}

/** The enrollments of this plan by the sender's user id. */
type Planned = ReadonlyMap<string, number>;

/** Returns why the daily limit of a sender makes an enrollment wait. */
export function senderFullText(
  planning: PlanningContext,
  { userId, email }: ObservedSender,
  planned: Planned,
): string {
  const before = count(planning.ledger.sentToday.get(userId) ?? 0, 'enrollment');
  return `daily limit of the sender reached: ${email} has ${before} today and ${planned.get(userId) ?? 0} in this plan; the limit is ${senderCaps(planning).today} (${placeOfCap(planning)})`;
}

/** Returns why no sender of a rotation takes an enrollment over today. `senders` are in an order that contacts share. */
export function rotationFullText(
  planning: PlanningContext,
  senders: readonly ObservedSender[],
  planned: Planned,
): string {
  const { sentToday, stoppedSenders } = planning.ledger;
  const cap = senderCaps(planning).today;
  const states = senders.map(({ userId, email }) => {
    const used = (sentToday.get(userId) ?? 0) + (planned.get(userId) ?? 0);
    if (used < cap && stoppedSenders.has(userId))
      return `HubSpot refused the last request of ${email}, so only one contact tests its inbox`;
    return `${email} has ${formatNumber(used)} of ${formatNumber(cap)}`;
  });
  return `no sender of the rotation has an enrollment left today, counting this plan: ${states.join('; ')} (${placeOfCap(planning)})`;
}

/** Returns what the daily limit of a sender allows today, before this plan. */
export function senderFacts(planning: PlanningContext, sender: ObservedSender | undefined): string {
  if (!sender) return 'the enrollment has no sender';
  const before = planning.ledger.sentToday.get(sender.userId) ?? 0;
  return `${sender.email} has ${countOf(before, senderCaps(planning).today, 'enrollment')} today before this plan`;
}

function placeOfCap({ input }: PlanningContext): string {
  if (input.liftedLimits?.perSenderPerDay !== undefined) return 'command line';
  const { perSenderPerDay } = input.desired.limits.at;
  return perSenderPerDay ? formatSource(perSenderPerDay) : 'default';
}
