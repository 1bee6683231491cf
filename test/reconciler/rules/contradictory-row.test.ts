import { describe, expect, it } from 'vitest';
import type { DesiredEntry } from '../../../src/model/desired-state.ts';
import { trustEmail } from '../../../src/model/email.ts';
import { explainedRule, unchangedAt } from './entry-of.ts';
import { at, contact, member, planInput, sequence } from '../builders.ts';

const row = (id: string, email: string): DesiredEntry => ({
  type: 'person',
  person: { id, email: trustEmail(email) },
  source: at(30),
  literal: false,
});

it.each([
  ['only an id', member(1)],
  ['only an email', member('p1@northwind.example')],
  ['the id and the email of one contact', row('1', 'p1@northwind.example')],
])('a line with %s is not contradictory', (_case, entry) => {
  const input = planInput({ desired: { targets: [sequence({ members: [entry] })] }, contacts: [contact(1)] });
  expect(explainedRule(input, 'sequences.q4/1', 'row-names-two-contacts')).toEqual({
    rule: 'row-names-two-contacts',
    holds: false,
    saw: 'the id and email of the declaration belong to one contact',
  });
});

describe('a contact that no longer has the email of its line', () => {
  const declaredBy = (entry: DesiredEntry) =>
    planInput({
      desired: { targets: [sequence({ members: [entry] })] },
      contacts: [contact(1)],
      observed: {
        aliases: new Map([
          ['1', '1'],
          ['old@northwind.example', '1'],
        ]),
      },
    });

  it('makes a row with an id contradictory', () => {
    expect(unchangedAt(declaredBy(row('1', 'old@northwind.example')), 'sequences.q4/1')).toMatchObject({
      status: 'blocked',
      reason:
        'the id and email of the CSV row do not match: id 1 is contact 1 (p•••@northwind.example), and o•••@northwind.example matches no contact',
      help: 'Correct the id or the email of the row, or keep only one of the two.',
    });
  });

  it('does not make a line with only an email contradictory', () => {
    const input = declaredBy(member('old@northwind.example'));
    expect(explainedRule(input, 'sequences.q4/1', 'row-names-two-contacts')?.holds).toBe(false);
  });
});
