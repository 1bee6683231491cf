/** Ownership of an active enrollment in a target in which rollcall enrolled the contact before. */
import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/model/ledger/ledger-view.ts';
import type { EndedEnrollment } from '../../../src/model/observed-state.ts';
import type { PlanInput } from '../../../src/reconciler/plan-input.ts';
import type { CurrentEnrollment } from '../../../src/reconciler/context/member-facts.ts';
import { memberContextOf } from '../../../src/reconciler/context/member-context.ts';
import {
  isByRequestSender,
  isUncertain,
  mayBeEnrollmentOf,
  mayHaveEnrolled,
  owningEntry,
  unenrollmentOf,
  unprovedRequestOf,
  unseenOwnEntry,
} from '../../../src/reconciler/context/ownership.ts';
import { makePlanningContext } from '../../../src/reconciler/context/planning-context.ts';
import { ledgerUpdates } from '../../../src/reconciler/ledger-updates.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import { observeRequest } from '../../../src/reconciler/observe-request.ts';
import {
  act,
  at,
  contact,
  desiredState,
  ledgerView,
  maria,
  member,
  now,
  endedEnrollment,
  paul,
  planInput,
  running,
  sequence,
  workflow,
} from '../builders.ts';

/** rollcall enrolled the contact at 09:00. Another enrollment has been active since 09:20. */
const began = '2026-11-10T09:20:00.000Z';
const later = running({ enrolledAt: began });
const owned = act({ effectAt: '2026-11-10T09:00:00.000Z', senderUserId: paul.userId });

const withEnd = (endedAt?: string) =>
  act({
    ...owned,
    end: { seenAt: '2026-11-10T09:10:00.000Z', how: 'unexplained', ...(endedAt ? { endedAt } : {}) },
  });

function first(input: PlanInput): string {
  const { changes, unchanged } = makePlan(input);
  return [...changes, ...unchanged]
    .map((one) => `${'action' in one ? one.action : one.status}: ${one.reason}`)
    .join();
}

describe('an enrollment within an hour after one by rollcall', () => {
  it.each([
    ['HubSpot showed an earlier end of the first one', withEnd('2026-11-10T09:05:00.000Z'), [later]],
    ['a run recorded an earlier end of the first one', withEnd(), [later]],
    [
      'HubSpot shows the first one as ended',
      owned,
      [
        endedEnrollment({ enrolledAt: '2026-11-10T09:00:10.000Z', endedAt: '2026-11-10T09:05:00.000Z' }),
        later,
      ],
    ],
    ['another user made it', owned, [{ ...later, enrolledBy: { userId: maria.userId } }]],
  ])('is not owned if %s', (_case, entry, enrollments) => {
    const contacts = [contact(1, { enrollments })];
    const removed = planInput({ desired: { targets: [sequence()] }, contacts, entries: [entry] });
    expect(first(removed)).toBe('unmanaged: enrolled on 2026-11-10 by someone else; left alone');
    const undone = planInput({
      desired: { targets: [sequence()] },
      contacts,
      entries: [entry],
      input: { undoRun: 3 },
    });
    expect(makePlan(undone).changes).toEqual([]);
  });

  it.each([
    ['the sender of the request made it', { ...later, enrolledBy: { userId: paul.userId } }],
    ['the email of the sender made it', { ...later, enrolledBy: { email: paul.email } }],
    ['HubSpot does not show who made it', later],
  ])('is owned if %s', (_case, enrollment) => {
    const contacts = [contact(1, { enrollments: [enrollment] })];
    const input = planInput({ desired: { targets: [sequence()] }, contacts, entries: [owned] });
    expect(first(input)).toBe('unenroll: no longer declared, enrolled by run 3');
  });

  it('is drift in an exclusive workflow if a run recorded an earlier end of the first one', () => {
    const input = planInput({
      desired: { targets: [workflow({ exclusive: true })] },
      contacts: [contact(1, { enrollments: [{ ...later, kind: 'workflow', targetId: '900' }] })],
      entries: [{ ...withEnd(), kind: 'workflow', targetId: '900' }],
      ledger: { targets: [{ kind: 'workflow', id: '900', key: 'onboarding', status: 'ready' }] },
    });
    expect(makePlan(input).drift).toMatchObject([{ kind: 'unmanaged', counts: true }]);
  });
});

