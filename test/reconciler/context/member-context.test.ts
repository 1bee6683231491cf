import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/model/ledger/ledger-view.ts';
import type { Enrollment, ObservedContact } from '../../../src/model/observed-state.ts';
import { trustEmail } from '../../../src/model/email.ts';
import {
  activeEnrollment,
  currentEnrollment,
  declaredMemberContext,
  historyOfContact,
  isUnread,
  joinedTargetDeclaring,
  latestEnded,
  latestSequenceEnrollment,
  limitToOwnIds,
  memberAddress,
  type MemberContext,
  memberContextOf,
  otherContactIds,
  shownEnd,
  sinceMidnight,
  suppressionOf,
  unseenUnenrollment,
} from '../../../src/reconciler/context/member-context.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import { makePlanningContext } from '../../../src/reconciler/context/planning-context.ts';
import {
  act,
  at,
  contact,
  endedEnrollment,
  member,
  now,
  observedTarget,
  planInput,
  running,
  sequence,
  workflow,
} from '../builders.ts';

type Input = Parameters<typeof planInput>[0];

const join = { kind: 'sequence', targetId: '500', formerId: '400' } as const;
const joined = { joins: [join] };
const inFlow = { kind: 'workflow', targetId: '900' } as const;

/** Returns the context of a contact in the first target (default: sequence 500), without its declaration. */
function undeclared(parts: Input = {}, contactId = '1'): MemberContext {
  const planning = makePlanningContext(planInput({ desired: { targets: [sequence()] }, ...parts }));
  return memberContextOf(planning, firstOf(planning.targets), contactId);
}

/** Returns the context of the first declared member of the first target. */
function declared(parts: Input): MemberContext {
  const planning = makePlanningContext(planInput(parts));
  const target = firstOf(planning.targets);
  return declaredMemberContext(planning, target, firstOf(target.declarations.members));
}

function firstOf<Item>(items: readonly Item[]): Item {
  const [first] = items;
  if (first === undefined) throw new Error('no items');
  return first;
}

/** Returns the context of contact 1 in workflow 900, which has the given state in the account. */
function inWorkflow(
  { active, reread = false }: { readonly active?: readonly string[]; readonly reread?: boolean },
  contacts: readonly ObservedContact[],
): MemberContext {
  const target = observedTarget({ ...inFlow, id: '900', ...(active ? { active: new Set(active) } : {}) });
  const memberContext = undeclared({
    desired: { targets: [workflow()] },
    contacts,
    observed: { targets: [target] },
  });
  return { ...memberContext, planning: { ...memberContext.planning, isReread: () => reread } };
}

/** Returns both orders of two items: HubSpot and the ledger promise none. */
function bothOrders<Item>(one: Item, other: Item): readonly (readonly Item[])[] {
  return [
    [one, other],
    [other, one],
  ];
}

const minutesAgo = (minutes: number): string => new Date(Date.parse(now) - minutes * 60_000).toISOString();

