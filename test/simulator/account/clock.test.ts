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
const openDefaultAccount = (): SimulatedAccount => openSimulatedAccount(defaultAccount(), runtime);
const enroll = (account: SimulatedAccount, ...ids: readonly string[]): void => {
  for (const who of ids) applyManualAction(account, { what: 'enroll', who, target: '5510021' });
};
const endOf = (account: SimulatedAccount, id: string): unknown => {
  const { enrollments } = inspectAccount(account, []);
  const last = enrollments.findLast(({ contactId }) => contactId === id);
  return last && [last.endReason, last.endedAt?.slice(0, 10)];
};

describe('the clock of the account', () => {
  it('runs the steps of a sequence: three emails over nine days, then the end', () => {
    const account = openDefaultAccount();
    enroll(account, '1041');
    const emails = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(() => {
      const { emailsSent } = account.head;
      advance(account, day);
      return emailsSent;
    });
    const unchanged = openDefaultAccount();
    const baseline = emails.map(() => {
      const { emailsSent } = unchanged.head;
      advance(unchanged, day);
      return emailsSent;
    });
    expect(emails.map((count, index) => count - (baseline[index] ?? 0))).toEqual([
      1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3,
    ]);
    expect(endOf(account, '1041')).toEqual(['finished', '2026-11-12']);
  });

  it('runs the reactions of contacts: reply, opt-out, bounce and meeting', () => {
    const account = openDefaultAccount();
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

  it('reaches the same state in any number of steps, with and without saving in between', () => {
    const hours = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(hours, fc.subarray(['1041', '1043', '1003', '1064', '1065']), (steps, ids) => {
        const once = openDefaultAccount();
        let stepwise = openDefaultAccount();
        enroll(once, ...ids);
        enroll(stepwise, ...ids);
        advance(once, steps.reduce((sum, step) => sum + step, 0) * 3_600_000);
        for (const step of steps) {
          advance(stepwise, step * 3_600_000);
          stepwise = openSimulatedAccount(structuredClone(toSeed(stepwise)), runtime);
        }
        expect(inspectAccount(stepwise, [])).toEqual(inspectAccount(once, []));
      }),
      { numRuns: 60 },
    );
  });

  it('never has a contact in two sequences, or in one after an opt-out or a bounce', () => {
    const what = fc.constantFrom('enroll', 'unenroll', 'reply', 'opt-out', 'bounce', 'meeting');
    const who = fc.constantFrom('1041', '1042', '1043', '1056');
    const target = fc.constantFrom('5510021', '5510022', '900100', '7781');
    const action = fc.record({ what, who, target, days: fc.integer({ min: 0, max: 4 }) });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
        const account = openDefaultAccount();
        for (const { days, ...manualAction } of actions) {
          ignoreFailure(() => applyManualAction(account, manualAction));
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

function ignoreFailure(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}
