/** Which reads show the effect of a request, how often they are repeated, and what is recorded with and without it. */
import { describe, expect, test } from 'vitest';
import {
  confirmEffects,
  sequenceUnenrollments,
  settleConfirmed,
  type PendingEffect,
} from '../../src/executor/confirm-effects.ts';
import type { Enrollment } from '../../src/model/observed-state.ts';
import { isContactChange, type Change } from '../../src/model/results/plan.ts';
import { active, after, archive, enroll, unenroll, workflow } from './play.ts';
import { contactOf, nowAt, recordCalls } from './port-calls.ts';

const pending = (intent: number, change: Change, ambiguity = 'reset'): PendingEffect => ({
  change,
  contact: isContactChange(change) ? contactOf(change.contact.id) : undefined,
  intent,
  at: after(0),
  sentAt: after(12_000),
  ambiguity,
});
const accepted = (intent: number, change: Change): PendingEffect => {
  const { ambiguity: _, ...sent } = pending(intent, change);
  return sent;
};
const sequenceTarget = { kind: 'sequence', key: 'q4', id: '500' };
const otherSequence = { kind: 'sequence', key: 'q5', id: '501' } as const;
const otherWorkflow = { kind: 'workflow', key: 'other', id: '901' } as const;
const waiting = (total: number) => [
  'progress',
  { what: 'waiting for HubSpot to show the effect', done: 0, total },
];
const unconfirmed = (reason: string, id: number) => ({
  address: `sequences.q4/${id}`,
  action: 'enroll',
  status: 'unknown',
  reason: `no usable response to the request at 12:00:12 UTC (${reason}); no read has shown its effect`,
  help: `Check the contact in HubSpot, then: rollcall resolve sequences.q4/${id} --enrolled | --not-enrolled`,
});

describe('polling', () => {
  test('makes no call without a pending effect', async () => {
    const { sending, calls } = recordCalls();
    await confirmEffects([], sending);
    expect(calls).toEqual([]);
  });

  test('reads an accepted enrollment once', async () => {
    const { sending, callsOf, outcomes } = recordCalls();
    await confirmEffects([accepted(1, enroll(1))], sending);
    expect(callsOf('contacts', 'sleep', 'progress')).toEqual([
      ['contacts', ['1'], [sequenceTarget], { enrolledBy: false, unenrolling: [] }],
    ]);
    expect(outcomes()).toEqual([
      {
        address: 'sequences.q4/1',
        action: 'enroll',
        status: 'done',
        reason: 'accepted by HubSpot; not seen in the account yet',
        evidence: 'accepted',
      },
    ]);
  });

  test('rereads only what is not shown yet, until all of it is shown', async () => {
    const { sending, callsOf, outcomes } = recordCalls({
      shows: (id, read) => (id === '2' || (id === '3' && read === 1) ? [active()] : []),
    });
    const items = [
      accepted(1, enroll(1)),
      pending(2, enroll(2)),
      pending(3, enroll(3)),
      pending(4, enroll(4)),
    ];
    await confirmEffects(items, sending);
    const how = { enrolledBy: true, unenrolling: [] };
    expect(callsOf('contacts', 'sleep', 'progress')).toEqual([
      ['contacts', ['1', '2', '3', '4'], [sequenceTarget], how],
      waiting(2),
      ['sleep', 10],
      ['contacts', ['3', '4'], [sequenceTarget], how],
      waiting(1),
      ['sleep', 20],
      ['contacts', ['4'], [sequenceTarget], how],
    ]);
    expect(outcomes().map(({ status }) => status)).toEqual(['done', 'done', 'done', 'unknown']);
  });

  test.each([
    [[400], '1 second'],
    [[1_000], '1 second'],
    [[29_000, 30_400], '59 seconds'],
    [[60_000], '1 minute'],
    [[20_000, 100_000], '2 minutes'],
  ])('shows how long it took: %j', async (delays, text) => {
    const { sending, outcomes } = recordCalls();
    const ports = { ...sending.ports, pollDelays: { ambiguous: delays, removal: [] } };
    await confirmEffects([pending(1, enroll(1))], { ...sending, ports });
    const [outcome] = outcomes();
    expect(outcome?.reason).toContain(`; ${text} of polling showed no effect`);
  });

  test('of an unknown outcome keeps what HubSpot returned', async () => {
    const response = { request: 'POST /enrollments', status: 500, message: 'No.' };
    const { sending, outcomes } = recordCalls();
    await confirmEffects([{ ...pending(1, enroll(1)), response }], sending);
    expect(outcomes()).toMatchObject([{ status: 'unknown', response }]);
  });

  test('ends when the account shows all effects', async () => {
    const { sending, callsOf } = recordCalls({ shows: (_id, read) => (read === 1 ? [active()] : []) });
    await confirmEffects([pending(1, enroll(1))], sending);
    expect(callsOf('sleep')).toEqual([['sleep', 10]]);
  });

  test.each([
    ['an accepted removal', [accepted(1, unenroll(1))], [11, 22, 33]],
    ['a removal without a usable response', [pending(1, unenroll(1))], [11, 22, 33]],
    ['a removal among enrollments', [pending(1, enroll(1)), pending(2, unenroll(2))], [11, 22, 33]],
    ['an enrollment without a usable response', [pending(1, enroll(1))], [10, 20]],
    ['an archive, which no contact shows', [pending(1, archive())], []],
    ['an archive and an enrollment', [pending(1, archive()), pending(2, enroll(2))], [10, 20]],
  ])('waits for %s', async (_, items, waits) => {
    const { sending, callsOf } = recordCalls({
      shows: (id, _read) =>
        items.some(({ change }) => change.address.endsWith(id) && change.action === 'unenroll')
          ? [active()]
          : [],
    });
    await confirmEffects(items, sending);
    expect(callsOf('sleep')).toEqual(waits.map((wait) => ['sleep', wait]));
  });

  test('ends before the next wait when it is interrupted, and keeps the outcome', async () => {
    const { sending, callsOf, outcomes } = recordCalls({ interrupted: () => true });
    await confirmEffects([pending(1, enroll(1))], sending);
    expect(callsOf('contacts')).toHaveLength(1);
    expect(callsOf('sleep', 'progress')).toEqual([]);
    expect(outcomes()).toEqual([unconfirmed('reset', 1)]);
  });

  test('of a removal that is interrupted before the next read does not claim that it had no effect', async () => {
    const { sending, outcomes } = recordCalls({ interrupted: () => true, shows: () => [active()] });
    await confirmEffects([accepted(1, unenroll(1))], sending);
    expect(outcomes()).toMatchObject([
      { status: 'failed', reason: 'HubSpot accepted the removal; no read has shown its effect' },
    ]);
  });
});

