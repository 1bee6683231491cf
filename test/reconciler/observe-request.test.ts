import { describe, expect, it } from 'vitest';
import type {
  DesiredEntry,
  DesiredState,
  DesiredTarget,
  DesiredWorkflow,
} from '../../src/model/desired-state.ts';
import type { WorkflowDefinition } from '../../src/model/definition.ts';
import { trustEmail } from '../../src/model/email.ts';
import type { LedgerEntry, LedgerView } from '../../src/model/ledger/ledger-view.ts';
import { observeRequest } from '../../src/reconciler/observe-request.ts';
import {
  act,
  at,
  desiredState,
  ledgerView,
  listEntry,
  maria,
  member,
  now,
  paul,
  sequence,
  workflow,
} from './builders.ts';

const emptyWorkflow: WorkflowDefinition = {
  kind: 'workflow',
  name: '',
  enrollment: { trigger: 'manual' },
  reEnroll: false,
  unenrollUnmatched: false,
  suppressionLists: [],
  unenrollFrom: [],
  actions: [],
  raw: {},
};

describe('the observe request', () => {
  it('asks for the names of workflows to create, and for the ids of those that were created', () => {
    const named = (name: string): WorkflowDefinition => ({ ...emptyWorkflow, name });
    const desired = desiredState({
      creations: ['welcome', 'spring'].map((key) => ({
        key,
        definition: `${key}.yaml`,
        members: 0,
        source: at(4),
      })),
      definitions: new Map([
        ['welcome.yaml', named('Welcome')],
        ['spring.yaml', named('Spring')],
      ]),
    });
    const known = { intent: 7, run: 3, key: 'welcome', at: now };
    const requested = (creations: LedgerView['creations']) => {
      const { newNames, createdIds } = observeRequest(desired, ledgerView([], { creations }), now);
      return { newNames, createdIds };
    };
    expect(requested([])).toEqual({ newNames: ['Welcome', 'Spring'], createdIds: [] });
    expect(requested([known])).toEqual({ newNames: ['Welcome', 'Spring'], createdIds: [] });
    expect(requested([{ ...known, id: '55' }])).toEqual({ newNames: ['Spring'], createdIds: ['55'] });
    // A key that is not in the files may have been renamed.
    const other = { ...known, key: 'other', id: '56' };
    expect(requested([other]).createdIds).toEqual(['56']);
    // A workflow whose key has an id in the files by now is read as a target.
    const targets = [workflow({ key: 'other', id: '57' })];
    const view = ledgerView([], { creations: [other] });
    expect(observeRequest({ ...desired, targets }, view, now).createdIds).toEqual([]);
  });

  it('names each declared or absent contact once, and by id if the ledger knows it', () => {
    const desired = desiredState({
      targets: [
        sequence({
          members: [member('Ana@northwind.example'), member(5)],
          absent: [{ person: { id: '6' }, source: at(40) }],
        }),
        workflow({ members: [member('ana@northwind.example'), member(5)] }),
      ],
    });
    const ledger = ledgerView([], { contactOf: (email) => (email.startsWith('ana') ? '77' : undefined) });
    expect(observeRequest(desired, ledger, now).people).toEqual([
      { email: 'ana@northwind.example' },
      { id: '77' },
      { id: '5' },
      { id: '6' },
    ]);
  });

  it('names both the id and the email of a row, and every other contact of the files and the ledger', () => {
    const row = { type: 'person', source: at(30), literal: true } as const;
    const [ana, noor] = [trustEmail('ana@northwind.example'), trustEmail('noor@contoso.example')];
    const absent = [{ person: { id: '6' }, source: at(40) }];
    const { members: _, ...withoutMembers } = workflow({ absent });
    const desired = desiredState({
      targets: [
        sequence({
          members: [
            { ...row, person: { id: '5', email: ana } },
            { ...row, person: { email: noor } },
          ],
        }),
        withoutMembers,
      ],
    });
    const remembered: Readonly<Record<string, string>> = {
      'ana@northwind.example': '77',
      'noor@contoso.example': '78',
    };
    const ledger = ledgerView([], { contactOf: (email) => remembered[email] });
    expect(observeRequest(desired, ledger, now).people).toEqual([
      { id: '5' },
      { email: ana },
      { id: '77' },
      { email: noor },
      { id: '78' },
      { id: '6' },
    ]);
  });

  it('names the properties of all conditions, each once', () => {
    const condition = (property: string) =>
      ({ property, test: 'known', values: [], source: at(12) }) as const;
    const desired = desiredState({
      targets: [
        sequence({
          require: [condition('country'), condition('lifecyclestage')],
          members: [member(1, { require: [condition('region')] })],
        }),
        workflow({ require: [condition('country')] }),
      ],
    });
    expect(observeRequest(desired, ledgerView(), now).requiredProperties).toEqual([
      'country',
      'lifecyclestage',
      'region',
    ]);
    expect(observeRequest(desiredState(), ledgerView(), now).requiredProperties).toEqual([]);
  });

  it('names contacts that rollcall may have enrolled and did not unenroll, in any order of the ledger', () => {
    const entries = [
      act({ contactId: '1' }),
      act({ contactId: '2', state: 'open' }),
      act({ contactId: '3', state: 'refused' }),
      act({ contactId: '4', state: 'adopted' }),
      act({ contactId: '5', action: 'unenroll', at: '2026-11-12T00:00:00.000Z' }),
      act({ contactId: '5' }),
    ];
    expect(observeRequest(desiredState(), ledgerView(entries), now).people).toEqual([
      { id: '1' },
      { id: '2' },
    ]);
  });

  it('names the lists, senders and owners of the members', () => {
    const desired = desiredState({
      targets: [
        sequence({
          members: [
            listEntry('482'),
            member(1, { sender: { email: paul.email } }),
            member(2, { sender: 'contact-owner' }),
          ],
        }),
        workflow({ members: [listEntry('482'), listEntry('Leads')] }),
      ],
    });
    expect(observeRequest(desired, ledgerView(), now)).toMatchObject({
      lists: ['482', 'Leads'],
      senders: [maria.email, paul.email],
      owners: true,
    });
  });

  it('names targets that only the ledger has', () => {
    const ledger = ledgerView([act({ targetId: '400' })], {
      targets: [
        { kind: 'sequence', id: '500', key: 'renamed', status: 'ready' },
        { kind: 'workflow', id: '902', key: 'gone', status: 'ready' },
      ],
    });
    expect(observeRequest(desiredState({ targets: [sequence()] }), ledger, now).ledgerTargets).toEqual([
      { kind: 'sequence', id: '400', key: '400' },
      { kind: 'workflow', id: '902', key: 'gone' },
    ]);
  });
});

