import { describe, expect, it } from 'vitest';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import type { PlanInput } from '../../../src/reconciler/plan-input.ts';
import {
  act,
  at,
  contact,
  limits,
  member,
  observedTarget,
  planInput,
  running,
  sequence,
  workflow,
} from '../builders.ts';

describe('an unattended apply', () => {
  /** One change of each kind: a first and a repeated enrollment, two removals, and an archive. */
  const input = (parts: Partial<PlanInput> = {}) =>
    planInput({
      desired: {
        limits: limits({ reenroll: { count: 9 }, unenroll: { count: 9 } }),
        suppress: [{ match: { id: '4' }, source: at(5) }],
        targets: [
          sequence({ members: [member(1), member(2, { since: '2026-11-16' }), member(4)] }),
          workflow({ retired: 'archive' }),
        ],
      },
      observed: {
        targets: [
          observedTarget({ kind: 'sequence', id: '500' }),
          observedTarget({ kind: 'workflow', id: '900', active: new Set() }),
        ],
      },
      contacts: [
        contact(1),
        contact(2),
        contact(3, { enrollments: [running()] }),
        contact(4, { enrollments: [running()] }),
      ],
      entries: [act({ contactId: '2' }), act({ contactId: '3' }), act({ contactId: '4' })],
      input: parts,
    });
  const changesOf = (parts?: Partial<PlanInput>) =>
    makePlan(input(parts)).changes.map(({ action, address }) => `${action} ${address}`);

  it('makes only first enrollments and the removals that `suppress` requires', () => {
    expect(changesOf({ unattended: true })).toEqual(['unenroll sequences.q4/4', 'enroll sequences.q4/1']);
  });

  it('leaves the other changes for a reviewed plan', () => {
    const { unchanged, diagnostics } = makePlan(input({ unattended: true }));
    const help = 'Plan, review that plan, and apply it.';
    expect(unchanged.toSorted((a, b) => (a.address < b.address ? -1 : 1))).toMatchObject([
      {
        address: 'sequences.q4/2',
        status: 'waiting',
        reason: 'the repeated enrollment needs a reviewed plan',
        waitsFor: 'review',
        help,
      },
      {
        address: 'sequences.q4/3',
        status: 'waiting',
        reason: 'the removal needs a reviewed plan',
        removal: true,
        waitsFor: 'review',
        help,
      },
    ]);
    expect(diagnostics).toEqual([
      {
        code: 'archives-need-review',
        severity: 'warning',
        message: 'An unattended apply archives no workflow: workflows.onboarding.',
        help: 'Plan, review that plan, and apply it with --allow-archive.',
        source: { file: 'enrollments.yaml', line: 20, column: 1 },
      },
    ]);
  });

  it('keeps the reason of a contact without a change', () => {
    const { unchanged } = makePlan({
      ...input({ unattended: true }),
      desired: { ...input().desired, targets: [sequence({ members: [member(3)] })], suppress: [] },
    });
    expect(unchanged.find(({ address }) => address === 'sequences.q4/3')).toMatchObject({ status: 'active' });
  });

  it('has no warning without an archive', () => {
    const one = planInput({
      desired: { targets: [sequence({ members: [member(1)] })] },
      contacts: [contact(1)],
      input: { unattended: true },
    });
    expect(makePlan(one).diagnostics).toEqual([]);
  });

  it.each([[{}], [{ unattended: false }]])('other runs make every change: %j', (parts) => {
    expect(changesOf(parts)).toEqual([
      'unenroll sequences.q4/3',
      'unenroll sequences.q4/4',
      'enroll sequences.q4/2',
      'enroll sequences.q4/1',
      'archive workflows.onboarding',
    ]);
    expect(makePlan(input(parts)).diagnostics).toEqual([]);
  });
});
