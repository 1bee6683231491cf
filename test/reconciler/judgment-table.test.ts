import { describe, expect, it } from 'vitest';
import type { ObservedContact } from '../../src/model/observed-state.ts';
import type { Plan } from '../../src/model/results/plan.ts';
import type { PlanInput } from '../../src/reconciler/plan-input.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import {
  act,
  at,
  contact,
  listEntry,
  member,
  observedTarget,
  endedEnrollment,
  planInput,
  running,
  sequence,
  workflow,
} from './builders.ts';
import { trustEmail } from '../../src/model/email.ts';

/** A case of the table: a description, the expected plan entry of contact 1 in the first target, and the input. */
type Row = readonly [given: string, expected: string, input: PlanInput];

const seq = (who: ObservedContact, more: Parameters<typeof planInput>[0] = {}): PlanInput =>
  planInput({ desired: { targets: [sequence({ members: [member(1)] })] }, contacts: [who], ...more });

const seqSince = (
  since: string,
  who: ObservedContact,
  more: Parameters<typeof planInput>[0] = {},
): PlanInput => seq(who, { desired: { targets: [sequence({ since, members: [member(1)] })] }, ...more });

const flow = (parts: Parameters<typeof workflow>[0], more: Parameters<typeof planInput>[0] = {}): PlanInput =>
  planInput({
    desired: { targets: [workflow({ members: [member(1)], ...parts })] },
    contacts: [contact(1)],
    ...more,
  });

const suppressOne = [{ match: { id: '1' }, source: at(5) }];
const inFlow = running({ kind: 'workflow', targetId: '900' });
const actInFlow = act({ kind: 'workflow', targetId: '900' });
const observedFlow = (parts: object = {}): { targets: ReturnType<typeof observedTarget>[] } => ({
  targets: [observedTarget({ kind: 'workflow', id: '900', ...parts })],
});