describe('the history of a contact in a target', () => {
  const entries = [
    act({ run: 1, kind: 'workflow' }),
    act({ run: 2, targetId: '400' }),
    act({ run: 3, targetId: '501' }),
    act({ run: 4 }),
  ];
  const runs = (records: readonly LedgerEntry[]): readonly number[] => records.map(({ run }) => run);

  it('includes replaced ids and excludes a workflow with the same id', () => {
    const memberContext = undeclared({ contacts: [contact(1)], entries, ledger: joined });
    expect(runs(memberContext.history)).toEqual([2, 4]);
    expect(runs(memberContext.entries)).toEqual([1, 2, 3, 4]);
    expect(runs(historyOfContact(memberContext, '1'))).toEqual([2, 4]);
    expect(historyOfContact(memberContext, '2')).toEqual([]);
  });

  it('is limited to the own ids for a removal, if another target of the files has the replaced id', () => {
    const desired = { targets: [sequence({ members: [member(1)] }), sequence({ key: 'q3', id: '400' })] };
    const whole = declared({ desired, contacts: [contact(1)], entries, ledger: joined });
    expect(runs(whole.history)).toEqual([2, 4]);
    expect(runs(limitToOwnIds(whole).history)).toEqual([4]);
    expect([...limitToOwnIds(whole).target.ids]).toEqual(['500']);
    const alone = declared({
      desired: { targets: desired.targets.slice(0, 1) },
      contacts: [contact(1)],
      entries,
      ledger: joined,
    });
    expect(limitToOwnIds(alone)).toBe(alone);
  });

  it('is empty for a declared email that no contact has', () => {
    const memberContext = declared({
      desired: { targets: [sequence({ members: [member('new@acme.example')] })] },
    });
    expect(memberContext).not.toHaveProperty('contactId');
    expect(memberContext).toMatchObject({ entries: [], history: [] });
    expect(memberAddress(memberContext)).toBe('sequences.q4/n•••@acme.example');
    expect(currentEnrollment(memberContext)).toBeUndefined();
    expect(joinedTargetDeclaring(memberContext)).toBeUndefined();
  });
});

describe('an active enrollment', () => {
  it('is of the kind and the id of the target', () => {
    const shown = (parts: Parameters<typeof running>[0]) =>
      currentEnrollment(undeclared({ contacts: [contact(1, { enrollments: [running(parts)] })] }));
    expect(shown({})).toMatchObject({ targetId: '500' });
    expect(shown({ kind: 'workflow' })).toBeUndefined();
    expect(shown({ targetId: '400' })).toBeUndefined();
  });

  it('may be under a replaced id, after the own id', () => {
    const found = (targetIds: readonly string[]) => {
      const enrollments = targetIds.map((targetId) => running({ targetId }));
      const memberContext = undeclared({ contacts: [contact(1, { enrollments })], ledger: joined });
      return activeEnrollment(memberContext)?.running?.targetId;
    };
    expect(found(['400'])).toBe('400');
    expect(found(['400', '500'])).toBe('500');
    expect(found(['450'])).toBeUndefined();
  });

  const activeIn = (ids: readonly string[], contacts: readonly ObservedContact[]) => {
    const targets = [observedTarget({ kind: 'sequence', id: '500', active: new Set(ids) })];
    return currentEnrollment(undeclared({ contacts, observed: { targets } }));
  };

  it('of a sequence is read from the contact, and from the active set without the contact', () => {
    expect(activeIn(['1'], [contact(1)])).toBeUndefined();
    expect(activeIn(['1'], [])).toEqual({ targetId: '500' });
    expect(activeIn(['2'], [])).toBeUndefined();
  });

  it('of a workflow is read from the active set, also under a merged id', () => {
    const merged = contact(1, { mergedIds: ['9'] });
    expect(currentEnrollment(inWorkflow({ active: ['1'] }, [merged]))).toEqual({ targetId: '900' });
    expect(currentEnrollment(inWorkflow({ active: ['9'] }, [merged]))).toEqual({ targetId: '900' });
    expect(currentEnrollment(inWorkflow({ active: ['2'] }, [merged]))).toBeUndefined();
    expect(currentEnrollment(inWorkflow({}, [merged]))).toBeUndefined();
  });

  it('of a workflow is read from the contact after it was read again', () => {
    expect(currentEnrollment(inWorkflow({ active: ['1'], reread: true }, [contact(1)]))).toBeUndefined();
  });

  it('made by rollcall counts for 15 minutes while HubSpot shows neither it nor its end', () => {
    const found = (made: string, enrollments: ObservedContact['enrollments'] = []) =>
      activeEnrollment(undeclared({ contacts: [contact(1, { enrollments })], entries: [act({ at: made })] }));
    const made = minutesAgo(5);
    expect(found(made)).toMatchObject({ own: { at: made } });
    expect(found(minutesAgo(15))).toBeUndefined();
    expect(found(made, [endedEnrollment({ enrolledAt: made, endedAt: now })])).toBeUndefined();
    expect(found(made, [endedEnrollment()])).toMatchObject({ own: { at: made } });
  });
});