const inFlow = { kind: 'workflow', targetId: '900' } as const;
const adopted = act({ ...inFlow, state: 'adopted', intent: 7 });

describe('a contact that the ledger adopted in a workflow without `activeList`', () => {
  const request = (target: Parameters<typeof workflow>[0], entry = adopted) =>
    observeRequest(desiredState({ targets: [workflow(target)] }), ledgerView([entry]), now);

  it('is read until an end is recorded', () => {
    expect(request({}).unendedEnrollments).toMatchObject([{ ...inFlow, contactId: '1' }]);
    expect(request({}).people).toEqual([{ id: '1' }]);
    const end = { seenAt: now, how: 'unexplained' } as const;
    expect(request({}, act({ ...adopted, end })).unendedEnrollments).toEqual([]);
    expect(request({ activeList: '553' }).unendedEnrollments).toEqual([]);
  });

  it('is unmanaged once it is no longer declared, with a warning if it is suppressed', () => {
    const input = planInput({
      desired: { suppress: [{ match: { id: '1' }, source: at(5) }], targets: [workflow()] },
      contacts: [contact(1, { enrollments: [running(inFlow)] })],
      entries: [adopted],
    });
    expect(first(input)).toBe('unmanaged: enrolled on 2026-11-10 by someone else; left alone');
    expect(makePlan(input).diagnostics).toMatchObject([{ code: 'suppressed-unmanaged' }]);
  });

  it('is unknown if it was not read', () => {
    const contacts = [contact(1, { workflowsRead: [] })];
    const input = planInput({ desired: { targets: [workflow()] }, contacts, entries: [adopted] });
    expect(first(input)).toMatch(/^unknown: not read: seen active by run 3/u);
  });

  it('has its end recorded, even if the contact was deleted', () => {
    for (const contacts of [[contact(1)], []]) {
      const input = planInput({ desired: { targets: [workflow()] }, contacts, entries: [adopted] });
      expect(ledgerUpdates(input).ends).toMatchObject([{ intent: 7, how: 'unexplained' }]);
    }
  });
});

describe('an undated effect of a request without a response', () => {
  const undated = act({ ...adopted, requested: true });
  const enrollments = [{ ...inFlow, state: 'active' as const }];
  const known = {
    desired: { targets: [workflow({ members: [member(1)] })] },
    contacts: [contact(1, { enrollments })],
    entries: [undated],
  };

  it('is not reported as made by someone else', () => {
    const enroller = 'enrolled by an unknown user (rollcall or someone else)';
    expect(first(planInput(known))).toBe(`active: active, ${enroller}`);
    const removed = planInput({ ...known, desired: { targets: [workflow()] } });
    expect(first(removed)).toBe(`unmanaged: ${enroller}; left alone`);
  });

  it('is manual if the run is undone', () => {
    const { unchanged, diagnostics } = makePlan(planInput({ ...known, input: { undoRun: 3 } }));
    expect(unchanged).toMatchObject([{ status: 'manual', removal: true }]);
    expect(diagnostics).toEqual([]);
  });

  it('is reported as made by someone else if HubSpot shows another sender', () => {
    const entries = [act({ ...undated, effectAt: '2026-11-10T09:00:00.000Z' })];
    expect(first(planInput({ ...known, entries }))).toBe('active: active, enrolled by someone else');
  });
});

/** Returns the facts of contact 1, or of the given contact, in sequence 500, which replaces 400. */
function factsOf(entries: readonly LedgerEntry[], one: Parameters<typeof contact>[1] = {}, id = 1) {
  const desired = { targets: [sequence({ replaces: '400' })] };
  const planning = makePlanningContext(planInput({ desired, contacts: [contact(id, one)], entries }));
  return memberContextOf(planning, planning.targets[0]!, String(id));
}

const enrolled = act({ effectAt: '2026-11-10T09:00:00.000Z' });
const undatedEnrollment: CurrentEnrollment = { targetId: '500' };
const { enrolledAt: _none, ...undatedEnd } = endedEnrollment();
const owner = (
  entries: readonly LedgerEntry[],
  enrollment: CurrentEnrollment = running(),
  ...contactParts: [parts?: Parameters<typeof contact>[1], id?: number]
) => owningEntry(factsOf(entries, ...contactParts), enrollment);