const declared: readonly Row[] = [
  [
    'suppressed and active',
    'unenroll: active and suppressed (enrollments.yaml:5:1)',
    seq(contact(1, { enrollments: [running()] }), {
      desired: { suppress: suppressOne, targets: [sequence({ members: [member(1)] })] },
    }),
  ],
  [
    'active, enrolled by rollcall',
    'active: active since 2026-11-10, enrolled by run 3',
    seq(contact(1, { enrollments: [running()] }), { entries: [act()] }),
  ],
  [
    'active, unknown to the ledger',
    'active: active since 2026-11-10, enrolled by someone else; the next apply records it',
    seq(contact(1, { enrollments: [running()] })),
  ],
  [
    'active, adopted before',
    'active: active since 2026-11-10, enrolled by someone else',
    seq(contact(1, { enrollments: [running()] }), {
      entries: [act({ state: 'adopted', at: '2026-11-12T09:00:00.000Z' })],
    }),
  ],
  [
    'active in the target that this one replaces',
    'active: active since 2026-11-10 in 400 (joined to 500 by `replaces`), enrolled by someone else; the next apply records it',
    planInput({
      desired: { targets: [sequence({ replaces: '400', members: [member(1)] })] },
      contacts: [contact(1, { enrollments: [running({ targetId: '400' })] })],
    }),
  ],
  [
    'proved, and the account shows the end',
    'ended: finished on 2026-11-15, enrolled by run 3',
    seq(contact(1, { enrollments: [endedEnrollment()] }), { entries: [act()] }),
  ],
  [
    'proved, ended without visible cause',
    'ended: ended on 2026-11-15 before its last step (cause not visible), enrolled by run 3',
    seq(contact(1, { enrollments: [endedEnrollment({ how: 'unexplained' })] }), { entries: [act()] }),
  ],
  [
    'proved, ended early, and the contact opted out: whether for that reason, HubSpot does not show',
    'ended: ended on 2026-11-15 before its last step (the contact opted out), enrolled by run 3',
    seq(contact(1, { optedOut: true, enrollments: [endedEnrollment({ how: 'opted-out' })] }), {
      entries: [act()],
    }),
  ],
  [
    'proved, ended early, and an email bounced',
    'ended: ended on 2026-11-15 before its last step (an email bounced), enrolled by run 3',
    seq(contact(1, { bounced: true, enrollments: [endedEnrollment({ how: 'bounced' })] }), {
      entries: [act()],
    }),
  ],
  [
    'proved long ago, another sequence is the latest',
    'ended: enrolled by run 3 on 2026-11-10, no longer active',
    seq(contact(1, { enrollments: [endedEnrollment({ targetId: '777' })] }), { entries: [act()] }),
  ],
  [
    'proved a minute ago, not shown yet',
    'active: active, enrolled by run 3; HubSpot does not show it yet',
    seq(contact(1), { entries: [act({ at: '2026-11-20T11:59:00.000Z' })] }),
  ],
  [
    'accepted, and not seen active since',
    'ended: not seen active: HubSpot accepted the request of run 3 on 2026-11-10',
    seq(contact(1), { entries: [act({ state: 'accepted' })] }),
  ],
  [
    'proved, and unenrolled by rollcall',
    'ended: enrolled by run 3, unenrolled by run 5 on 2026-11-12',
    seq(contact(1), {
      entries: [act(), act({ action: 'unenroll', run: 5, at: '2026-11-12T10:00:00.000Z' })],
    }),
  ],
  [
    'proved before `since`',
    're-enroll: enrolled by run 3 on 2026-11-10; `since: 2026-11-16` enrolls again',
    seqSince('2026-11-16', contact(1, { enrollments: [endedEnrollment()] }), { entries: [act()] }),
  ],
  [
    'proved in the first hour of the `since` day in the account zone',
    'ended: enrolled by run 3 on 2026-11-16, no longer active',
    seqSince('2026-11-16', contact(1), { entries: [act({ at: '2026-11-15T23:30:00.000Z' })] }),
  ],
  [
    'proved for the same declaration, dated before `since`',
    'ended: enrolled by run 3 on 2026-11-10, no longer active',
    seqSince('2026-11-16', contact(1), { entries: [act({ since: '2026-11-16' })] }),
  ],
  [
    'adopted: begun before `since`, seen active after it',
    'ended: seen active by run 3 on 2026-11-18, no longer active',
    seqSince('2026-11-16', contact(1), {
      entries: [
        act({ state: 'adopted', effectAt: '2026-11-10T09:00:00.000Z', at: '2026-11-18T09:00:00.000Z' }),
      ],
    }),
  ],
  [
    'proved for the target that this one replaces',
    'ended: enrolled by run 3 on 2026-11-10, no longer active',
    planInput({
      desired: { targets: [sequence({ replaces: '400', members: [member(1)] })] },
      contacts: [contact(1)],
      entries: [act({ targetId: '400' })],
    }),
  ],
  [
    'proved under an id that was merged',
    'ended: enrolled by run 3 on 2026-11-10, no longer active',
    seq(contact(1, { mergedIds: ['8'] }), { entries: [act({ contactId: '8' })] }),
  ],
  [
    'refused before',
    'enroll: declared; no earlier enrollment known',
    seq(contact(1), { entries: [act({ state: 'refused' })] }),
  ],
  [
    'never sent before',
    'enroll: declared; no earlier enrollment known',
    seq(contact(1), { entries: [act({ state: 'not-sent' })] }),
  ],
  [
    'finished, enrolled by hand',
    'ended: finished on 2026-11-15, enrolled on 2026-11-10 by someone else',
    seq(contact(1, { enrollments: [endedEnrollment()] })),
  ],
  [
    'finished on the `since` day, enrolled by hand',
    'ended: finished on 2026-11-15, enrolled on 2026-11-10 by someone else',
    seqSince('2026-11-15', contact(1, { enrollments: [endedEnrollment()] })),
  ],
  [
    'finished before `since`, enrolled by hand',
    're-enroll: enrolled on 2026-11-10 by someone else, finished on 2026-11-15; `since: 2026-11-16` enrolls again',
    seqSince('2026-11-16', contact(1, { enrollments: [endedEnrollment()] })),
  ],
  [
    'listed in `everList` of the workflow',
    'ended: enrolled on 2026-11-02, no longer active',
    flow({}, { observed: observedFlow({ everEnrolled: new Map([['1', '2026-11-02T09:00:00.000Z']]) }) }),
  ],
  [
    'a request without a response',
    'unknown: run 3 sent an enrollment request on 2026-11-10; its outcome is unknown',
    seq(contact(1), { entries: [act({ state: 'open' })] }),
  ],
  [
    'a request without a response, seen active',
    'active: active since 2026-11-10, enrolled by run 3',
    seq(contact(1, { enrollments: [running()] }), { entries: [act({ state: 'open' })] }),
  ],
  [
    'a request without a response, seen ended',
    'ended: finished on 2026-11-15, enrolled by run 3',
    seq(contact(1, { enrollments: [endedEnrollment()] }), { entries: [act({ state: 'open' })] }),
  ],
  [
    'a request for an earlier `since`, without a response',
    'unknown: run 3 sent an enrollment request on 2026-11-10; its outcome is unknown',
    seqSince('2026-11-16', contact(1), { entries: [act({ state: 'open', since: '2026-11-01' })] }),
  ],
  [
    'a CSV row whose id and email belong to two contacts',
    'blocked: the id and email of the CSV row do not match: id 1 is contact 1 (p•••@northwind.example), and p•••@northwind.example is contact 2',
    planInput({
      desired: {
        targets: [
          sequence({
            members: [
              {
                type: 'person',
                person: { id: '1', email: trustEmail('p2@northwind.example') },
                source: at(30),
                literal: false,
              },
            ],
          }),
        ],
      },
      contacts: [contact(1), contact(2)],
    }),
  ],
  [
    'contradictory properties',
    'unknown: unreadable: enrolled nowhere',
    seq(contact(1, { unreadable: 'enrolled nowhere' })),
  ],
  ['no such contact', 'blocked: no contact has the id 1', seq(contact(2))],
  [
    'erased on request',
    'blocked: erased from the history on request; rollcall does not enroll it again',
    seq(contact(1), { ledger: { isForgotten: ({ id }) => id === '1' } }),
  ],
  [
    'a merged id erased on request',
    'blocked: erased from the history on request; rollcall does not enroll it again',
    seq(contact(1, { mergedIds: ['8'] }), { ledger: { isForgotten: ({ id }) => id === '8' } }),
  ],
  [
    'suppressed by id',
    'blocked: suppressed (enrollments.yaml:5:1)',
    seq(contact(1), { desired: { suppress: suppressOne, targets: [sequence({ members: [member(1)] })] } }),
  ],
  [
    'suppressed by the domain of a second email',
    'blocked: suppressed (enrollments.yaml:5:1)',
    seq(contact(1, { emails: [trustEmail('p1@northwind.example'), trustEmail('x@Rival.example')] }), {
      desired: {
        suppress: [{ match: { email: '*@Rival.example' }, source: at(5) }],
        targets: [sequence({ members: [member(1)] })],
      },
    }),
  ],
  [
    'suppressed by a pattern',
    'blocked: suppressed (enrollments.yaml:5:1)',
    seq(contact(1), {
      desired: {
        suppress: [{ match: { email: 'p*@north*' }, source: at(5) }],
        targets: [sequence({ members: [member(1)] })],
      },
    }),
  ],
  ['opted out', 'blocked: opted out of email', seq(contact(1, { optedOut: true }))],
  ['bounced', 'blocked: email to this address bounced', seq(contact(1, { bounced: true }))],
  ['without an email, in a sequence', 'blocked: the contact has no email address', seq(withoutEmail(1))],
  [
    'without an email, in a workflow that enrolls by email',
    'blocked: the contact has no email address',
    flow({}, { contacts: [withoutEmail(1)] }),
  ],
  [
    'without an email, in a workflow that a list feeds',
    'enroll: declared; no earlier enrollment known',
    flow({ viaList: '611' }, { contacts: [withoutEmail(1)] }),
  ],
  [
    'already on the list that feeds the workflow',
    'blocked: already on list `611`, which feeds the workflow; adding the contact again has no effect',
    flow({ viaList: '611' }, { observed: observedFlow({ onViaList: new Set(['1']) }) }),
  ],
  [
    'on a suppression list of the workflow',
    'blocked: on list 620, a suppression list of this workflow',
    flow({}, { observed: observedFlow({ suppressed: new Map([['1', '620']]) }) }),
  ],
  [
    'a sequence that the account does not have',
    'blocked: the account has no sequence with the id 500; it may have been deleted, or be private',
    seq(contact(1), { observed: { targets: [] } }),
  ],
  [
    'a workflow that is turned off',
    'blocked: the workflow is turned off: since Monday',
    flow({}, { observed: observedFlow({ status: 'disabled', why: 'since Monday' }) }),
  ],
  [
    'a sender that is not a user of the account',
    'blocked: the account has no user zoe@acme.example, the sender',
    seq(contact(1), {
      desired: {
        targets: [sequence({ sender: { email: trustEmail('zoe@acme.example') }, members: [member(1)] })],
      },
    }),
  ],
  [
    'the sender is the contact owner, and the contact has none',
    'blocked: the contact has no owner, and the sender is `contact-owner`',
    seq(contact(1), { desired: { targets: [sequence({ sender: 'contact-owner', members: [member(1)] })] } }),
  ],
  [
    'the sender is the contact owner, who is not a user',
    "blocked: the contact's owner (99) is not a user who can send",
    seq(contact(1, { ownerId: '99' }), {
      desired: { targets: [sequence({ sender: 'contact-owner', members: [member(1)] })] },
    }),
  ],
  [
    'another sequence ended early',
    'blocked: previous sequence ended early: sequence 777 ended on 2026-11-15 before its last step (cause not visible)',
    seq(contact(1, { enrollments: [endedEnrollment({ targetId: '777', how: 'unexplained' })] })),
  ],
  [
    'another sequence ended early, before `since`',
    'enroll: declared; no enrollment known since 2026-11-16',
    seqSince(
      '2026-11-16',
      contact(1, { enrollments: [endedEnrollment({ targetId: '777', how: 'unexplained' })] }),
    ),
  ],
  [
    'another sequence ended early because rollcall unenrolled the contact',
    'enroll: declared; no earlier enrollment known',
    seq(contact(1, { enrollments: [endedEnrollment({ targetId: '777', how: 'unexplained' })] }), {
      entries: [
        act({ targetId: '777' }),
        act({ targetId: '777', action: 'unenroll', at: '2026-11-15T09:00:00.000Z' }),
      ],
    }),
  ],
  [
    'another sequence finished',
    'enroll: declared; no earlier enrollment known',
    seq(contact(1, { enrollments: [endedEnrollment({ targetId: '777' })] })),
  ],
  ['`since` in the future', 'waiting: not before 2026-12-01', seqSince('2026-12-01', contact(1))],
  [
    '`since` in the future, enrolled before',
    'waiting: not before 2026-12-01',
    seqSince('2026-12-01', contact(1, { enrollments: [endedEnrollment()] }), { entries: [act()] }),
  ],
  [
    'in another sequence',
    'waiting: active in sequence 777 since 2026-11-10; waits until that ends',
    seq(contact(1, { enrollments: [running({ targetId: '777' })] })),
  ],
  [
    'an open request in another sequence',
    'waiting: may have been enrolled in sequence 777 by run 3; waits until that ends',
    seq(contact(1), { entries: [act({ targetId: '777', state: 'open' })] }),
  ],
  [
    'enrolled in another sequence a minute ago',
    'waiting: was enrolled in sequence 777 by run 3; waits until that ends',
    seq(contact(1), { entries: [act({ targetId: '777', at: '2026-11-20T11:59:00.000Z' })] }),
  ],
  [
    'more sequences counted than visible',
    'unknown: history: HubSpot counts 2 sequence enrollments and rollcall can explain 1; an unexplained one may have been in this sequence',
    seq(contact(1, { sequenceCount: 2, enrollments: [endedEnrollment({ targetId: '777' })] })),
  ],
  [
    'as many sequences counted as the ledger and HubSpot explain',
    'enroll: declared; no earlier enrollment known',
    seq(contact(1, { sequenceCount: 2, enrollments: [endedEnrollment({ targetId: '777' })] }), {
      entries: [act({ targetId: '666', at: '2026-10-10T09:00:00.000Z' })],
    }),
  ],
  [
    'the visible sequence is the one in the ledger, and one more is counted',
    'unknown: history: HubSpot counts 2 sequence enrollments and rollcall can explain 1; an unexplained one may have been in this sequence',
    seq(contact(1, { sequenceCount: 2, enrollments: [endedEnrollment({ targetId: '777' })] }), {
      entries: [act({ targetId: '777' })],
    }),
  ],
  [
    'more counted than visible, all before `since`',
    'enroll: declared; no enrollment known since 2026-11-11',
    seqSince(
      '2026-11-11',
      contact(1, { sequenceCount: 2, enrollments: [endedEnrollment({ targetId: '777' })] }),
    ),
  ],
  [
    'more counted than visible, and `noHistoryBefore` after the latest one',
    'unknown: history: HubSpot counts 9 sequence enrollments and rollcall can explain 0; an unexplained one may have been in this sequence',
    seq(contact(1, { sequenceCount: 9 }), {
      desired: { targets: [sequence({ noHistoryBefore: '2026-11-11', members: [member(1)] })] },
    }),
  ],
  [
    'a workflow older than the ledger',
    'unknown: history: the ledger began on 2026-10-01, and the workflow is older; earlier enrollments are not known',
    flow({}, { observed: observedFlow({ createdAt: '2026-09-01T00:00:00.000Z' }) }),
  ],
  [
    'a workflow of unknown age',
    'unknown: history: the ledger began on 2026-10-01, and the workflow is older; earlier enrollments are not known',
    flow(
      {},
      {
        observed: {
          targets: [{ kind: 'workflow', id: '900', status: 'ready', hazards: [], unenrollRoute: true }],
        },
      },
    ),
  ],
  [
    'a workflow older than the ledger, with `noHistoryBefore`',
    'enroll: declared; no earlier enrollment known',
    flow(
      { noHistoryBefore: '2026-10-02' },
      { observed: observedFlow({ createdAt: '2026-09-01T00:00:00.000Z' }) },
    ),
  ],
  [
    'a workflow older than the ledger, with an `everList`',
    'enroll: declared; no earlier enrollment known',
    flow({}, { observed: observedFlow({ createdAt: '2026-09-01T00:00:00.000Z', everEnrolled: new Map() }) }),
  ],
  [
    'a workflow older than the ledger, with a `since` that the ledger covers',
    'enroll: declared; no enrollment known since 2026-11-01',
    flow({ since: '2026-11-01' }, { observed: observedFlow({ createdAt: '2026-09-01T00:00:00.000Z' }) }),
  ],
  [
    'in `everList` of the workflow without a date',
    'unknown: history: enrolled before; HubSpot does not show when',
    flow({ since: '2026-11-01' }, { observed: observedFlow({ everEnrolled: new Map([['1', undefined]]) }) }),
  ],
  ['no known enrollment', 'enroll: declared; no earlier enrollment known', seq(contact(1))],
  [
    'active in another workflow',
    'enroll: declared; no earlier enrollment known',
    flow({}, { contacts: [contact(1, { enrollments: [running({ kind: 'workflow', targetId: '901' })] })] }),
  ],
];

