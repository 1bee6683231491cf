import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../src/model/ledger/ledger-view.ts';
import type { ActiveEnrollment, EnrolledBy } from '../../src/model/observed-state.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import { ledgerUpdates } from '../../src/reconciler/ledger-updates.ts';
import {
  act,
  contact,
  listEntry,
  member,
  now,
  observedTarget,
  endedEnrollment,
  planInput,
  running,
  sequence,
  workflow,
} from './builders.ts';
import { trustEmail } from '../../src/model/email.ts';

const desired = { targets: [sequence({ members: [member('p1@northwind.example')] })] };
const active = [contact(1, { enrollments: [running({ id: 'e7' })] })];

describe('the records of an apply before it sends a request', () => {
  it('adopts a declared contact that someone else enrolled', () => {
    expect(ledgerUpdates(planInput({ desired, contacts: active })).adoptions).toEqual([
      {
        kind: 'sequence',
        targetId: '500',
        contactId: '1',
        origin: 'text',
        at: now,
        effectAt: '2026-11-10T09:00:00.000Z',
      },
    ]);
  });

  it('does not adopt a contact that the ledger has, or an erased contact', () => {
    expect(ledgerUpdates(planInput({ desired, contacts: active, entries: [act()] })).adoptions).toEqual([]);
    expect(
      ledgerUpdates(planInput({ desired, contacts: active, ledger: { isForgotten: () => true } })).adoptions,
    ).toEqual([]);
  });

  it('settles a request whose effect HubSpot now shows, active or ended', () => {
    const entries = [act({ state: 'open', intent: 12 })];
    const proof = {
      intent: 12,
      state: 'proved',
      at: now,
      evidence: 'read-back',
      effectAt: '2026-11-10T09:00:00.000Z',
    };
    expect(ledgerUpdates(planInput({ desired, contacts: active, entries })).settlements).toEqual([
      { ...proof, enrollmentId: 'e7' },
    ]);
    const ended = [contact(1, { enrollments: [endedEnrollment()] })];
    expect(ledgerUpdates(planInput({ desired, contacts: ended, entries })).settlements).toEqual([proof]);
  });

  it('does not settle a request by an earlier enrollment, or by none', () => {
    const entries = [act({ state: 'open', intent: 12, at: '2026-11-10T09:00:00.001Z' })];
    expect(ledgerUpdates(planInput({ desired, contacts: active, entries })).settlements).toEqual([]);
    expect(ledgerUpdates(planInput({ desired, contacts: [contact(1)], entries })).settlements).toEqual([]);
  });

  describe('of an intent without a response', () => {
    const before = '2026-11-10T08:00:00.000Z';
    const openIntent = [act({ state: 'open', intent: 12, at: before, senderUserId: '7001' })];
    const recorded = (enrollment: Partial<ActiveEnrollment>, entries = openIntent) =>
      ledgerUpdates(
        planInput({ desired, contacts: [contact(1, { enrollments: [running(enrollment)] })], entries }),
      );

    it.each([
      ['by the user id', { userId: '7001' }],
      ['by the email of that user, in another case', { email: 'Maria@acme.example' }],
    ])('proves it by an enrollment of its sender, %s', (_, enrolledBy) => {
      const { settlements, adoptions } = recorded({ enrolledBy });
      expect(settlements).toMatchObject([{ intent: 12, state: 'proved' }]);
      expect(adoptions).toEqual([]);
    });

    it.each([
      ['another user', { enrolledBy: { userId: '7002' } }],
      ['another email', { enrolledBy: { email: 'paul@acme.example' } }],
    ])('ends it as an adoption by an enrollment of %s, once', (_, enrollment) => {
      const { settlements, adoptions } = recorded(enrollment);
      expect(settlements).toEqual([
        {
          intent: 12,
          state: 'adopted',
          at: now,
          effectAt: '2026-11-10T09:00:00.000Z',
          evidence: 'read-back: enrolled by someone else',
        },
      ]);
      expect(adoptions).toEqual([]);
    });

    it('ends it as an adoption by an enrollment without a date', () => {
      const undated = { kind: 'sequence', targetId: '500', state: 'active' } as const;
      const input = planInput({
        desired,
        contacts: [contact(1, { enrollments: [undated] })],
        entries: openIntent,
      });
      const { settlements, adoptions } = ledgerUpdates(input);
      expect(settlements).toMatchObject([{ intent: 12, state: 'adopted' }]);
      expect(adoptions).toEqual([]);
    });

    it('does not settle it if the same declaration has an adoption', () => {
      const entries = [...openIntent, act({ state: 'adopted', intent: 13, at: before })];
      expect(recorded({ enrolledBy: { userId: '7002' } }, entries).settlements).toEqual([]);
      const other = [...openIntent, act({ state: 'adopted', intent: 13, at: before, since: '2026-11-01' })];
      expect(recorded({ enrolledBy: { userId: '7002' } }, other).settlements).toHaveLength(1);
    });

    it('does not own an enrollment by someone else', () => {
      const entries = openIntent;
      const plan = (enrolledBy: EnrolledBy) =>
        makePlan(
          planInput({
            desired: { targets: [sequence({ members: [] })] },
            contacts: [contact(1, { enrollments: [running({ enrolledBy })] })],
            entries,
          }),
        );
      expect(plan({ userId: '7001' }).changes).toMatchObject([{ action: 'unenroll', owned: true }]);
      expect(plan({ userId: '7002' }).changes).toEqual([]);
      expect(plan({ userId: '7002' }).unchanged).toMatchObject([{ status: 'unmanaged' }]);
    });
  });

  it('settles an accepted request once the active list shows its effect', () => {
    const entries = [act({ kind: 'workflow', targetId: '900', state: 'accepted', intent: 3 })];
    const observed = { targets: [observedTarget({ kind: 'workflow', id: '900', active: new Set(['1']) })] };
    const input = planInput({
      desired: { targets: [workflow({ members: [member(1)] })] },
      contacts: [contact(1)],
      entries,
      observed,
    });
    expect(ledgerUpdates(input).settlements).toEqual([
      { intent: 3, state: 'proved', at: now, evidence: 'read-back' },
    ]);
  });

  it('settles an accepted removal once the contact is not active', () => {
    const entries = [
      act(),
      act({ action: 'unenroll', state: 'accepted', intent: 4, at: '2026-11-19T09:00:00.000Z' }),
    ];
    expect(ledgerUpdates(planInput({ desired, contacts: active, entries })).settlements).toEqual([]);
    const out = [contact(1, { enrollments: [endedEnrollment({ how: 'unexplained' })] })];
    expect(ledgerUpdates(planInput({ desired, contacts: out, entries })).settlements).toMatchObject([
      { intent: 4, state: 'proved' },
    ]);
  });

  it('records the contact of a declared email that the ledger does not have', () => {
    expect(ledgerUpdates(planInput({ desired, contacts: active })).declaredEmails).toEqual([
      { email: 'p1@northwind.example', contactId: '1' },
    ]);
    expect(
      ledgerUpdates(planInput({ desired, contacts: active, ledger: { contactOf: () => '1' } }))
        .declaredEmails,
    ).toEqual([]);
  });

  it('records the targets that the filters select as the baseline for drift', () => {
    const targets = [sequence(), workflow()];
    const observed = {
      targets: [observedTarget({ kind: 'sequence', id: '500', revision: 'r2', name: 'Q4' })],
    };
    expect(ledgerUpdates(planInput({ desired: { targets }, observed })).targets).toEqual([
      { kind: 'sequence', id: '500', key: 'q4', status: 'ready', revision: 'r2', name: 'Q4' },
      { kind: 'workflow', id: '900', key: 'onboarding', status: 'missing' },
    ]);
    expect(
      ledgerUpdates(planInput({ desired: { targets }, observed, input: { only: ['sequences.*'] } })).targets,
    ).toHaveLength(1);
  });
});

