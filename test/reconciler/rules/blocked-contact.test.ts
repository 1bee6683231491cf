import { describe, expect, it } from 'vitest';
import type { DesiredEntry, DesiredTarget, Dialect } from '../../../src/model/desired-state.ts';
import { trustEmail } from '../../../src/model/email.ts';
import type { LedgerView } from '../../../src/model/ledger/ledger-view.ts';
import type { ObservedContact } from '../../../src/model/observed-state.ts';
import type { Unchanged } from '../../../src/model/results/plan.ts';
import { at, contact, member, observedTarget, planInput, sequence, workflow } from '../builders.ts';
import { entryAt, unchangedAt } from './entry-of.ts';

type Parts = Parameters<typeof planInput>[0];

/** Returns the plan's only entry, for one member of sequence 500. */
function entryOf(declared: DesiredEntry, contacts: readonly ObservedContact[], more: Parts = {}): Unchanged {
  const input = planInput({ desired: { targets: [sequence({ members: [declared] })] }, contacts, ...more });
  const address =
    declared.type === 'person' && declared.person.id === undefined ? 'a•••@northwind.example' : '1';
  const entry = unchangedAt(input, `sequences.q4/${address}`);
  if (!entry) throw new Error('the plan has no such entry');
  return entry;
}

function withoutEmail(parts: Partial<ObservedContact> = {}): ObservedContact {
  const { email: _email, ...rest } = contact(1, { emails: [], ...parts });
  return rest;
}

describe('a member without a contact', () => {
  const anna = trustEmail('anna@northwind.example');
  const similarContacts = new Map([[anna, { id: '7', email: trustEmail('ann@northwind.example') }]]);

  it('is blocked by its email, with a similar contact', () => {
    expect(entryOf(member(anna), [], { observed: { similarContacts } })).toMatchObject({
      status: 'blocked',
      reason: 'no contact has this email address',
      help: 'Did you mean a•••@northwind.example, contact 7? Create the contact in HubSpot, or correct the line.',
    });
  });

  it('is blocked by its id, without a similar contact', () => {
    expect(entryOf(member(1), [], { observed: { similarContacts } })).toMatchObject({
      status: 'blocked',
      reason: 'no contact has the id 1',
      help: 'Create the contact in HubSpot, or correct the line.',
    });
  });

  it('names the contact of the ledger that had the email before', () => {
    const input = planInput({
      desired: { targets: [sequence({ members: [member(anna)] })] },
      ledger: { contactOf: () => '1' },
    });
    expect(unchangedAt(input, 'sequences.q4/1')).toMatchObject({
      status: 'blocked',
      reason: 'no contact has this email address, and contact 1, which had it before, was not found',
      help: 'Remove the line, or declare the contact by its current email address.',
    });
  });
});

it('a contact that lost the declared email is blocked', () => {
  const input = planInput({
    desired: { targets: [sequence({ members: [member('old@northwind.example')] })] },
    contacts: [contact(1)],
    ledger: { contactOf: () => '1' },
  });
  expect(unchangedAt(input, 'sequences.q4/1')).toMatchObject({
    status: 'blocked',
    reason: 'contact 1 no longer has the declared email address',
    help: 'Declare the contact by its current email address or by its id.',
  });
});