const owned = { contacts: [contact(1, { enrollments: [inFlow] })], entries: [actInFlow] };
const enrolledByHand = { contacts: [contact(1, { enrollments: [inFlow] })] };

const undeclared: readonly Row[] = [
  [
    'owned, no longer declared',
    'unenroll: no longer declared, enrolled by run 3',
    flow({ members: [] }, owned),
  ],
  ['owned and ended', 'nothing', flow({ members: [] }, { entries: [actInFlow] })],
  [
    'owned, in a target without `members`',
    'orphan: active since 2026-11-10, enrolled by run 3; the files no longer define the members',
    planInput({ desired: { targets: [unmanaged()] }, ...owned }),
  ],
  [
    'owned, without an unenroll route',
    'manual: no longer declared, enrolled by run 3; no route unenrolls contacts from this workflow',
    flow({ members: [] }, { ...owned, observed: observedFlow({ unenrollRoute: false }) }),
  ],
  [
    'owned, without an email, and a route that needs one',
    'manual: no longer declared, enrolled by run 3; the route needs an email address, and the contact has none',
    flow(
      { members: [] },
      {
        ...owned,
        observed: observedFlow({ unenrollByEmail: true }),
        contacts: [{ ...withoutEmail(1), enrollments: [inFlow] }],
      },
    ),
  ],
  [
    'owned, without an email, and a route that needs none',
    'unenroll: no longer declared, enrolled by run 3',
    flow({ members: [] }, { ...owned, contacts: [{ ...withoutEmail(1), enrollments: [inFlow] }] }),
  ],
  [
    'owned, with contradictory properties',
    'unknown: no longer declared, enrolled by run 3; unreadable: two at once',
    flow(
      { members: [] },
      { ...owned, contacts: [contact(1, { enrollments: [inFlow], unreadable: 'two at once' })] },
    ),
  ],
  [
    'owned through a list that the target still names',
    'left-audience: left list `482`; active since 2026-11-10, enrolled by run 3',
    flow(
      { members: [listEntry('482')] },
      {
        ...owned,
        entries: [{ ...actInFlow, origin: 'list:482' }],
        observed: { ...observedFlow(), lists: new Map([['482', { id: '482', members: [] }]]) },
      },
    ),
  ],
  [
    'the same with `onLeave: unenroll`',
    'unenroll: left list `482`, enrolled by run 3',
    flow(
      { onLeave: 'unenroll', members: [listEntry('482')] },
      {
        ...owned,
        entries: [{ ...actInFlow, origin: 'list:482' }],
        observed: { ...observedFlow(), lists: new Map([['482', { id: '482', members: [] }]]) },
      },
    ),
  ],
  [
    'owned through a list that the file no longer names',
    'unenroll: no longer declared, enrolled by run 3',
    flow({ members: [] }, { ...owned, entries: [{ ...actInFlow, origin: 'list:482' }] }),
  ],
  [
    'unmanaged',
    'unmanaged: enrolled on 2026-11-10 by someone else; left alone',
    flow({ members: [] }, enrolledByHand),
  ],
  [
    'unmanaged, known only from the active list',
    'unmanaged: enrolled by someone else; left alone',
    flow({ members: [] }, { contacts: [], observed: observedFlow({ active: new Set(['1']) }) }),
  ],
  [
    'adopted',
    'unmanaged: enrolled on 2026-11-10 by someone else; left alone',
    flow(
      { members: [] },
      { ...enrolledByHand, entries: [{ ...actInFlow, state: 'adopted', at: '2026-11-12T00:00:00.000Z' }] },
    ),
  ],
  [
    'enrolled by rollcall, ended, then enrolled by hand',
    'unmanaged: enrolled on 2026-11-10 by someone else; left alone',
    flow({ members: [] }, { ...enrolledByHand, entries: [{ ...actInFlow, at: '2026-10-02T00:00:00.000Z' }] }),
  ],
  [
    'unenrolled by rollcall, then enrolled by hand',
    'unmanaged: enrolled by someone else; left alone',
    flow(
      { members: [] },
      {
        contacts: [contact(1, { enrollments: [undated()] })],
        entries: [actInFlow, { ...actInFlow, action: 'unenroll', at: '2026-11-12T00:00:00.000Z' }],
      },
    ),
  ],
  [
    'unmanaged in an exclusive target',
    'unenroll: enrolled on 2026-11-10 by someone else and not declared; the target is exclusive',
    flow({ members: [], exclusive: true }, enrolledByHand),
  ],
  [
    'unmanaged in a target without `members`',
    'nothing',
    planInput({ desired: { targets: [unmanaged()] }, ...enrolledByHand }),
  ],
  [
    'absent and unmanaged',
    'unenroll: listed under `absent`',
    flow({ members: [], absent: [{ person: { id: '1' }, source: at(40) }] }, enrolledByHand),
  ],
  [
    'absent overrides an audience',
    'unenroll: listed under `absent`',
    flow(
      {
        members: [member(1, { literal: false })],
        absent: [{ person: { email: trustEmail('p1@northwind.example') }, source: at(40) }],
      },
      enrolledByHand,
    ),
  ],
  [
    'absent and not active',
    'nothing',
    flow({ members: [], absent: [{ person: { id: '1' }, source: at(40) }] }),
  ],
  [
    'in a retired workflow, by hand',
    'unenroll: the workflow is retired',
    flow({ retired: true }, enrolledByHand),
  ],
  [
    'owned and suppressed',
    'unenroll: active and suppressed (enrollments.yaml:5:1)',
    flow({ members: [] }, { ...owned, desired: { suppress: suppressOne, targets: [workflow()] } }),
  ],
  [
    'unmanaged and suppressed',
    'unmanaged: enrolled on 2026-11-10 by someone else; left alone',
    flow({ members: [] }, { ...enrolledByHand, desired: { suppress: suppressOne, targets: [workflow()] } }),
  ],
  [
    'a request without a response',
    'unknown: run 3 sent an enrollment request on 2026-11-10; its outcome is unknown',
    flow({ members: [] }, { entries: [{ ...actInFlow, state: 'open' }] }),
  ],
];

