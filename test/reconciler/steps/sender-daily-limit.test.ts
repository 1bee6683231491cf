import { describe, expect, it } from 'vitest';
import type { DesiredTarget } from '../../../src/model/desired-state.ts';
import type { LedgerEntry } from '../../../src/model/ledger/ledger-view.ts';
import type { ObservedContact } from '../../../src/model/observed-state.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import {
  act,
  at,
  contact,
  limits,
  member,
  paul,
  planInput,
  running,
  sequence,
  workflow,
} from '../builders.ts';

type Limits = Parameters<typeof limits>[0];

describe('the daily limit of a sender', () => {
  const day = (parts: {
    readonly sentToday?: ReadonlyMap<string, number>;
    readonly limits?: Limits;
    readonly override?: number;
    readonly targets?: readonly DesiredTarget[];
    readonly entries?: readonly LedgerEntry[];
    readonly contacts?: readonly ObservedContact[];
  }) => {
    const { override } = parts;
    return makePlan(
      planInput({
        desired: {
          limits: limits({ perSenderPerDay: 1, ...parts.limits }),
          targets: parts.targets ?? [sequence({ members: [member(1), member(2)] })],
        },
        contacts: parts.contacts ?? [contact(1), contact(2)],
        entries: parts.entries ?? [],
        ledger: parts.sentToday ? { sentToday: parts.sentToday } : {},
        input: override === undefined ? {} : { liftedLimits: { perSenderPerDay: override } },
      }),
    );
  };
  const reached = 'daily limit of the sender reached: maria@acme.example has';

  it.each([
    ['is the default', {}, `${reached} 0 enrollments today and 1 in this plan; the limit is 1 (default)`],
    [
      'is in the file',
      { limits: { at: { perSenderPerDay: at(8) } } },
      `${reached} 0 enrollments today and 1 in this plan; the limit is 1 (enrollments.yaml:8:1)`,
    ],
    [
      'is on the command line',
      {
        limits: { perSenderPerDay: 9, at: { perSenderPerDay: at(8) } },
        override: 3,
        sentToday: new Map([['7001', 2]]),
      },
      `${reached} 2 enrollments today and 1 in this plan; the limit is 3 (command line)`,
    ],
    [
      'is 0 on the command line',
      { override: 0, targets: [sequence({ members: [member(2)] })] },
      `${reached} 0 enrollments today and 0 in this plan; the limit is 0 (command line)`,
    ],
  ])('shows where the limit %s', (_case, parts, reason) => {
    expect(day(parts).unchanged).toMatchObject([
      {
        address: 'sequences.q4/2',
        status: 'waiting',
        reason,
        help: 'Run the same command again on a later day. To raise the limit for one run, within the limit of the inbox: --max-sender-day N.',
      },
    ]);
  });

  it('does not count enrollments that earlier steps made wait, or enrollments in workflows', () => {
    const plan = day({
      targets: [
        sequence({ key: 'first', members: [member(1)] }),
        sequence({ key: 'second', id: '501', sender: { email: paul.email }, members: [member(1)] }),
        workflow({ members: [member(1), member(2), member(3)] }),
      ],
      contacts: [contact(1), contact(2), contact(3)],
    });
    expect(plan.summary).toMatchObject({ enroll: 4, waiting: 1 });
  });

  it('does not apply to removals, and serves re-enrollments first', () => {
    const plan = day({
      limits: { reenroll: { count: 9 } },
      targets: [sequence({ members: [member(1), member(2, { since: '2026-11-16' })] })],
      contacts: [contact(1), contact(2), contact(3, { enrollments: [running()] })],
      entries: [act({ contactId: '2' }), act({ contactId: '3' })],
    });
    expect(plan.changes.map(({ action, address }) => `${action} ${address}`)).toEqual([
      'unenroll sequences.q4/3',
      'enroll sequences.q4/2',
    ]);
    expect(plan.unchanged).toMatchObject([{ address: 'sequences.q4/1', status: 'waiting' }]);
  });
});
