/** The units of HubSpot's delays, in minutes. */
export const delayUnits = { MINUTES: 1, HOURS: 60, DAYS: 1440, WEEKS: 10_080 } as const;

const words = [
  ['day', 1440],
  ['hour', 60],
  ['minute', 1],
] as const;

/** Returns a time in the largest unit that divides it: `2 days`, `36 hours`, `1 minute`. Not whole minutes: `90 seconds`. */
export function delayText(minutes: number): string {
  const [word, size] =
    words.find(([, unit]) => minutes % unit === 0 && minutes >= unit) ??
    (minutes === 0 ? words[0] : (['second', 1 / 60] as const));
  const count = Number((minutes / size).toFixed(3));
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** Returns the minutes of a text such as `2 days`, `1 week` or `90 seconds`; undefined for any other text. */
export function minutesOf(text: string): number | undefined {
  const [, count, unit = ''] =
    /^(\d{1,9}(?:\.\d{1,3})?) *(second|minute|hour|day|week)s?$/u.exec(text.trim()) ?? [];
  const size = { second: 1 / 60, minute: 1, hour: 60, day: 1440, week: 10_080 }[unit];
  if (count === undefined || size === undefined) return undefined;
  // Milliseconds are exact, fractions of minutes are not.
  return Math.round(Number(count) * size * 60_000) / 60_000;
}

/** The largest count of a delay that rollcall reads and writes, in the unit of the delay. */
export const maxDelayCount = 999_999_999;

/** Returns whether a text is a time with more digits than `minutesOf` reads. */
export function isTooLong(text: string): boolean {
  return /^\d{10,}(?:\.\d{1,3})? *(?:second|minute|hour|day|week)s?$/u.test(text.trim());
}