type Parts = Parameters<typeof planInput>[0];
const inFlow = { kind: 'workflow', targetId: '900' } as const;
const updates = (parts: Parts) => ledgerUpdates(planInput({ desired, ...parts }));

describe('the ends that an apply records', () => {
  const seenAt = now;
  const endedAt = '2026-11-15T09:00:00.000Z';
  const entry = act({ intent: 7 });
  const ended = (parts: Parameters<typeof endedEnrollment>[0] = {}) => [
    contact(1, { enrollments: [endedEnrollment(parts)] }),
  ];
  const { endedAt: _endedAt, ...undated } = endedEnrollment({ how: 'bounced' });
  const flow = { targets: [workflow({ members: [member(1)] })] };
  const unread = [contact(1, { workflowsRead: [] })];
  const removal = act({ action: 'unenroll', run: 4, at: '2026-11-12T09:00:00.000Z' });

  it.each<readonly [string, Parts, readonly object[]]>([
    [
      'the end that HubSpot shows',
      { contacts: ended(), entries: [entry] },
      [{ intent: 7, seenAt, endedAt, how: 'finished' }],
    ],
    [
      'an end without a date',
      { contacts: [contact(1, { enrollments: [undated] })], entries: [entry] },
      [{ intent: 7, seenAt, how: 'bounced' }],
    ],
    [
      'the end of a later enrollment, which does not explain this one',
      { contacts: ended({ enrolledAt: '2026-11-14T09:00:00.000Z' }), entries: [entry] },
      [{ intent: 7, seenAt, how: 'unexplained' }],
    ],
    [
      'an enrollment that HubSpot does not show',
      { contacts: [contact(1)], entries: [entry] },
      [{ intent: 7, seenAt, how: 'unexplained' }],
    ],
    [
      'a removal by rollcall, even if HubSpot still shows the enrollment',
      { contacts: active, entries: [entry, removal] },
      [{ intent: 7, seenAt, endedAt: '2026-11-12T09:00:00.000Z', how: 'unenrolled' }],
    ],
    [
      'an enrollment of a contact that was deleted',
      { contacts: [], entries: [entry] },
      [{ intent: 7, seenAt, how: 'unexplained' }],
    ],
    [
      'an adoption that is not active',
      { contacts: [contact(1)], entries: [act({ intent: 7, state: 'adopted' })] },
      [{ intent: 7, seenAt, how: 'unexplained' }],
    ],
    ['an active enrollment', { contacts: active, entries: [entry] }, []],
    ['a contact that is unreadable', { contacts: [contact(1, { unreadable: 'two' })], entries: [entry] }, []],
    [
      'a workflow that was not read',
      { desired: flow, contacts: unread, entries: [act({ ...inFlow, intent: 7 })] },
      [],
    ],
    [
      'a workflow that was read',
      { desired: flow, contacts: [contact(1)], entries: [act({ ...inFlow, intent: 7 })] },
      [{ intent: 7, seenAt, how: 'unexplained' }],
    ],
    [
      'a contact that this run did not read: an adoption in a sequence, no longer declared',
      { contacts: [], desired: { targets: [sequence()] }, entries: [act({ intent: 7, state: 'adopted' })] },
      [],
    ],
    [
      'an enrollment of exactly 15 minutes ago',
      { contacts: [contact(1)], entries: [act({ intent: 7, at: '2026-11-20T11:45:00.000Z' })] },
      [{ intent: 7, seenAt, how: 'unexplained' }],
    ],
    [
      'an enrollment of less than 15 minutes ago',
      { contacts: [contact(1)], entries: [act({ intent: 7, at: '2026-11-20T11:45:00.001Z' })] },
      [],
    ],
    [
      'an end that the ledger has',
      { contacts: [contact(1)], entries: [act({ intent: 7, end: { seenAt, how: 'finished' } })] },
      [],
    ],
    ['an entry without an intent', { contacts: [contact(1)], entries: [act()] }, []],
    ['a refused request', { contacts: [contact(1)], entries: [act({ intent: 7, state: 'refused' })] }, []],
    ['a removal', { contacts: [contact(1)], entries: [act({ intent: 7, action: 'unenroll' })] }, []],
    [
      'a request that this run settles',
      { contacts: ended(), entries: [act({ intent: 7, state: 'accepted' })] },
      [],
    ],
  ])('%s', (_case, parts, ends) => {
    expect(updates(parts).ends).toEqual(ends);
  });

  it('are judged under the id of the entry, and under the present id of a merged contact', () => {
    const joined = { targets: [sequence({ id: '501', replaces: '500', members: [member(9)] })] };
    const parts = {
      desired: joined,
      contacts: [
        contact(9, { mergedIds: ['1'], enrollments: [running({ targetId: '501' }), endedEnrollment()] }),
      ],
    };
    expect(updates({ ...parts, entries: [entry] }).ends).toEqual([
      { intent: 7, seenAt, endedAt, how: 'finished' },
    ]);
  });
});

