import { describe, expect, it } from 'vitest';
import { trustEmail } from '../../src/model/email.ts';
import type { Change, Plan, Unchanged } from '../../src/model/results/plan.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import {
  act,
  at,
  contact,
  endedEnrollment,
  listEntry,
  maria,
  member,
  observedTarget,
  paul,
  planInput,
  running,
  sequence,
  workflow,
} from './builders.ts';

type Parts = Parameters<typeof planInput>[0];

const planOf = (parts: Parts): Plan => makePlan(planInput(parts));
const shownContact = { id: '1', email: 'p•••@northwind.example' };
const q4 = { kind: 'sequence', key: 'q4', id: '500' } as const;
const onboarding = { kind: 'workflow', key: 'onboarding', id: '900' } as const;

describe('an enrollment in a plan', () => {
  const alias = trustEmail('sales@acme.example');
  const inSequence: Change = {
    address: 'sequences.q4/1',
    action: 'enroll',
    reason: 'declared; no earlier enrollment known',
    effect: 'sends',
    reversible: false,
    contact: shownContact,
    target: q4,
    sender: maria.email,
    senderUserId: maria.userId,
    origin: 'text',
    reenroll: false,
    emails: 3,
    emailDays: [0, 3, 7],
    source: at(30),
  };
  const inWorkflow: Change = {
    address: 'workflows.onboarding/1',
    action: 'enroll',
    reason: 'declared; no earlier enrollment known',
    effect: 'sends',
    reversible: false,
    contact: shownContact,
    target: onboarding,
    origin: 'text',
    reenroll: false,
    source: at(30),
  };

  it.each<[string, Parts, Change]>([
    ['in a sequence', { desired: { targets: [sequence({ members: [member(1)] })] } }, inSequence],
    [
      'from the alias of the sender',
      { desired: { targets: [sequence({ senderAlias: alias, members: [member(1)] })] } },
      { ...inSequence, senderAlias: alias },
    ],
    [
      'by the sender of the member, whose inbox does not have the alias',
      {
        desired: {
          targets: [
            sequence({ senderAlias: alias, members: [member(1, { sender: { email: paul.email } })] }),
          ],
        },
      },
      { ...inSequence, sender: paul.email, senderUserId: paul.userId },
    ],
    [
      'again, since a day',
      {
        desired: { targets: [sequence({ since: '2026-11-16', members: [member(1)] })] },
        contacts: [contact(1, { enrollments: [endedEnrollment()] })],
        entries: [act()],
      },
      {
        ...inSequence,
        reason: 'enrolled by run 3 on 2026-11-10; `since: 2026-11-16` enrolls again',
        since: '2026-11-16',
        reenroll: true,
      },
    ],
    [
      'of a list member',
      {
        desired: { targets: [sequence({ members: [listEntry('482')] })] },
        observed: { lists: new Map([['482', { id: '482', members: ['1'] }]]) },
      },
      { ...inSequence, origin: 'list:482', source: at(31) },
    ],
    [
      'in a sequence with a name and unknown steps',
      {
        desired: { targets: [sequence({ members: [member(1)] })] },
        observed: { targets: [{ ...q4, status: 'ready', hazards: [], unenrollRoute: true, name: 'Q4' }] },
      },
      {
        address: 'sequences.q4/1',
        action: 'enroll',
        reason: 'declared; no earlier enrollment known',
        effect: 'sends',
        reversible: false,
        contact: shownContact,
        target: { ...q4, name: 'Q4' },
        sender: maria.email,
        senderUserId: maria.userId,
        origin: 'text',
        reenroll: false,
        source: at(30),
      },
    ],
    ['in a workflow', { desired: { targets: [workflow({ members: [member(1)] })] } }, inWorkflow],
    [
      'in a workflow through the list that feeds it',
      { desired: { targets: [workflow({ viaList: '553', members: [member(1)] })] } },
      { ...inWorkflow, viaList: '553' },
    ],
  ])('has its emails, their sender, and the line: %s', (_case, parts, expected) => {
    expect(planOf({ contacts: [contact(1)], ...parts }).changes).toEqual([expected]);
  });
});

