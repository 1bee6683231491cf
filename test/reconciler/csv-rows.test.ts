import { describe, expect, it } from 'vitest';
import type { DesiredEntry, DesiredContact } from '../../src/model/desired-state.ts';
import type { ObservedContact } from '../../src/model/observed-state.ts';
import type { Plan } from '../../src/model/results/plan.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import { approvedBy, prepareRejudge } from '../../src/reconciler/rejudge.ts';
import { ledgerUpdates } from '../../src/reconciler/ledger-updates.ts';
import { observeRequest } from '../../src/reconciler/observe-request.ts';
import {
  act,
  at,
  contact,
  desiredState,
  ledgerView,
  member,
  now,
  planInput,
  running,
  sequence,
} from './builders.ts';
import { trustEmail } from '../../src/model/email.ts';

const row = (id: number, email: string): DesiredEntry => ({
  type: 'person',
  person: { id: String(id), email: trustEmail(email) },
  source: at(50),
  literal: false,
});

const absentRow = (id: number, email: string): DesiredContact => ({
  person: { id: String(id), email: trustEmail(email) },
  source: at(60),
});

/** Returns the reason of each plan entry, by address. */
function reasonsOf({ changes, unchanged }: Plan): Record<string, string> {
  return Object.fromEntries([
    ...changes.map(({ address, action, reason }) => [address, `${action}: ${reason}`]),
    ...unchanged.map(({ address, status, reason }) => [address, `${status}: ${reason}`]),
  ]);
}

const planOf = (parts: Parameters<typeof planInput>[0]): Plan => makePlan(planInput(parts));
const target = (members: readonly DesiredEntry[]) => ({ targets: [sequence({ members })] });

describe('a CSV row with an id and an email', () => {
  it('enrolls the contact that has both the id and the email', () => {
    const plan = planOf({ desired: target([row(1, 'p1@northwind.example')]), contacts: [contact(1)] });

    expect(reasonsOf(plan)).toMatchObject({ 'sequences.q4/1': expect.stringMatching(/^enroll: /) });
  });

  it('enrolls one merged contact by an old id and an old email', () => {
    const merged = contact(9, {
      emails: [trustEmail('p9@northwind.example'), trustEmail('old@northwind.example')],
      mergedIds: ['1'],
    });
    const plan = planOf({ desired: target([row(1, 'old@northwind.example')]), contacts: [merged] });

    expect(reasonsOf(plan)).toMatchObject({ 'sequences.q4/9': expect.stringMatching(/^enroll: /) });
  });

  it('enrolls neither of two contacts, and masks their emails', () => {
    const plan = planOf({
      desired: target([row(1, 'p2@northwind.example')]),
      contacts: [contact(1), contact(2)],
    });
    const reason =
      'blocked: the id and email of the CSV row do not match: id 1 is contact 1 (p•••@northwind.example), and p•••@northwind.example is contact 2';

    expect(reasonsOf(plan)).toEqual({ 'sequences.q4/1': reason, 'sequences.q4/2': reason });
  });

  it('with an unknown email is blocked: the id may be from another system', () => {
    const plan = planOf({ desired: target([row(1, 'gone@northwind.example')]), contacts: [contact(1)] });

    expect(reasonsOf(plan)).toEqual({
      'sequences.q4/1':
        'blocked: the id and email of the CSV row do not match: id 1 is contact 1 (p•••@northwind.example), and g•••@northwind.example matches no contact',
    });
  });

  it('with an unknown id is blocked for the contact of the email', () => {
    const plan = planOf({ desired: target([row(77, 'p2@northwind.example')]), contacts: [contact(2)] });

    expect(reasonsOf(plan)).toEqual({
      'sequences.q4/2':
        'blocked: the id and email of the CSV row do not match: id 77 matches no contact, and p•••@northwind.example is contact 2',
    });
  });

  it('with an unknown id and email is blocked as an unknown contact', () => {
    const plan = planOf({ desired: target([row(77, 'gone@northwind.example')]) });

    expect(reasonsOf(plan)).toEqual({ 'sequences.q4/77': 'blocked: no contact has the id 77' });
  });

  it('unenrolls neither of two contacts, even if rollcall enrolled one of them', () => {
    const active = contact(2, { enrollments: [running()] });
    const plan = planOf({
      desired: target([row(1, 'p2@northwind.example')]),
      contacts: [contact(1), active],
      entries: [act({ contactId: '2' })],
    });

    expect(plan.changes).toEqual([]);
    expect(reasonsOf(plan)['sequences.q4/2']).toMatch(/^(active): /);
  });

  it('does not apply the suppression of one contact to the other', () => {
    const active = contact(1, { enrollments: [running()] });
    const plan = planOf({
      desired: {
        ...target([row(1, 'p2@northwind.example')]),
        suppress: [{ match: { email: 'p2@northwind.example' }, source: at(5) }],
      },
      contacts: [active, contact(2)],
      entries: [act({ contactId: '1' })],
    });

    expect(plan.changes).toEqual([]);
  });

  it('is overridden by an entry that resolves to one contact', () => {
    const plan = planOf({
      desired: target([row(1, 'p2@northwind.example'), row(2, 'p2@northwind.example')]),
      contacts: [contact(1), contact(2)],
    });

    expect(reasonsOf(plan)).toMatchObject({
      'sequences.q4/1': expect.stringMatching(/^blocked: /),
      'sequences.q4/2': expect.stringMatching(/^enroll: /),
    });
  });

  it('is the same declaration as an entry with its email', () => {
    const plan = planOf({
      desired: target([row(1, 'p1@northwind.example'), member('p1@northwind.example')]),
      contacts: [contact(1)],
    });

    expect(plan.diagnostics).toEqual([]);
    expect(plan.changes).toHaveLength(1);
  });

  it('that matches two contacts adds no email to the ledger', () => {
    const input = (email: string) =>
      planInput({ desired: target([row(1, email)]), contacts: [contact(1), contact(2)] });

    expect(ledgerUpdates(input('p2@northwind.example')).declaredEmails).toEqual([]);
    expect(ledgerUpdates(input('p1@northwind.example')).declaredEmails).toEqual([
      { email: 'p1@northwind.example', contactId: '1' },
    ]);
  });

  it('is requested by id and by email', () => {
    const desired = desiredState(target([row(1, 'p1@northwind.example')]));

    expect(observeRequest(desired, ledgerView(), now).people).toEqual([
      { id: '1' },
      { email: 'p1@northwind.example' },
    ]);
  });

  it('is verified again just before a write', () => {
    const input = planInput({ desired: target([row(1, 'p1@northwind.example')]), contacts: [contact(1)] });
    const rejudge = prepareRejudge(input, approvedBy(makePlan(input)));
    const now = (one: ObservedContact): number =>
      rejudge({ contacts: new Map([['1', one]]), members: new Map(), ledger: ledgerView() }).size;
    const changed = contact(1, {
      email: trustEmail('new@northwind.example'),
      emails: [trustEmail('new@northwind.example')],
    });

    expect(now(contact(1))).toBe(1);
    expect(now(changed)).toBe(0);
  });
});