describe('the settlement of an accepted request', () => {
  const accepted = act({ state: 'accepted', intent: 3, senderUserId: '7001' });
  const proof = { intent: 3, state: 'proved', at: now, evidence: 'read-back' };
  const effectAt = '2026-11-10T09:00:00.000Z';
  const settled = (parts: Parts) => updates(parts).settlements;
  const enrolled = (...enrollments: NonNullable<Parameters<typeof contact>[1]>['enrollments'] & object) => ({
    contacts: [contact(1, { enrollments })],
    entries: [accepted],
  });
  const undated = { kind: 'sequence', targetId: '500', state: 'active' } as const;

  it.each<readonly [string, Parts, readonly object[]]>([
    [
      'by an active enrollment of its time',
      enrolled(running({ id: 'e7' })),
      [{ ...proof, effectAt, enrollmentId: 'e7' }],
    ],
    ['by an ended enrollment of its time', enrolled(endedEnrollment()), [{ ...proof, effectAt }]],
    ['by an active enrollment without a date', enrolled(undated), [proof]],
    [
      'not by an ended enrollment without a date',
      enrolled({ kind: 'sequence', targetId: '500', state: 'ended', how: 'finished' }),
      [],
    ],
    [
      'not by an enrollment of another time',
      enrolled(running({ enrolledAt: '2026-11-15T09:00:00.000Z' })),
      [],
    ],
    ['not by an enrollment of another user', enrolled(running({ enrolledBy: { userId: '7002' } })), []],
    ['not by an enrollment in another sequence', enrolled(running({ targetId: '501' })), []],
    ['not by an enrollment in a workflow with the same id', enrolled(running({ kind: 'workflow' })), []],
    [
      'by the second of two enrollments',
      enrolled(endedEnrollment({ enrolledAt: '2026-11-01T09:00:00.000Z' }), running()),
      [{ ...proof, effectAt }],
    ],
  ])('%s', (_case, parts, settlements) => {
    expect(settled(parts)).toEqual(settlements);
  });

  it.each<readonly [string, readonly string[], Partial<LedgerEntry>, number]>([
    ['shows the present id of the contact', ['9'], {}, 1],
    ['shows another contact', ['8'], {}, 0],
    ['shows the contact, and the request was refused', ['9'], { state: 'refused' }, 0],
    ['shows the contact, and the request is open', ['9'], { state: 'open' }, 0],
    ['shows the contact, and the request has no intent', ['9'], { intent: undefined } as object, 0],
  ])('by the active list of a workflow that %s', (...[, list, parts, count]) => {
    const found = settled({
      desired: { targets: [workflow({ members: [member(9)] })] },
      contacts: [contact(9, { mergedIds: ['1'] })],
      observed: { targets: [observedTarget({ kind: 'workflow', id: '900', active: new Set(list) })] },
      entries: [act({ ...inFlow, state: 'accepted', intent: 3, ...parts })],
    });
    expect(found).toEqual(count === 1 ? [proof] : []);
  });

  it('prefers the enrollment that proves an open request to one of someone else', () => {
    const open = act({ state: 'open', intent: 3, at: '2026-11-10T08:00:00.000Z', senderUserId: '7001' });
    const other = running({ id: 'e1', enrolledBy: { userId: '7002' } });
    const own = running({ id: 'e2', enrolledBy: { userId: '7001' } });
    expect(settled({ contacts: [contact(1, { enrollments: [other, own] })], entries: [open] })).toEqual([
      { ...proof, effectAt, enrollmentId: 'e2' },
    ]);
  });

  it('ends an open request as an adoption, without a date, if the enrollment has none', () => {
    const open = act({ state: 'open', intent: 3, at: '2026-11-10T08:00:00.000Z', senderUserId: '7001' });
    expect(settled({ contacts: [contact(1, { enrollments: [undated] })], entries: [open] })).toEqual([
      {
        intent: 3,
        state: 'adopted',
        at: now,
        evidence: 'read-back: enrolled by rollcall or by someone else',
      },
    ]);
  });
});

