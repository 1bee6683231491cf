import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/model/ledger/ledger-view.ts';
import type { EndedEnrollment, ObservedContact } from '../../../src/model/observed-state.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import type { PlanInput } from '../../../src/reconciler/plan-input.ts';
import {
  act,
  contact,
  endedEnrollment,
  member,
  observedTarget,
  planInput,
  running,
  sequence,
  workflow,
} from '../builders.ts';
import { entryAt, unchangedAt } from './entry-of.ts';

type Parts = Parameters<typeof planInput>[0];

const inFlow = { kind: 'workflow', targetId: '900' } as const;
const midnight = '2026-11-15T23:00:00.000Z'; // 2026-11-16 in Berlin
const beforeMidnight = '2026-11-15T22:59:59.999Z';
const end = {
  seenAt: '2026-11-19T09:00:00.000Z',
  endedAt: '2026-11-18T09:00:00.000Z',
  how: 'finished',
} as const;

/** Returns the plan input of contact 1, declared in sequence 500 with a `since`. */
function declaredSince(since: string | undefined, who: ObservedContact, more: Parts = {}): PlanInput {
  const target = sequence({ members: [member(1)], ...(since === undefined ? {} : { since }) });
  return planInput({ desired: { targets: [target] }, contacts: [who], ...more });
}

const declared = (who: ObservedContact, more: Parts = {}): PlanInput => declaredSince(undefined, who, more);

const inWorkflow = (who: ObservedContact, more: Parts = {}, since?: string): PlanInput => {
  const target = workflow({ members: [member(1)], ...(since === undefined ? {} : { since }) });
  return planInput({ desired: { targets: [target] }, contacts: [who], ...more });
};

const entryOf = (input: PlanInput): string => entryAt(input, 'sequences.q4/1');
const entryInFlow = (input: PlanInput): string => entryAt(input, 'workflows.onboarding/1');

describe('a ledger enrollment counts for a `since`', () => {
  const entryWith = (entry: Partial<LedgerEntry>): string =>
    entryOf(declaredSince('2026-11-16', contact(1), { entries: [act(entry)] }));

  it.each([
    ['if it took effect at midnight of that day', { at: beforeMidnight, effectAt: midnight }, /^ended: /],
    [
      'if it took effect later than that',
      { at: beforeMidnight, effectAt: '2026-11-16T09:00:00.000Z' },
      /^ended: /,
    ],
    [
      'unless both the request and the effect are older',
      { at: beforeMidnight, effectAt: beforeMidnight },
      /^enroll: /,
    ],
    [
      'if it was seen active at midnight of that day',
      { state: 'adopted', at: midnight, effectAt: '2026-11-10T09:00:00.000Z' } as const,
      /^ended: seen active by run 3 on 2026-11-16, no longer active$/,
    ],
  ])('%s', (_case, entry, expected) => {
    expect(entryWith(entry)).toMatch(expected);
  });

  it('if the line no longer has the `since` of that enrollment', () => {
    expect(entryOf(declared(contact(1), { entries: [act({ since: '2026-11-01' })] }))).toBe(
      'ended: enrolled by run 3 on 2026-11-10, no longer active',
    );
  });
});

it('of two merged contacts, the one that rollcall has not unenrolled decides', () => {
  const input = declared(contact(1, { mergedIds: ['8'] }), {
    entries: [
      act({ run: 2 }),
      act({ contactId: '8', at: '2026-11-11T09:00:00.000Z' }),
      act({ contactId: '8', action: 'unenroll', at: '2026-11-12T09:00:00.000Z', run: 4 }),
    ],
  });
  expect(entryOf(input)).toBe('ended: enrolled by run 2 on 2026-11-10, no longer active');
});

