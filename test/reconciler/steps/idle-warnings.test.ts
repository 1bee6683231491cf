import { describe, expect, it } from 'vitest';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import { contact, member, observedTarget, planInput, running, workflow } from '../builders.ts';

const hazard = {
  code: 'workflow-suppresses',
  severity: 'warning',
  message: 'workflow 900 suppresses a list',
  help: 'x',
} as const;

function codesOf(enrollments: Parameters<typeof contact>[1]): readonly string[] {
  const plan = makePlan(
    planInput({
      desired: { targets: [workflow({ members: [member(1)] })] },
      observed: { targets: [observedTarget({ kind: 'workflow', id: '900', hazards: [hazard] })] },
      contacts: [contact(1, enrollments)],
    }),
  );
  return plan.diagnostics.map(({ code }) => code);
}

describe('the warning that a workflow suppresses a list', () => {
  it('is kept if the plan enrolls a contact there', () => {
    expect(codesOf({})).toEqual(['workflow-suppresses']);
  });

  it('is kept if a contact is blocked there', () => {
    expect(codesOf({ optedOut: true })).toEqual(['workflow-suppresses']);
  });

  it('is left out if all contacts are active', () => {
    expect(codesOf({ enrollments: [running({ kind: 'workflow', targetId: '900' })] })).toEqual([]);
  });
});