describe('an unenrollment by rollcall that HubSpot does not show yet', () => {
  const removal = act({ action: 'unenroll', at: minutesAgo(5) });
  /** Returns contact 1, enrolled by someone else, after the given acts of rollcall. */
  const shown = (
    entries: readonly LedgerEntry[],
    parts: Parameters<typeof running>[0] = {},
    person: Partial<ObservedContact> = {},
  ) =>
    undeclared({
      contacts: [contact(1, { enrollments: [running(parts)], ...person })],
      entries,
      ledger: joined,
    });

  it('ends the enrollment that HubSpot still shows', () => {
    expect(unseenUnenrollment(shown([removal]))).toEqual(removal);
    expect(activeEnrollment(shown([removal]))).toBeUndefined();
    expect(activeEnrollment(shown([act(), removal]))).toBeUndefined();
    expect(unseenUnenrollment(shown([]))).toBeUndefined();
    expect(activeEnrollment(shown([]))).toMatchObject({ running: { targetId: '500' } });
  });

  it.each([
    ['was not proved', { state: 'accepted' }, {}],
    ['is an enrollment', { action: 'enroll' }, {}],
    ['is from another target', { targetId: '400' }, {}],
    ['is 15 minutes old', { at: minutesAgo(15) }, {}],
    ['is older than the enrollment', {}, { enrolledAt: minutesAgo(4) }],
  ] as const)('does not count if it %s', (_case, parts, enrollment) => {
    const memberContext = shown([{ ...removal, ...parts }], enrollment);
    expect(unseenUnenrollment(memberContext)).toBeUndefined();
    expect(currentEnrollment(memberContext)).toMatchObject({ targetId: '500' });
  });

  it.each([
    ['at the same time as the enrollment', { enrolledAt: minutesAgo(5) }],
    ['of an enrollment without a date', { enrolledAt: undefined }],
  ])('counts %s', (_case, { enrolledAt }) => {
    const { enrolledAt: _date, ...undated } = running();
    const enrollments = [enrolledAt === undefined ? undated : running({ enrolledAt })];
    expect(unseenUnenrollment(shown([removal], {}, { enrollments }))).toEqual(removal);
  });

  it('counts under a replaced id', () => {
    const former = { ...removal, targetId: '400' };
    expect(unseenUnenrollment(shown([former], { targetId: '400' }))).toEqual(former);
  });

  it('is the latest of several', () => {
    const latest = { ...removal, at: minutesAgo(3), run: 5 };
    expect(unseenUnenrollment(shown([removal, latest]))).toEqual(latest);
  });

  it('does not end the enrollment of the contact that was merged with the unenrolled one', () => {
    const merged = { mergedIds: ['9'] };
    const ofMerged = { ...removal, contactId: '9' };
    expect(unseenUnenrollment(shown([act(), ofMerged], {}, merged))).toBeUndefined();
    expect(activeEnrollment(shown([act(), ofMerged], {}, merged))).toMatchObject({ own: { contactId: '1' } });
  });
});

