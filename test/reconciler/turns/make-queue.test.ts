import { describe, expect, it } from 'vitest';
import type { DesiredTarget } from '../../../src/model/desired-state.ts';
import type { LedgerEntry } from '../../../src/model/ledger/ledger-view.ts';
import type { Draft } from '../../../src/reconciler/draft.ts';
import { draftPlan } from '../../../src/reconciler/make-plan.ts';
import { dayRules, makeQueue } from '../../../src/reconciler/turns/make-queue.ts';
import { compareTurns, isEnrollment, lateEnrollments } from '../../../src/reconciler/turns/turn.ts';
import { act, at, contact, limits, maria, member, paul, planInput, sequence, workflow } from '../builders.ts';

type Parts = Parameters<typeof planInput>[0];

// The clock of the builders is Friday 2026-11-20.
function draftOf(targets: readonly DesiredTarget[], parts: Parts = {}): Draft {
  const ids = targets.flatMap(({ members = [] }) =>
    members.flatMap((one) => (one.type === 'person' ? Number(one.person.id) : [])),
  );
  return draftPlan(
    planInput({
      contacts: [...new Set(ids)].map((id) => contact(id)),
      ...parts,
      desired: { targets, limits: limits({ reenroll: { count: 9 } }), ...parts.desired },
    }),
  );
}

const queueOf = ({ planning, decisions }: Draft) => makeQueue(planning, decisions.filter(isEnrollment));

describe('the queue of a plan', () => {
  it('has the target, the sender, the first day and the contact of each enrollment', () => {
    const pace = { perDay: 7, source: at(9) };
    const draft = draftOf(
      [
        workflow({ members: [member(1)], pace }),
        sequence({ members: [member(2, { since: '2026-11-16' }), member(3)] }),
      ],
      { ledger: { enrolledToday: new Map([['workflow:900', 2]]) } },
    );
    const [first, second, third] = queueOf(draft);
    expect(first).toMatchObject({ target: { order: 0, pace, enrolledToday: 2 }, from: '2026-11-20' });
    expect([first?.sender, first?.contact]).toEqual([undefined, undefined]);
    expect(second).toMatchObject({
      target: { order: 1, enrolledToday: 0 },
      sender: maria.userId,
      from: '2026-11-16',
      contact: '2',
    });
    expect(second?.target.pace).toBeUndefined();
    expect(third?.target).toBe(second?.target);
  });

  it('has the day of `since`, otherwise today', () => {
    const draft = draftOf([
      sequence({
        members: [member(1), ...['2026-11-19', '2026-11-20'].map((since, at) => member(at + 2, { since }))],
      }),
    ]);
    expect(queueOf(draft).map(({ from }) => from)).toEqual(['2026-11-20', '2026-11-19', '2026-11-20']);
    const decisions = draft.decisions.filter(isEnrollment).map((decision) => {
      const { declared } = decision.member;
      if (!declared) throw new Error('no declaration');
      return { ...decision, member: { ...decision.member, declared: { ...declared, since: '2026-11-21' } } };
    });
    expect(makeQueue(draft.planning, decisions).map(({ from }) => from)).toEqual([
      '2026-11-21',
      '2026-11-21',
      '2026-11-21',
    ]);
  });

  it('has the limits of the day', () => {
    const freeze = [{ from: '2026-12-24', to: '2026-12-26', source: at(3) }];
    const { planning } = draftOf([], {
      desired: { freeze, limits: limits({ perSenderPerDay: 30 }) },
      ledger: {
        sentToday: new Map([['7001', 4]]),
        stoppedSenders: new Map([['7002', { at: '2026-11-18T09:00:00.000Z', reason: 'no inbox' }]]),
      },
      input: { liftedLimits: { perSenderPerDay: 40 } },
    });
    expect(dayRules(planning)).toEqual({
      today: '2026-11-20',
      freeze,
      perSender: { today: 40, later: 30 },
      sentToday: new Map([['7001', 4]]),
      stopped: new Set(['7002']),
    });
  });
});

describe('the turn of an enrollment', () => {
  const day = (date: number): string => `2026-11-${String(date).padStart(2, '0')}T09:00:00.000Z`;

  /** Returns the contacts 1 and 2 in their turn. Contact 1 comes first in the file and has these records. */
  const order = (entries: readonly LedgerEntry[], since?: string): string => {
    const terms = since === undefined ? {} : { since };
    const draft = draftOf([sequence({ members: [member(1, terms), member(2, terms)] })], { entries });
    return draft.decisions
      .filter(isEnrollment)
      .toSorted(compareTurns)
      .map(({ member: { contactId } }) => contactId)
      .join(' ');
  };

  it.each<[string, readonly LedgerEntry[], string, string | undefined]>([
    ['in file order', [], '1 2', undefined],
    ['last after a refused request', [act({ state: 'refused' })], '2 1', undefined],
    ['last after a request that was not sent', [act({ state: 'not-sent' })], '2 1', undefined],
    [
      'in file order after a later request that took effect',
      [act({ state: 'refused', since: '2026-11-16', at: day(8) }), act({ since: '2026-11-16', at: day(9) })],
      '1 2',
      '2026-11-17',
    ],
    [
      'in file order if a request of another declaration failed',
      [act({ state: 'refused', since: '2026-11-10' })],
      '1 2',
      '2026-11-16',
    ],
    [
      'in file order if only a removal failed',
      [act({ action: 'unenroll', state: 'refused' })],
      '1 2',
      undefined,
    ],
    [
      'by the date of the failure',
      [
        act({ contactId: '2', state: 'refused', at: day(8) }),
        act({ contactId: '1', state: 'refused', at: day(9) }),
      ],
      '2 1',
      undefined,
    ],
    [
      'in file order for failures at the same time',
      [
        act({ contactId: '2', state: 'refused', at: day(9) }),
        act({ contactId: '1', state: 'refused', at: day(9) }),
      ],
      '1 2',
      undefined,
    ],
    ['first for a repeated enrollment', [act({ contactId: '2' })], '2 1', '2026-11-16'],
  ])('is %s', (...[, entries, expected, since]) => {
    expect(order(entries, since)).toBe(expected);
  });

  it('comes late for all enrollments of a stopped sender except the first one', () => {
    const byPaul = { sender: { email: paul.email } };
    const draft = draftOf([
      sequence({ members: [member(1, byPaul), member(2), member(3, byPaul), member(4), member(5, byPaul)] }),
      workflow({ members: [member(6), member(7)] }),
    ]);
    const inTurn = draft.decisions.filter(isEnrollment).toSorted(compareTurns);
    const stop = { at: day(18), reason: 'no inbox' };
    const late = (...stopped: readonly string[]) =>
      [...lateEnrollments(inTurn, new Map(stopped.map((id) => [id, stop])))].map(
        ({ member: { contactId } }) => contactId,
      );
    expect(late()).toEqual([]);
    expect(late(paul.userId)).toEqual(['3', '5']);
    expect(late(maria.userId)).toEqual(['4']);
    expect(late(paul.userId, maria.userId)).toEqual(['3', '4', '5']);
    expect(late('7009')).toEqual([]);
  });
});
