/** Which record of the ledger made an enrollment that HubSpot shows: by action, target, time, sender and contact. */
import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/model/ledger/ledger-view.ts';
import type { Enrollment } from '../../../src/model/observed-state.ts';
import { addMilliseconds } from '../../../src/model/time.ts';
import {
  isUncertain,
  mayBeEnrollmentOf,
  mayHaveEnrolled,
  owningEntry,
  unenrollmentOf,
  unprovedRequestOf,
  unseenOwnEntry,
} from '../../../src/reconciler/context/ownership.ts';
import type { MemberFacts } from '../../../src/reconciler/context/member-facts.ts';
import { makePlanningContext } from '../../../src/reconciler/context/planning-context.ts';
import {
  act,
  contact,
  endedEnrollment,
  maria,
  now,
  paul,
  planInput,
  running,
  sequence,
} from '../builders.ts';

const planning = makePlanningContext(planInput({ desired: { targets: [sequence()] } }));
const [target] = planning.targets;

/** Returns the facts about contact 1, whose history is sorted by time as the ledger index sorts it. */
function facts(history: readonly LedgerEntry[], enrollments: readonly Enrollment[] = []): MemberFacts {
  if (!target) throw new Error('the input has one target');
  const shown = contact(1, { enrollments });
  return { planning, target, contactId: '1', contact: shown, entries: history, history };
}

/** Returns the position of the owning entry in the history, or -1 if someone else enrolled the contact. */
function owner(
  history: readonly LedgerEntry[],
  active = running(),
  others: readonly Enrollment[] = [],
): number {
  const entry = owningEntry(facts(history, [active, ...others]), active);
  return entry === undefined ? -1 : history.indexOf(entry);
}

const time = (clock: string): string => `2026-11-10T${clock}.000Z`;

describe('the owning entry', () => {
  it('is the latest enrollment in the same target', () => {
    expect(owner([act({ at: time('08:30:00') }), act({ at: time('08:50:00') })])).toBe(1);
    expect(owner([act({ targetId: '501' })])).toBe(-1);
    expect(owner([act({ action: 'unenroll', state: 'open' })])).toBe(-1);
  });

  it.each([
    ['proved', 0],
    ['accepted', 0],
    ['refused', -1],
    ['not-sent', -1],
    ['adopted', -1],
  ] as const)('in the state %s: %i', (state, expected) => {
    expect(owner([act({ state })])).toBe(expected);
  });

  it.each([
    ['an unenrollment at the same time', act({ action: 'unenroll', at: time('09:00:00') }), -1],
    ['a later unenrollment', act({ action: 'unenroll', at: time('09:30:00') }), -1],
    ['an earlier unenrollment', act({ action: 'unenroll', at: time('08:59:59') }), 0],
    [
      'an unenrollment without a proof',
      act({ action: 'unenroll', state: 'accepted', at: time('09:30:00') }),
      0,
    ],
    [
      'an unenrollment from another target',
      act({ action: 'unenroll', targetId: '501', at: time('09:30:00') }),
      0,
    ],
    ['a later adoption', act({ state: 'adopted', at: time('09:00:01'), effectAt: time('09:00:01') }), -1],
    [
      'an adoption by a later run at the same time',
      act({ state: 'adopted', run: 4, at: time('09:00:00') }),
      -1,
    ],
    ['an adoption by the same run at the same time', act({ state: 'adopted', at: time('09:00:00') }), 0],
    ['an earlier adoption', act({ state: 'adopted', at: time('08:59:59') }), 0],
    [
      'a later adoption in another target',
      act({ state: 'adopted', targetId: '501', at: time('09:30:00') }),
      0,
    ],
  ])('with %s', (_what, other, expected) => {
    const entry = act({ at: time('09:00:00') });
    const found = owningEntry(facts([entry, other], [running()]), running());
    expect(found === entry ? 0 : -1).toBe(expected);
  });

  it('is not one whose recorded end came before an active enrollment without a date', () => {
    const { enrolledAt: _, ...undated } = running();
    const ended = act({ end: { seenAt: time('10:00:00'), how: 'finished' } });
    expect(owner([ended], undated)).toBe(-1);
    expect(owner([act()], undated)).toBe(0);
  });

  it('is not one of another sender', () => {
    const byMaria = running({ enrolledBy: { userId: maria.userId } });
    expect(owner([act({ senderUserId: maria.userId })], byMaria)).toBe(0);
    expect(owner([act({ senderUserId: paul.userId })], byMaria)).toBe(-1);
    expect(owner([act()], byMaria)).toBe(0);
    expect(owner([act({ senderUserId: paul.userId })])).toBe(0);
  });

  it('is an open request only if HubSpot shows its sender', () => {
    const open = act({ state: 'open', senderUserId: maria.userId });
    expect(owner([open], running({ enrolledBy: { userId: maria.userId } }))).toBe(0);
    expect(owner([open], running({ enrolledBy: { userId: paul.userId } }))).toBe(-1);
    expect(
      owner([open], running({ enrolledAt: time('08:59:59'), enrolledBy: { userId: maria.userId } })),
    ).toBe(-1);
  });
});

