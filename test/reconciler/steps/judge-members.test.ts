import { describe, expect, it } from 'vitest';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import { makePlanningContext } from '../../../src/reconciler/context/planning-context.ts';
import { contactsByTarget } from '../../../src/reconciler/steps/judge-members.ts';
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

const inFlow = { kind: 'workflow', targetId: '900' } as const;

describe('the contacts that are or may be in a target', () => {
  const contacts = (parts: Parameters<typeof planInput>[0]) => {
    const found = contactsByTarget(makePlanningContext(planInput(parts)));
    return Object.fromEntries([...found].map(([name, ids]) => [name, [...ids]]));
  };

  it('are those with an active enrollment', () => {
    expect(
      contacts({
        contacts: [
          contact(1, { enrollments: [running(), running(inFlow)] }),
          contact(2, { enrollments: [endedEnrollment(), running({ targetId: '501' })] }),
          contact(3, { enrollments: [running()] }),
        ],
      }),
    ).toEqual({ 'sequence:500': ['1', '3'], 'workflow:900': ['1'], 'sequence:501': ['2'] });
  });

  it('are those that HubSpot lists, once and by their present id', () => {
    expect(
      contacts({
        observed: {
          targets: [
            observedTarget({ kind: 'workflow', id: '900', active: new Set(['1', '101', '7']) }),
            observedTarget({ kind: 'workflow', id: '901' }),
          ],
        },
        contacts: [contact(1, { mergedIds: ['101'], enrollments: [running(inFlow)] })],
      }),
    ).toEqual({ 'workflow:900': ['1', '7'] });
  });

  it('are those with a ledger enrollment without an end', () => {
    const end = { seenAt: '2026-11-15T10:00:00.000Z', how: 'unexplained' } as const;
    expect(
      contacts({
        desired: { targets: [workflow()] },
        contacts: [contact(1, { mergedIds: ['101'] })],
        entries: [
          act({ contactId: '101' }),
          act({ contactId: '2', end }),
          act({ contactId: '3', state: 'refused' }),
          act({ contactId: '4', state: 'open' }),
          act({ contactId: '5', state: 'adopted' }),
          act({ ...inFlow, contactId: '6', state: 'adopted' }),
          act({ contactId: '7', action: 'unenroll' }),
        ],
      }),
    ).toEqual({ 'sequence:500': ['1', '4'], 'workflow:900': ['6'] });
  });
});

describe('the judgment of members', () => {
  const lines = (parts: Parameters<typeof planInput>[0]) => {
    const { changes, unchanged } = makePlan(planInput(parts));
    return [
      ...changes.map(({ action, address, target }) => `${action} ${address} ${target.id}`),
      ...unchanged.map(({ status, address, target }) => `${status} ${address} ${target.id}`),
    ];
  };

  it('decides once about a contact that is declared and active', () => {
    expect(
      lines({
        desired: { targets: [sequence({ members: [member(1)] })] },
        contacts: [contact(1, { enrollments: [running()] }), contact(2, { enrollments: [running()] })],
      }),
    ).toEqual(['active sequences.q4/1 500', 'unmanaged sequences.q4/2 500']);
  });

  it('decides once about a contact that is active under two ids of one target', () => {
    expect(
      lines({
        desired: { targets: [workflow({ id: '901', replaces: '900', retired: true })] },
        observed: { targets: ['900', '901'].map((id) => observedTarget({ kind: 'workflow', id })) },
        contacts: [
          contact(1, { enrollments: [running(inFlow), running({ ...inFlow, targetId: '901' })] }),
          contact(2, { enrollments: [running(inFlow)] }),
          contact(3, { enrollments: [running({ ...inFlow, targetId: '901' })] }),
        ],
      }).toSorted(),
    ).toEqual([
      'unenroll workflows.onboarding/1 901',
      'unenroll workflows.onboarding/2 900',
      'unenroll workflows.onboarding/3 901',
    ]);
  });

  it('has each contact in the target that owns the id under which it is active', () => {
    expect(
      lines({
        desired: {
          targets: [
            workflow({ key: 'new', id: '901', replaces: '900' }),
            workflow({ key: 'old', id: '900' }),
          ],
        },
        contacts: [
          contact(1, { enrollments: [running(inFlow)] }),
          contact(2, { enrollments: [running({ ...inFlow, targetId: '901' })] }),
        ],
      }),
    ).toEqual(['unmanaged workflows.new/2 901', 'unmanaged workflows.old/1 900']);
  });

  it('includes targets that left the files, by address after those of the files', () => {
    expect(
      lines({
        desired: { targets: [sequence({ key: 'z', id: '501', members: [member(1)] })] },
        contacts: [
          contact(1),
          contact(2, { enrollments: [running()] }),
          contact(3, { enrollments: [running(inFlow)] }),
        ],
        entries: [act({ contactId: '2' }), act({ ...inFlow, contactId: '3' })],
        ledger: {
          targets: [
            { kind: 'workflow', id: '900', key: 'b', status: 'ready' },
            { kind: 'sequence', id: '500', key: 'a', status: 'ready' },
          ],
        },
      }),
    ).toEqual(['enroll sequences.z/1 501', 'orphan sequences.a/2 500', 'orphan workflows.b/3 900']);
  });
});