describe('the settlement of an accepted removal', () => {
  const removal = act({ ...inFlow, action: 'unenroll', state: 'accepted', intent: 4 });
  const flow = (parts: Parts, active?: readonly string[]): Parts => ({
    desired: { targets: [workflow()] },
    observed: {
      targets: [
        observedTarget({ kind: 'workflow', id: '900', ...(active ? { active: new Set(active) } : {}) }),
      ],
    },
    entries: [removal],
    ...parts,
  });
  const inside = running(inFlow);

  it.each<readonly [string, Parts, boolean]>([
    ['by a contact that is not active', flow({ contacts: [contact(1)] }), true],
    ['by a list without the contact', flow({ contacts: [contact(1)] }, ['2']), true],
    ['not by a list with the contact', flow({ contacts: [contact(1)] }, ['1']), false],
    ['not by a contact that is active', flow({ contacts: [contact(1, { enrollments: [inside] })] }), false],
    [
      'by a contact that is active in another target',
      flow({ contacts: [contact(1, { enrollments: [running(), { ...inside, targetId: '901' }] })] }),
      true,
    ],
    [
      'by a contact whose enrollment ended',
      flow({ contacts: [contact(1, { enrollments: [endedEnrollment(inFlow)] })] }),
      true,
    ],
    ['not by a contact that is unreadable', flow({ contacts: [contact(1, { unreadable: 'two' })] }), false],
    ['not by a contact that was not found', flow({ contacts: [contact(2)] }), false],
    ['of a merged contact', flow({ contacts: [contact(9, { mergedIds: ['1'] })] }), true],
    [
      'not of a merged contact that is listed',
      flow({ contacts: [contact(9, { mergedIds: ['1'] })] }, ['9']),
      false,
    ],
    [
      'not for a request without a response',
      flow({ contacts: [contact(1)], entries: [{ ...removal, state: 'open' }] }),
      false,
    ],
    [
      'not for a proved removal',
      flow({ contacts: [contact(1)], entries: [{ ...removal, state: 'proved' }] }),
      false,
    ],
  ])('%s', (_case, parts, isSettled) => {
    expect(updates(parts).settlements).toEqual(
      isSettled ? [{ intent: 4, state: 'proved', at: now, evidence: 'read-back' }] : [],
    );
  });
});

