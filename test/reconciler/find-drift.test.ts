import { describe, expect, it } from 'vitest';
import type { LedgerEntry, LedgerTarget } from '../../src/model/ledger/ledger-view.ts';
import type { Drift } from '../../src/model/plan.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import { act, at, contact, member, observedTarget, over, planInput, running, sequence } from './builders.ts';

const baseline: LedgerTarget = { kind: 'sequence', id: '500', key: 'q4', status: 'ready', revision: 'r1' };

/** Each drift as one line. */
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

  it('is nothing while the account is as it was applied', () => expect(drift({})).toEqual([]));
  it('is an edit', () => expect(drift({ revision: 'r2' })).toEqual(['target-edited sequences.q4']));
  it('is being switched off', () =>
    expect(drift({ status: 'disabled' })).toEqual(['target-disabled sequences.q4']));
  it('is being deleted', () => expect(drift({ status: 'missing' })).toEqual(['target-deleted sequences.q4']));
  it('is nothing before the first apply', () => expect(drift({ revision: 'r2' }, [])).toEqual([]));
  it('is told once: a baseline taken as it is ends it', () => {
    expect(drift({ status: 'missing' }, [{ ...baseline, status: 'missing' }])).toEqual([]);
    expect(drift({ status: 'disabled' }, [{ ...baseline, status: 'disabled' }])).toEqual([]);
  });
});

describe('drift of people', () => {
  const drift = (parts: object, world: Parameters<typeof planInput>[0]): string[] =>
    lines(
      makePlan(
        planInput({ desired: { targets: [sequence(parts)] }, ledger: { targets: [baseline] }, ...world }),
      ).drift,
    );

  const intruder = { contacts: [contact(1, { enrollments: [running()] })] };

  it('counts a unmanaged member of an exclusive target', () => {
    expect(drift({ exclusive: true }, intruder)).toEqual(['unmanaged sequences.q4/1']);
  });

  it('counts one whom no route takes out', () => {
    const targets = [observedTarget({ kind: 'sequence', id: '500', unenrollRoute: false })];
    expect(drift({ exclusive: true }, { ...intruder, observed: { targets } })).toEqual([
      'unmanaged sequences.q4/1',
    ]);
  });

  it('does not count a declared member who is suppressed', () => {
    const files = {
      targets: [sequence({ exclusive: true, members: [member(1)] })],
      suppress: [{ match: { id: '1' }, source: at(2) }],
    };
    const { drift: found, changes } = makePlan(
      planInput({ desired: files, ledger: { targets: [baseline] }, ...intruder }),
    );
    expect(changes).toMatchObject([{ action: 'unenroll' }]);
    expect(lines(found)).toEqual([]);
  });

  it('lists a unmanaged member of any other target', () => {
    expect(drift({}, intruder)).toEqual(['unmanaged sequences.q4/1 (does not count)']);
  });

  it('counts nobody in a target that was never applied', () => {
    expect(drift({ exclusive: true }, { ...intruder, ledger: { targets: [] } })).toEqual([
      'unmanaged sequences.q4/1 (does not count)',
    ]);
  });

  const ended = (how: 'finished' | 'unexplained'): object => ({
    contacts: [contact(1, { enrollments: [over({ how })] })],
    entries: [act()],
  });

  it('lists who ended early without visible cause', () => {
    expect(drift({ members: [member(1)] }, ended('unexplained'))).toEqual([
      'ended-unexplained sequences.q4/1 (does not count)',
    ]);
  });

  it.each([
    ['plan', {}],
    ['undo', { undoRun: 3 }],
  ])('names the deletion of the target as what HubSpot shows of an early end: %s', (_what, input) => {
    const targets = [observedTarget({ kind: 'sequence', id: '500', status: 'missing' })];
    const end = {
      seenAt: '2026-11-15T10:00:00.000Z',
      endedAt: '2026-11-15T09:00:00.000Z',
      how: 'unexplained',
    };
    const worlds = [
      ended('unexplained'),
      { contacts: [contact(1)], entries: [act({ end } as Partial<LedgerEntry>)] },
    ];
    for (const world of worlds) {
      const desired = { targets: [sequence({ members: [member(1)] })] };
      const ledger = { targets: [baseline] };
      const plan = makePlan(planInput({ desired, observed: { targets }, ledger, input, ...world }));
      const [line] = plan.unchanged;
      expect(line?.reason).toContain('ended on 2026-11-15 before its last step (the sequence was deleted)');
      const drifted = plan.drift.filter(({ kind }) => kind === 'ended-unexplained');
      for (const { message, help } of drifted) {
        expect(message).toContain('(the sequence was deleted)');
        expect(help).toMatch(/^The sequence was deleted/);
      }
    }
  });

  it('is nothing when people finish', () => {
    expect(drift({ members: [member(1)] }, ended('finished'))).toEqual([]);
  });

  it('is nothing when we took the person out ourselves', () => {
    const entries = [act(), act({ action: 'unenroll', at: '2026-11-15T09:00:00.000Z' })];
    expect(drift({ members: [member(1)] }, { ...ended('unexplained'), entries })).toEqual([]);
  });

  it('is nothing when only the file has changed', () => {
    expect(drift({}, { contacts: [contact(1, { enrollments: [running()] })], entries: [act()] })).toEqual([]);
    expect(drift({ members: [member(1)] }, { contacts: [contact(1)] })).toEqual([]);
  });
});