describe('a declared contact', () => {
  it.each(declared)('%s -> %s', (_given, expected, input) => {
    expect(judgmentOf(makePlan(input))).toBe(expected);
  });
});

describe('an undeclared contact', () => {
  it.each(undeclared)('%s -> %s', (_given, expected, input) => {
    expect(judgmentOf(makePlan(input))).toBe(expected);
  });
});

const resolve =
  'Check the contact in HubSpot, then: rollcall resolve ADDRESS --enrolled (or --not-enrolled). To enroll it anyway, give the line a `since` later than its latest enrollment.';

/** The help of an entry, by a part of its reason. All other entries of the table have none. */
const helps: readonly (readonly [part: string, help: string])[] = [
  [
    'not seen active: HubSpot accepted the request',
    'If HubSpot did not enroll the contact, record that: rollcall resolve ADDRESS --not-enrolled',
  ],
  ['unenrolled by run 5', 'To enroll the contact again, give the line a later `since`.'],
  [
    'its outcome is unknown',
    'Check contact 1 in HubSpot, then: rollcall resolve ADDRESS --enrolled (or --not-enrolled).',
  ],
  ['the CSV row do not match', 'Correct the id or the email of the row, or keep only one of the two.'],
  ['unreadable: ', 'Plan again in a few minutes. If the contact stays unreadable, check it in HubSpot.'],
  ['no contact has the id', 'Create the contact in HubSpot, or correct the line.'],
  ['erased from the history', 'Remove the line from the file.'],
  ['suppressed (', 'No action is needed. To enroll the contact, remove the `suppress` entry.'],
  ['opted out of email', 'Remove the line from the file. Only the contact can opt in again.'],
  ['email to this address bounced', 'Correct the email of the contact in HubSpot.'],
  ['the contact has no email address', 'Add an email address to the contact in HubSpot.'],
  ['already on list', 'To enroll the contact again, remove it from the list first.'],
  ['a suppression list of this', 'If the contact should be enrolled, remove it from that list in HubSpot.'],
  ['the account has no sequence', 'Fix it in HubSpot, or correct the `id` of the target.'],
  ['is turned off', 'Fix it in HubSpot, or correct the `id` of the target.'],
  ['the account has no user', 'Correct `sender`, or add the user in HubSpot.'],
  ['the contact has no owner', 'Assign an owner to the contact, or set another `sender`.'],
  ['is not a user who can send', 'Assign another owner to the contact, or set another `sender`.'],
  [
    'previous sequence ended early',
    'To enroll the contact anyway, give the line a `since` later than that day.',
  ],
  ['HubSpot counts', resolve],
  ['HubSpot does not show when', resolve],
  [
    'the workflow is older',
    'Set `everList` to a HubSpot list of all contacts ever enrolled, or `noHistoryBefore: DATE` to a day that the ledger covers.',
  ],
  [
    'no longer define the members',
    'To unenroll these contacts, list them under `absent`, or set `members: []` with `allowEmpty: true`.',
  ],
  ['no route unenrolls', 'Unenroll the contact in HubSpot, or give the target an `unenroll` route.'],
  [
    'the route needs an email address',
    'Unenroll the contact in HubSpot, or add an email address to it there.',
  ],
  [
    'left list `482`; active',
    'To unenroll contacts that leave the list, set `onLeave: unenroll` at the target.',
  ],
];