describe('the request that made an active enrollment', () => {
  it.each<readonly [string, LedgerEntry, boolean]>([
    ['proved', act(), true],
    ['accepted', act({ state: 'accepted' }), true],
    ['open, with an enrollment right after it', act({ state: 'open' }), true],
    ['refused', act({ state: 'refused' }), false],
    ['adopted', act({ state: 'adopted' }), false],
    ['an unenrollment', act({ action: 'unenroll', state: 'accepted' }), false],
    ['under a replaced id', act({ targetId: '400' }), false],
  ])('is one that is %s', (_case, entry, owned) => {
    expect(owner([entry])).toBe(owned ? entry : undefined);
  });

  it('is under the id of the enrollment, in both directions of `replaces`', () => {
    const [former, current] = [act({ targetId: '400' }), act()];
    expect(owner([former, current], running({ targetId: '400' }))).toBe(former);
    expect(owner([former, current], running({ targetId: '500' }))).toBe(current);
  });

  it('is the last of several candidates', () => {
    const again = act({ at: '2026-11-10T09:00:30.000Z', run: 4 });
    expect(owner([again, act()])).toBe(again);
  });

  it.each<readonly [string, LedgerEntry, boolean]>([
    ['accepted', act({ state: 'accepted' }), true],
    ['open: someone else may have enrolled the contact', act({ state: 'open' }), false],
    ['accepted, with a recorded end', act({ end: { seenAt: now, how: 'finished' } }), false],
  ])('may have made an enrollment without a date if it is %s', (_case, entry, owned) => {
    expect(owner([entry], undatedEnrollment)).toBe(owned ? entry : undefined);
  });

  it.each<readonly [string, LedgerEntry]>([
    ['without a sender, as in a workflow', act()],
    ['of a sender who is no longer in the account', act({ senderUserId: '7009' })],
  ])('is one %s, also if HubSpot shows who enrolled the contact', (_case, entry) => {
    const enrolledBy = { userId: '7009' };
    expect(owner([entry], running({ enrolledBy }))).toBe(entry);
  });

  it('has made an enrollment that began before its recorded end', () => {
    const entry = act({ end: { seenAt: now, how: 'finished', endedAt: '2026-11-10T09:30:00.000Z' } });
    expect(owner([entry])).toBe(entry);
  });

  it('is known for a contact that only the bulk read of the target shows', () => {
    const { contact: _none, ...facts } = factsOf([act()]);
    expect(owningEntry(facts, running())).toEqual(act());
  });
});

describe('the unenrollment of an enrollment', () => {
  const at0930 = { at: '2026-11-10T09:30:00.000Z', run: 4 };
  const unenrolled = (parts: Partial<LedgerEntry>) => act({ ...at0930, action: 'unenroll', ...parts });

  it.each<readonly [string, LedgerEntry, boolean]>([
    ['proved', unenrolled({}), true],
    ['in the same second', unenrolled({ at: enrolled.at }), true],
    ['one second before the enrollment', unenrolled({ at: '2026-11-10T08:59:59.000Z' }), false],
    ['open', unenrolled({ state: 'open' }), false],
    ['accepted', unenrolled({ state: 'accepted' }), false],
    ['refused', unenrolled({ state: 'refused' }), false],
    ['from the replaced id', unenrolled({ targetId: '400' }), false],
    ['another enrollment', act(at0930), false],
  ])('is one that is %s', (_case, entry, ends) => {
    expect(unenrollmentOf(factsOf([enrolled, entry]), enrolled)).toBe(ends ? entry : undefined);
    if (entry.action === 'unenroll') expect(owner([enrolled, entry])).toBe(ends ? undefined : enrolled);
  });

  it('is the last of several candidates', () => {
    const [first4, last] = [unenrolled({}), unenrolled({ at: '2026-11-10T09:40:00.000Z', run: 5 })];
    expect(unenrollmentOf(factsOf([enrolled, first4, last]), enrolled)).toBe(last);
  });
});

