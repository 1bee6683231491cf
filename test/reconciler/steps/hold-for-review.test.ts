import { describe, expect, it } from 'vitest';
import { omitUndefined } from '../../../src/model/omit-undefined.ts';
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
  /** One enrollment in a sequence with a revision in the account, and with the one of the last apply. */
  const edited = (revisions: { readonly account?: string; readonly applied?: string }) =>
    planInput({
      desired: { targets: [sequence({ members: [member(1)] })] },
      observed: {
        targets: [
          observedTarget({ kind: 'sequence', id: '500', ...omitUndefined({ revision: revisions.account }) }),
        ],
      },
      contacts: [contact(1)],
      ledger: {
        targets:
          revisions.applied === undefined
            ? []
            : [{ kind: 'sequence', id: '500', key: 'q4', status: 'ready', revision: revisions.applied }],
      },
      input: { unattended: true },
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

  it('enrolls no one in a target that was edited since the last review, and says how many wait', () => {
    const { changes, unchanged, diagnostics } = makePlan(edited({ account: 'r2', applied: 'r1' }));
    expect(changes).toEqual([]);
    expect(unchanged).toMatchObject([
      {
        address: 'sequences.q4/1',
        status: 'waiting',
        reason: 'the target was edited in HubSpot: the enrollment needs a reviewed plan',
        waitsFor: 'review',
      },
    ]);
    expect(diagnostics).toEqual([
      {
        code: 'target-edited',
        severity: 'warning',
        message:
          'sequences.q4: The sequence was edited since the last apply. 1 enrollment waits for a reviewed plan.',
        help: 'Check in HubSpot what it sends now. Then plan, review that plan, and apply it.',
        source: at(10),
      },
    ]);
  });

  it.each([
    ['as the last apply saw it', { account: 'r1', applied: 'r1' }],
    ['that no apply has seen', { account: 'r1' }],
    ['whose revision is not known', { applied: 'r1' }],
  ])('enrolls in a target %s', (_, revisions) => {
    const { changes, diagnostics } = makePlan(edited(revisions));
    expect(changes.map(({ address }) => address)).toEqual(['sequences.q4/1']);
    expect(diagnostics).toEqual([]);
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