describe('an ended and an active enrollment near one request', () => {
  const request = act({ at: time('09:00:00') });
  const active = running({ enrolledAt: time('09:20:00') });
  it.each([
    ['the ended one is nearer', endedEnrollment({ enrolledAt: time('09:05:00') }), -1],
    ['the ended one is as near, before the request', endedEnrollment({ enrolledAt: time('08:40:00') }), 0],
    ['the ended one is farther', endedEnrollment({ enrolledAt: time('08:39:59') }), 0],
    ['the ended one began with the active one', endedEnrollment({ enrolledAt: time('09:20:00') }), 0],
    [
      'the ended one is in another target',
      endedEnrollment({ targetId: '501', enrolledAt: time('09:05:00') }),
      0,
    ],
    [
      'the ended one is of another kind',
      endedEnrollment({ kind: 'workflow', enrolledAt: time('09:05:00') }),
      0,
    ],
    ['the nearer one is active, too', running({ enrolledAt: time('09:05:00') }), 0],
  ])('if %s', (_what, other, expected) => {
    expect(owner([request], active, [other])).toBe(expected);
  });

  it('without a date, the ended one decides nothing', () => {
    const { enrolledAt: _, ...undated } = endedEnrollment();
    expect(owner([request], active, [undated])).toBe(0);
  });
});

describe('the time of an enrollment', () => {
  const proved = act({ at: time('09:00:00'), effectAt: time('09:00:00') });
  const undated = act({ at: time('09:00:00') });
  const open = act({ state: 'open', at: time('09:00:00') });
  const adopted = act({ state: 'adopted', at: time('09:00:00') });
  const datedAdoption = act({ state: 'adopted', effectAt: time('09:00:00') });
  const ended = act({
    ...proved,
    end: { seenAt: time('11:00:00'), endedAt: time('09:30:00'), how: 'finished' },
  });
  const seenEnded = act({ ...proved, end: { seenAt: time('09:40:00'), how: 'finished' } });
  it.each<[what: string, entry: LedgerEntry, range: readonly [first: string, last: string]]>([
    ['an hour around a dated effect', proved, [time('08:00:00'), time('10:00:00')]],
    ['a day after a request without a date', undated, [time('08:00:00'), '2026-11-11T09:00:00.000Z']],
    ['a day after an open request, and not before it', open, [time('09:00:00'), '2026-11-11T09:00:00.000Z']],
    ['any time up to an adoption without a date', adopted, ['2020-01-01T00:00:00.000Z', time('09:00:00')]],
    ['an hour around a dated adoption', datedAdoption, [time('08:00:00'), time('10:00:00')]],
    ['up to the recorded end', ended, [time('08:00:00'), time('09:30:00')]],
    ['up to the sighting of an end without a date', seenEnded, [time('08:00:00'), time('09:40:00')]],
  ])('is %s', (_what, entry, [first, last]) => {
    expect(mayBeEnrollmentOf(entry, first)).toBe(true);
    expect(mayBeEnrollmentOf(entry, last)).toBe(true);
    expect(mayBeEnrollmentOf(entry, addMilliseconds(last, 1))).toBe(false);
    // An adoption without a date sets no beginning.
    expect(mayBeEnrollmentOf(entry, addMilliseconds(first, -1))).toBe(entry === adopted);
  });

  it('is no reason against an enrollment without a date', () => {
    expect(mayBeEnrollmentOf(proved, undefined)).toBe(true);
  });
});

