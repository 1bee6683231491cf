import { describe, expect, it } from 'vitest';
import { observeRequest } from '../../src/reconciler/observe-request.ts';
import {
  act,
  at,
  desiredState,
  ledgerView,
  listEntry,
  maria,
  member,
  now,
  paul,
  sequence,
  workflow,
} from './builders.ts';

describe('the observe request', () => {
  it('names each declared or absent contact once, and by id if the ledger knows it', () => {
    const desired = desiredState({
      targets: [
        sequence({
          members: [member('Ana@northwind.example'), member(5)],
          absent: [{ person: { id: '6' }, source: at(40) }],
        }),
        workflow({ members: [member('ana@northwind.example'), member(5)] }),
      ],
    });
    const ledger = ledgerView([], { contactOf: (email) => (email.startsWith('ana') ? '77' : undefined) });
    expect(observeRequest(desired, ledger, now).people).toEqual([
      { email: 'ana@northwind.example' },
      { id: '77' },
      { id: '5' },
      { id: '6' },
    ]);
  });

  it('names contacts that rollcall may have enrolled and did not unenroll, in any order of the ledger', () => {
    const entries = [
      act({ contactId: '1' }),
      act({ contactId: '2', state: 'open' }),
      act({ contactId: '3', state: 'refused' }),
      act({ contactId: '4', state: 'adopted' }),
      act({ contactId: '5', action: 'unenroll', at: '2026-11-12T00:00:00.000Z' }),
      act({ contactId: '5' }),
    ];
    expect(observeRequest(desiredState(), ledgerView(entries), now).people).toEqual([
      { id: '1' },
      { id: '2' },
    ]);
  });

  it('names the lists, senders and owners of the members', () => {
    const desired = desiredState({
      targets: [
        sequence({
          members: [
            listEntry('482'),
            member(1, { sender: { email: paul.email } }),
            member(2, { sender: 'contact-owner' }),
          ],
        }),
        workflow({ members: [listEntry('482'), listEntry('Leads')] }),
      ],
    });
    expect(observeRequest(desired, ledgerView(), now)).toMatchObject({
      lists: ['482', 'Leads'],
      senders: [maria.email, paul.email],
      owners: true,
    });
  });

  it('names targets that only the ledger has', () => {
    const ledger = ledgerView([act({ targetId: '400' })], {
      targets: [
        { kind: 'sequence', id: '500', key: 'renamed', status: 'ready' },
        { kind: 'workflow', id: '902', key: 'gone', status: 'ready' },
      ],
    });
    expect(observeRequest(desiredState({ targets: [sequence()] }), ledger, now).ledgerTargets).toEqual([
      { kind: 'sequence', id: '400', key: '400' },
      { kind: 'workflow', id: '902', key: 'gone' },
    ]);
  });
});
