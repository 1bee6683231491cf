/**
 * A point in time, as ISO 8601 in UTC with milliseconds (`2026-11-02T09:00:00.000Z`), so that text order is time
 * order. Instants are on the account's clock (the `Date` header of its responses), not on this machine's: a wrong
 * local clock must not change which enrollments are later than a `since`.
 */
export type Instant = string;

/** A calendar day in the account's time zone, `YYYY-MM-DD`. */
export type Day = string;

/** Returns the instant of a number of milliseconds since the Unix epoch. */
export function instantOf(milliseconds: number): Instant {
  return new Date(milliseconds).toISOString();
}

/** Adds milliseconds to an instant. */
export function addMilliseconds(instant: Instant, milliseconds: number): Instant {
  return instantOf(Date.parse(instant) + milliseconds);
}

/** Returns whether both instants are known and the first one is earlier. */
export function isBefore(first: Instant | undefined, second: Instant | undefined): boolean {
  return first !== undefined && second !== undefined && first < second;
}

/**
 * Returns midnight at the start of a day in an IANA time zone, or the first instant of the day if the clocks skip
 * midnight. Treats an unknown zone as UTC.
 */
export function startOfDay(day: Day, timeZone: string): Instant {
  return timeOfDay(day, '00:00', timeZone);
}

/** Returns the instant at which clocks in an IANA time zone show a time (`08:00`) on a day; as `startOfDay` otherwise. */
export function timeOfDay(day: Day, time: string, timeZone: string): Instant {
  const asUtc = Date.parse(`${day}T${time}:00.000Z`);
  // The first guess may be on the other side of a clock change, so correct it once more.
  let guess = asUtc - zoneOffset(asUtc, timeZone);
  guess = asUtc - zoneOffset(guess, timeZone);
  return instantOf(guess);
}

/** Adds a number of days to a calendar day. */
export function addDays(day: Day, days: number): Day {
  return instantOf(Date.parse(`${day}T00:00:00.000Z`) + days * 86_400_000).slice(0, 10);
}

/** The days of the week as the files name them, from Monday. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export type Weekday = (typeof weekdays)[number];

/** Returns the day of the week of a calendar day. */
export function weekdayOf(day: Day): Weekday {
  // The Unix epoch was a Thursday.
  const index = (Date.parse(`${day}T00:00:00.000Z`) / 86_400_000 + 3) % 7;
  return weekdays[(index + 7) % 7] ?? 'mon';
}

/** Returns the calendar day of an instant in an IANA time zone. */
export function dayOf(instant: Instant, timeZone: string): Day {
  const at = Date.parse(instant);
  return instantOf(at + zoneOffset(at, timeZone)).slice(0, 10);
}

/** Returns the milliseconds by which an IANA time zone is ahead of UTC at a time; 0 for an unknown zone. */
export function zoneOffset(at: number, timeZone: string): number {
  const parts = formatter(timeZone).formatToParts(at);
  const read = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(
    read('year'),
    read('month') - 1,
    read('day'),
    read('hour'),
    read('minute'),
    read('second'),
  );
  return local - Math.floor(at / 1000) * 1000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const options = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  } as const;
  let made: Intl.DateTimeFormat;
  try {
    made = new Intl.DateTimeFormat('en-US', { ...options, timeZone });
  } catch {
    made = new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
  }
  formatters.set(timeZone, made);
  return made;
}

const units: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Returns the milliseconds of a duration such as `90s`, `30m`, `12h`, `3d` or `2w`; undefined for any other text. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})\s*([smhdw])$/u.exec(text.trim()) ?? [];
  const factor = units[unit];
  return factor === undefined ? undefined : Number(count) * factor;
}

/** Returns whether a text is an existing calendar day in the form `YYYY-MM-DD`. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