describe('the contacts of the observe request', () => {
  it('names a row with an id and an email by both, apart from each other', () => {
    const row: DesiredEntry = {
      ...member(5),
      type: 'person',
      person: { id: '5', email: trustEmail('bo@northwind.example') },
    };
    const desired = desiredState({ targets: [sequence({ members: [row, member(6)] })] });
    const ledger = ledgerView([], { contactOf: (email) => (email.startsWith('bo') ? '9' : undefined) });
    expect(observeRequest(desired, ledger, now).people).toEqual([
      { id: '5' },
      { email: 'bo@northwind.example' },
      { id: '9' },
      { id: '6' },
    ]);
  });

  it('asks for every member only if a suppress entry is about emails', () => {
    const everyMember = (...suppress: DesiredState['suppress']) =>
      observeRequest(desiredState({ suppress }), ledgerView(), now).everyMember;
    expect(everyMember()).toBe(false);
    expect(everyMember({ match: { id: '5' }, source: at(2) })).toBe(false);
    expect(everyMember({ match: { id: '5' }, source: at(2) }, emailBan)).toBe(true);
  });

  const emailBan = { match: { email: 'bo@northwind.example' }, source: at(3) };
});

describe('enrollments without a recorded end', () => {
  const unended = (desired: DesiredState, ...entries: readonly LedgerEntry[]) =>
    observeRequest(desired, ledgerView(entries), now).unendedEnrollments.map(
      ({ kind, targetId, contactId, since }) => `${kind}:${targetId}/${contactId} ${since.slice(0, 10)}`,
    );

  it('are the latest of each contact and target, in any order of the ledger', () => {
    const first = act({ at: '2026-11-10T00:00:00.000Z' });
    const second = act({ at: '2026-11-12T00:00:00.000Z' });
    const elsewhere = act({ targetId: '501', at: '2026-11-11T00:00:00.000Z' });
    for (const entries of [
      [first, second, elsewhere],
      [second, first, elsewhere],
    ])
      expect(unended(desiredState(), ...entries).toSorted()).toEqual([
        'sequence:500/1 2026-11-12',
        'sequence:501/1 2026-11-11',
      ]);
  });

  it.each([
    ['a removal at the same time', act({ action: 'unenroll', at: '2026-11-10T09:00:00.000Z' }), []],
    ['a later removal', act({ action: 'unenroll', at: '2026-11-11T09:00:00.000Z' }), []],
    [
      'an earlier removal',
      act({ action: 'unenroll', at: '2026-11-09T09:00:00.000Z' }),
      ['sequence:500/1 2026-11-10'],
    ],
    [
      'a removal without a proof',
      act({ action: 'unenroll', state: 'open', at: '2026-11-11T09:00:00.000Z' }),
      ['sequence:500/1 2026-11-10'],
    ],
    [
      'a removal from another target',
      act({ action: 'unenroll', targetId: '501', at: '2026-11-11T09:00:00.000Z' }),
      ['sequence:500/1 2026-11-10'],
    ],
    [
      'a removal of another contact',
      act({ action: 'unenroll', contactId: '2', at: '2026-11-11T09:00:00.000Z' }),
      ['sequence:500/1 2026-11-10'],
    ],
  ])('with %s', (_what, removal, expected) => {
    expect(unended(desiredState(), act(), removal)).toEqual(expected);
  });

  it('have no recorded end', () => {
    expect(
      unended(desiredState(), act({ end: { seenAt: '2026-11-12T00:00:00.000Z', how: 'finished' } })),
    ).toEqual([]);
  });

  const unmanaged = (parts: Partial<DesiredWorkflow> = {}): DesiredWorkflow => {
    const { members: _, ...rest } = workflow(parts);
    return rest;
  };
  const adopted = act({ kind: 'workflow', targetId: '900', state: 'adopted' });
  it.each<[what: string, target: DesiredTarget, isRead: boolean]>([
    ['a workflow without an `activeList`', workflow(), true],
    ['a workflow whose members are not managed', unmanaged(), false],
    ['a retired workflow whose members are not managed', unmanaged({ retired: true }), true],
    ['a workflow with an `activeList`', workflow({ activeList: '553' }), false],
    ['another workflow', workflow({ id: '901' }), false],
    ['a sequence with the same id', sequence({ id: '900' }), false],
  ])('include an adopted contact of %s: %#', (_what, target, isRead) => {
    const contacts = unended(desiredState({ targets: [target] }), adopted);
    expect(contacts).toEqual(isRead ? ['workflow:900/1 2026-11-10'] : []);
  });

  it('do not include an adopted contact of a sequence: its contacts show it', () => {
    expect(unended(desiredState({ targets: [sequence()] }), act({ state: 'adopted' }))).toEqual([]);
  });
});

