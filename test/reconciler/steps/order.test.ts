import { describe, expect, it } from 'vitest';
import { trustEmail } from '../../../src/model/email.ts';
import { draftPlan } from '../../../src/reconciler/make-plan.ts';
import { sortDecisions } from '../../../src/reconciler/steps/order.ts';
import {
  act,
  contact,
  limits,
  member,
  observedTarget,
  planInput,
  running,
  sequence,
  workflow,
} from '../builders.ts';

describe('the order of the decisions of a plan', () => {
  const inB = { kind: 'workflow', targetId: '900' } as const;
  const unknown = (name: string) => member(trustEmail(`${name}@contoso.example`));
  const draft = draftPlan(
    planInput({
      desired: {
        limits: limits({ reenroll: { count: 9 } }),
        targets: [
          workflow({ key: 'gone', id: '901', retired: 'archive' }),
          workflow({
            key: 'z',
            id: '902',
            members: [member(9), member(10), unknown('nb'), unknown('na'), unknown('m')],
          }),
          workflow({
            key: 'b',
            id: '900',
            members: [
              member(10),
              member(9),
              member(12, { since: '2026-11-16' }),
              member(11, { since: '2026-11-16' }),
            ],
          }),
          sequence({ key: 'a', members: [member(9)] }),
        ],
      },
      observed: {
        targets: [
          observedTarget({ kind: 'workflow', id: '900' }),
          observedTarget({ kind: 'workflow', id: '901', active: new Set() }),
          observedTarget({ kind: 'workflow', id: '902' }),
          observedTarget({ kind: 'sequence', id: '500' }),
        ],
      },
      contacts: [
        ...[9, 10, 11, 12].map((id) => contact(id)),
        ...[2, 21].map((id) => contact(id, { enrollments: [running(inB)] })),
        contact(3, { enrollments: [running()] }),
      ],
      entries: [
        ...['2', '21', '11', '12'].map((contactId) => act({ ...inB, contactId })),
        act({ contactId: '3' }),
      ],
    }),
  );
  const lines = ({ decisions }: typeof draft) =>
    decisions.map((decision) =>
      decision.about === 'target'
        ? `archive ${decision.address}`
        : `${decision.verdict.act} ${decision.address} ${decision.member.declared?.person.email ?? ''}`.trim(),
    );
  const sorted = [
    'unenroll workflows.b/2',
    'unenroll workflows.b/21',
    'unenroll sequences.a/3',
    'enroll workflows.b/12',
    'enroll workflows.b/11',
    'enroll workflows.z/9',
    'enroll workflows.z/10',
    'enroll workflows.b/10',
    'enroll workflows.b/9',
    'enroll sequences.a/9',
    'archive workflows.gone',
    'keep workflows.z/m•••@contoso.example m@contoso.example',
    'keep workflows.z/n•••@contoso.example nb@contoso.example',
    'keep workflows.z/n•••@contoso.example na@contoso.example',
  ];

  it('is removals, re-enrollments, enrollments, deletions, and then entries without a change', () => {
    expect(lines(draft)).toEqual(sorted);
  });

  it('does not depend on the order of the draft', () => {
    const { decisions } = draft;
    expect(lines(sortDecisions({ ...draft, decisions: decisions.toReversed() }))).toEqual(sorted);
    const rotated = [...decisions.slice(5), ...decisions.slice(0, 5)];
    expect(lines(sortDecisions({ ...draft, decisions: rotated }))).toEqual(sorted);
  });
});