describe('a recorded end', () => {
  const finished = 'ended: finished on 2026-11-18, enrolled by run 3';

  it('overrides contradictory properties', () => {
    expect(entryOf(declared(contact(1, { unreadable: 'two at once' }), { entries: [act({ end })] }))).toBe(
      finished,
    );
  });

  it('needs no read of the workflow', () => {
    const input = inWorkflow(contact(1, { workflowsRead: [] }), { entries: [act({ ...inFlow, end })] });
    expect(entryInFlow(input)).toBe(finished);
  });
});

describe('an enrollment without a recorded end', () => {
  it('is unreadable with contradictory properties', () => {
    expect(entryOf(declared(contact(1, { unreadable: 'two at once' }), { entries: [act()] }))).toBe(
      'unknown: unreadable: two at once; enrolled by run 3 on 2026-11-10',
    );
  });

  it('is unknown in a workflow that was not read, with a help text', () => {
    const input = inWorkflow(contact(1, { workflowsRead: [] }), { entries: [act(inFlow)] });
    expect(unchangedAt(input, 'workflows.onboarding/1')).toMatchObject({
      status: 'unknown',
      reason:
        'not read: enrolled by run 3 on 2026-11-10; HubSpot did not show whether the contact is still active',
      help: 'Check that the workflow exists and enrolls contacts, or name its `activeList`.',
    });
  });
});

describe('a contact whose email another contact had', () => {
  const desired = { targets: [sequence({ members: [member(2)] })] };
  const known: Parts = { desired, contacts: [contact(2)], ledger: { contactsOf: () => ['1', '2'] } };

  it('counts as enrolled if rollcall enrolled the other contact', () => {
    expect(unchangedAt(planInput({ ...known, entries: [act()] }), 'sequences.q4/2')).toMatchObject({
      status: 'ended',
      endedAs: 'other-contact',
      reason:
        'under another contact id: enrolled by run 3 on 2026-11-10 as contact 1; an email of contact 1 now belongs to contact 2',
      help: 'To enroll the contact anyway, give the line a later `since`.',
    });
  });

  it('is not unknown because of an open request for the other contact unless it is declared', () => {
    const input = planInput({
      ...known,
      desired: { targets: [sequence({ members: [] })] },
      entries: [act({ state: 'open' }), act({ contactId: '2' })],
    });
    expect(entryAt(input, 'sequences.q4/1')).toMatch(/^unknown: run 3 sent an enrollment request/);
    expect(entryAt(input, 'sequences.q4/2')).toBe('nothing');
  });
});

it('an open request makes a declared email unknown that no contact has any more', () => {
  const known: Parts = {
    desired: { targets: [sequence({ members: [member('gone@northwind.example')] })] },
    ledger: { contactsOf: () => ['1'] },
  };
  const entry = (state: LedgerEntry['state']) =>
    entryAt(planInput({ ...known, entries: [act({ state })] }), 'sequences.q4/g•••@northwind.example');
  expect(entry('open')).toMatch(/^unknown: run 3 sent an enrollment request/);
  expect(entry('refused')).toBe('blocked: no contact has this email address');
});

describe('a removal that HubSpot does not show yet', () => {
  const stillShown = contact(1, { enrollments: [running()] });
  const removal = act({ action: 'unenroll', at: '2026-11-20T11:55:00.000Z', run: 4 });

  it('counts as the end of an enrollment by someone else', () => {
    expect(entryOf(declared(stillShown, { entries: [removal] }))).toBe(
      'ended: unenrolled by run 4 on 2026-11-20',
    );
  });

  it('waits until HubSpot shows the end if `since` is later', () => {
    expect(entryOf(declaredSince('2026-11-21', stillShown, { entries: [removal] }))).toBe(
      'waiting: unenrolled by run 4 on 2026-11-20; HubSpot does not show the end yet',
    );
  });

  it.each([
    ['ended', 'at midnight of the `since` day', midnight],
    ['waiting', 'a millisecond earlier', beforeMidnight],
    ['ended', 'after it', '2026-11-15T23:00:01.000Z'],
  ])('is %s %s', (status, _case, moment) => {
    const input = declaredSince('2026-11-16', stillShown, {
      observed: { observedAt: '2026-11-15T23:05:00.000Z' },
      entries: [act({ action: 'unenroll', at: moment, run: 4 })],
    });
    expect(unchangedAt(input, 'sequences.q4/1')?.status).toBe(status);
  });
});