describe('an enrollment that the ledger adopted after one by rollcall', () => {
  const adoptedAt = (when: string, parts: Partial<LedgerEntry> = {}) =>
    act({ state: 'adopted', at: when, run: 4, ...parts });

  it.each<readonly [string, LedgerEntry, boolean]>([
    ['one second later', adoptedAt('2026-11-10T09:00:01.000Z'), false],
    ['one second earlier, in a later run', adoptedAt('2026-11-10T08:59:59.000Z'), true],
    ['in the same second, in a later run', adoptedAt('2026-11-10T09:00:00.000Z'), false],
    ['in the same second, in the same run', adoptedAt('2026-11-10T09:00:00.000Z', { run: 3 }), true],
    ['in the same second, in an earlier run', adoptedAt('2026-11-10T09:00:00.000Z', { run: 2 }), true],
    ['later, in an earlier run', adoptedAt('2026-11-10T09:00:01.000Z', { run: 2 }), false],
    ['later, under the replaced id', adoptedAt('2026-11-11T09:00:00.000Z', { targetId: '400' }), true],
    ['later, but refused', adoptedAt('2026-11-11T09:00:00.000Z', { state: 'refused' }), true],
  ])('makes it unowned by its time: %s', (_case, entry, owned) => {
    expect(owner([enrolled, entry])).toBe(owned ? enrolled : undefined);
  });
});

describe('a record of a merged contact', () => {
  // Contacts 1 and 2 became 3. rollcall had enrolled 1.
  const merged = { mergedIds: ['1', '2'] };
  const later = '2026-11-12T09:00:00.000Z';
  const unenrolled = (id: string) => act({ action: 'unenroll', contactId: id, at: later, run: 4 });
  const adoptedAs = (id: string) => act({ state: 'adopted', contactId: id, at: later, run: 4 });
  const enrolledAs3 = (when: string, parts: Partial<LedgerEntry> = {}) =>
    act({ contactId: '3', at: when, run: 4, ...parts });

  it.each<readonly [string, readonly LedgerEntry[], boolean]>([
    ['removal under its own id', [unenrolled('1')], false],
    ['removal under the other merged id', [unenrolled('2')], true],
    ['removal under the current id', [unenrolled('3')], false],
    ['adoption under its own id', [adoptedAs('1')], false],
    ['adoption under the other merged id', [adoptedAs('2')], true],
    ['adoption under the current id', [adoptedAs('3')], false],
    [
      'removal of an enrollment of the current id',
      [enrolledAs3('2026-11-11T09:00:00.000Z'), unenrolled('3')],
      true,
    ],
    ['removal in the same second as that enrollment', [enrolledAs3(later), unenrolled('3')], true],
    [
      'removal before an enrollment of the current id',
      [unenrolled('3'), enrolledAs3('2026-11-12T09:00:01.000Z')],
      false,
    ],
    [
      'removal after an enrollment of the current id under the replaced target id',
      [enrolledAs3('2026-11-11T09:00:00.000Z', { targetId: '400' }), unenrolled('3')],
      false,
    ],
    [
      'removal after an earlier request to remove the current id',
      [enrolledAs3('2026-11-11T09:00:00.000Z', { action: 'unenroll', state: 'accepted' }), unenrolled('3')],
      false,
    ],
    [
      'removal after an enrollment of the current id that HubSpot refused',
      [enrolledAs3('2026-11-11T09:00:00.000Z', { state: 'refused' }), unenrolled('3')],
      false,
    ],
    [
      'removal after an enrollment of the current id that rollcall did not send',
      [enrolledAs3('2026-11-11T09:00:00.000Z', { state: 'not-sent' }), unenrolled('3')],
      false,
    ],
    [
      'removal after an open enrollment of the current id',
      [enrolledAs3('2026-11-11T09:00:00.000Z', { state: 'open' }), unenrolled('3')],
      true,
    ],
    [
      'second adoption under the current id',
      [enrolledAs3('2026-11-09T09:00:00.000Z', { state: 'adopted' }), adoptedAs('3')],
      true,
    ],
  ])('applies to the enrollment of one merged id: %s', (_case, records, owned) => {
    expect(owner([enrolled, ...records], running(), merged, 3)).toBe(owned ? enrolled : undefined);
  });
});