describe('a removal in a plan', () => {
  const enrolled = contact(1, { enrollments: [running()] });
  const removal: Change = {
    address: 'sequences.q4/1',
    action: 'unenroll',
    reason: 'no longer declared, enrolled by run 3',
    effect: 'stops',
    reversible: false,
    contact: shownContact,
    target: q4,
    origin: 'text',
    suppressed: false,
    owned: true,
    source: at(10),
  };
  const suppress = [{ match: { id: '1' }, source: at(5) }];
  const suppressed: Change = {
    ...removal,
    reason: 'active and suppressed (enrollments.yaml:5:1)',
    suppressed: true,
  };

  it.each<[string, Parts, Change]>([
    ['of an owned member', { entries: [act()] }, removal],
    [
      'of a list member enrolled since a day, with the id of the enrollment',
      {
        contacts: [contact(1, { enrollments: [running({ id: '7700' })] })],
        entries: [act({ since: '2026-11-01', origin: 'list:482' })],
      },
      { ...removal, since: '2026-11-01', origin: 'list:482', enrollmentId: '7700' },
    ],
    [
      'of a member that someone else enrolled in an exclusive target',
      { desired: { targets: [sequence({ exclusive: true })] } },
      {
        ...removal,
        reason: 'enrolled on 2026-11-10 by someone else and not declared; the target is exclusive',
        owned: false,
      },
    ],
    [
      'of a suppressed member',
      { desired: { suppress, targets: [sequence({ members: [member(1)] })] }, entries: [act()] },
      { ...suppressed, source: at(5) },
    ],
    [
      'under the replaced id, with its name',
      {
        desired: { targets: [sequence({ id: '501', replaces: '500' })] },
        observed: {
          targets: [
            observedTarget({ kind: 'sequence', id: '501', name: 'New' }),
            observedTarget({ kind: 'sequence', id: '500', name: 'Old' }),
          ],
        },
        entries: [act()],
      },
      { ...removal, target: { ...q4, name: 'Old' } },
    ],
    [
      'of a contact of a workflow that HubSpot did not return',
      {
        desired: { targets: [workflow({ retired: true })] },
        contacts: [],
        observed: { targets: [observedTarget({ kind: 'workflow', id: '900', active: new Set(['1']) })] },
      },
      {
        ...removal,
        address: 'workflows.onboarding/1',
        reason: 'the workflow is retired',
        contact: { id: '1' },
        target: onboarding,
        owned: false,
        source: at(20),
      },
    ],
  ])('has its cause, the ledger record and the line: %s', (_case, parts, expected) => {
    const base = { desired: { targets: [sequence()] }, contacts: [enrolled] };
    expect(planOf({ ...base, ...parts }).changes).toEqual([expected]);
  });

  it('deletes a workflow without contacts', () => {
    const active = new Set<string>();
    const plan = planOf({
      desired: { targets: [workflow({ retired: 'archive' })] },
      observed: { targets: [observedTarget({ kind: 'workflow', id: '900', name: 'Welcome', active })] },
    });
    expect(plan.unchanged).toEqual([]);
    expect(plan.changes).toEqual([
      {
        address: 'workflows.onboarding',
        action: 'archive',
        reason: 'the retired workflow has no active contact',
        effect: 'stops',
        reversible: false,
        target: { ...onboarding, name: 'Welcome' },
        source: at(20),
      },
    ]);
  });
});

