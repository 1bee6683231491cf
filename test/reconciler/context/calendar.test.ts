import { describe, expect, it } from 'vitest';
import { makeCalendar } from '../../../src/reconciler/context/calendar.ts';

describe('the calendar of an account', () => {
  it.each([
    ['Europe/Berlin', '2026-11-09T23:00:00.000Z'],
    ['America/New_York', '2026-11-10T05:00:00.000Z'],
    ['Asia/Kathmandu', '2026-11-09T18:15:00.000Z'],
    ['Australia/Adelaide', '2026-11-09T13:30:00.000Z'],
    ['UTC', '2026-11-10T00:00:00.000Z'],
  ])('begins a day at midnight in %s', (timeZone, midnight) => {
    const justBefore = new Date(Date.parse(midnight) - 1).toISOString();
    const calendar = makeCalendar(midnight, timeZone);
    expect(calendar).toMatchObject({ now: midnight, today: '2026-11-10' });
    // The second look-up returns the cached day.
    for (let look = 1; look <= 2; look += 1) {
      expect(calendar.midnight('2026-11-10')).toBe(midnight);
      expect(calendar.day(midnight)).toBe('2026-11-10');
      expect(calendar.day(justBefore)).toBe('2026-11-09');
    }
  });

  it('has a day of 25 hours when daylight saving time ends', () => {
    const calendar = makeCalendar('2026-10-25T12:00:00.000Z', 'Europe/Berlin');
    expect(calendar.midnight('2026-10-25')).toBe('2026-10-24T22:00:00.000Z');
    expect(calendar.midnight('2026-10-26')).toBe('2026-10-25T23:00:00.000Z');
    expect(calendar.day('2026-10-25T22:59:59.999Z')).toBe('2026-10-25');
  });
});
