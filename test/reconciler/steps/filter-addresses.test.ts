import { describe, expect, it } from 'vitest';
import { changeKey } from '../../../src/model/results/plan.ts';
import { draftPlan, makePlan } from '../../../src/reconciler/make-plan.ts';
import { contact, member, planInput, sequence, workflow } from '../builders.ts';

const filtered = (filters: object) =>
  planInput({
    desired: {
      targets: [
        sequence({ members: [member(1), member(2)] }),
        workflow({ members: [] }),
        workflow({ key: 'old', id: '901', retired: 'archive' }),
      ],
    },
    contacts: [contact(1), contact(2, { optedOut: true })],
    observed: {
      targets: [
        { kind: 'sequence', id: '500' },
        { kind: 'workflow', id: '900' },
        { kind: 'workflow', id: '901' },
      ].map(({ kind, id }) => ({
        kind: kind as 'sequence' | 'workflow',
        id,
        status: 'ready',
        hazards: [],
        unenrollRoute: true,
        createdAt: '2026-10-05T00:00:00.000Z',
        active: new Set(),
      })),
    },
    input: filters,
  });

describe('filters on the command line', () => {
  it.each([
    [{}, ['sequences.q4/1', 'sequences.q4/2', 'workflows.old'], false],
    [{ only: ['sequences.*'] }, ['sequences.q4/1', 'sequences.q4/2'], true],
    [{ exclude: ['sequences.q4/1'] }, ['sequences.q4/2', 'workflows.old'], true],
    [{ only: ['workflows.onboarding'] }, [], true],
  ])('%o keep the decisions that they name', (filters, addresses, isFiltered) => {
    const draft = draftPlan(filtered(filters));
    expect(draft.decisions.map(({ address }) => address).toSorted()).toEqual(addresses);
    expect(draft.filtered).toBe(isFiltered);
  });

  it('warn of each filter that names no target and no contact', () => {
    const filters = {
      only: ['sequences.*', 'workflows.onboarding', 'sequences.q5'],
      exclude: ['sequences.q4/1', 'sequences.q4/7'],
    };
    const help =
      'Write addresses as `rollcall plan` shows them: sequences.q4-outbound, sequences.q4-outbound/1042, workflows.*.';
    expect(makePlan(filtered(filters)).diagnostics).toEqual(
      ['--only sequences.q5', '--exclude sequences.q4/7'].map((flag) => ({
        code: 'filter-matches-nothing',
        severity: 'warning',
        message: `\`${flag}\` matches no target and no contact of these files.`,
        help,
      })),
    );
  });

  it('drop changes that were not reviewed, and keep entries without a change', () => {
    const addresses = new Set(['sequences.q4/1', 'sequences.q4/2', 'workflows.old']);
    const kept = (...keys: string[]) => {
      const draft = draftPlan(filtered({ reviewed: { addresses, keys: new Set(keys) } }));
      return draft.decisions.map(({ address }) => address);
    };
    expect(kept()).toEqual(['sequences.q4/2']);
    expect(kept(changeKey({ action: 'archive', target: { kind: 'workflow', id: '901' } }))).toEqual([
      'workflows.old',
      'sequences.q4/2',
    ]);
    expect(kept('enroll sequence:500 1')).toEqual(['sequences.q4/1', 'sequences.q4/2']);
  });
});