describe('an ended enrollment by hand counts for a `since`', () => {
  const entryWith = (dates: { readonly enrolledAt?: string; readonly endedAt?: string }): string => {
    const { enrolledAt: _from, endedAt: _until, ...undated } = endedEnrollment();
    return entryOf(declaredSince('2026-11-16', contact(1, { enrollments: [{ ...undated, ...dates }] })));
  };
  const earlier = '2026-11-10T09:00:00.000Z';

  it.each([
    ['if it ended at midnight of that day', { enrolledAt: earlier, endedAt: midnight }],
    ['if it ended after that, without a begin', { endedAt: '2026-11-16T09:00:00.000Z' }],
    ['if it began at midnight of that day, without an end', { enrolledAt: midnight }],
    ['if it began after that, without an end', { enrolledAt: '2026-11-17T09:00:00.000Z' }],
  ])('%s', (_case, dates) => {
    expect(entryWith(dates)).toMatch(/^ended: finished/);
  });

  it.each([
    ['if it ended a millisecond earlier', { enrolledAt: earlier, endedAt: beforeMidnight }],
    ['if it ended earlier, without a begin', { endedAt: earlier }],
    ['if it began earlier, without an end', { enrolledAt: earlier }],
  ])('but not %s', (_case, dates) => {
    expect(entryWith(dates)).toMatch(/^enroll: .*`since: 2026-11-16` enrolls again$/);
  });
});

describe('the date of `everList`', () => {
  const everEnrolled = (first: string | undefined): Parts => ({
    observed: {
      targets: [observedTarget({ kind: 'workflow', id: '900', everEnrolled: new Map([['1', first]]) })],
    },
  });

  it.each([
    ['at midnight of the `since` day', midnight, 'ended: enrolled on 2026-11-16, no longer active'],
    ['after it', '2026-11-17T09:00:00.000Z', 'ended: enrolled on 2026-11-17, no longer active'],
    ['before it', beforeMidnight, 'enroll: enrolled on 2026-11-15; `since: 2026-11-16` enrolls again'],
  ])('decides %s', (_case, first, expected) => {
    expect(entryInFlow(inWorkflow(contact(1), everEnrolled(first), '2026-11-16'))).toBe(expected);
  });

  it('applies to the id that a contact had before a merge', () => {
    const merged = inWorkflow(contact(2, { mergedIds: ['1'] }), everEnrolled(midnight));
    expect(entryAt(merged, 'workflows.onboarding/2')).toBe('ended: enrolled on 2026-11-16, no longer active');
  });

  it('may be missing if the line has no `since`', () => {
    expect(entryInFlow(inWorkflow(contact(1), everEnrolled(undefined)))).toBe(
      'ended: enrolled, no longer active',
    );
  });

  it('applies to a contact that HubSpot no longer has', () => {
    const deleted = inWorkflow(contact(2), everEnrolled(midnight));
    expect(entryInFlow(deleted)).toBe('ended: enrolled on 2026-11-16, no longer active');
  });

  it('does not show whether the contact is still active', () => {
    const input = inWorkflow(contact(1, { workflowsRead: [] }), everEnrolled(midnight));
    expect(entryInFlow(input)).toBe(
      'unknown: not read: enrolled on 2026-11-16; HubSpot did not show whether the contact is still active',
    );
  });
});

