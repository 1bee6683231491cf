import { describe, expect, it } from 'vitest';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import {
  act,
  at,
  contact,
  member,
  observedTarget,
  planInput,
  running,
  sequence,
  workflow,
} from '../builders.ts';

const inFlow = (targetId: string) => running({ kind: 'workflow', targetId });
const help = 'To unenroll them, list them under `absent`, or set `exclusive: true`.';

describe('warnings about suppressed contacts that stay enrolled', () => {
  it('are one for each target, in file order', () => {
    const suppress = ['1', '2', '3'].map((id) => ({ match: { id }, source: at(5) }));
    const plan = makePlan(
      planInput({
        desired: {
          suppress,
          targets: [
            workflow({ key: 'second', id: '902', source: at(50) }),
            workflow({ key: 'first', id: '901', source: at(60) }),
            workflow({ key: 'none', id: '903', source: at(70) }),
          ],
        },
        contacts: [
          contact(1, { enrollments: [inFlow('901'), inFlow('902')] }),
          contact(2, { enrollments: [inFlow('902')] }),
          contact(3),
          contact(4, { enrollments: [inFlow('903')] }),
        ],
      }),
    );
    expect(plan.diagnostics).toEqual([
      {
        code: 'suppressed-unmanaged',
        severity: 'warning',
        message:
          '2 suppressed contacts are active in workflows.second, enrolled by someone else, and stay enrolled.',
        help,
        source: at(50),
      },
      {
        code: 'suppressed-unmanaged',
        severity: 'warning',
        message:
          'One suppressed contact is active in workflows.first, enrolled by someone else, and stays enrolled.',
        help,
        source: at(60),
      },
    ]);
  });

  it('claim that someone else enrolled the contacts only if that holds for all of them', () => {
    const entries = [
      act({ state: 'adopted', requested: true, contactId: '2', at: '2026-11-09T09:00:00.000Z' }),
    ];
    const messages = (...ids: string[]) =>
      makePlan(
        planInput({
          desired: {
            suppress: ids.map((id) => ({ match: { id }, source: at(5) })),
            targets: [sequence()],
          },
          contacts: [1, 2].map((id) => contact(id, { enrollments: [running()] })),
          entries,
        }),
      ).diagnostics.map(({ message }) => message);
    expect(messages('1', '2')).toEqual([
      '2 suppressed contacts are active in sequences.q4, and the ledger does not show who enrolled them all, and stay enrolled.',
    ]);
    expect(messages('2')).toEqual([
      'One suppressed contact is active in sequences.q4, and the ledger does not show who enrolled it, and stays enrolled.',
    ]);
  });

  it('claim that someone else enrolled a contact after a gap of the ledger', () => {
    const gap = { from: '2026-11-02T00:00:00.000Z', markedAt: '2026-11-05T00:00:00.000Z' };
    const plan = makePlan(
      planInput({
        desired: { suppress: [{ match: { id: '1' }, source: at(5) }], targets: [sequence()] },
        contacts: [contact(1, { enrollments: [running()] })],
        ledger: { gap },
      }),
    );
    expect(plan.diagnostics.map(({ message }) => message)).toEqual([
      'One suppressed contact is active in sequences.q4, enrolled by someone else, and stays enrolled.',
    ]);
  });

  it('are absent for suppressed contacts that are unenrolled, or need to be', () => {
    const plan = makePlan(
      planInput({
        desired: { suppress: [{ match: { id: '1' }, source: at(5) }], targets: [sequence()] },
        contacts: [contact(1, { enrollments: [running()] })],
        entries: [act()],
        observed: { targets: [observedTarget({ kind: 'sequence', id: '500', unenrollRoute: false })] },
      }),
    );
    expect(plan.unchanged).toMatchObject([{ status: 'manual' }]);
    expect(plan.diagnostics).toEqual([]);
  });
});

describe('a plan of suppressions only', () => {
  it('does not unenroll contacts that only `exclusive` removes', () => {
    const input = planInput({
      desired: {
        suppress: [{ match: { id: '1' }, source: at(5) }],
        targets: [sequence({ exclusive: true, members: [member(2)] })],
      },
      contacts: [1, 2, 3].map((id) => contact(id, { enrollments: [running()] })),
      entries: [act({ contactId: '2' }), act()],
    });
    const addresses = (parts: Partial<typeof input>) =>
      makePlan({ ...input, ...parts }).changes.map(({ address }) => address);
    expect(addresses({})).toEqual(['sequences.q4/1', 'sequences.q4/3']);
    expect(addresses({ suppressionsOnly: true })).toEqual(['sequences.q4/1']);
  });

  it('has only decisions about suppressed contacts, and errors as warnings', () => {
    const error = { code: 'wrong-value', severity: 'error', message: 'x', help: 'y' } as const;
    const advice = { code: 'only-suppressions', severity: 'advice', message: 'a', help: 'b' } as const;
    const hazards = [{ code: 'via-reenrolls', severity: 'error', message: 'is wrong', help: 'z' } as const];
    const plan = makePlan(
      planInput({
        desired: { suppress: [{ match: { id: '1' }, source: at(5) }], targets: [sequence()] },
        contacts: [1, 2, 3].map((id) => contact(id, { enrollments: [running()] })),
        entries: [act(), act({ contactId: '2' })],
        observed: { targets: [observedTarget({ kind: 'sequence', id: '500', hazards })] },
        input: { suppressionsOnly: true, diagnostics: [error, advice] },
      }),
    );
    expect(plan.changes).toMatchObject([{ action: 'unenroll', contact: { id: '1' } }]);
    expect(plan.unchanged).toEqual([]);
    expect(plan).toMatchObject({ complete: false, applyable: true, errored: false });
    expect(plan.diagnostics).toEqual([
      { ...error, severity: 'warning' },
      advice,
      { code: 'via-reenrolls', severity: 'warning', message: 'Is wrong.', help: 'z', source: at(10) },
      {
        code: 'only-suppressions',
        severity: 'advice',
        message: 'This plan contains only the removals that `suppress` requires (--suppressions).',
        help: 'Run `rollcall plan` to see all other changes.',
      },
    ]);
  });
});
