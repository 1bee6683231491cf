import { describe, expect, it } from 'vitest';
import type { DesiredState, DesiredTarget } from '../../../src/model/desired-state.ts';
import { trustEmail } from '../../../src/model/email.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import { act, at, contact, limits, member, planInput, running, sequence, workflow } from '../builders.ts';

type Parts = Parameters<typeof planInput>[0];

// The clock of the builders is Friday 2026-11-20.
const future = '2026-12-01';
const pause = { actor: 'ana', at: '2026-11-19T09:00:00.000Z' };

/** Returns the entries without a change: address, what it waits for or its status, and the day of its turn. */
function turns(targets: readonly DesiredTarget[], parts: Parts = {}): readonly string[] {
  return makePlan(
    planInput({
      contacts: [1, 2, 3].map((id) => contact(id)),
      ...parts,
      desired: { targets, ...parts.desired },
    }),
  ).unchanged.map(
    ({ address, waitsFor, status, until }) => `${address} ${waitsFor ?? status} ${until ?? '-'}`,
  );
}

const later = (id: number, since = future) => member(id, { since });

describe('the day of a turn', () => {
  it.each<[string, Partial<DesiredState>, readonly string[]]>([
    [
      'is the day of a future `since`',
      { targets: [sequence({ members: [later(1)] })] },
      ['sequences.q4/1 since 2026-12-01'],
    ],
    [
      'comes after a freeze window that contains it',
      {
        targets: [sequence({ members: [later(1)] })],
        freeze: [{ from: '2026-11-30', to: '2026-12-03', source: at(3) }],
      },
      ['sequences.q4/1 since 2026-12-04'],
    ],
    [
      'is on a later day for the second contact of a sender',
      {
        targets: [sequence({ members: [later(1), later(2)] })],
        limits: limits({ perSenderPerDay: 1 }),
      },
      ['sequences.q4/1 since 2026-12-01', 'sequences.q4/2 since 2026-12-02'],
    ],
    [
      'comes after the contacts that wait for a limit',
      {
        targets: [
          sequence({
            members: [member(1), member(2), later(3, '2026-11-21')],
            pace: { perDay: 1, source: at(9) },
          }),
        ],
      },
      ['sequences.q4/2 pace 2026-11-21', 'sequences.q4/3 since 2026-11-22'],
    ],
    [
      'is unknown for a contact that `limits.recipients` leaves out',
      {
        targets: [sequence({ members: [later(1), later(2)] })],
        limits: limits({
          recipients: ['p2@northwind.example'],
        }),
      },
      ['sequences.q4/1 since -', 'sequences.q4/2 since 2026-12-01'],
    ],
  ])('%s', (_case, desired, expected) => {
    expect(turns(desired.targets ?? [], { desired })).toEqual(expected);
  });

  it('is known in a plan with a warning', () => {
    const absent = [{ person: { email: trustEmail('gone@northwind.example') }, source: at(40) }];
    const targets = [sequence({ members: [later(1)], absent })];
    const plan = makePlan(planInput({ contacts: [contact(1)], desired: { targets } }));
    expect(plan.diagnostics).toMatchObject([{ severity: 'warning' }]);
    expect(plan.unchanged).toMatchObject([{ until: future }]);
  });

  it('is unknown in a paused target', () => {
    const paused = { ...pause, kind: 'sequence', targetId: '500', targetKey: 'q4' } as const;
    const targets = [sequence({ members: [member(1), later(2)] }), workflow({ members: [later(3)] })];
    expect(turns(targets, { ledger: { pauses: [paused] } })).toEqual([
      'sequences.q4/1 pause -',
      'sequences.q4/2 since -',
      'workflows.onboarding/3 since 2026-12-01',
    ]);
  });

  it('is unknown if another rule would not enroll the contact on that day', () => {
    const elsewhere = running({ targetId: '777' });
    const contacts = [contact(1, { enrollments: [elsewhere] }), contact(2)];
    expect(turns([sequence({ members: [later(1), later(2)] })], { contacts })).toEqual([
      'sequences.q4/1 since -',
      'sequences.q4/2 since 2026-12-01',
    ]);
  });

  it('is only given to contacts that wait', () => {
    const parts = {
      contacts: [contact(1, { enrollments: [running()] }), contact(2, { optedOut: true })],
      entries: [act()],
    };
    expect(turns([sequence({ members: [member(1), member(2), later(3)] })], parts)).toContain(
      'sequences.q4/1 active -',
    );
    expect(turns([sequence({ members: [member(1), member(2)] })], parts)).toEqual([
      'sequences.q4/1 active -',
      'sequences.q4/2 blocked -',
    ]);
  });
});
