import { expect, it } from 'vitest';
import type { SequenceSettings } from '../../../src/simulator/account/account-seed.ts';
import { defaultAccount } from '../../../src/simulator/seed/default-account.ts';
import { startSimulator } from '../../../src/simulator/start-simulator.ts';

const businessHours: SequenceSettings = {
  eligibleFollowUpDays: 'BUSINESS_DAYS',
  sendWindowStartMinute: 9 * 60,
  sendWindowEndMinute: 17 * 60,
};

/** Enrolls a contact in "Q4 outbound" (emails after 0, 3 and 9 days) and returns when its emails leave. */
async function emailsOf(enrolledAt: string, settings?: SequenceSettings): Promise<readonly string[]> {
  const base = defaultAccount();
  const simulator = await startSimulator({
    account: {
      ...base,
      now: enrolledAt,
      enrollments: [],
      sequences: base.sequences.map((one) => ({ ...one, ...(settings ? { settings } : {}) })),
    },
  });
  try {
    await simulator.act({ what: 'enroll', who: 'ana@northwind.example', target: '5510021' });
    await simulator.advance('20d');
    return simulator.sentEmails().map(({ at }) => at);
  } finally {
    await simulator.close();
  }
}

it('sends every email after its delay without settings', async () => {
  // 2026-11-04 is a Wednesday; the time zone is an hour ahead of UTC.
  expect(await emailsOf('2026-11-04T20:00:00.000Z')).toEqual([
    '2026-11-04T20:00:01.000Z',
    '2026-11-07T20:00:01.000Z',
    '2026-11-13T20:00:01.000Z',
  ]);
});

it('moves later emails to the next business day and hour', async () => {
  expect(await emailsOf('2026-11-04T20:00:00.000Z', businessHours)).toEqual([
    '2026-11-04T20:00:01.000Z',
    '2026-11-09T08:00:00.000Z',
    '2026-11-16T08:00:00.000Z',
  ]);
});

it('leaves an email within the window at its time', async () => {
  const every = { ...businessHours, eligibleFollowUpDays: 'EVERYDAY' as const };
  expect(await emailsOf('2026-11-04T10:00:00.000Z', every)).toEqual([
    '2026-11-04T10:00:01.000Z',
    '2026-11-07T10:00:01.000Z',
    '2026-11-13T10:00:01.000Z',
  ]);
});