describe('the adoptions of an apply', () => {
  it('record the id of the enrollment, the `since` and the list of the declaration, and all emails', () => {
    const emails = ['p1@northwind.example', 'old@northwind.example'].map(trustEmail);
    const { enrolledAt: _enrolledAt, ...undated } = running();
    const found = updates({
      desired: {
        targets: [sequence({ id: '501', replaces: '500', since: '2026-11-01', members: [listEntry('482')] })],
      },
      observed: { lists: new Map([['482', { id: '482', members: ['1'] }]]) },
      contacts: [contact(1, { emails, enrollments: [undated] })],
    });
    expect(found.adoptions).toEqual([
      { kind: 'sequence', targetId: '500', contactId: '1', since: '2026-11-01', origin: 'list:482', at: now },
    ]);
    expect(found.identities).toEqual(emails.map((email) => ({ email, contactId: '1' })));
    expect(found.joins).toEqual([{ kind: 'sequence', targetId: '501', formerId: '500' }]);
  });

  it('do not include contacts that are not declared, or that the filters exclude', () => {
    const contacts = [1, 2].map((id) => contact(id, { enrollments: [running()] }));
    expect(updates({ contacts }).adoptions).toMatchObject([{ contactId: '1' }]);
    expect(updates({ contacts, input: { exclude: ['*/1'] } }).adoptions).toEqual([]);
    expect(updates({ contacts, input: { exclude: ['*/1'] } }).identities).toEqual([]);
  });

  it('include one in a target if only an intent in another target ends as an adoption', () => {
    const open = act({ state: 'open', intent: 12, at: '2026-11-10T08:00:00.000Z', senderUserId: '7001' });
    const enrolledBy = { userId: '7002' };
    const found = updates({
      desired: { targets: [sequence({ members: [member(1)] }), workflow({ members: [member(1)] })] },
      contacts: [contact(1, { enrollments: [running({ enrolledBy }), running(inFlow)] })],
      entries: [open],
    });
    expect(found.settlements).toMatchObject([{ intent: 12, state: 'adopted' }]);
    expect(found.adoptions).toMatchObject([{ kind: 'workflow', targetId: '900' }]);
  });
});

describe('the joins of an apply', () => {
  const join = { kind: 'sequence', targetId: '500', formerId: '400' } as const;
  const joined = { targets: [sequence({ replaces: '400' })] };
  const alone = { targets: [sequence({ replaces: 'none' }), workflow()] };

  it.each([
    ['a join that the ledger does not have', joined, [], [join], []],
    ['a join that the ledger has', joined, [join], [], []],
    ['the join of another former id', joined, [{ ...join, formerId: '300' }], [join], []],
    ['the join of another id', joined, [{ ...join, targetId: '501' }], [join], []],
    ['the same join of the other kind', joined, [{ ...join, kind: 'workflow' }], [join], []],
    ['a separation from a former id', alone, [join], [], [{ kind: 'sequence', id: '500' }]],
    [
      'a separation from a later id',
      alone,
      [{ ...join, targetId: '600', formerId: '500' }],
      [],
      [{ kind: 'sequence', id: '500' }],
    ],
    ['a separation without a join', alone, [{ ...join, targetId: '501' }], [], []],
    ['a separation, and a join of the other kind', alone, [{ ...join, kind: 'workflow' }], [], []],
  ] as const)('%s', (...[, files, joins, recorded, separated]) => {
    const found = updates({ desired: files, ledger: { joins } });
    expect(found.joins).toEqual(recorded);
    expect(found.separated).toEqual(separated);
  });
});

