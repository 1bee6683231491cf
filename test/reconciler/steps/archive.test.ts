import { describe, expect, it } from 'vitest';
import type { DesiredWorkflow } from '../../../src/model/desired-state.ts';
import type { LedgerEntry } from '../../../src/model/ledger/ledger-view.ts';
import type { ObservedTarget } from '../../../src/model/observed-state.ts';
import { countForReview } from '../../../src/model/results/plan.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import { act, at, contact, observedTarget, planInput, running, sequence, workflow } from '../builders.ts';

const inFlow = { kind: 'workflow', targetId: '900' } as const;

describe('the deletion of a retired workflow', () => {
  const deletions = (
    parts: Partial<DesiredWorkflow> = {},
    observed: Partial<ObservedTarget> = {},
    account: { readonly entries?: readonly LedgerEntry[]; readonly isActive?: boolean } = {},
  ) => planOf(parts, observed, account).changes.filter(({ action }) => action === 'archive');

  const planOf = (
    parts: Partial<DesiredWorkflow>,
    observed: Partial<ObservedTarget>,
    account: {
      readonly entries?: readonly LedgerEntry[];
      readonly isActive?: boolean;
      readonly unattended?: true;
    },
  ) =>
    makePlan({
      ...planInput({
        desired: { targets: [sequence(), workflow({ retired: 'archive', ...parts })] },
        observed: {
          targets: [
            observedTarget({ kind: 'sequence', id: '500', active: new Set() }),
            observedTarget({ kind: 'workflow', id: '900', active: new Set(), ...observed }),
          ],
        },
        contacts: [contact(1, { enrollments: account.isActive ? [running(inFlow)] : [] })],
        entries: account.entries ?? [],
      }),
      ...(account.unattended ? { unattended: true } : {}),
    });

  it('waits for a reviewed plan in an unattended apply', () => {
    const plan = planOf({}, {}, { unattended: true });
    expect(plan.changes).toEqual([]);
    expect(plan.diagnostics).toMatchObject([{ code: 'archives-need-review', source: at(20) }]);
    expect(countForReview(plan)).toBe(1);
  });

  it('is planned if the workflow has no active contact', () => {
    expect(deletions({}, { name: 'Onboarding' })).toEqual([
      {
        address: 'workflows.onboarding',
        action: 'archive',
        reason: 'the retired workflow has no active contact',
        effect: 'stops',
        reversible: false,
        target: { kind: 'workflow', key: 'onboarding', id: '900', name: 'Onboarding' },
        source: at(20),
      },
    ]);
  });

  const end = { seenAt: '2026-11-15T10:00:00.000Z', how: 'unexplained' } as const;

  it.each([
    ['the workflow is only retired', { retired: true }, {}, {}, false],
    ['the workflow is not retired', { retired: false }, {}, {}, false],
    ['the workflow is deleted already', {}, { status: 'missing' }, {}, false],
    ['the workflow is turned off', {}, { status: 'disabled' }, {}, true],
    ['its active contacts cannot be read', {}, { active: undefined }, {}, false],
    ['a contact shows that it is active', {}, {}, { isActive: true }, false],
    ['the ledger has an enrollment without an end', {}, {}, { entries: [act(inFlow)] }, false],
    ['the ledger has an enrollment with an end', {}, {}, { entries: [act({ ...inFlow, end })] }, true],
    ['the ledger has a refused request', {}, {}, { entries: [act({ ...inFlow, state: 'refused' })] }, true],
  ] as const)('depends on the state: %s', (...[, parts, observed, account, isPlanned]) => {
    expect(deletions(parts, observed as Partial<ObservedTarget>, account)).toHaveLength(isPlanned ? 1 : 0);
  });
});