describe('a contact that was erased from the history', () => {
  const erased = (name: string): Partial<LedgerView> => ({
    isForgotten: ({ id, emails }) => id === name || emails.includes(name),
  });
  const second = trustEmail('second@northwind.example');
  const who = contact(1, { emails: [trustEmail('p1@northwind.example'), second], mergedIds: ['8'] });

  it.each([
    ['its id', '1'],
    ['its email', 'p1@northwind.example'],
    ['a second email', second],
    ['the id before a merge', '8'],
  ])('is blocked by %s', (_case, name) => {
    expect(entryOf(member(1), [who], { ledger: erased(name) })).toMatchObject({
      status: 'blocked',
      reason: 'erased from the history on request; rollcall does not enroll it again',
      help: 'Remove the line from the file.',
    });
  });

  it('is blocked by the declared email, which the contact no longer has', () => {
    const old = 'old@northwind.example';
    const ledger = { ...erased(old), contactOf: () => '1' };
    const input = planInput({
      desired: { targets: [sequence({ members: [member(old)] })] },
      contacts: [who],
      ledger,
    });
    expect(entryAt(input, 'sequences.q4/1')).toMatch(/^blocked: erased from the history/);
  });

  describe('is found', () => {
    /** Returns an empty ledger that records each distinct query for an erased contact. */
    const recording = (): { readonly queries: Set<string>; readonly ledger: Partial<LedgerView> } => {
      const queries = new Set<string>();
      const isForgotten = (person: object): boolean => {
        queries.add(JSON.stringify(person));
        return false;
      };
      return { queries, ledger: { isForgotten } };
    };

    it('by its id with all its emails, and by each merged id', () => {
      const { queries, ledger } = recording();
      const desired = { targets: [sequence({ members: [member(1)] })] };
      expect(entryAt(planInput({ desired, contacts: [who], ledger }), 'sequences.q4/1')).toMatch(/^enroll: /);
      expect([...queries]).toEqual([
        '{"id":"1","emails":["p1@northwind.example","second@northwind.example"]}',
        '{"id":"8","emails":[]}',
      ]);
    });

    it('by its id alone if the run did not read the contact', () => {
      const { queries, ledger } = recording();
      const target = observedTarget({ kind: 'workflow', id: '900', active: new Set(['1']) });
      const input = planInput({
        desired: { targets: [workflow()] },
        observed: { targets: [target] },
        ledger,
      });
      expect(entryAt(input, 'workflows.onboarding/1')).toMatch(/^unmanaged: /);
      expect([...queries]).toEqual(['{"id":"1","emails":[]}']);
    });
  });

  it('is not blocked by the email of a CSV row that belongs to another contact', () => {
    const other = trustEmail('p2@northwind.example');
    const row: DesiredEntry = {
      type: 'person',
      person: { id: '1', email: other },
      source: at(30),
      literal: false,
    };
    expect(entryOf(row, [contact(1), contact(2)], { ledger: erased(other) }).reason).toMatch(
      /^the id and email of the CSV row do not match/,
    );
  });
});

it('a quarantined address is blocked with a help text', () => {
  expect(entryOf(member(1), [contact(1, { quarantined: true })])).toMatchObject({
    status: 'blocked',
    reason: 'HubSpot sends no email to this address (quarantined or marked as bad)',
    help: 'Check the email of the contact in HubSpot. The contact may have marked an earlier email as spam.',
  });
});

describe('a contact without an email', () => {
  const members = [member(1)];
  const entryIn = (target: DesiredTarget, dialect: Dialect): string =>
    entryAt(
      planInput({ desired: { targets: [target], dialect }, contacts: [withoutEmail()] }),
      `${target.kind}s.${target.key}/1`,
    );

  it.each<[string, DesiredTarget, Dialect]>([
    ['in a sequence', sequence({ members }), 'documented'],
    ['in a sequence of the dialect `guide`', sequence({ members }), 'guide'],
    ['in a workflow that enrolls by email', workflow({ members }), 'documented'],
  ])('is blocked %s', (_where, target, dialect) => {
    expect(entryIn(target, dialect)).toBe('blocked: the contact has no email address');
  });

  it.each<[string, DesiredTarget, Dialect]>([
    ['in a workflow that a list feeds', workflow({ members, viaList: '611' }), 'documented'],
    ['in a workflow of the dialect `guide`', workflow({ members }), 'guide'],
  ])('is enrolled %s', (_where, target, dialect) => {
    expect(entryIn(target, dialect)).toBe('enroll: declared; no earlier enrollment known');
  });
});