describe('the enrollments to verify', () => {
  const verified = (...entries: readonly LedgerEntry[]): readonly string[] =>
    observeRequest(desiredState(), ledgerView(entries), now).verify.map(({ contactId }) => contactId);

  it('are those of the last 15 minutes: HubSpot may not show them yet', () => {
    expect(
      verified(
        act({ contactId: '1', at: '2026-11-20T11:45:00.000Z' }),
        act({ contactId: '2', at: '2026-11-20T11:45:00.001Z' }),
        act({ contactId: '3', at: now }),
      ),
    ).toEqual(['2', '3']);
  });

  it('may have taken effect', () => {
    const at = '2026-11-20T11:59:00.000Z';
    expect(
      verified(
        act({ contactId: '1', at, state: 'refused' }),
        act({ contactId: '2', at, action: 'unenroll' }),
        act({ contactId: '3', at, state: 'accepted' }),
      ),
    ).toEqual(['3']);
    expect(observeRequest(desiredState(), ledgerView([act({ at })]), now).verify).toEqual([
      { kind: 'sequence', targetId: '500', contactId: '1', since: at },
    ]);
  });
});

it('asks who enrolled each contact with an open request in a sequence, once', () => {
  const entries = [
    act({ contactId: '1', state: 'open' }),
    act({ contactId: '1', state: 'open', targetId: '501' }),
    act({ contactId: '2' }),
    act({ contactId: '3', state: 'open', kind: 'workflow', targetId: '900' }),
    act({ contactId: '4', state: 'open', action: 'unenroll' }),
  ];
  expect(observeRequest(desiredState(), ledgerView(entries), now).enrolledBy).toEqual(['1']);
});

describe('the targets outside the files', () => {
  const further = (desired: DesiredState, ledger: Partial<LedgerView> = {}) =>
    observeRequest(desired, ledgerView([], ledger), now).ledgerTargets;

  it('include a replaced id, with the unenroll route of the target that replaces it', () => {
    const targets = [sequence({ id: '501', replaces: '500', unenroll: { workflow: '7781' } })];
    expect(further(desiredState({ targets }))).toEqual([
      { kind: 'sequence', id: '500', key: '500', unenroll: { workflow: '7781' } },
    ]);
  });

  it('have no route if their successor has none', () => {
    const targets = [sequence({ id: '501', replaces: '500' })];
    expect(further(desiredState({ targets }))).toEqual([{ kind: 'sequence', id: '500', key: '500' }]);
  });

  it('have the name of the ledger, if it has one', () => {
    const targets = [sequence({ id: '501', replaces: '500' })];
    const known = [{ kind: 'sequence', id: '500', key: 'old-key', status: 'ready' }] as const;
    expect(further(desiredState({ targets }), { targets: known })).toEqual([
      { kind: 'sequence', id: '500', key: 'old-key' },
    ]);
  });

  it('include both ids of a join that the ledger remembers', () => {
    const joins = [{ kind: 'sequence', targetId: '501', formerId: '500' }] as const;
    expect(
      further(desiredState({ targets: [sequence({ id: '502' })] }), { joins }).map(({ id }) => id),
    ).toEqual(['501', '500']);
  });
});

it('asks for the senders of sequences only', () => {
  const desired = desiredState({
    targets: [workflow(), sequence({ sender: 'contact-owner' })],
  });
  expect(observeRequest(desired, ledgerView(), now)).toMatchObject({ senders: [], owners: true, lists: [] });
});