describe('an entry without a change', () => {
  const contactPage = 'https://app.example/contacts/4242/record/0-1/{id}';
  const link = 'https://app.example/contacts/4242/record/0-1/1';
  const account = { portalId: 4242, timeZone: 'Europe/Berlin', uiDomain: 'app.example', contactPage };
  const base: Unchanged = {
    address: 'sequences.q4/1',
    status: 'active',
    reason: 'active since 2026-11-10, enrolled by run 3',
    contact: shownContact,
    target: q4,
    source: at(30),
  };
  const enrolled = [contact(1, { enrollments: [running()] })];
  const declared = { targets: [sequence({ members: [member(1)] })] };
  const withoutRoute = [observedTarget({ kind: 'sequence', id: '500', unenrollRoute: false })];

  it.each<[string, Parts, Unchanged]>([
    ['active', { desired: declared, contacts: enrolled, entries: [act()] }, base],
    [
      'active, as a list member',
      {
        desired: { targets: [sequence({ members: [listEntry('482')] })] },
        observed: { lists: new Map([['482', { id: '482', members: ['1'] }]]) },
        contacts: enrolled,
        entries: [act()],
      },
      { ...base, origin: 'list:482', source: at(31) },
    ],
    [
      'ended',
      { desired: declared, contacts: [contact(1, { enrollments: [endedEnrollment()] })], entries: [act()] },
      { ...base, status: 'ended', endedAs: 'finished', reason: 'finished on 2026-11-15, enrolled by run 3' },
    ],
    [
      'waiting',
      {
        desired: { ...declared, freeze: [{ from: '2026-11-20', to: '2026-11-20', source: at(4) }] },
        contacts: [contact(1)],
      },
      {
        ...base,
        status: 'waiting',
        reason: 'frozen through 2026-11-20 (enrollments.yaml:4:1)',
        waitsFor: 'freeze',
        until: '2026-11-21',
      },
    ],
    [
      'waiting for a removal',
      {
        desired: { targets: [sequence()] },
        contacts: [contact(1)],
        entries: [act({ at: '2026-11-20T11:50:00.000Z' })],
      },
      {
        ...base,
        status: 'waiting',
        removal: true,
        reason: 'not visible yet: no longer declared, enrolled by run 3',
        help: 'HubSpot can take 15 minutes to show an enrollment. Run the same command again after that.',
        source: at(10),
      },
    ],
    [
      'blocked, with a link to the contact',
      { desired: declared, contacts: [contact(1, { optedOut: true })] },
      {
        ...base,
        status: 'blocked',
        reason: 'opted out of email',
        help: 'Remove the line from the file. Only the contact can opt in again.',
        contact: { ...shownContact, link },
      },
    ],
    [
      'blocked, without a contact under the id',
      { desired: declared },
      {
        ...base,
        status: 'blocked',
        reason: 'no contact has the id 1',
        help: 'Create the contact in HubSpot, or correct the line.',
        contact: { id: '1' },
      },
    ],
    [
      'blocked, without a contact for the email',
      { desired: { targets: [sequence({ members: [member('noor@contoso.example')] })] } },
      {
        address: 'sequences.q4/n•••@contoso.example',
        status: 'blocked',
        reason: 'no contact has this email address',
        help: 'Create the contact in HubSpot, or correct the line.',
        target: q4,
        source: at(30),
      },
    ],
    [
      'unknown, after a request without a known outcome',
      { desired: declared, contacts: [contact(1)], entries: [act({ state: 'open' })] },
      {
        ...base,
        status: 'unknown',
        unsettled: true,
        reason: 'run 3 sent an enrollment request on 2026-11-10; its outcome is unknown',
        help: 'Check contact 1 in HubSpot, then: rollcall resolve sequences.q4/1 --enrolled (or --not-enrolled).',
        contact: { ...shownContact, link },
      },
    ],
    [
      'unmanaged',
      { desired: { targets: [sequence()] }, contacts: enrolled },
      {
        ...base,
        status: 'unmanaged',
        reason: 'enrolled on 2026-11-10 by someone else; left alone',
        source: at(10),
      },
    ],
    [
      'manual, with the line that requires the removal',
      {
        desired: { targets: [sequence({ absent: [{ person: { id: '1' }, source: at(40) }] })] },
        contacts: enrolled,
        observed: { targets: withoutRoute },
      },
      {
        ...base,
        status: 'manual',
        removal: true,
        reason: 'listed under `absent`; no route unenrolls contacts from this sequence',
        help: 'Unenroll the contact in HubSpot, or give the target an `unenroll` route.',
        contact: { ...shownContact, link },
        source: at(40),
      },
    ],
    [
      'left-audience',
      {
        desired: { targets: [sequence({ members: [listEntry('482')] })] },
        contacts: enrolled,
        observed: { lists: new Map([['482', { id: '482', members: [] }]]) },
        entries: [act({ origin: 'list:482' })],
      },
      {
        ...base,
        status: 'left-audience',
        reason: 'left list `482`; active since 2026-11-10, enrolled by run 3',
        help: 'To unenroll contacts that leave the list, set `onLeave: unenroll` at the target.',
        source: at(10),
      },
    ],
    [
      'orphan, without a line',
      { contacts: enrolled, entries: [act()] },
      {
        address: 'sequences.500/1',
        status: 'orphan',
        reason: 'active since 2026-11-10, enrolled by run 3; the files no longer name the sequence',
        help: expect.stringContaining('declare it again'),
        contact: shownContact,
        target: { kind: 'sequence', key: '500', id: '500' },
      },
    ],
  ])('has its reason, the next step and the line: %s', (_case, parts, expected) => {
    const plan = planOf({ ...parts, observed: { account, ...parts.observed } });
    expect(plan.changes).toEqual([]);
    expect(plan.unchanged).toEqual([expected]);
  });

  it('has no link if the account has no contact pages', () => {
    const plan = planOf({ desired: declared, contacts: [contact(1, { optedOut: true })] });
    expect(plan.unchanged.map((entry) => entry.contact)).toEqual([shownContact]);
  });
});