describe('the help of an entry', () => {
  it.each([...declared, ...undeclared])('%s: %s', (_given, _expected, input) => {
    const entries = makePlan(input).unchanged.filter(
      ({ address, target }) => address.endsWith('/1') && target.id !== '777',
    );
    for (const { address, status, reason, help } of entries) {
      if (status === 'blocked' || status === 'unknown') expect(help).toBeDefined();
      const found = helps.find(([part]) => reason.includes(part))?.[1];
      expect(help).toBe(found?.replace('ADDRESS', found === resolve ? 'ADDRESS' : address));
    }
  });
});

/** Returns the plan entry of contact 1 as one line. */
function judgmentOf(plan: Plan): string {
  const lines = [
    ...plan.changes.map((change) => {
      const again = change.action === 'enroll' && change.reenroll;
      return { ...change, word: again ? 're-enroll' : change.action };
    }),
    ...plan.unchanged.map((unchanged) => ({ ...unchanged, word: unchanged.status })),
  ].filter(({ address, target }) => address.endsWith('/1') && target.id !== '777');
  expect(lines.length).toBeLessThan(2);
  return lines.map(({ word, reason }) => `${word}: ${reason}`).at(0) ?? 'nothing';
}

function withoutEmail(id: number): ObservedContact {
  const { email: _email, ...rest } = contact(id, { emails: [] });
  return rest;
}

function undated(): typeof inFlow {
  const { enrolledAt: _at, ...rest } = inFlow;
  return rest;
}

function unmanaged(): ReturnType<typeof workflow> {
  const { members: _members, ...rest } = workflow();
  return rest;
}