describe('the latest ended enrollment', () => {
  const latest = (enrollments: ObservedContact['enrollments']) =>
    latestEnded(undeclared({ contacts: [contact(1, { enrollments })], ledger: joined }));
  const early = endedEnrollment({ enrolledAt: '2026-11-01T09:00:00.000Z' });
  const late = endedEnrollment({ targetId: '400', enrolledAt: '2026-11-05T09:00:00.000Z' });
  const { enrolledAt: _date, ...endOnly } = endedEnrollment({ endedAt: '2026-11-03T09:00:00.000Z' });
  const { endedAt: _end, ...undated } = endOnly;

  it.each([
    ['by its start, also under a replaced id', late, early],
    ['by its end, if HubSpot shows no start', endOnly, early],
    ['by its start, before an earlier end without a start', late, endOnly],
    ['and not one without any date', early, undated],
  ])('is found %s', (_case, expected, other) => {
    for (const order of bothOrders(expected, other)) expect(latest(order)).toBe(expected);
  });

  it('is the first that HubSpot lists of two at the same time', () => {
    const same = { ...early, id: 'second' };
    expect(latest([early, same])).toBe(early);
    expect(latest([same, early])).toBe(same);
  });

  it('is neither active, of another target, nor of a workflow with the same id', () => {
    const others = [running(), endedEnrollment({ targetId: '450' }), endedEnrollment({ kind: 'workflow' })];
    expect(latest(others)).toBeUndefined();
    for (const other of others) expect(latest([early, other])).toBe(early);
    expect(latestEnded(undeclared())).toBeUndefined();
  });
});

describe('the end that HubSpot shows for a ledger entry', () => {
  const entry = act({ effectAt: '2026-11-10T09:00:00.000Z' });
  const isShown = (enrolledAt: string | undefined, of: LedgerEntry = entry): boolean => {
    const { enrolledAt: _date, ...undated } = endedEnrollment();
    const ended = enrolledAt === undefined ? undated : endedEnrollment({ enrolledAt });
    const memberContext = undeclared({ contacts: [contact(1, { enrollments: [ended] })], entries: [of] });
    return shownEnd(memberContext, of) === ended;
  };

  it.each([
    ['began an hour before the entry', '2026-11-10T08:00:00.000Z', true],
    ['began more than an hour before the entry', '2026-11-10T07:59:59.999Z', false],
    ['began at the same time', '2026-11-10T09:00:00.000Z', true],
    ['began days later: a later enrollment ended', '2026-11-13T09:00:00.000Z', true],
    ['has no date', undefined, true],
  ])('is that of an enrollment that %s: %s, %s', (_case, enrolledAt, expected) => {
    expect(isShown(enrolledAt)).toBe(expected);
  });

  it('is nothing without an ended enrollment', () => {
    expect(shownEnd(undeclared({ contacts: [contact(1)] }), entry)).toBeUndefined();
  });
});

describe('the state of a contact in a workflow', () => {
  const { workflowsRead: _read, ...unread } = contact(1);

  it.each([
    ['is known if the contact was read there', () => inWorkflow({}, [contact(1)]), false],
    ['is known through the active set', () => inWorkflow({ active: [] }, [unread]), false],
    ['is unknown without either', () => inWorkflow({}, [unread]), true],
    [
      'is unknown if only another workflow was read',
      () => inWorkflow({}, [contact(1, { workflowsRead: ['800'] })]),
      true,
    ],
    [
      'is unknown if the contact was read again without it',
      () => inWorkflow({ active: [], reread: true }, [unread]),
      true,
    ],
    [
      'is known if the contact was read again with it',
      () => inWorkflow({ active: [], reread: true }, [contact(1)]),
      false,
    ],
  ])('%s', (_case, memberContext, expected) => {
    expect(isUnread(memberContext(), '900')).toBe(expected);
  });

  it('is unknown under a replaced id that the account does not have', () => {
    expect(isUnread(inWorkflow({ active: [] }, [unread]), '700')).toBe(true);
  });

  it('is not unknown for a deleted contact, or in a sequence', () => {
    expect(isUnread(inWorkflow({}, []), '900')).toBe(false);
    expect(isUnread(undeclared({ contacts: [unread] }), '500')).toBe(false);
  });
});

