import { describe, expect, it } from 'vitest';
import type { DesiredTarget, Pace } from '../../../src/model/desired-state.ts';
import { explain } from '../../../src/reconciler/explain.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import type { PlanInput } from '../../../src/reconciler/plan-input.ts';
import { act, at, contact, limits, member, paul, planInput, sequence, workflow } from '../builders.ts';

// The clock of the builders is Friday 2026-11-20, 13:00 in Berlin.
const pace = (parts: Partial<Pace> = {}): Pace => ({ source: at(9), ...parts });
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

function input(targets: readonly DesiredTarget[], parts: Parameters<typeof planInput>[0] = {}): PlanInput {
  const ids = targets.flatMap(({ members = [] }) =>
    members.flatMap((one) => (one.type === 'person' ? Number(one.person.id) : [])),
  );
  return planInput({
    contacts: [...new Set(ids)].map((id) => contact(id)),
    ...parts,
    desired: { targets, ...parts.desired },
  });
}

const members = (...ids: readonly number[]) => ids.map((id) => member(id));

function turns(of: PlanInput): readonly string[] {
  const plan = makePlan(of);
  return [
    ...plan.changes.map(({ address }) => `${address} now`),
    ...plan.unchanged.map(
      ({ address, status, waitsFor, until }) => `${address} ${waitsFor ?? status} ${until ?? '-'}`,
    ),
  ];
}

describe('the pace of a target', () => {
  it('counts earlier runs of the day and this plan, and gives the day of each turn', () => {
    const paced = sequence({ members: members(1, 2, 3, 4), pace: pace({ perDay: 2, days: weekdays }) });
    const enrolledToday = new Map([['sequence:500', 1]]);
    const plan = makePlan(input([paced], { ledger: { enrolledToday } }));
    expect(plan.summary).toMatchObject({ enroll: 1, waiting: 3 });
    expect(plan.unchanged[0]).toMatchObject({
      reason:
        'pace reached: sequences.q4 has 1 enrollment today and 1 in this plan; the pace is 2 a day (enrollments.yaml:9:1)',
      waitsFor: 'pace',
      until: '2026-11-23',
    });
    expect(plan.unchanged.map(({ until }) => until)).toEqual(['2026-11-23', '2026-11-23', '2026-11-24']);
  });

  it('counts enrollments under a replaced id', () => {
    const paced = sequence({ members: members(1), replaces: '400', pace: pace({ perDay: 1 }) });
    const enrolledToday = new Map([['sequence:400', 1]]);
    expect(turns(input([paced], { ledger: { enrolledToday } }))).toEqual(['sequences.q4/1 pace 2026-11-21']);
  });

  it('makes all wait on a day that it does not name', () => {
    const paced = workflow({ members: members(1), pace: pace({ days: ['mon', 'sun'] }) });
    const plan = makePlan(input([paced]));
    expect(plan.unchanged).toMatchObject([
      {
        reason: 'pace: no enrollments on fri; its days are mon, sun (enrollments.yaml:9:1)',
        until: '2026-11-22',
      },
    ]);
  });

  it('leaves contacts out of `limits.enroll`', () => {
    const paced = sequence({ members: members(1, 2), pace: pace({ perDay: 1 }) });
    const desired = { limits: limits({ enroll: { count: 1 } }) };
    expect(makePlan(input([paced], { desired })).applyable).toBe(true);
  });
});

it('a plan that a limit refuses has no days: the same run is refused every day', () => {
  const paced = sequence({ members: members(1, 2, 3), pace: pace({ perDay: 2 }) });
  const desired = { limits: limits({ enroll: { count: 1 } }) };
  expect(turns(input([paced], { desired }))).toEqual([
    'sequences.q4/1 now',
    'sequences.q4/2 now',
    'sequences.q4/3 pace -',
  ]);
});

