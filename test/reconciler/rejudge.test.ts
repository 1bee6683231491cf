import { describe, expect, it } from 'vitest';
import type { ObservedContact } from '../../src/model/observed-state.ts';
import { changeKey } from '../../src/model/results/plan.ts';
import type { Change, Rejudged } from '../../src/model/results/plan.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import type { PlanInput } from '../../src/reconciler/plan-input.ts';
import { approvedBy, prepareRejudge } from '../../src/reconciler/rejudge.ts';
import type { RejudgeInput } from '../../src/reconciler/rejudge.ts';
import {
  act,
  at,
  contact,
  ledgerView,
  limits,
  member,
  observedTarget,
  endedEnrollment,
  planInput,
  running,
  sequence,
  workflow,
} from './builders.ts';

const only = (one: ObservedContact): ReadonlyMap<string, ObservedContact> => new Map([[one.id, one]]);
const noMembers = new Map<string, ReadonlySet<string>>();

/** Returns the key of every change that a plan for contacts 1, 2, 3 and 9 could contain. */
function anyChange(input: PlanInput): ReadonlySet<string> {
  return new Set(
    input.desired.targets.flatMap((target) => [
      changeKey({ action: 'archive', target }),
      ...(['enroll', 'unenroll'] as const).flatMap((action) =>
        ['1', '2', '3', '9'].map((id) => changeKey({ action, target, contact: { id } })),
      ),
    ]),
  );
}

type Options = Omit<RejudgeInput, 'contacts' | 'ledger' | 'members'> & Partial<Pick<RejudgeInput, 'members'>>;

/** Returns a function that judges again, with all changes approved by default. */
function judging(input: PlanInput, changes = anyChange(input)) {
  const rejudge = prepareRejudge(input, { changes, waiting: new Map() });
  return (contacts: RejudgeInput['contacts'], ledger: RejudgeInput['ledger'], options: Options = {}) =>
    rejudge({ contacts, ledger, members: noMembers, ...options });
}

const changesOf = (judged: ReadonlyMap<string, Rejudged>): readonly Change[] =>
  [...judged.values()].flatMap((one) => ('change' in one ? [one.change] : []));