describe('the latest enrollment in any sequence', () => {
  const latest = (enrollments: ObservedContact['enrollments']) =>
    latestSequenceEnrollment(contact(1, { enrollments }));
  const early = endedEnrollment({ enrolledAt: '2026-11-01T09:00:00.000Z' });
  const late = running({ targetId: '400', enrolledAt: '2026-11-05T09:00:00.000Z' });
  const { enrolledAt: _date, ...undated } = endedEnrollment({ targetId: '450' });

  it('is the one that began last; one without a date is the oldest', () => {
    for (const order of bothOrders<Enrollment>(late, early)) expect(latest(order)).toBe(late);
    for (const order of bothOrders(early, undated)) expect(latest(order)).toBe(early);
  });

  it('is the first that HubSpot lists of two at the same time, or of two without a date', () => {
    const same = { ...early, targetId: '400' };
    expect(latest([early, same])).toBe(early);
    expect(latest([undated, { ...undated, targetId: '400' }])).toBe(undated);
  });

  it('is not in a workflow', () => {
    for (const order of bothOrders<Enrollment>(early, { ...late, kind: 'workflow' as const }))
      expect(latest(order)).toBe(early);
    expect(latest([{ ...late, kind: 'workflow' }])).toBeUndefined();
  });
});

describe('the suppression of a contact', () => {
  const old = 'old@acme.example';
  const suppress = [{ match: { email: old }, source: at(5) }];
  const byId = (id: string) => [{ match: { id }, source: at(6) }];
  const lineOf = (memberContext: MemberContext) => suppressionOf(memberContext)?.source.line;
  const desired = { targets: [sequence()], suppress };
  const remembered = (id: string) => ({ contactsOf: (email: string) => (email === old ? [id] : []) });

  it.each([
    ['its id', '1', {}],
    ['a merged id', '9', { mergedIds: ['9'] }],
  ])('matches %s', (_case, id, person) => {
    const targets = [sequence()];
    const suppressed = (by: string) =>
      lineOf(undeclared({ desired: { targets, suppress: byId(by) }, contacts: [contact(1, person)] }));
    expect(suppressed(id)).toBe(6);
    expect(suppressed('2')).toBeUndefined();
  });

  it('matches a secondary email', () => {
    const emails = [trustEmail('new@acme.example'), trustEmail(old)];
    expect(lineOf(undeclared({ desired, contacts: [contact(1, { emails })] }))).toBe(5);
  });

  it('matches the declared id and email, if the contact no longer has them', () => {
    const targets = [sequence({ members: [member(8)] })];
    const parts = { contacts: [contact(1)], observed: { aliases: new Map([['8', '1']]) } };
    expect(lineOf(declared({ ...parts, desired: { targets, suppress: byId('8') } }))).toBe(6);
    const members = [member(old)];
    expect(
      lineOf(
        declared({
          contacts: [contact(1)],
          ledger: { contactOf: () => '1' },
          desired: { targets: [sequence({ members })], suppress },
        }),
      ),
    ).toBe(5);
  });

  it.each([
    ['the contact', '1', {}],
    ['a merged contact', '9', { mergedIds: ['9'] }],
  ])('matches an email that %s had according to the ledger', (_case, id, person) => {
    const contacts = [contact(1, person)];
    expect(lineOf(undeclared({ desired, contacts, entries: [act()], ledger: remembered(id) }))).toBe(5);
  });

  it('matches an email that a former id of the contact had according to the ledger', () => {
    const memberContext = undeclared({
      desired,
      contacts: [contact(1)],
      entries: [act({ contactId: '8' })],
      ledger: remembered('8'),
      observed: { aliases: new Map([['8', '1']]) },
    });
    expect(lineOf(memberContext)).toBe(5);
  });

  it('ignores a former email of another contact, and of a contact without ledger records', () => {
    const parts = { desired, contacts: [contact(1)] };
    expect(lineOf(undeclared({ ...parts, entries: [act()], ledger: remembered('2') }))).toBeUndefined();
    expect(lineOf(undeclared({ ...parts, ledger: remembered('1') }))).toBeUndefined();
  });

  it('cites the entry for a present email before the one for a former email', () => {
    const present = { match: { email: 'p1@northwind.example' }, source: at(9) };
    const memberContext = undeclared({
      desired: { targets: [sequence()], suppress: [...suppress, present] },
      contacts: [contact(1)],
      entries: [act()],
      ledger: remembered('1'),
    });
    expect(lineOf(memberContext)).toBe(9);
  });
});

