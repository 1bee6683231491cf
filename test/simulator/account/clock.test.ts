import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/model/failure.ts';
import type { SimulatedAccount } from '../../../src/simulator/account/account.ts';
import { openSimulatedAccount, toSeed } from '../../../src/simulator/account/account.ts';
import { advance } from '../../../src/simulator/account/clock.ts';
import { applyManualAction } from '../../../src/simulator/account/manual-action.ts';
import { inspectAccount } from '../../../src/simulator/account/inspection.ts';
import { defaultAccount } from '../../../src/simulator/seed/default-account.ts';

const runtime = { lagMilliseconds: 0, unenrollDelayMilliseconds: 0, realNow: () => 0 };
const day = 86_400_000;
const opened = (): SimulatedAccount => openSimulatedAccount(defaultAccount(), runtime);
const enroll = (account: SimulatedAccount, ...ids: readonly string[]): void => {
  for (const who of ids) applyManualAction(account, { what: 'enroll', who, target: '5510021' });
};
const endOf = (account: SimulatedAccount, id: string): unknown => {
  const { enrollments } = inspectAccount(account, []);
  const last = enrollments.findLast(({ contactId }) => contactId === id);
  return last && [last.endReason, last.endedAt?.slice(0, 10)];
};

describe('the clock of the account', () => {
  it('plays the days of a sequence: three mails over nine days, and the end', () => {
    const account = opened();
    enroll(account, '1041');
    const emails = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(() => {
      const { emailsSent } = account.head;
      advance(account, day);
      return emailsSent;
    });
    const others = openSimulatedAccount(defaultAccount(), runtime);
    const without = emails.map(() => {
      const { emailsSent } = others.head;
      advance(others, day);
      return emailsSent;
    });
    expect(emails.map((count, index) => count - (without[index] ?? 0))).toEqual([
      1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3,
    ]);
    expect(endOf(account, '1041')).toEqual(['finished', '2026-11-12']);
  });

  it('lets people reply, opt out, bounce and book meetings as they were told to', () => {
    const account = opened();
    enroll(account, '1043', '1003', '1064', '1065');
    advance(account, 60 * day);
    expect(endOf(account, '1043')).toEqual(['replied', '2026-11-06']);
    expect(endOf(account, '1003')).toEqual(['opted-out', '2026-11-07']);
    expect(endOf(account, '1064')).toEqual(['bounced', '2026-11-03']);
    expect(endOf(account, '1065')).toEqual(['meeting-booked', '2026-11-08']);
    for (const who of ['1003', '1064']) {
      expect(() => applyManualAction(account, { what: 'enroll', who, target: '5510021' })).toThrow(
        /cannot be enrolled/,
      );
    }
  });

  it('comes to the same by any steps, and through any saving', () => {
    const hours = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(hours, fc.subarray(['1041', '1043', '1003', '1064', '1065']), (steps, ids) => {
        const once = opened();
        let often = opened();
        enroll(once, ...ids);
        enroll(often, ...ids);
        advance(once, steps.reduce((sum, step) => sum + step, 0) * 3_600_000);
        for (const step of steps) {
          advance(often, step * 3_600_000);
          often = openSimulatedAccount(structuredClone(toSeed(often)), runtime);
        }
        expect(inspectAccount(often, [])).toEqual(inspectAccount(once, []));
      }),
      { numRuns: 60 },
    );
  });

  it('never has anybody in two sequences, nor in one after opting out', () => {
    const what = fc.constantFrom('enroll', 'unenroll', 'reply', 'opt-out', 'bounce', 'meeting');
    const who = fc.constantFrom('1041', '1042', '1043', '1056');
    const target = fc.constantFrom('5510021', '5510022', '900100', '7781');
    const event = fc.record({ what, who, target, days: fc.integer({ min: 0, max: 4 }) });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const account = opened();
        for (const { days, ...one } of events) {
          unlessImpossible(() => applyManualAction(account, one));
          advance(account, days * day);
          for (const [id, contact] of account.contacts) {
            const all = account.enrollmentsOf.get(id) ?? [];
            const current = all.filter(({ kind, endedAt }) => kind === 'sequence' && endedAt === undefined);
            expect(current.length).toBeLessThanOrEqual(contact.optedOut || contact.bounced ? 0 : 1);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

function unlessImpossible(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}