describe('an enrollment by someone else after rollcall unenrolled a merged contact', () => {
  it('is unmanaged, although HubSpot refused an earlier enrollment under the current id', () => {
    const entries = [
      act({ ...inFlow, contactId: '3', state: 'refused', at: '2026-11-09T09:00:00.000Z', run: 2 }),
      act({ ...inFlow, contactId: '1' }),
      act({ ...inFlow, contactId: '3', action: 'unenroll', at: '2026-11-12T09:00:00.000Z', run: 4 }),
    ];
    const enrollments = [{ ...inFlow, state: 'active' as const }];
    const contacts = [contact(3, { mergedIds: ['1'], enrollments })];
    const input = planInput({ desired: { targets: [workflow()] }, contacts, entries });
    expect(first(input)).toMatch(/^unmanaged: .*someone else; left alone$/u);
  });
});

/** Returns a moment of November 2026: `on('10T09:00:00')`. */
const on = (time: string) => `2026-11-${time}.000Z`;

describe('an enrollment that HubSpot shows as ended', () => {
  const ended = (time: string, parts = {}) => endedEnrollment({ enrolledAt: on(time), ...parts });
  const isOwned = (active: CurrentEnrollment, shown: EndedEnrollment, entry = enrolled) =>
    owner([entry], active, { enrollments: [shown, running(active)] }) === entry;
  const activeSince = (time: string) => running({ enrolledAt: on(time) });

  it('is the one of the request if it began nearer to it than the active one', () => {
    expect(isOwned(activeSince('10T09:20:00'), ended('10T09:00:10'))).toBe(false);
  });

  it.each<readonly [string, EndedEnrollment, string]>([
    ['the active one began nearer to the request', ended('10T08:20:00'), '10T09:10:00'],
    ['both began equally near', ended('10T08:50:00'), '10T09:10:00'],
    ['it began after the active one', ended('10T09:00:10'), '10T08:50:00'],
    ['it has no date', undatedEnd, '10T09:20:00'],
    ['it is in the replaced sequence', ended('10T09:00:10', { targetId: '400' }), '10T09:20:00'],
    ['it is in a workflow with the same id', ended('10T09:00:10', { kind: 'workflow' }), '10T09:20:00'],
  ])('is not the one of the request if %s', (_case, shown, active) => {
    expect(isOwned(activeSince(active), shown)).toBe(true);
  });

  it('is not the one of the request if it began more than an hour before it', () => {
    expect(isOwned(activeSince('10T20:00:00'), ended('10T07:00:00'), act({ state: 'accepted' }))).toBe(true);
  });

  it('is not the one of the request if the active one has no date', () => {
    const enrollments = [ended('10T09:00:10')];
    expect(owner([enrolled], undatedEnrollment, { enrollments })).toBe(enrolled);
  });
});

describe('the dates of an enrollment that may be that of a request', () => {
  const adoption = act({ state: 'adopted' });
  const endSeen = act({ effectAt: enrolled.at, end: { seenAt: on('10T09:10:00'), how: 'finished' } });
  const endShown = act({
    effectAt: enrolled.at,
    end: { seenAt: on('10T09:10:00'), endedAt: on('10T09:05:00'), how: 'finished' },
  });

  it.each<
    readonly [string, LedgerEntry, { readonly may: readonly string[]; readonly not: readonly string[] }]
  >([
    [
      'an hour before or after its effect',
      enrolled,
      { may: ['10T08:00:00', '10T10:00:00'], not: ['10T07:59:59', '10T10:00:01'] },
    ],
    [
      'up to a day after it without a date of its effect',
      act(),
      { may: ['10T08:00:00', '11T09:00:00'], not: ['10T07:59:59', '11T09:00:01'] },
    ],
    [
      'not before it while it is open',
      act({ state: 'open' }),
      { may: ['10T09:00:00', '11T09:00:00'], not: ['10T08:59:59', '11T09:00:01'] },
    ],
    ['not after its end was seen', endSeen, { may: ['10T09:10:00'], not: ['10T09:10:01'] }],
    ['not after the end that HubSpot showed', endShown, { may: ['10T09:05:00'], not: ['10T09:05:01'] }],
    ['any time before an adoption', adoption, { may: ['01T09:00:00', '10T09:00:00'], not: ['10T09:00:01'] }],
    [
      'near the date that HubSpot showed for an adoption',
      act({ ...adoption, effectAt: on('09T09:00:00') }),
      { may: ['09T08:00:00', '09T10:00:00'], not: ['01T09:00:00', '09T10:00:01'] },
    ],
  ])('are %s', (_case, entry, { may, not }) => {
    expect([...may, ...not].filter((time) => mayBeEnrollmentOf(entry, on(time)))).toEqual(may);
    expect(mayBeEnrollmentOf(entry, undefined)).toBe(true);
  });
});