describe('one read of the account', () => {
  test('is one of each workflow, and one of all contacts whose effect is not in a workflow', async () => {
    const { sending, callsOf } = recordCalls();
    const items = [
      pending(1, enroll(1, { target: workflow })),
      pending(2, enroll(2)),
      pending(3, enroll(3, { target: otherWorkflow })),
      pending(4, enroll(4, { target: workflow })),
      pending(5, enroll(2, { target: otherSequence })),
      pending(6, enroll(6)),
      pending(7, unenroll(7)),
      pending(8, unenroll(8, { target: workflow })),
      pending(9, archive()),
    ];
    await settleConfirmed(items, sending);
    expect(callsOf('contacts', 'inWorkflow')).toEqual([
      ['inWorkflow', ['1', '4'], '900'],
      [
        'contacts',
        ['2', '6', '7', '8'],
        [sequenceTarget, otherSequence, workflow],
        { enrolledBy: true, unenrolling: [{ contactId: '7', targetId: '500' }] },
      ],
      ['inWorkflow', ['3'], '901'],
    ]);
  });

  test.each([
    [
      'accepted requests',
      [accepted(1, enroll(1)), accepted(2, unenroll(2))],
      { enrolledBy: false, unenrolling: [] },
    ],
    [
      'a removal without a usable response',
      [accepted(1, enroll(1)), pending(2, unenroll(2))],
      { enrolledBy: false, unenrolling: [{ contactId: '2', targetId: '500' }] },
    ],
    [
      'an enrollment without a usable response',
      [pending(1, enroll(1)), accepted(2, unenroll(2))],
      { enrolledBy: true, unenrolling: [] },
    ],
  ])('reads who enrolled, and through the enrollment route, for %s', async (_, items, how) => {
    const { sending, callsOf } = recordCalls();
    await settleConfirmed(items, sending);
    expect(callsOf('contacts')).toEqual([['contacts', ['1', '2'], [sequenceTarget], how]]);
  });

  test('settles and records an effect of this run, and proves its sender', async () => {
    const { sending, calls, outcomes } = recordCalls({
      shows: (id) => (id === '1' ? [active({ enrolledAt: after(2_000) })] : []),
    });
    const items = [pending(1, enroll(1)), pending(2, unenroll(2)), pending(3, enroll(3))];
    expect(await settleConfirmed(items, sending)).toEqual(new Set(items.slice(0, 2)));
    expect(calls.slice(1)).toEqual([
      [
        'settle',
        [
          {
            intent: 1,
            state: 'proved',
            at: nowAt,
            effectAt: after(2_000),
            evidence: 'read back from the account',
          },
          { intent: 2, state: 'proved', at: nowAt, evidence: 'read back from the account' },
        ],
      ],
      ['outcome', 'sequences.q4/1', 'done'],
      ['markProven', '7001'],
      ['outcome', 'sequences.q4/2', 'done'],
    ]);
    expect(outcomes()).toEqual([
      {
        address: 'sequences.q4/1',
        action: 'enroll',
        status: 'done',
        reason: 'seen in the account',
        evidence: 'read-back',
      },
      {
        address: 'sequences.q4/2',
        action: 'unenroll',
        status: 'done',
        reason: 'seen in the account',
        evidence: 'read-back',
      },
    ]);
  });

  test('records an enrollment by someone else as failed and adopted, and does not prove the sender', async () => {
    const byPaul = active({ enrolledAt: after(2_000), enrolledBy: { userId: '7002' } });
    const { sending, calls, outcomes } = recordCalls({ shows: () => [byPaul] });
    const items = [pending(1, enroll(1))];
    expect(await settleConfirmed(items, sending)).toEqual(new Set(items));
    expect(calls.slice(1)).toEqual([
      [
        'settle',
        [
          {
            intent: 1,
            state: 'adopted',
            at: nowAt,
            effectAt: after(2_000),
            evidence: 'read back: enrolled by someone else',
          },
        ],
      ],
      ['outcome', 'sequences.q4/1', 'failed'],
    ]);
    expect(outcomes()).toEqual([
      {
        address: 'sequences.q4/1',
        action: 'enroll',
        status: 'failed',
        reason:
          'someone else enrolled the contact while the response to our request was lost; the ledger records it as adopted',
        help: 'Nothing to do if the contact should be enrolled: the next plan shows it as active, enrolled by someone else.',
      },
    ]);
  });

  const ours = active({ enrolledAt: after(3_000), enrolledBy: { userId: '7001' } });
  const others = active({ enrolledAt: after(2_000), enrolledBy: { userId: '7002' } });
  const undated = { kind: 'sequence', targetId: '500', state: 'active' } as unknown as Enrollment;

  test.each([
    ['ours after one of someone else', [others, ours], { state: 'proved', effectAt: after(3_000) }],
    ['ours before one of someone else', [ours, others], { state: 'proved', effectAt: after(3_000) }],
    [
      'two of someone else',
      [others, { ...others, enrolledAt: after(4_000) }],
      { state: 'adopted', effectAt: after(2_000) },
    ],
    [
      'ours after one of another sequence',
      [{ ...others, targetId: '501' }, ours],
      { state: 'proved', effectAt: after(3_000) },
    ],
    [
      'ours after an older one',
      [active({ enrolledAt: after(-1) }), ours],
      { state: 'proved', effectAt: after(3_000) },
    ],
    ['one without a date', [undated], { state: 'proved', effectAt: undefined }],
  ])('finds the effect among several enrollments: %s', async (_, enrollments, effect) => {
    const { sending, callsOf } = recordCalls({ shows: () => enrollments });
    await settleConfirmed([pending(1, enroll(1))], sending);
    expect(callsOf('settle')).toEqual([
      ['settle', [{ intent: 1, at: nowAt, ...effect, evidence: expect.any(String) }]],
    ]);
  });

  test.each([
    ['the user id of the sender', { userId: '7001' }, 'proved'],
    ['the address of the sender', { email: 'maria@acme.example' }, 'proved'],
    ['another address', { email: 'paul@acme.example' }, 'adopted'],
  ] as const)('attributes an enrollment by %s', async (_, enrolledBy, state) => {
    const { sending, callsOf } = recordCalls({ shows: () => [active({ enrolledBy })] });
    await settleConfirmed([pending(1, enroll(1))], sending);
    expect(callsOf('settle')).toMatchObject([['settle', [{ state }]]]);
  });

  test('attributes an enrollment without a requested sender to someone else', async () => {
    const { sender: _sender, senderUserId: _id, ...change } = enroll(1);
    const { sending, callsOf } = recordCalls({
      shows: () => [active({ enrolledBy: { email: 'maria@acme.example' } })],
    });
    await settleConfirmed([pending(1, { ...change, sender: 'maria@acme.example' })], sending);
    expect(callsOf('settle')).toMatchObject([['settle', [{ state: 'adopted' }]]]);
  });

  test.each([
    ['a deleted contact', new Map()],
    [
      'a contact that cannot be read',
      new Map([['1', contactOf('1', { unreadable: 'contradicting properties' })]]),
    ],
  ])('shows no effect of %s', async (_, contacts) => {
    for (const change of [enroll(1), unenroll(1)]) {
      const { sending, callsOf, outcomes } = recordCalls({ contacts });
      expect(await settleConfirmed([pending(1, change)], sending)).toEqual(new Set());
      expect(callsOf('settle')).toEqual([['settle', []]]);
      expect(outcomes()).toEqual([]);
    }
  });

  const target = { kind: 'sequence', targetId: '500' } as const;
  test.each([
    ['no enrollment', [], true],
    ['an ended enrollment', [{ ...active(), state: 'ended', how: 'finished' }], true],
    ['an active enrollment in another sequence', [active({ targetId: '501' })], true],
    ['an active enrollment in a workflow of the same id', [active({ kind: 'workflow' })], true],
    ['an active enrollment', [active(target)], false],
    [
      'an ended and an active enrollment',
      [{ ...active(), state: 'ended', how: 'finished' }, active(target)],
      false,
    ],
  ])('shows the effect of a removal, or not, by %s', async (_, enrollments, isShown) => {
    const { sending } = recordCalls({ shows: () => enrollments as readonly Enrollment[] });
    const items = [pending(1, unenroll(1))];
    expect(await settleConfirmed(items, sending)).toEqual(new Set(isShown ? items : []));
  });

  test('shows a workflow enrollment by its active contacts, with the date if there is one', async () => {
    const { sending, callsOf } = recordCalls({
      members: () =>
        new Map([
          ['1', after(2_000)],
          ['2', undefined],
          ['3', after(-1)],
        ]),
    });
    const items = [1, 2, 3, 4].map((id) => pending(id, enroll(id, { target: workflow })));
    expect(await settleConfirmed(items, sending)).toEqual(new Set(items.slice(0, 2)));
    const evidence = 'read back from the account';
    expect(callsOf('settle')).toEqual([
      [
        'settle',
        [
          { intent: 1, state: 'proved', at: nowAt, effectAt: after(2_000), evidence },
          { intent: 2, state: 'proved', at: nowAt, evidence },
        ],
      ],
    ]);
  });
});

