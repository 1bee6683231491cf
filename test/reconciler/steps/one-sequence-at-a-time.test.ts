import { describe, expect, it } from 'vitest';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import { contact, member, planInput, sequence, workflow } from '../builders.ts';

describe('one sequence at a time', () => {
  it('makes a contact wait in all sequences after the first, and does not concern workflows', () => {
    const plan = makePlan(
      planInput({
        desired: {
          targets: [
            workflow({ key: 'before', id: '901', members: [member(1)] }),
            sequence({ key: 'a', id: '501', members: [member(2)] }),
            sequence({ key: 'b', id: '502', members: [member(1), member(2)] }),
            sequence({ key: 'c', id: '503', members: [member(1), member(3)] }),
            workflow({ key: 'after', id: '902', members: [member(1)] }),
          ],
        },
        contacts: [contact(1), contact(2), contact(3)],
      }),
    );
    expect(plan.changes.map(({ address }) => address)).toEqual([
      'workflows.before/1',
      'sequences.a/2',
      'sequences.b/1',
      'sequences.c/3',
      'workflows.after/1',
    ]);
    expect(plan.unchanged.map(({ address, status, reason }) => [address, status, reason])).toEqual([
      ['sequences.b/2', 'waiting', 'sequences.a enrolls the contact first; one sequence at a time'],
      ['sequences.c/1', 'waiting', 'sequences.b enrolls the contact first; one sequence at a time'],
    ]);
  });

  it('does not count a sequence that does not enroll the contact', () => {
    const plan = makePlan(
      planInput({
        desired: {
          targets: [
            sequence({ key: 'a', id: '501', members: [member(1)] }),
            sequence({ key: 'b', id: '502', members: [member(1)] }),
          ],
        },
        contacts: [contact(1)],
        ledger: {
          pauses: [{ actor: 'ana', at: '2026-11-19T09:00:00.000Z', kind: 'sequence', targetId: '501' }],
        },
      }),
    );
    expect(plan.changes.map(({ address }) => address)).toEqual(['sequences.b/1']);
  });
});
