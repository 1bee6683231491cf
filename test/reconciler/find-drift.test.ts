import { describe, expect, it } from 'vitest';
import type { LedgerEntry, LedgerTarget } from '../../src/model/ledger/ledger-view.ts';
import type { Drift } from '../../src/model/results/plan.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import {
  act,
  at,
  contact,
  member,
  observedTarget,
  endedEnrollment,
  planInput,
  running,
  sequence,
} from './builders.ts';

const baseline: LedgerTarget = { kind: 'sequence', id: '500', key: 'q4', status: 'ready', revision: 'r1' };

/** Returns each drift as one line. */
function lines(drift: readonly Drift[]): string[] {
  return drift.map(({ address, kind, counts }) => `${kind} ${address}${counts ? '' : ' (does not count)'}`);
}

describe('drift of a target', () => {
  const drift = (observed: object, known: readonly LedgerTarget[] = [baseline]): string[] =>
    lines(
      makePlan(
        planInput({
          desired: { targets: [sequence()] },
          observed: {
            targets: [observedTarget({ kind: 'sequence', id: '500', revision: 'r1', ...observed })],
          },
          ledger: { targets: known },
        }),
      ).drift,
    );

  it('is empty if the target is as it was applied', () => expect(drift({})).toEqual([]));
  it('includes an edit', () => expect(drift({ revision: 'r2' })).toEqual(['target-edited sequences.q4']));
  it('includes turning it off', () =>
    expect(drift({ status: 'disabled' })).toEqual(['target-disabled sequences.q4']));
  it('includes its deletion', () =>
    expect(drift({ status: 'missing' })).toEqual(['target-deleted sequences.q4']));
  it('is empty before the first apply', () => expect(drift({ revision: 'r2' }, [])).toEqual([]));
  it('ends when the baseline accepts the state', () => {
    expect(drift({ status: 'missing' }, [{ ...baseline, status: 'missing' }])).toEqual([]);
    expect(drift({ status: 'disabled' }, [{ ...baseline, status: 'disabled' }])).toEqual([]);
  });
});

describe('drift of contacts', () => {
  const drift = (parts: object, account: Parameters<typeof planInput>[0]): string[] =>
    lines(
      makePlan(
        planInput({ desired: { targets: [sequence(parts)] }, ledger: { targets: [baseline] }, ...account }),
      ).drift,
    );

  const unmanaged = { contacts: [contact(1, { enrollments: [running()] })] };

  it('counts an unmanaged contact of an exclusive target', () => {
    expect(drift({ exclusive: true }, unmanaged)).toEqual(['unmanaged sequences.q4/1']);
  });

  it('counts an unmanaged contact without an unenroll route', () => {
    const targets = [observedTarget({ kind: 'sequence', id: '500', unenrollRoute: false })];
    expect(drift({ exclusive: true }, { ...unmanaged, observed: { targets } })).toEqual([
      'unmanaged sequences.q4/1',
    ]);
  });

  it('does not count a declared member that is suppressed', () => {
    const files = {
      targets: [sequence({ exclusive: true, members: [member(1)] })],
      suppress: [{ match: { id: '1' }, source: at(2) }],
    };
    const { drift: found, changes } = makePlan(
      planInput({ desired: files, ledger: { targets: [baseline] }, ...unmanaged }),
    );
    expect(changes).toMatchObject([{ action: 'unenroll' }]);
    expect(lines(found)).toEqual([]);
  });

  it('lists an unmanaged contact of any other target without counting it', () => {
    expect(drift({}, unmanaged)).toEqual(['unmanaged sequences.q4/1 (does not count)']);
  });

  it('does not count contacts of a target that was never applied', () => {
    expect(drift({ exclusive: true }, { ...unmanaged, ledger: { targets: [] } })).toEqual([
      'unmanaged sequences.q4/1 (does not count)',
    ]);
  });

  const ended = (how: 'finished' | 'unexplained'): object => ({
    contacts: [contact(1, { enrollments: [endedEnrollment({ how })] })],
    entries: [act()],
  });

  it('lists an early end without a visible cause', () => {
    expect(drift({ members: [member(1)] }, ended('unexplained'))).toEqual([
      'ended-unexplained sequences.q4/1 (does not count)',
    ]);
  });

  it.each([
    ['plan', {}],
    ['undo', { undoRun: 3 }],
  ])('names the deletion of the target as the cause of an early end: %s', (_mode, input) => {
    const targets = [observedTarget({ kind: 'sequence', id: '500', status: 'missing' })];
    const end = {
      seenAt: '2026-11-15T10:00:00.000Z',
      endedAt: '2026-11-15T09:00:00.000Z',
      how: 'unexplained',
    };
    const accounts = [
      ended('unexplained'),
      { contacts: [contact(1)], entries: [act({ end } as Partial<LedgerEntry>)] },
    ];
    for (const account of accounts) {
      const desired = { targets: [sequence({ members: [member(1)] })] };
      const ledger = { targets: [baseline] };
      const plan = makePlan(planInput({ desired, observed: { targets }, ledger, input, ...account }));
      const [line] = plan.unchanged;
      expect(line?.reason).toContain('ended on 2026-11-15 before its last step (the sequence was deleted)');
      const drifted = plan.drift.filter(({ kind }) => kind === 'ended-unexplained');
      for (const { message, help } of drifted) {
        expect(message).toContain('(the sequence was deleted)');
        expect(help).toMatch(/^The sequence was deleted/);
      }
    }
  });

  it('is empty if contacts finish', () => {
    expect(drift({ members: [member(1)] }, ended('finished'))).toEqual([]);
  });

  it('is empty if rollcall unenrolled the contact', () => {
    const entries = [act(), act({ action: 'unenroll', at: '2026-11-15T09:00:00.000Z' })];
    expect(drift({ members: [member(1)] }, { ...ended('unexplained'), entries })).toEqual([]);
  });

  it('is empty if only the file changed', () => {
    expect(drift({}, { contacts: [contact(1, { enrollments: [running()] })], entries: [act()] })).toEqual([]);
    expect(drift({ members: [member(1)] }, { contacts: [contact(1)] })).toEqual([]);
  });
});