describe('an ended enrollment', () => {
  const ended = contact(1, { enrollments: [endedEnrollment()] });
  const byHand = 'ended: finished on 2026-11-15, enrolled on 2026-11-10 by someone else';

  it.each([
    ['a refused request', act({ state: 'refused' })],
    ['a request that was not sent', act({ state: 'not-sent' })],
    ['a removal', act({ action: 'unenroll', at: '2026-11-10T08:30:00.000Z' })],
    ['an open request of a later day', act({ state: 'open', at: '2026-11-14T09:00:00.000Z' })],
    ['an enrollment of an earlier month', act({ at: '2026-10-02T09:00:00.000Z' })],
  ])('is not by rollcall because of %s', (_case, entry) => {
    expect(entryOf(declared(ended, { entries: [entry] }))).toBe(byHand);
  });

  it.each(['open', 'accepted', 'proved'] as const)('is by rollcall if its request is %s', (state) => {
    expect(entryOf(declared(ended, { entries: [act({ state })] }))).toBe(
      'ended: finished on 2026-11-15, enrolled by run 3',
    );
  });
});

describe('how an enrollment ended is part of the entry', () => {
  const who = contact(1);
  const shown = (how: EndedEnrollment['how']): ObservedContact =>
    contact(1, { enrollments: [endedEnrollment({ how })] });
  const removal = act({ action: 'unenroll', at: '2026-11-12T09:00:00.000Z', run: 4 });
  const unseen = act({ action: 'unenroll', at: '2026-11-20T11:55:00.000Z', run: 4 });
  const everEnrolled = new Map([['1', undefined]]);
  const endedAs = (input: PlanInput): string | undefined =>
    makePlan(input).unchanged.find(({ status }) => status === 'ended')?.endedAs;

  it.each(['finished', 'opted-out', 'bounced', 'unexplained'] as const)('%s', (how) => {
    expect(endedAs(declared(shown(how), { entries: [act()] }))).toBe(how);
    expect(endedAs(declared(shown(how)))).toBe(how);
    expect(endedAs(declared(who, { entries: [act({ end: { ...end, how } })] }))).toBe(how);
  });

  it.each([
    ['unenrolled', declared(who, { entries: [act(), removal] })],
    ['unenrolled', declared(contact(1, { enrollments: [running()] }), { entries: [unseen] })],
    ['never-seen-active', declared(who, { entries: [act({ state: 'accepted' })] })],
    ['no-longer-active', declared(who, { entries: [act()] })],
    [
      'no-longer-active',
      inWorkflow(who, {
        observed: { targets: [observedTarget({ kind: 'workflow', id: '900', everEnrolled })] },
      }),
    ],
  ] as const)('%s', (how, input) => {
    expect(endedAs(input)).toBe(how);
  });
});

describe('an open request', () => {
  const open = (at: string, more: Partial<LedgerEntry> = {}): Parts => ({
    entries: [act({ state: 'open', at, ...more })],
  });
  const ended = contact(1, { enrollments: [endedEnrollment()] });

  it('is unsettled and names the commands that settle it', () => {
    expect(
      unchangedAt(declared(contact(1), open('2026-11-10T09:00:00.000Z')), 'sequences.q4/1'),
    ).toMatchObject({
      status: 'unknown',
      unsettled: true,
      help: 'Check contact 1 in HubSpot, then: rollcall resolve sequences.q4/1 --enrolled (or --not-enrolled).',
    });
  });

  it.each([
    [
      'unknown if it was sent after the latest enrollment began',
      '2026-11-10T09:00:00.001Z',
      /^unknown: run 3 sent/,
    ],
    ['settled if it was sent when that began', '2026-11-10T09:00:00.000Z', /^enroll: /],
    ['settled if it was sent before that began', '2026-11-10T08:00:00.000Z', /^enroll: /],
  ])('is %s', (_case, moment, expected) => {
    expect(entryOf(declaredSince('2026-11-16', ended, open(moment)))).toMatch(expected);
  });

  it('for a removal is not an enrollment request', () => {
    expect(entryOf(declared(contact(1), open('2026-11-10T09:00:00.000Z', { action: 'unenroll' })))).toBe(
      'enroll: declared; no earlier enrollment known',
    );
  });
});