describe('the records of a merged contact', () => {
  const old = act({ contactId: '7', at: time('09:00:00') });
  const removal = act({ contactId: '1', action: 'unenroll', at: time('12:00:00') });

  it('under the current id are about the enrollments of all merged ids', () => {
    expect(unenrollmentOf(facts([old, removal]), old)).toBe(removal);
  });

  it('are not, if the current id had an enrollment of its own by then', () => {
    const own = (parts: Partial<LedgerEntry>) => act({ contactId: '1', at: time('11:00:00'), ...parts });
    expect(unenrollmentOf(facts([old, own({}), removal]), old)).toBeUndefined();
    expect(unenrollmentOf(facts([old, own({ at: time('12:00:00') }), removal]), old)).toBeUndefined();
    expect(unenrollmentOf(facts([old, removal, own({ at: time('12:00:01') })]), old)).toBe(removal);
    expect(unenrollmentOf(facts([old, own({ targetId: '501' }), removal]), old)).toBe(removal);
    expect(unenrollmentOf(facts([old, own({ action: 'unenroll', state: 'refused' }), removal]), old)).toBe(
      removal,
    );
    expect(unenrollmentOf(facts([old, own({ contactId: '8' }), removal]), old)).toBe(removal);
  });

  it('under another former id are not', () => {
    expect(unenrollmentOf(facts([old, { ...removal, contactId: '8' }]), old)).toBeUndefined();
  });

  it('an adoption under the current id does not prevent itself', () => {
    const adoption = act({ contactId: '1', state: 'adopted', at: time('12:00:00') });
    const active = running({ enrolledAt: time('09:00:00') });
    expect(owningEntry(facts([old, adoption], [active]), active)).toBeUndefined();
  });
});

describe('an enrollment that HubSpot does not show yet', () => {
  const at = '2026-11-20T11:50:00.000Z';
  const unseen = (entry: LedgerEntry, ...others: readonly LedgerEntry[]): boolean =>
    unseenOwnEntry(facts([entry, ...others]), () => false) === entry;

  it.each<[what: string, entry: LedgerEntry, expected: boolean]>([
    ['proved', act({ at }), true],
    ['accepted', act({ at, state: 'accepted' }), true],
    ['open', act({ at, state: 'open' }), false],
    ['adopted', act({ at, state: 'adopted' }), false],
    ['a removal', act({ at, action: 'unenroll' }), false],
    ['15 minutes old', act({ at: '2026-11-20T11:45:00.000Z' }), false],
    ['almost 15 minutes old', act({ at: '2026-11-20T11:45:00.001Z' }), true],
    ['with a recorded end', act({ at, end: { seenAt: now, how: 'finished' } }), false],
  ])('%s', (_what, entry, expected) => {
    expect(unseen(entry)).toBe(expected);
  });

  it('was not unenrolled, has not ended, and is of a contact that was read', () => {
    expect(unseen(act({ at }), act({ at: now, action: 'unenroll' }))).toBe(false);
    expect(unseenOwnEntry(facts([act({ at })]), () => true)).toBeUndefined();
    const { contact: _, ...unread } = facts([act({ at })]);
    expect(unseenOwnEntry(unread, () => false)).toBeUndefined();
  });
});

describe('the states of a request', () => {
  it.each([
    ['open', true],
    ['accepted', true],
    ['proved', true],
    ['refused', false],
    ['not-sent', false],
    ['adopted', false],
  ] as const)('%s may have enrolled: %s', (state, expected) => {
    expect(mayHaveEnrolled(act({ state }))).toBe(expected);
    expect(mayHaveEnrolled(act({ state, action: 'unenroll' }))).toBe(false);
  });

  it('are uncertain for an adopted request without a date', () => {
    expect(isUncertain(act({ state: 'adopted', requested: true }))).toBe(true);
    expect(isUncertain(act({ state: 'adopted', requested: true, effectAt: now }))).toBe(false);
    expect(isUncertain(act({ state: 'adopted' }))).toBe(false);
    expect(isUncertain(act({ state: 'proved', requested: true }))).toBe(false);
  });

  it('name the sender by id, and by email if the account has the user', () => {
    expect(unprovedRequestOf(act(), planning)).toEqual({ at: act().at, sameRun: false });
    expect(unprovedRequestOf(act({ senderUserId: '7001' }), planning)).toEqual({
      at: act().at,
      sameRun: false,
      sender: { userId: '7001', email: maria.email },
    });
    expect(unprovedRequestOf(act({ senderUserId: '9999' }), planning).sender).toEqual({ userId: '9999' });
  });
});
