import { describe, expect, it } from 'vitest';
import { ledgerUpdates } from '../../src/reconciler/ledger-updates.ts';
import {
  act,
  contact,
  member,
  now,
  observedTarget,
  over,
  planInput,
  running,
  sequence,
  workflow,
} from './builders.ts';

const desired = { targets: [sequence({ members: [member('p1@northwind.example')] })] };
const active = [contact(1, { enrollments: [running({ id: 'e7' })] })];

describe('what an apply records before it sends anything', () => {
  it('adopts a declared person whom somebody else enrolled', () => {
    expect(ledgerUpdates(planInput({ desired, contacts: active })).adoptions).toEqual([
      {
        kind: 'sequence',
        targetId: '500',
        contactId: '1',
        origin: 'text',
        at: now,
        effectAt: '2026-11-10T09:00:00.000Z',
      },
    ]);
  });

  it('adopts nobody whom the ledger knows, and nobody who asked to be forgotten', () => {
    expect(ledgerUpdates(planInput({ desired, contacts: active, entries: [act()] })).adoptions).toEqual([]);
    expect(
      ledgerUpdates(planInput({ desired, contacts: active, ledger: { isForgotten: () => true } })).adoptions,
    ).toEqual([]);
  });

  it('settles an attempt whose effect the account now shows, active or ended', () => {
    const entries = [act({ state: 'open', intent: 12 })];
    const proof = {
      intent: 12,
      state: 'proved',
      at: now,
      evidence: 'read-back',
      effectAt: '2026-11-10T09:00:00.000Z',
    };
    expect(ledgerUpdates(planInput({ desired, contacts: active, entries })).settlements).toEqual([
      { ...proof, enrollmentId: 'e7' },
    ]);
    const ended = [contact(1, { enrollments: [over()] })];
    expect(ledgerUpdates(planInput({ desired, contacts: ended, entries })).settlements).toEqual([proof]);
  });

  it('settles no attempt by an enrollment from before it, or by absence', () => {
    const entries = [act({ state: 'open', intent: 12, at: '2026-11-10T09:00:00.001Z' })];
    expect(ledgerUpdates(planInput({ desired, contacts: active, entries })).settlements).toEqual([]);
    expect(ledgerUpdates(planInput({ desired, contacts: [contact(1)], entries })).settlements).toEqual([]);
  });

  it('settles what was accepted once it is seen, by the list of active ones too', () => {
    const entries = [act({ kind: 'workflow', targetId: '900', state: 'accepted', intent: 3 })];
    const observed = { targets: [observedTarget({ kind: 'workflow', id: '900', active: new Set(['1']) })] };
    const input = planInput({
      desired: { targets: [workflow({ members: [member(1)] })] },
      contacts: [contact(1)],
      entries,
      observed,
    });
    expect(ledgerUpdates(input).settlements).toEqual([
      { intent: 3, state: 'proved', at: now, evidence: 'read-back' },
    ]);
  });

  it('settles an accepted removal once the person is out, and not before', () => {
    const entries = [
      act(),
      act({ action: 'unenroll', state: 'accepted', intent: 4, at: '2026-11-19T09:00:00.000Z' }),
    ];
    expect(ledgerUpdates(planInput({ desired, contacts: active, entries })).settlements).toEqual([]);
    const out = [contact(1, { enrollments: [over({ how: 'unexplained' })] })];
    expect(ledgerUpdates(planInput({ desired, contacts: out, entries })).settlements).toMatchObject([
      { intent: 4, state: 'proved' },
    ]);
  });

  it('remembers which contact an address led to, where that is news', () => {
    expect(ledgerUpdates(planInput({ desired, contacts: active })).addresses).toEqual([
      { email: 'p1@northwind.example', contactId: '1' },
    ]);
    expect(
      ledgerUpdates(planInput({ desired, contacts: active, ledger: { contactOf: () => '1' } })).addresses,
    ).toEqual([]);
  });

  it('takes the targets as they are for the next drift, and only those that the filters let through', () => {
    const targets = [sequence(), workflow()];
    const observed = {
      targets: [observedTarget({ kind: 'sequence', id: '500', revision: 'r2', name: 'Q4' })],
    };
    expect(ledgerUpdates(planInput({ desired: { targets }, observed })).targets).toEqual([
      { kind: 'sequence', id: '500', key: 'q4', status: 'ready', revision: 'r2', name: 'Q4' },
      { kind: 'workflow', id: '900', key: 'onboarding', status: 'missing' },
    ]);
    expect(
      ledgerUpdates(planInput({ desired: { targets }, observed, input: { only: ['sequences.*'] } })).targets,
    ).toHaveLength(1);
  });
});