describe('judging a contact again just before a write', () => {
  const desired = { targets: [sequence({ members: [member(1), member(2)] })] };
  const rejudge = judging(planInput({ desired, contacts: [contact(1), contact(2)] }));

  it('judges only the given contacts', () => {
    expect([...rejudge(only(contact(2)), ledgerView()).keys()]).toEqual(['enroll sequence:500 2']);
    expect(rejudge(new Map(), ledgerView()).size).toBe(0);
  });

  it.each([
    ['opted out since', contact(1, { optedOut: true })],
    ['was enrolled by hand since', contact(1, { enrollments: [running()] })],
    ['entered another sequence since', contact(1, { enrollments: [running({ targetId: '777' })] })],
    ['became unreadable since', contact(1, { unreadable: 'two at once' })],
    ['was merged into another contact since', contact(9, { mergedIds: ['1'] })],
  ])('drops the enrollment of a contact that %s', (_case, fresh) => {
    expect(changesOf(rejudge(only(fresh), ledgerView()))).toEqual([]);
  });

  it('drops the enrollment of a contact with an open request of another run', () => {
    expect(rejudge(only(contact(1)), ledgerView([act({ state: 'open' })])).size).toBe(0);
    expect(rejudge(only(contact(1)), ledgerView([act({ state: 'refused' })])).size).toBe(1);
  });

  it('uses the current day', () => {
    const frozen = { ...desired, freeze: [{ from: '2026-11-21', to: '2026-11-21', source: at(4) }] };
    const judge = judging(planInput({ desired: frozen, contacts: [contact(1)] }));
    expect(judge(only(contact(1)), ledgerView()).size).toBe(1);
    const later = judge(only(contact(1)), ledgerView(), { now: '2026-11-21T09:00:00.000Z' });
    expect([...later]).toEqual([
      [
        'enroll sequence:500 1',
        { waiting: expect.stringContaining('frozen through 2026-11-21'), waitsFor: 'freeze' },
      ],
    ]);
  });

  it('prefers the state of the contact to an older active list', () => {
    const judge = judging(
      planInput({
        desired: { targets: [workflow()] },
        observed: { targets: [observedTarget({ kind: 'workflow', id: '900', active: new Set(['1']) })] },
        contacts: [contact(1)],
      }),
    );
    const ledger = ledgerView([act({ kind: 'workflow', targetId: '900' })]);
    const inside = contact(1, { enrollments: [running({ kind: 'workflow', targetId: '900' })] });
    expect(changesOf(judge(only(inside), ledger))).toMatchObject([{ action: 'unenroll', owned: true }]);
    expect(judge(only(contact(1)), ledger).size).toBe(0);
  });

  it('enrolls in the first sequence of the file, even if the second is a re-enrollment', () => {
    const members = [member(1, { since: '2026-11-16' })];
    const judge = judging(
      planInput({
        desired: {
          targets: [sequence({ key: 'first', id: '501', members }), sequence({ key: 'second', members })],
        },
      }),
    );
    expect(changesOf(judge(only(contact(1)), ledgerView([act()])))).toMatchObject([
      { address: 'sequences.first/1' },
    ]);
  });

  it('enrolls a contact that this run has just unenrolled from another sequence', () => {
    const moved = contact(1, { enrollments: [endedEnrollment({ targetId: '502', how: 'unexplained' })] });
    const proof = act({ action: 'unenroll', targetId: '502', at: '2026-11-20T12:00:30.000Z' });
    expect(changesOf(rejudge(only(moved), ledgerView([act({ targetId: '502' })])))).toEqual([]);
    expect(changesOf(rejudge(only(moved), ledgerView([act({ targetId: '502' }), proof])))).toHaveLength(1);
  });

  it.each([
    ['was refused', [act({ action: 'unenroll', state: 'refused', run: 4 })]],
    ['has no known outcome', [act({ action: 'unenroll', state: 'open', run: 4 })]],
    ['was accepted and has no effect yet', [act({ action: 'unenroll', state: 'accepted', run: 4 })]],
    ['was not sent', []],
  ])('makes a move wait if the removal from the other sequence %s', (_case, removals) => {
    const input = planInput({
      desired: { targets: [sequence(), sequence({ key: 'next', id: '501', members: [member(1)] })] },
      contacts: [contact(1, { enrollments: [running()] })],
      entries: [act()],
    });
    expect(makePlan(input).changes.map(({ action, target }) => `${action} ${target.id}`)).toEqual([
      'unenroll 500',
      'enroll 501',
    ]);
    const judged = judging(input)(input.observed.contacts, ledgerView([act(), ...removals]));
    expect(judged.get('enroll sequence:501 1')).toEqual({
      waiting: 'active in sequences.q4 since 2026-11-10; waits until that ends',
      waitsFor: 'other-sequence',
    });
  });
});

