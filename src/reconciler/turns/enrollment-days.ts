import type { FreezeWindow } from '../../model/desired-state.ts';
import { addDays, type Day } from '../../model/time.ts';
import { arrivalsOf } from './arrivals.ts';
import { makeLines } from './lines.ts';
import { type DayUse, takeDay } from './one-day.ts';
import type { DayRules, QueuedEnrollment } from './queue.ts';

/** Returns the freeze window that contains a day. */
export function freezeWindowOf(day: Day, windows: readonly FreezeWindow[]): FreezeWindow | undefined {
  return windows.find(({ from, to }) => from <= day && day <= to);
}

/** Returns what the limits allow of a queue today, without later days. `queue` is in the order of turns. */
export function enrollmentsToday(queue: readonly QueuedEnrollment[], rules: DayRules): DayUse {
  const lines = makeLines(queue, new Set());
  lines.add(queue.flatMap(({ from }, index) => (from <= rules.today ? index : [])));
  return takeDay(freezeWindowOf(rules.today, rules.freeze) ? [] : lines.all(), rules.today, {
    ...rules,
    queue,
  });
}

/** The last day that is assigned: a year with five digits is not a `Day`. */
const lastDay = '9999-12-30';

/**
 * Returns the day of each enrollment of a queue, as if rollcall ran once a day and every request succeeded; `undefined`
 * if no day is known. On each day, the first ones are made that the pace of the target and the limit of the sender
 * allow. The time is in proportion to the queue.
 */
export function enrollmentDays(
  queue: readonly QueuedEnrollment[],
  rules: DayRules,
): readonly (Day | undefined)[] {
  const days: (Day | undefined)[] = queue.map(() => undefined);
  const { today, perSender } = rules;
  const arrivals = arrivalsOf(queue, { today, isMade: (index) => days[index] !== undefined });
  const lines = makeLines(queue, arrivals.gone);
  let { stopped } = rules;
  for (let day: Day | undefined = today; day !== undefined && day <= lastDay;) {
    lines.add(arrivals.until(day));
    const frozen: FreezeWindow | undefined = freezeWindowOf(day, rules.freeze);
    if (frozen && frozen.to >= lastDay) break;
    if (!frozen) {
      const { made, tested } = takeDay(lines.all(), day, { ...rules, stopped, queue });
      for (const index of made) days[index] = day;
      // A success ends the stop: the next day has the usual order.
      if (tested.size > 0) stopped = new Set([...stopped].filter((sender) => !tested.has(sender)));
    }
    if (perSender.later < 1) lines.dropSenders();
    day = lines.isEmpty() ? arrivals.next() : addDays(frozen?.to ?? day, 1);
  }
  return days;
}