describe('an `absent` row with an id and an email', () => {
  const members = { members: [], exclusive: false };

  it('unenrolls neither of two contacts and warns', () => {
    const plan = planOf({
      desired: { targets: [sequence({ ...members, absent: [absentRow(1, 'p2@northwind.example')] })] },
      contacts: [contact(1, { enrollments: [running()] }), contact(2, { enrollments: [running()] })],
      entries: [act({ contactId: '1' }), act({ contactId: '2' })],
    });

    expect(plan.changes).toEqual([]);
    expect(reasonsOf(plan)['sequences.q4/1']).toMatch(
      /^blocked: the id and email of the `absent` row .* do not match: /,
    );
    expect(plan.diagnostics).toMatchObject([
      { code: 'absent-contradicts', severity: 'warning', source: { line: 60 } },
    ]);
  });

  it('does not prevent the removal of a suppressed contact', () => {
    const plan = planOf({
      desired: {
        targets: [sequence({ ...members, absent: [absentRow(1, 'p2@northwind.example')] })],
        suppress: [{ match: { id: '1' }, source: at(5) }],
      },
      contacts: [contact(1, { enrollments: [running()] }), contact(2)],
      entries: [act({ contactId: '1' })],
    });

    expect(plan.changes).toMatchObject([{ address: 'sequences.q4/1', action: 'unenroll' }]);
  });

  it('unenrolls the contact that has both the id and the email', () => {
    const plan = planOf({
      desired: { targets: [sequence({ ...members, absent: [absentRow(1, 'p1@northwind.example')] })] },
      contacts: [contact(1, { enrollments: [running()] })],
    });

    expect(plan.changes).toMatchObject([{ address: 'sequences.q4/1', action: 'unenroll' }]);
    expect(plan.diagnostics).toEqual([]);
  });
});

describe('an `absent` entry that matches no contact', () => {
  it('causes a warning at its line, with a similar contact', () => {
    const email = trustEmail('p11@northwind.example');
    const plan = planOf({
      desired: { targets: [sequence({ absent: [{ person: { email }, source: at(61) }] })] },
      contacts: [contact(1)],
      observed: {
        similarContacts: new Map([[email, { id: '1', email: trustEmail('p1@northwind.example') }]]),
      },
    });

    expect(plan.diagnostics).toMatchObject([
      { code: 'absent-unmatched', severity: 'warning', source: { line: 61 } },
    ]);
    expect(plan.diagnostics[0]?.help).toContain('Did you mean p•••@northwind.example, contact 1?');
    expect(JSON.stringify(plan.diagnostics)).not.toContain(email);
  });

  it('causes a warning for an id, and one warning for many entries', () => {
    const absent = (count: number): DesiredContact[] =>
      Array.from({ length: count }, (_, n) => ({ person: { id: String(500 + n) }, source: at(70 + n) }));
    const one = planOf({ desired: { targets: [sequence({ absent: absent(1) })] } });
    const many = planOf({ desired: { targets: [sequence({ absent: absent(9) })] } });

    expect(one.diagnostics).toMatchObject([{ code: 'absent-unmatched', source: { line: 70 } }]);
    expect(many.diagnostics).toHaveLength(1);
    expect(many.diagnostics[0]?.message).toMatch(/^9 `absent` entries .*:70:1.* and 6 more/);
  });

  it('causes no warning if the ledger resolves it to a contact', () => {
    const plan = planOf({
      desired: {
        targets: [
          sequence({ absent: [{ person: { email: trustEmail('old@northwind.example') }, source: at(61) }] }),
        ],
      },
      contacts: [contact(1)],
      ledger: { contactOf: () => '1' },
    });

    expect(plan.diagnostics).toEqual([]);
  });
});