describe('an approved change', () => {
  const desired = {
    targets: [sequence({ members: [member(1), member(2), member(3)] })],
    limits: limits({ perSenderPerDay: 1 }),
  };
  const contacts = [contact(1), contact(2), contact(3)];
  const input = planInput({ desired, contacts });
  const all = new Map(contacts.map((one) => [one.id, one]));
  const key = (id: number): string => `enroll sequence:500 ${id}`;

  it('is the only one returned and the only one that counts toward the sender limit', () => {
    const judge = judging(input, new Set([key(3)]));
    expect([...judge(all, ledgerView()).keys()]).toEqual([key(3)]);
    expect(changesOf(judge(all, ledgerView()))).toMatchObject([{ contact: { id: '3' } }]);
  });

  it('waits if the sender reached the daily limit, including this run', () => {
    const judge = judging(input, new Set([key(1), key(2)]));
    const first = judge(all, ledgerView());
    expect(first.get(key(1))).toHaveProperty('change');
    expect(first.get(key(2))).toEqual({
      waiting: expect.stringContaining('daily limit of the sender reached'),
      waitsFor: 'sender-limit',
    });
    const sent = new Map([['7001', 1]]);
    expect(changesOf(judge(all, ledgerView(), { sent }))).toEqual([]);
    expect(judge(all, ledgerView(), { sent }).get(key(1))).toHaveProperty('waiting');
    const other = new Map([['7002', 1]]);
    expect(changesOf(judge(all, ledgerView(), { sent: other }))).toHaveLength(1);
    const earlier = ledgerView([], { sentToday: new Map([['7001', 1]]) });
    expect(changesOf(judge(all, earlier))).toEqual([]);
  });

  it('waits if it waited when the limits were checked, even if nothing prevents it now', () => {
    const waiting = new Map([
      [key(2), { waiting: 'frozen through 2026-11-19', waitsFor: 'freeze' } as const],
    ]);
    const judge = prepareRejudge(input, { changes: new Set([key(1)]), waiting });
    const current = { contacts: all, members: noMembers, ledger: ledgerView() };
    expect(judge(current).get(key(1))).toHaveProperty('change');
    expect(judge(current).get(key(2))).toEqual({ waiting: 'frozen through 2026-11-19', waitsFor: 'freeze' });
    expect(judge(current).has(key(3))).toBe(false);
    const pauses = [{ actor: 'ana', at: '2026-11-20T11:00:00.000Z' }];
    expect(judge({ ...current, pauses }).get(key(2))).toEqual({
      waiting: 'paused by ana on 2026-11-20',
      waitsFor: 'pause',
    });
    const optedOut = new Map([['2', contact(2, { optedOut: true })]]);
    expect(judge({ ...current, contacts: optedOut }).has(key(2))).toBe(false);
  });

  it('uses the lifted limit of the plan', () => {
    const lifted = judging({ ...input, liftedLimits: { perSenderPerDay: 3 } });
    expect(changesOf(lifted(all, ledgerView()))).toHaveLength(3);
    const sent = new Map([['7001', 2]]);
    expect(changesOf(lifted(all, ledgerView(), { sent }))).toHaveLength(1);
  });
});

describe('the deletion of a workflow, judged again', () => {
  const retiring = (retired: false | true | 'archive') =>
    planInput({
      desired: { targets: [workflow({ retired })] },
      observed: { targets: [observedTarget({ kind: 'workflow', id: '900', active: new Set() })] },
    });
  const empty = { members: new Map([['900', new Set<string>()]]) };
  const none = new Map<string, ObservedContact>();

  it('holds while the workflow has no member', () => {
    expect(changesOf(judging(retiring('archive'))(none, ledgerView(), empty))).toMatchObject([
      { action: 'archive', address: 'workflows.onboarding', target: { id: '900' } },
    ]);
  });

  it.each([
    ['a contact became active', { members: new Map([['900', new Set(['5'])]]) }],
    ['its members were not read', {}],
    ['another workflow was read', { members: new Map([['901', new Set<string>()]]) }],
  ])('does not hold when %s', (_case, options) => {
    expect(judging(retiring('archive'))(none, ledgerView(), options).size).toBe(0);
  });

  it('does not hold while an enroll request in the workflow is open', () => {
    const open = act({ kind: 'workflow', targetId: '900', state: 'open' });
    const judge = judging(retiring('archive'));
    expect(judge(none, ledgerView([open]), empty).size).toBe(0);
    for (const other of [
      { ...open, state: 'refused' as const },
      { ...open, action: 'unenroll' as const },
      { ...open, targetId: '901' },
      { ...open, kind: 'sequence' as const },
    ]) {
      expect(judge(none, ledgerView([other]), empty).size).toBe(1);
    }
  });

  it('does not hold if the file does not require it, or if it was not approved', () => {
    expect(judging(retiring(true))(none, ledgerView(), empty).size).toBe(0);
    expect(judging(retiring(false))(none, ledgerView(), empty).size).toBe(0);
    expect(judging(retiring('archive'), new Set())(none, ledgerView(), empty).size).toBe(0);
  });
});