describe('the combination of limits', () => {
  const frozen = { from: '2026-11-21', to: '2026-11-23', source: at(3) };
  const today = { from: '2026-11-20', to: '2026-11-22', source: at(3) };
  const pauses = [{ actor: 'ana', at: '2026-11-19T09:00:00.000Z' }];
  const two = (parts: Partial<Extract<DesiredTarget, { kind: 'sequence' }>>) =>
    sequence({ members: members(1, 2), ...parts });

  it.each<[string, PlanInput, readonly string[]]>([
    [
      'pace and freeze',
      input([two({ pace: pace({ perDay: 1 }) })], { desired: { freeze: [frozen] } }),
      ['sequences.q4/1 now', 'sequences.q4/2 pace 2026-11-24'],
    ],
    [
      'freeze today, then the days of the pace',
      input([two({ pace: pace({ days: ['tue'] }) })], { desired: { freeze: [today] } }),
      ['sequences.q4/1 freeze 2026-11-24', 'sequences.q4/2 freeze 2026-11-24'],
    ],
    [
      'a pause has no date, and decides before a freeze window',
      input([two({ pace: pace({ perDay: 1 }) })], { desired: { freeze: [today] }, ledger: { pauses } }),
      ['sequences.q4/1 pause -', 'sequences.q4/2 pause -'],
    ],
    [
      'the sender limit leaves the pace to other senders',
      input(
        [
          sequence({
            members: [member(1), member(2), member(3, { sender: { email: paul.email } })],
            pace: pace({ perDay: 2 }),
          }),
        ],
        { desired: { limits: limits({ perSenderPerDay: 1 }) } },
      ),
      ['sequences.q4/1 now', 'sequences.q4/3 now', 'sequences.q4/2 sender-limit 2026-11-21'],
    ],
    [
      'the pace leaves the sender limit to other targets',
      input([two({ pace: pace({ perDay: 1 }) }), sequence({ key: 'b', id: '501', members: members(3, 4) })], {
        desired: { limits: limits({ perSenderPerDay: 2 }) },
      }),
      [
        'sequences.q4/1 now',
        'sequences.b/3 now',
        'sequences.b/4 sender-limit 2026-11-21',
        'sequences.q4/2 pace 2026-11-21',
      ],
    ],
    [
      'a future `since` takes its place in file order on its day',
      input([
        sequence({
          members: [member(1, { since: '2026-11-22' }), member(2), member(3), member(4)],
          pace: pace({ perDay: 1 }),
        }),
      ]),
      [
        'sequences.q4/2 now',
        'sequences.q4/1 since 2026-11-22',
        'sequences.q4/3 pace 2026-11-21',
        'sequences.q4/4 pace 2026-11-23',
      ],
    ],
    [
      'a sender limit of 0 has no date',
      input([two({})], { desired: { limits: limits({ perSenderPerDay: 0 }) } }),
      ['sequences.q4/1 sender-limit -', 'sequences.q4/2 sender-limit -'],
    ],
    [
      'a lifted sender limit counts today only',
      input([sequence({ members: members(1, 2, 3, 4) })], {
        desired: { limits: limits({ perSenderPerDay: 1 }) },
        input: { liftedLimits: { perSenderPerDay: 2 } },
      }),
      [
        'sequences.q4/1 now',
        'sequences.q4/2 now',
        'sequences.q4/3 sender-limit 2026-11-21',
        'sequences.q4/4 sender-limit 2026-11-22',
      ],
    ],
  ])('%s', (_case, of, expected) => {
    expect(turns(of).toSorted()).toEqual(expected.toSorted());
  });
});

describe('the turn of a contact', () => {
  const failed = (id: number, day: string) =>
    act({ contactId: String(id), state: 'refused', at: `2026-11-${day}T09:00:00.000Z` });
  const order = (of: PlanInput) => makePlan(of).changes.map(({ address }) => address.split('/')[1]);

  it('comes after contacts never attempted if the last attempt failed, oldest attempt first', () => {
    const of = input([sequence({ members: members(1, 2, 3, 4) })], {
      entries: [failed(1, '18'), failed(2, '17')],
    });
    expect(order(of)).toEqual(['3', '4', '2', '1']);
  });

  it('does not change with a failed attempt of another declaration', () => {
    const of = input([sequence({ members: [member(1, { since: '2026-11-19' }), member(2)] })], {
      entries: [failed(1, '18')],
    });
    expect(order(of)).toEqual(['1', '2']);
  });

  it('is one for all contacts of a stopped sender; the others come last', () => {
    const byPaul = { sender: { email: paul.email } };
    const all = [member(1, byPaul), member(2, byPaul), member(3), member(4)];
    const stopped = {
      stoppedSenders: new Map([[paul.userId, { at: '2026-11-18T09:00:00.000Z', reason: 'no inbox' }]]),
    };
    expect(order(input([sequence({ members: all })], { ledger: stopped }))).toEqual(['1', '3', '4', '2']);
    const paced = input([sequence({ members: all, pace: pace({ perDay: 2 }) })], { ledger: stopped });
    expect(order(paced)).toEqual(['1', '3']);
    expect(makePlan(paced).unchanged.map(({ address, until }) => [address, until])).toEqual([
      ['sequences.q4/2', '2026-11-21'],
      ['sequences.q4/4', '2026-11-21'],
    ]);
    expect(makePlan(paced).unchanged[0]?.reason).toContain(
      'HubSpot refused the last request of paul@acme.example',
    );
  });
});

it('the reason names the limit of the sender if the pace would allow the enrollment', () => {
  const paced = sequence({ members: members(1, 2), pace: pace({ perDay: 5 }) });
  const plan = makePlan(input([paced], { desired: { limits: limits({ perSenderPerDay: 1 }) } }));
  expect(plan.unchanged).toMatchObject([
    {
      reason: expect.stringMatching(/^daily limit of the sender reached: maria@acme\.example has 0 /u),
      waitsFor: 'sender-limit',
      help: expect.stringContaining('--max-sender-day'),
    },
  ]);
});

describe('the explanation', () => {
  const paced = sequence({ members: members(1, 2), pace: pace({ perDay: 1 }) });
  const steps = (of: PlanInput) =>
    explain(of, '2')
      .slice(-7)
      .filter(({ holds }) => holds)
      .map(({ rule }) => rule);

  it.each<[string, PlanInput]>([
    ['pace', input([paced])],
    [
      'freeze',
      input([paced], { desired: { freeze: [{ from: '2026-11-20', to: '2026-11-20', source: at(3) }] } }),
    ],
    ['pause', input([paced], { ledger: { pauses: [{ actor: 'ana', at: '2026-11-19T09:00:00.000Z' }] } })],
    [
      'sender-limit',
      input([sequence({ members: members(1, 2) })], { desired: { limits: limits({ perSenderPerDay: 1 }) } }),
    ],
  ])('names the step that decides: %s', (rule, of) => {
    expect(steps(of)).toEqual(expect.arrayContaining([rule, 'plan']));
    expect(explain(of, '2').at(-2)).toMatchObject({ rule, holds: true });
  });
});
