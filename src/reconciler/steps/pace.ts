import type { Pace } from '../../model/desired-state.ts';
import { formatSource } from '../../model/results/diagnostic.ts';
import { count, countOf } from '../../model/text/count.ts';
import { targetAddress, targetIdentityKey } from '../../model/target.ts';
import { type Day, weekdayOf } from '../../model/time.ts';
import type { PlannedTarget, PlanningContext } from '../context/planning-context.ts';
import { isPaceDay } from '../turns/one-day.ts';

/** Returns the enrollments of earlier runs today in a target, also under replaced ids that belong to it. */
export function enrolledToday(planning: PlanningContext, target: PlannedTarget): number {
  const { kind, ids } = planning.withOwnIds(target);
  let count = 0;
  for (const id of ids) count += planning.ledger.enrolledToday.get(targetIdentityKey({ kind, id })) ?? 0;
  return count;
}

interface PaceUse {
  readonly pace: Pace;
  readonly today: Day;
  /** Enrollments of earlier runs today, and of this plan. */
  readonly before: number;
  readonly planned: number;
}

/** Returns why the pace of a target makes an enrollment wait today. */
export function pacedText({ desired }: PlannedTarget, { pace, today, before, planned }: PaceUse): string {
  const where = formatSource(pace.source);
  if (!isPaceDay(pace, today))
    return `pace: no enrollments on ${weekdayOf(today)}; ${daysText(pace)} (${where})`;
  const counts = `${count(before, 'enrollment')} today and ${planned} in this plan`;
  return `pace reached: ${targetAddress(desired)} has ${counts}; the pace is ${pace.perDay} a day (${where})`;
}

/** Returns what the pace of a target allows today, before this plan. */
export function paceFacts(planning: PlanningContext, target: PlannedTarget): string {
  const { pace } = target.desired;
  if (!pace) return 'the target has no `pace`';
  const days = pace.days === undefined ? '' : `; ${daysText(pace)}`;
  const used = enrolledToday(planning, target);
  return pace.perDay === undefined
    ? `the pace has no number${days}`
    : `${countOf(used, pace.perDay, 'enrollment')} today before this plan${days}`;
}

function daysText({ days = [] }: Pace): string {
  return `its days are ${days.join(', ')}`;
}