describe('what a plan approves', () => {
  it('is its changes, and the enrollments that wait', () => {
    const plan = makePlan(
      planInput({
        desired: {
          limits: limits({ perSenderPerDay: 1 }),
          targets: [
            sequence({ members: [member(1), member(2), member(3)] }),
            workflow({ retired: 'archive' }),
          ],
        },
        observed: {
          targets: [
            observedTarget({ kind: 'sequence', id: '500' }),
            observedTarget({ kind: 'workflow', id: '900', active: new Set() }),
          ],
        },
        contacts: [
          contact(1),
          contact(2),
          contact(3, { optedOut: true }),
          contact(4, { enrollments: [running()] }),
        ],
        entries: [act({ contactId: '4' })],
      }),
    );
    const approved = approvedBy(plan);
    expect([...approved.changes]).toEqual([
      'unenroll sequence:500 4',
      'enroll sequence:500 1',
      'archive workflow:900 ',
    ]);
    expect([...approved.waiting]).toEqual([
      [
        'enroll sequence:500 2',
        {
          waiting: expect.stringMatching(/^daily limit of the sender reached/),
          waitsFor: 'sender-limit',
          until: '2026-11-21',
        },
      ],
    ]);
  });

  it('does not include a member without a contact', () => {
    const waiting = { address: 'a', status: 'waiting', reason: 'r' } as const;
    const target = { kind: 'sequence', key: 'q4', id: '500' } as const;
    const unchanged = [
      { ...waiting, target },
      { ...waiting, target, contact: { id: '1' } },
      { ...waiting, target, contact: { id: '2' }, status: 'blocked' as const },
    ];
    expect([...approvedBy({ changes: [], unchanged }).waiting]).toEqual([
      ['enroll sequence:500 1', { waiting: 'r' }],
    ]);
  });
});

describe('an undo, judged again', () => {
  const input = planInput({
    desired: { targets: [sequence({ members: [member(1), member(2)] })] },
    input: { undoRun: 3 },
  });
  const judge = judging(input);

  it('unenrolls a declared contact that is active through the run, and enrolls none', () => {
    const active = contact(1, { enrollments: [running()] });
    expect([...judge(only(active), ledgerView([act()]))]).toEqual([
      [
        'unenroll sequence:500 1',
        { change: expect.objectContaining({ action: 'unenroll', address: 'sequences.q4/1', owned: true }) },
      ],
    ]);
    expect(judge(only(active), ledgerView([act({ run: 4 })])).size).toBe(0);
    expect(judge(only(contact(2)), ledgerView()).size).toBe(0);
  });
});

describe('a contact of a target that left the files, judged again', () => {
  const input = planInput({
    desired: { suppress: [{ match: { id: '1' }, source: at(5) }] },
    observed: { targets: [observedTarget({ kind: 'sequence', id: '500' })] },
    entries: [act()],
    ledger: { targets: [{ kind: 'sequence', id: '500', key: 'q3', status: 'ready' }] },
  });
  const key = 'unenroll sequence:500 1';

  it('is unenrolled while it is active and suppressed', () => {
    const judge = judging(input, new Set([key]));
    const active = contact(1, { enrollments: [running()] });
    expect(judge(only(active), ledgerView([act()])).get(key)).toMatchObject({
      change: { action: 'unenroll', address: 'sequences.q3/1', suppressed: true },
    });
    expect(judge(only(contact(1)), ledgerView([act()])).size).toBe(0);
  });
});

