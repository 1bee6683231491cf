import { describe, expect, it } from 'vitest';
import type { ContactRef } from '../../../src/model/desired-state.ts';
import { trustEmail } from '../../../src/model/email.ts';
import {
  didYouMeanContact,
  isInAccount,
  resolveContact,
  rowContactsText,
} from '../../../src/reconciler/context/resolve-contact.ts';
import { contact, ledgerView, observedState } from '../builders.ts';

const { email: _none, ...noEmail } = contact(3, { emails: [] });
const remembered = new Map([
  ['old@northwind.example', '1'],
  ['merged@northwind.example', '101'],
  ['gone@northwind.example', '9'],
]);
const known = {
  observed: observedState([contact(1, { mergedIds: ['101'] }), contact(2), noEmail]),
  ledger: ledgerView([], { contactOf: (email: string) => remembered.get(email) }),
};
const ref = (id: string | undefined, name?: string): ContactRef => ({
  ...(id === undefined ? {} : { id }),
  ...(name === undefined ? {} : { email: trustEmail(`${name}@northwind.example`) }),
});
const first = { id: '1', email: 'p1@northwind.example' };

describe('the contacts of a reference', () => {
  it.each<readonly [string, ContactRef, readonly object[]]>([
    ['an id', ref('2'), [{ contactId: '2', throughLedger: false }]],
    ['a merged id', ref('101'), [{ contactId: '1', throughLedger: false }]],
    ['an unknown id', ref('7'), [{ contactId: '7', throughLedger: false }]],
    ['an email', ref(undefined, 'p2'), [{ contactId: '2', throughLedger: false }]],
    ['a former email', ref(undefined, 'old'), [{ contactId: '1', throughLedger: true }]],
    [
      'a former email of a merged contact',
      ref(undefined, 'merged'),
      [{ contactId: '1', throughLedger: true }],
    ],
    [
      'a former email of a deleted contact',
      ref(undefined, 'gone'),
      [{ contactId: '9', throughLedger: true }],
    ],
    ['an unknown email', ref(undefined, 'x'), [{ throughLedger: false }]],
    ['an id and its email', ref('1', 'p1'), [{ contactId: '1', throughLedger: false }]],
    ['a merged id and the email', ref('101', 'p1'), [{ contactId: '1', throughLedger: false }]],
    ['an id and its former email', ref('1', 'old'), [{ contactId: '1', throughLedger: true }]],
    [
      'an id and the email of another contact',
      ref('1', 'p2'),
      [
        { contactId: '1', throughLedger: false, contradiction: { byId: first, byEmail: '2' } },
        { contactId: '2', throughLedger: false, contradiction: { byId: first, byEmail: '2' } },
      ],
    ],
    [
      'an id without an email and the former email of another contact',
      ref('3', 'old'),
      [
        { contactId: '3', throughLedger: false, contradiction: { byId: { id: '3' }, byEmail: '1' } },
        { contactId: '1', throughLedger: false, contradiction: { byId: { id: '3' }, byEmail: '1' } },
      ],
    ],
    [
      'an id and an unknown email',
      ref('1', 'x'),
      [{ contactId: '1', throughLedger: false, contradiction: { byId: first } }],
    ],
    [
      'an id and the email of a deleted contact',
      ref('1', 'gone'),
      [{ contactId: '1', throughLedger: false, contradiction: { byId: first } }],
    ],
    [
      'an unknown id and an email',
      ref('7', 'p2'),
      [{ contactId: '2', throughLedger: false, contradiction: { byEmail: '2' } }],
    ],
    ['an unknown id and an unknown email', ref('7', 'x'), [{ contactId: '7', throughLedger: false }]],
  ])('%s', (_case, person, expected) => {
    expect(resolveContact(person, known)).toEqual(expected);
  });

  it('are in the account or not', () => {
    const inAccount = ['1', '101', '7'].map((contactId) =>
      isInAccount({ contactId, throughLedger: false }, known),
    );
    expect(inAccount).toEqual([true, false, false]);
    expect(isInAccount({ throughLedger: false }, known)).toBe(false);
  });
});

describe('the texts about a reference', () => {
  it('name a similar contact by its masked email', () => {
    expect(didYouMeanContact({ id: '1', email: trustEmail('ana@acme.example') })).toBe(
      'Did you mean a•••@acme.example, contact 1? ',
    );
    expect(didYouMeanContact(undefined)).toBe('');
  });

  it.each([
    [
      { byId: { id: '1', email: 'ana@acme.example' }, byEmail: '2' },
      'id 5 is contact 1 (a•••@acme.example), and p•••@northwind.example is contact 2',
    ],
    [{ byId: { id: '1' } }, 'id 5 is contact 1, and p•••@northwind.example matches no contact'],
    [{ byEmail: '2' }, 'id 5 matches no contact, and p•••@northwind.example is contact 2'],
  ])('name the contacts of a row: %o', (contradiction, text) => {
    expect(rowContactsText(ref('5', 'p2'), contradiction)).toBe(text);
  });
});
