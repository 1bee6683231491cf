import { describe, expect, it } from 'vitest';
import type { ObservedContact } from '../../src/model/observed-state.ts';
import { prepareRejudge } from '../../src/reconciler/rejudge.ts';
import {
  act,
  at,
  contact,
  ledgerView,
  member,
  observedTarget,
  over,
  planInput,
  running,
  sequence,
  workflow,
} from './builders.ts';

const only = (one: ObservedContact): ReadonlyMap<string, ObservedContact> => new Map([[one.id, one]]);

describe('judging a contact again just before writing', () => {
  const desired = { targets: [sequence({ members: [member(1), member(2)] })] };
  const rejudge = prepareRejudge(planInput({ desired, contacts: [contact(1), contact(2)] }));

  it('answers for the contacts given and nobody else', () => {
    expect([...rejudge(only(contact(2)), ledgerView()).keys()]).toEqual(['sequences.q4/2']);
    expect(rejudge(new Map(), ledgerView()).size).toBe(0);
  });

  it.each([
    ['opted out since', contact(1, { optedOut: true })],
    ['was enrolled by hand since', contact(1, { enrollments: [running()] })],
    ['entered another sequence since', contact(1, { enrollments: [running({ targetId: '777' })] })],
    ['contradicts themselves since', contact(1, { unreadable: 'two at once' })],
    ['was merged into another contact since', contact(9, { mergedIds: ['1'] })],
  ])('drops the enrollment of somebody who %s', (_what, fresh) => {
    expect(rejudge(only(fresh), ledgerView()).size).toBe(0);
  });

  it('drops the enrollment of somebody whom another run tried to enroll since', () => {
    expect(rejudge(only(contact(1)), ledgerView([act({ state: 'open' })])).size).toBe(0);
    expect(rejudge(only(contact(1)), ledgerView([act({ state: 'refused' })])).size).toBe(1);
  });

  it('keeps to the day on which it is asked', () => {
    const frozen = { ...desired, freeze: [{ from: '2026-11-21', to: '2026-11-21', source: at(4) }] };
    const judge = prepareRejudge(planInput({ desired: frozen, contacts: [contact(1)] }));
    expect(judge(only(contact(1)), ledgerView()).size).toBe(1);
    expect(judge(only(contact(1)), ledgerView(), '2026-11-21T09:00:00.000Z').size).toBe(0);
  });

  it('believes the contact before an older list of active ones', () => {
    const judge = prepareRejudge(
      planInput({
        desired: { targets: [workflow()] },
        observed: { targets: [observedTarget({ kind: 'workflow', id: '900', active: new Set(['1']) })] },
        contacts: [contact(1)],
      }),
    );
    const ledger = ledgerView([act({ kind: 'workflow', targetId: '900' })]);
    const inside = contact(1, { enrollments: [running({ kind: 'workflow', targetId: '900' })] });
    expect([...judge(only(inside), ledger).values()]).toMatchObject([{ action: 'unenroll', owned: true }]);
    expect(judge(only(contact(1)), ledger).size).toBe(0);
  });

  it('lets the first sequence of the file go first, even where the second would be a re-enrollment', () => {
    const members = [member(1, { since: '2026-11-16' })];
    const judge = prepareRejudge(
      planInput({
        desired: {
          targets: [sequence({ key: 'first', id: '501', members }), sequence({ key: 'second', members })],
        },
      }),
    );
    expect([...judge(only(contact(1)), ledgerView([act()])).keys()]).toEqual(['sequences.first/1']);
  });

  it('enrolls somebody whom this run has just taken out of another sequence', () => {
    const moved = contact(1, { enrollments: [over({ targetId: '502', how: 'unexplained' })] });
    const proof = act({ action: 'unenroll', targetId: '502', at: '2026-11-20T12:00:30.000Z' });
    expect(rejudge(only(moved), ledgerView([act({ targetId: '502' })])).size).toBe(0);
    expect(rejudge(only(moved), ledgerView([act({ targetId: '502' }), proof])).size).toBe(1);
  });
});
