import { describe, expect, it } from 'vitest';
import type { DesiredTarget } from '../../src/model/desired-state.ts';
import { trustEmail } from '../../src/model/email.ts';
import type { LedgerEntry } from '../../src/model/ledger/ledger-view.ts';
import { isReadUntilEnd, observeRequest } from '../../src/reconciler/observe-request.ts';
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

describe('the observe request', () => {
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

const onTheTenth = '2026-11-10T09:00:00.000Z';
const onTheTwelfth = '2026-11-12T09:00:00.000Z';

describe('the contacts to read', () => {
  const peopleOf = (targets: readonly DesiredTarget[], contactOf?: (email: string) => string | undefined) =>
    observeRequest(desiredState({ targets }), ledgerView([], contactOf ? { contactOf } : {}), now).people;

  it('of a row with an id and an email are both: the row may name two contacts', () => {
    const email = trustEmail('ana@northwind.example');
    const row = { type: 'person', person: { id: '5', email }, source: at(30), literal: true } as const;
    expect(peopleOf([sequence({ members: [row] })])).toEqual([{ id: '5' }, { email }]);
  });

  it('are all of several emails, and each known id once', () => {
    const members = ['ana@northwind.example', 'bob@northwind.example'].map((email) => member(email));
    expect(peopleOf([sequence({ members: [...members, member(77)] })], () => '77')).toEqual([
      { email: 'ana@northwind.example' },
      { id: '77' },
      { email: 'bob@northwind.example' },
    ]);
  });

  it('are only those under `absent` if the files do not define the members', () => {
    const absent = [{ person: { id: '6' }, source: at(40) }];
    const { members: _members, ...target } = sequence({ absent });
    const request = observeRequest(desiredState({ targets: [target] }), ledgerView(), now);
    expect(request).toEqual({
      people: [{ id: '6' }],
      lists: [],
      senders: [maria.email],
      owners: false,
      targets: [target],
      everyMember: false,
      ledgerTargets: [],
      unendedEnrollments: [],
      verify: [],
      enrolledBy: [],
    });
  });

  it.each([
    ['no suppress entry', [], false],
    ['an id', [{ id: '5' }], false],
    ['an email', [{ email: '*@contoso.example' }], true],
    ['an id and an email', [{ id: '5' }, { email: '*@contoso.example' }], true],
  ])('include all active contacts if a suppressed email may match any of them: %s', (_case, matches, all) => {
    const suppress = matches.map((match) => ({ match, source: at(5) }));
    expect(observeRequest(desiredState({ suppress }), ledgerView(), now).everyMember).toBe(all);
  });
});

describe('the unended enrollments', () => {
  const unended = (...entries: readonly LedgerEntry[]) =>
    observeRequest(desiredState(), ledgerView(entries), now).unendedEnrollments;
  const first = act({ at: onTheTenth });
  const second = act({ at: onTheTwelfth });
  const shown = { kind: 'sequence', targetId: '500', contactId: '1' };

  it('are the latest of each contact and target, in any order of the ledger', () => {
    expect(unended(first, second)).toEqual([{ ...shown, since: onTheTwelfth }]);
    expect(unended(second, first)).toEqual([{ ...shown, since: onTheTwelfth }]);
  });

  it('are those of each target', () => {
    const workflowEntry = act({ kind: 'workflow', targetId: '500' });
    expect(unended(first, act({ targetId: '501' }), workflowEntry)).toEqual([
      { ...shown, since: onTheTenth },
      { ...shown, targetId: '501', since: onTheTenth },
      { ...shown, kind: 'workflow', since: onTheTenth },
    ]);
  });

  it('begin when they took effect, if the ledger has that time', () => {
    expect(unended(act({ at: onTheTenth, effectAt: onTheTwelfth }))).toEqual([
      { ...shown, since: onTheTwelfth },
    ]);
  });

  it('have no recorded end', () => {
    expect(unended(act({ end: { seenAt: onTheTwelfth, how: 'finished' } }))).toEqual([]);
  });

  const unenrollment = act({ action: 'unenroll', at: onTheTwelfth });

  it.each<[string, LedgerEntry, readonly LedgerEntry[]]>([
    ['a later unenrollment ends it', unenrollment, [first]],
    ['an unenrollment at the same time ends it', unenrollment, [second]],
  ])('end with an unenrollment by rollcall: %s', (_case, removal, entries) => {
    expect(unended(...entries, removal)).toEqual([]);
  });

  it.each<[string, LedgerEntry, LedgerEntry]>([
    ['an earlier one', act({ action: 'unenroll', at: onTheTenth }), second],
    ['one without a known effect', { ...unenrollment, state: 'accepted' }, first],
    ['an open one', { ...unenrollment, state: 'open' }, first],
    ['one of another contact', { ...unenrollment, contactId: '2' }, first],
    ['one from another sequence', { ...unenrollment, targetId: '501' }, first],
  ])('continue after another unenrollment: %s', (_case, removal, entry) => {
    expect(unended(entry, removal)).toEqual([{ ...shown, since: entry.at }]);
  });
});

describe('an entry of the ledger is read until its end', () => {
  const adopted = act({ state: 'adopted', kind: 'workflow', targetId: '900' });
  const { members: _members, ...unmanaged } = workflow();

  it.each<[string, LedgerEntry, boolean]>([
    ['proved', act(), true],
    ['accepted', act({ state: 'accepted' }), true],
    ['open', act({ state: 'open' }), true],
    ['refused', act({ state: 'refused' }), false],
    ['not sent', act({ state: 'not-sent' }), false],
    ['adopted in a sequence', act({ state: 'adopted' }), false],
    ['adopted, but rollcall may have enrolled the contact', act({ state: 'adopted', requested: true }), true],
    [
      'adopted at a known time after a request',
      act({ state: 'adopted', requested: true, effectAt: onTheTenth }),
      false,
    ],
    ['an unenrollment', act({ action: 'unenroll' }), false],
    ['refused in a workflow', { ...adopted, state: 'refused' }, false],
  ])('if rollcall made the enrollment or may have made it: %s', (_case, entry, isRead) => {
    expect(isReadUntilEnd(entry, { targets: [sequence(), workflow()] })).toBe(isRead);
  });

  it.each<[string, DesiredTarget | undefined, boolean]>([
    ['a workflow with members', workflow(), true],
    ['a retired workflow', { ...unmanaged, retired: true }, true],
    ['a retired workflow with members', workflow({ retired: 'archive' }), true],
    ['a workflow whose members the files do not define', unmanaged, false],
    ['a workflow with a list of its active contacts', workflow({ activeList: '553' }), false],
    ['another workflow', workflow({ id: '901' }), false],
    ['a sequence with the same id', sequence({ id: '900' }), false],
    ['no target', undefined, false],
  ])('if it is an adoption in a workflow that only its contacts show: %s', (_case, target, isRead) => {
    expect(isReadUntilEnd(adopted, { targets: target ? [target] : [] })).toBe(isRead);
  });

  it('unless the adoption is in a sequence with the id of a workflow', () => {
    expect(isReadUntilEnd({ ...adopted, kind: 'sequence' }, { targets: [workflow()] })).toBe(false);
  });
});

describe('the enrollments to verify', () => {
  const quarterHourAgo = '2026-11-20T11:45:00.000Z';
  const justNow = '2026-11-20T11:45:00.001Z';

  it.each<[string, LedgerEntry, boolean]>([
    ['less than 15 minutes ago', act({ at: justNow }), true],
    ['15 minutes ago', act({ at: quarterHourAgo }), false],
    ['requested long ago, in effect since just now', act({ effectAt: justNow }), true],
    ['requested just now, in effect for 15 minutes', act({ at: now, effectAt: quarterHourAgo }), false],
    ['open', act({ at: now, state: 'open' }), true],
    ['refused', act({ at: now, state: 'refused' }), false],
    ['an unenrollment', act({ at: now, action: 'unenroll' }), false],
  ])('are so recent that HubSpot may not show them: %s', (_case, entry, isVerified) => {
    const { kind, targetId, contactId, at: requested, effectAt: since = requested } = entry;
    expect(observeRequest(desiredState(), ledgerView([entry]), now).verify).toEqual(
      isVerified ? [{ kind, targetId, contactId, since }] : [],
    );
  });
});

describe('the contacts whose enroller is read', () => {
  it('have an enrollment request for a sequence with an unknown outcome', () => {
    const entries = [
      act({ state: 'open', contactId: '1' }),
      act({ state: 'open', contactId: '1', targetId: '501' }),
      act({ state: 'open', contactId: '2', kind: 'workflow' }),
      act({ state: 'open', contactId: '3', action: 'unenroll' }),
      act({ state: 'proved', contactId: '4' }),
      act({ state: 'open', contactId: '5' }),
    ];
    expect(observeRequest(desiredState(), ledgerView(entries), now).enrolledBy).toEqual(['1', '5']);
  });
});

describe('the further targets', () => {
  const targetsOf = (targets: readonly DesiredTarget[], ledger: Parameters<typeof ledgerView>[1] = {}) =>
    observeRequest(desiredState({ targets }), ledgerView([], ledger), now).ledgerTargets;
  const unenroll = { workflow: '800' };

  it('include a replaced id, with the unenroll route of its successor', () => {
    expect(targetsOf([sequence({ id: '501', replaces: '500' })])).toEqual([
      { kind: 'sequence', id: '500', key: '500' },
    ]);
    expect(targetsOf([sequence({ id: '501', replaces: '500', unenroll })])).toEqual([
      { kind: 'sequence', id: '500', key: '500', unenroll },
    ]);
  });

  it('take the route from the successor that has one', () => {
    const successors = [
      sequence({ key: 'new', id: '501', replaces: '500', unenroll }),
      sequence({ key: 'newer', id: '502', replaces: '500' }),
    ];
    expect(targetsOf(successors)).toEqual([{ kind: 'sequence', id: '500', key: '500', unenroll }]);
    expect(targetsOf(successors.toReversed())).toEqual(targetsOf(successors));
  });

  it('include the ids that an earlier apply joined, with the keys that the ledger knows', () => {
    const joins = [{ kind: 'workflow', targetId: '901', formerId: '900' } as const];
    const targets = [{ kind: 'workflow', id: '901', key: 'second', status: 'ready' } as const];
    expect(targetsOf([], { joins, targets })).toEqual([
      { kind: 'workflow', id: '901', key: 'second' },
      { kind: 'workflow', id: '900', key: '900' },
    ]);
    expect(targetsOf([workflow({ id: '902', replaces: '901', unenroll })], { joins })).toEqual([
      { kind: 'workflow', id: '901', key: '901', unenroll },
      { kind: 'workflow', id: '900', key: '900', unenroll },
    ]);
  });
});