describe('a request whose effect is not shown', () => {
  test.each([
    [
      'an accepted removal',
      accepted(1, unenroll(1)),
      {
        status: 'failed',
        reason: 'HubSpot accepted the removal, but still shows the contact as active',
        help: 'Run `rollcall plan`: it lists the removal again if the contact is still active. If an unenroll workflow removes contacts, check its history in HubSpot.',
      },
    ],
    [
      'an enrollment without a usable response',
      pending(1, enroll(1), 'reset'),
      {
        status: 'unknown',
        reason:
          'no usable response to the request at 12:00:12 UTC (reset); 1 second of polling showed no effect',
        help: 'Check the contact in HubSpot, then: rollcall resolve sequences.q4/1 --enrolled | --not-enrolled',
      },
    ],
    [
      'a removal without a usable response',
      pending(1, unenroll(1), 'reset'),
      {
        status: 'unknown',
        reason:
          'no usable response to the request at 12:00:12 UTC (reset); 1 second of polling showed no effect',
        help: 'Check the contact in HubSpot, then: rollcall resolve sequences.q4/1 --enrolled | --not-enrolled',
      },
    ],
    [
      'an archive without a usable response',
      pending(1, archive(), 'reset'),
      {
        status: 'unknown',
        reason: 'no usable response to the request at 12:00:12 UTC (reset); no read has shown its effect',
        help: 'Check whether the workflow still exists in HubSpot. If it does, the next apply deletes it.',
      },
    ],
    [
      'an archive with an unexpected `accepted`',
      accepted(1, archive()),
      {
        status: 'unknown',
        reason: 'no usable response to the request at 12:00:12 UTC (accepted); no read has shown its effect',
        help: 'Check whether the workflow still exists in HubSpot. If it does, the next apply deletes it.',
      },
    ],
  ])('is recorded with the next step: %s', async (_, item, outcome) => {
    const { sending, outcomes } = recordCalls({ shows: () => [active({ enrolledAt: after(-1) })] });
    await confirmEffects([item], sending);
    const { address, action } = item.change;
    expect(outcomes()).toEqual([{ address, action, ...outcome }]);
  });
});

test('only removals from sequences are read through the enrollment route', () => {
  const changes = [unenroll(1), unenroll(2, { target: workflow }), enroll(3), archive(), unenroll(4)];
  expect(sequenceUnenrollments(changes)).toEqual([
    { contactId: '1', targetId: '500' },
    { contactId: '4', targetId: '500' },
  ]);
});
