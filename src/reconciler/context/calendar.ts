import type { Day, Instant } from '../../model/time.ts';
import { dayOf, startOfDay } from '../../model/time.ts';

/** The account's clock and calendar. Results are cached, because a plan asks for the same days often. */
export interface Calendar {
  readonly now: Instant;
  readonly today: Day;
  /** Returns the start of a day in the account's time zone. */
  midnight(day: Day): Instant;
  /** Returns the day of a moment in the account's time zone. */
  day(instant: Instant): Day;
}

export function makeCalendar(now: Instant, timeZone: string): Calendar {
  const midnight = memoize((day) => startOfDay(day, timeZone));
  const day = memoize((quarter) => dayOf(quarter, timeZone));
  return {
    now,
    today: dayOf(now, timeZone),
    midnight,
    day: (instant) => day(startOfQuarter(instant)),
  };
}

/** Returns the start of a quarter hour. Midnight is on a quarter hour in every zone, so its moments share a day. */
function startOfQuarter(instant: Instant): Instant {
  const quarter = quarters[Math.floor(Number(instant.slice(14, 16)) / 15)] ?? '00';
  return `${instant.slice(0, 14)}${quarter}:00.000Z`;
}

const quarters = ['00', '15', '30', '45'] as const;

function memoize(compute: (key: string) => string): (key: string) => string {
  const known = new Map<string, string>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const computed = compute(key);
    known.set(key, computed);
    return computed;
  };
}