describe('an enrollment that is not visible yet', () => {
  const unseen = (entry: LedgerEntry, hasEnded = false, one = {}) =>
    unseenOwnEntry(factsOf([entry], one), () => hasEnded);
  const recent = (parts: Partial<LedgerEntry> = {}) => act({ at: '2026-11-20T11:55:00.000Z', ...parts });

  it.each<readonly [string, LedgerEntry, boolean]>([
    ['proved 5 minutes ago', recent(), true],
    ['accepted 5 minutes ago', recent({ state: 'accepted' }), true],
    ['one second less than 15 minutes ago', recent({ at: '2026-11-20T11:45:01.000Z' }), true],
    ['15 minutes ago', recent({ at: '2026-11-20T11:45:00.000Z' }), false],
    ['by its effect, not by its intent', recent({ effectAt: '2026-11-20T11:45:00.000Z' }), false],
    ['open', recent({ state: 'open' }), false],
    ['refused', recent({ state: 'refused' }), false],
    ['adopted', recent({ state: 'adopted' }), false],
    ['an unenrollment', recent({ action: 'unenroll', state: 'accepted' }), false],
    ['ended according to the ledger', recent({ end: { seenAt: now, how: 'finished' } }), false],
  ])('is one by rollcall less than 15 minutes ago: %s', (_case, entry, counts) => {
    expect(unseen(entry)).toBe(counts ? entry : undefined);
  });

  it('is none if HubSpot shows its end, rollcall unenrolled the contact, or the contact was deleted', () => {
    expect(unseen(recent(), true)).toBeUndefined();
    const removed = recent({ action: 'unenroll', at: '2026-11-20T11:56:00.000Z', run: 4 });
    expect(unseenOwnEntry(factsOf([recent(), removed]), () => false)).toBeUndefined();
    const { contact: _none, ...deleted } = factsOf([recent()]);
    expect(unseenOwnEntry(deleted, () => false)).toBeUndefined();
  });
});

describe('a request', () => {
  it('may have enrolled the contact if it is open, accepted or proved', () => {
    const states = ['open', 'accepted', 'proved', 'refused', 'not-sent', 'adopted'] as const;
    const may = (action: LedgerEntry['action']) =>
      states.filter((state) => mayHaveEnrolled(act({ action, state })));
    expect(may('enroll')).toEqual(['open', 'accepted', 'proved']);
    expect(may('unenroll')).toEqual([]);
  });

  it('is uncertain if HubSpot showed no date for its effect', () => {
    const settled = act({ state: 'adopted', requested: true });
    expect(isUncertain(settled)).toBe(true);
    expect(isUncertain(act({ ...settled, effectAt: settled.at }))).toBe(false);
    expect(isUncertain(act({ state: 'adopted' }))).toBe(false);
  });

  it('names its sender by user id, and by email if the account still has the sender', () => {
    const request = (parts: Partial<LedgerEntry>) => unprovedRequestOf(act(parts), factsOf([]).planning);
    const base = { at: '2026-11-10T09:00:00.000Z', sameRun: false };
    expect(request({})).toStrictEqual(base);
    expect(request({ senderUserId: '7009' })).toStrictEqual({ ...base, sender: { userId: '7009' } });
    expect(request({ senderUserId: paul.userId })).toStrictEqual({
      ...base,
      sender: { userId: paul.userId, email: paul.email },
    });
  });

  it('without a sender may be by any user', () => {
    const { planning } = factsOf([]);
    const shown = { enrolledBy: { userId: maria.userId } };
    expect(isByRequestSender(act(), shown, planning)).toBe(true);
    expect(isByRequestSender(act({ senderUserId: maria.userId }), shown, planning)).toBe(true);
    expect(isByRequestSender(act({ senderUserId: paul.userId }), shown, planning)).toBe(false);
  });
});
