import type { Day, Instant } from '../../model/time.ts';
import { dayOf, startOfDay } from '../../model/time.ts';

/** The account's clock and calendar, asked often and therefore remembering what it worked out. */
export interface Calendar {
  readonly now: Instant;
  readonly today: Day;
  /** Midnight at the start of a day, in the account's zone. */
  midnight(day: Day): Instant;
  /** The day of a moment, in the account's zone. */
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

/** Every zone's midnight falls on a quarter of an hour, so moments of one quarter share their day. */
function startOfQuarter(instant: Instant): Instant {
  const quarter = Math.floor(Number(instant.slice(14, 16)) / 15) * 15;
  return `${instant.slice(0, 14)}${String(quarter).padStart(2, '0')}:00.000Z`;
}

function memoize(work: (key: string) => string): (key: string) => string {
  const known = new Map<string, string>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = work(key);
    known.set(key, made);
    return made;
  };
}
