import { describe, expect, it } from 'vitest';
import type { LedgerTarget, Pause } from '../../../src/model/ledger/ledger-view.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import { pauseApplies } from '../../../src/reconciler/steps/pause.ts';
import { contact, member, planInput, sequence, workflow } from '../builders.ts';

const at = '2026-11-19T09:00:00.000Z';

describe('a pause in a plan', () => {
  const desired = { targets: [sequence({ members: [member(1)] }), workflow({ members: [member(1)] })] };
  const waiting = (pauses: readonly Pause[]) =>
    makePlan(planInput({ desired, contacts: [contact(1)], ledger: { pauses } })).unchanged.map(
      ({ address, status, reason, help }) => [address, status, reason, help],
    );

  it('of the account makes all enrollments wait, and names the command that resumes them', () => {
    expect(waiting([{ actor: 'ana', at }])).toEqual([
      ['sequences.q4/1', 'waiting', 'paused by ana on 2026-11-19', 'To resume enrollments: rollcall resume'],
      [
        'workflows.onboarding/1',
        'waiting',
        'paused by ana on 2026-11-19',
        'To resume enrollments: rollcall resume',
      ],
    ]);
  });

  it('of a target makes only its enrollments wait, and names the command with the target', () => {
    expect(
      waiting([
        { actor: 'ben', at, kind: 'workflow', targetId: '777', targetKey: 'other' },
        { actor: 'ana', at, reason: 'price', kind: 'workflow', targetId: '900', targetKey: 'onboarding' },
      ]),
    ).toEqual([
      [
        'workflows.onboarding/1',
        'waiting',
        'paused by ana on 2026-11-19: price',
        'To resume enrollments: rollcall resume workflows.onboarding',
      ],
    ]);
  });

  it('does not change a contact that is not enrolled anyway', () => {
    const plan = makePlan(
      planInput({
        desired: { targets: [sequence({ members: [member(1)] })] },
        contacts: [contact(1, { optedOut: true })],
        ledger: { pauses: [{ actor: 'ana', at }] },
      }),
    );
    expect(plan.unchanged).toMatchObject([{ status: 'blocked' }]);
  });
});

describe('whether a pause applies to a target', () => {
  const pause: Pause = { actor: 'ana', at, kind: 'workflow', targetId: '900', targetKey: 'onboarding' };
  const target = { kind: 'workflow', key: 'renamed', ids: new Set(['901']) } as const;
  const known: LedgerTarget = { kind: 'workflow', id: '900', key: 'renamed', status: 'ready' };

  it.each([
    ['no fact in common', {}, target, [], false],
    ['its id', {}, { ...target, ids: new Set(['901', '900']) }, [], true],
    ['its key', {}, { ...target, key: 'onboarding' }, [], true],
    ['a key that an apply recorded under the paused id', {}, target, [known], true],
    ['a key that an apply recorded under another id', {}, target, [{ ...known, id: '905' }], false],
    ['another key recorded under the paused id', {}, target, [{ ...known, key: 'third' }], false],
    ['a key recorded for the other kind', {}, target, [{ ...known, kind: 'sequence' }], false],
    [
      'its id and key, of the other kind',
      { kind: 'sequence' },
      { ...target, ids: new Set(['900']) },
      [],
      false,
    ],
    ['no target in the pause', { targetId: undefined }, { ...target, key: 'onboarding' }, [], false],
  ] as const)('%s', (...[, parts, pausable, targets, expected]) => {
    const one = { ...pause, ...parts } as Pause;
    expect(pauseApplies(one, pausable, targets)).toBe(expected);
  });
});