describe('other contacts with an email of a contact', () => {
  const holders: Readonly<Record<string, readonly string[]>> = {
    'p1@northwind.example': ['1', '2'],
    'old@northwind.example': ['3', '2', '1'],
  };
  const known = { contactsOf: (email: string) => holders[email] ?? [], contactOf: () => '1' };

  it('are those that the ledger knows for its present emails', () => {
    expect(otherContactIds(undeclared({ contacts: [contact(1)], ledger: known }))).toEqual(['2']);
    expect(otherContactIds(undeclared({ ledger: known }))).toEqual([]);
  });

  it('include those of the declared email, once each', () => {
    const targets = [sequence({ members: [member('old@northwind.example')] })];
    const memberContext = declared({ desired: { targets }, contacts: [contact(1)], ledger: known });
    expect(otherContactIds(memberContext)).toEqual(['3', '2']);
  });

  it('exclude merged and former ids of the contact itself', () => {
    const merged = undeclared({ contacts: [contact(1, { mergedIds: ['2'] })], ledger: known });
    expect(otherContactIds(merged)).toEqual([]);
    const mergedSinceThePlan = {
      contacts: [contact(1, { mergedIds: ['2'] })],
      observed: { aliases: new Map() },
    };
    expect(otherContactIds(undeclared({ ...mergedSinceThePlan, ledger: known }))).toEqual([]);
    const observed = { aliases: new Map([['2', '1']]) };
    expect(otherContactIds(undeclared({ contacts: [contact(1)], ledger: known, observed }))).toEqual([]);
  });

  it('do not exist for a declared email that no contact has: no contact took it over', () => {
    const targets = [sequence({ members: [member('old@northwind.example')] })];
    const input = planInput({
      desired: { targets },
      contacts: [contact(3)],
      entries: [act({ contactId: '3' })],
      ledger: { ...known, contactOf: () => undefined },
    });
    expect(makePlan(input).unchanged).toMatchObject([
      { status: 'blocked', reason: 'no contact has this email address' },
    ]);
  });

  it('include a contact that was merged into another one', () => {
    const observed = { aliases: new Map([['2', '4']]) };
    expect(otherContactIds(undeclared({ contacts: [contact(1)], ledger: known, observed }))).toEqual(['2']);
  });
});

describe('`since` of a declaration', () => {
  it('begins at midnight in the time zone of the account', () => {
    const since = (day?: string) =>
      sinceMidnight(
        declared({
          contacts: [contact(1)],
          desired: { targets: [sequence({ members: [member(1, day === undefined ? {} : { since: day })] })] },
        }),
      );
    expect(since('2026-11-10')).toBe('2026-11-09T23:00:00.000Z');
    expect(since()).toBeUndefined();
    expect(sinceMidnight(undeclared({ contacts: [contact(1)] }))).toBeUndefined();
  });
});

describe('another target with the same history', () => {
  it('is found if it declares the contact', () => {
    const q3 = (members: Parameters<typeof sequence>[0]) => sequence({ key: 'q3', id: '400', ...members });
    const found = (members: Parameters<typeof sequence>[0], ledger: Input['ledger'] = joined) =>
      joinedTargetDeclaring(
        undeclared({ desired: { targets: [sequence(), q3(members)] }, contacts: [contact(1)], ledger }),
      )?.id;
    expect(found({ members: [member(1)] })).toBe('400');
    expect(found({ members: [member(2)] })).toBeUndefined();
    expect(found({ members: [member(1)] }, {})).toBeUndefined();
  });
});