describe('the declared emails that an apply records', () => {
  const email = trustEmail('p1@northwind.example');

  it.each<readonly [string, Parts, readonly object[]]>([
    [
      'of a contact that the ledger knows by another id',
      { ledger: { contactOf: () => '8' } },
      [{ email, contactId: '1' }],
    ],
    ['of a member by id only', { desired: { targets: [sequence({ members: [member(1)] })] } }, []],
    ['of a contact that was not found', { contacts: [] }, []],
    [
      'of a contact that has the email no longer',
      {
        contacts: [contact(1, { emails: [trustEmail('new@northwind.example')], enrollments: [running()] })],
        entries: [act()],
        ledger: { contactOf: () => '1' },
      },
      [],
    ],
    [
      'of a row whose id is of another contact',
      {
        desired: {
          targets: [sequence({ members: [{ ...member(2), person: { id: '2', email } } as never] })],
        },
        contacts: [contact(1), contact(2)],
      },
      [],
    ],
    [
      'once, of a contact in two targets',
      {
        desired: {
          targets: [sequence({ members: [member(email)] }), workflow({ members: [member(email)] })],
        },
      },
      [{ email, contactId: '1' }],
    ],
  ])('%s', (_case, parts, declaredEmails) => {
    expect(updates({ contacts: [contact(1)], ...parts }).declaredEmails).toEqual(declaredEmails);
  });
});

it('the baselines include a target of which the filters select only a contact', () => {
  const targets = [sequence({ members: [member(1)] }), workflow({ members: [member(2)] })];
  const parts = { desired: { targets }, contacts: [contact(1), contact(2)] };
  const keys = (only: readonly string[]) =>
    updates({ ...parts, input: { only } }).targets.map(({ key }) => key);
  expect(keys(['sequences.q4/1'])).toEqual(['q4']);
  expect(keys(['sequences.q4/7'])).toEqual([]);
  expect(keys(['workflows.onboarding'])).toEqual(['onboarding']);
});

describe('a request to create a workflow whose response was lost', () => {
  const at = '2026-11-10T08:00:00.000Z';
  const creations = [{ intent: 31, run: 4, key: 'welcome', at }];
  const files = (id: string) => ({ targets: [workflow({ key: 'welcome', id, members: [] })] });
  const settled = (id: string, createdAt: string | undefined) =>
    ledgerUpdates(
      planInput({
        desired: files(id),
        observed: {
          targets: [
            observedTarget({ kind: 'workflow', id, ...(createdAt === undefined ? {} : { createdAt }) }),
          ],
        },
        ledger: { creations },
      }),
    ).settlements;

  it('is settled by its name if the key was renamed', () => {
    const renamed = { ...creations[0], intent: 31, run: 4, at, key: 'drip', name: 'Welcome' };
    const updates = (name: string) =>
      ledgerUpdates(
        planInput({
          desired: { targets: [workflow({ key: 'onboarding' })] },
          observed: { targets: [observedTarget({ kind: 'workflow', id: '900', name, createdAt: at })] },
          ledger: { creations: [renamed] },
        }),
      ).settlements;
    expect(updates('Welcome ')).toMatchObject([{ intent: 31, state: 'proved', createdId: '900' }]);
    expect(updates('Onboarding')).toEqual([]);
  });

  it('is settled by the id that the files name, if HubSpot created it since then', () => {
    expect(settled('900', '2026-11-10T08:00:01.000Z')).toMatchObject([
      { intent: 31, state: 'proved', createdId: '900' },
    ]);
  });

  it.each([
    ['is older than the request', '2026-11-10T07:59:59.000Z'],
    ['has no known time of creation', undefined],
  ])('stays open if the workflow of that id %s', (_, createdAt) => {
    expect(settled('900', createdAt)).toEqual([]);
  });
});