describe('the facts of one judgment', () => {
  const desired = { targets: [sequence({ members: [member(1), member(2)] })] };
  const input = planInput({ desired, contacts: [contact(1), contact(2, { optedOut: true })] });
  const judge = judging(input);
  const pause = { actor: 'ana', at: '2026-11-20T11:00:00.000Z' };
  const paused = [['enroll sequence:500 1', { waiting: 'paused by ana on 2026-11-20', waitsFor: 'pause' }]];

  it('include the pauses of the ledger, unless newer ones are given', () => {
    const ledger = ledgerView([], { pauses: [pause] });
    expect([...judge(only(contact(1)), ledger)]).toEqual(paused);
    expect(changesOf(judge(only(contact(1)), ledger, { pauses: [] }))).toHaveLength(1);
    expect([...judge(only(contact(1)), ledgerView(), { pauses: [pause] })]).toEqual(paused);
  });

  it('use each ledger that is given, in any order', () => {
    const open = ledgerView([act({ state: 'open' })]);
    const sizes = [ledgerView(), open, open, ledgerView(), input.ledger, open].map(
      (ledger) => judge(only(contact(1)), ledger).size,
    );
    expect(sizes).toEqual([1, 0, 0, 1, 1, 0]);
  });

  it('do not return an enrollment that waits and was not approved', () => {
    const unapproved = judging(input, new Set(['enroll sequence:500 2']));
    expect(unapproved(only(contact(1)), ledgerView(), { pauses: [pause] }).size).toBe(0);
  });

  it('do not return an approved enrollment that is blocked now', () => {
    expect(judge(only(contact(2, { optedOut: true })), ledgerView(), { pauses: [pause] }).size).toBe(0);
  });

  it('include the recipients and the filters of the plan', () => {
    const rehearsal = { ...desired, limits: limits({ recipients: ['p2@northwind.example'] }) };
    const all = new Map([1, 2].map((id) => [String(id), contact(id)]));
    const keys = (parts: Parameters<typeof planInput>[0]) => [
      ...judging(planInput({ desired, ...parts }))(all, ledgerView()).keys(),
    ];
    expect(keys({})).toEqual(['enroll sequence:500 1', 'enroll sequence:500 2']);
    expect(keys({ desired: rehearsal })).toEqual(['enroll sequence:500 2']);
    expect(keys({ input: { exclude: ['*/2'] } })).toEqual(['enroll sequence:500 1']);
  });

  it('add the enrollments of this run to those of earlier runs today', () => {
    const limited = judging(
      planInput({ desired: { ...desired, limits: limits({ perSenderPerDay: 5 }) }, contacts: [contact(1)] }),
    );
    const ledger = ledgerView([], { sentToday: new Map([['7001', 3]]) });
    const result = (sent: number) =>
      limited(only(contact(1)), ledger, { sent: new Map([['7001', sent]]) }).get('enroll sequence:500 1');
    expect(result(1)).toHaveProperty('change');
    expect(result(2)).toEqual({
      waiting:
        'daily limit of the sender reached: maria@acme.example has 5 enrollments today and 0 in this plan; the limit is 5 (default)',
      waitsFor: 'sender-limit',
    });
  });
});

describe('the waiting of an approved enrollment', () => {
  const input = planInput({
    desired: { targets: [sequence({ members: [member(1)] })] },
    contacts: [contact(1)],
  });
  const key = 'enroll sequence:500 1';
  const pauses = [{ actor: 'ana', at: '2026-11-20T11:00:00.000Z' }];

  it('has the new reason, if it waits now for another one', () => {
    const rejudge = prepareRejudge(input, {
      changes: new Set(),
      waiting: new Map([[key, { waiting: 'earlier reason', waitsFor: 'pause' }]]),
    });
    const facts = { contacts: only(contact(1)), members: noMembers, ledger: ledgerView() };
    expect([...rejudge(facts)]).toEqual([[key, { waiting: 'earlier reason', waitsFor: 'pause' }]]);
    expect([...rejudge({ ...facts, pauses })]).toEqual([
      [key, { waiting: 'paused by ana on 2026-11-20', waitsFor: 'pause' }],
    ]);
  });

  it.each([
    ['keeps the day of its turn if it waits for the same reason', 'pause', '2026-11-23'],
    ['has no day if it waits for another reason', 'freeze', undefined],
  ] as const)('%s', (_case, waitsFor, until) => {
    const rejudge = prepareRejudge(input, {
      changes: new Set(),
      waiting: new Map([[key, { waiting: 'earlier reason', waitsFor, until: '2026-11-23' }]]),
    });
    const facts = { contacts: only(contact(1)), members: noMembers, ledger: ledgerView(), pauses };
    expect(rejudge(facts).get(key)).toEqual({
      waiting: 'paused by ana on 2026-11-20',
      waitsFor: 'pause',
      ...(until === undefined ? {} : { until }),
    });
  });

  it('has no day if it did not wait when the limits were checked', () => {
    const rejudge = prepareRejudge(input, { changes: new Set([key]), waiting: new Map() });
    const facts = { contacts: only(contact(1)), members: noMembers, ledger: ledgerView(), pauses };
    expect(rejudge(facts).get(key)).toEqual({ waiting: 'paused by ana on 2026-11-20', waitsFor: 'pause' });
  });
});
