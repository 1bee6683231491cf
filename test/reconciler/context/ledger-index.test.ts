import { describe, expect, it } from 'vitest';
import { ledgerEntries } from '../../../src/model/ledger/ledger-entries.ts';
import type { LedgerEntry } from '../../../src/model/ledger/ledger-view.ts';
import { indexLedger } from '../../../src/reconciler/context/ledger-index.ts';
import { act, contact } from '../builders.ts';

const noon = '2026-11-10T12:00:00.000Z';
const one = '2026-11-10T13:00:00.000Z';

/** Returns the entries of contact 1, for both orders of two entries in the ledger. */
function bothOrders(first: LedgerEntry, second: LedgerEntry): readonly (readonly LedgerEntry[])[] {
  return [
    [first, second],
    [second, first],
  ].map((entries) => indexLedger(ledgerEntries(entries), new Map()).of('1', contact(1)));
}

describe('the ledger entries of a contact', () => {
  it.each([
    ['the time of the effect', act({ at: one, effectAt: noon }), act({ at: noon, effectAt: one })],
    ['the time of the record, without one of the effect', act({ at: noon }), act({ at: one })],
    ['the time, before the run', act({ at: noon, run: 4 }), act({ at: one, run: 3 })],
    ['the run, at equal times', act({ at: noon, run: 3 }), act({ at: noon, run: 4 })],
    [
      'the run, before the target',
      act({ at: noon, run: 3, targetId: '501' }),
      act({ at: noon, run: 4, targetId: '500' }),
    ],
    ['the target, in one run', act({ at: noon, targetId: '500' }), act({ at: noon, targetId: '501' })],
    ['the action, in one run', act({ at: noon }), act({ at: noon, action: 'unenroll' })],
  ])('are ordered by %s', (_case, earlier, later) => {
    expect(bothOrders(earlier, later)).toEqual([
      [earlier, later],
      [earlier, later],
    ]);
  });

  it('keep the order of the ledger if they are equal', () => {
    const entries = [act({ intent: 1 }), act({ intent: 2 }), act({ intent: 3 })];
    expect(indexLedger(ledgerEntries(entries), new Map()).of('1', contact(1))).toEqual(entries);
  });

  it('include those of its merged ids and of its former id, oldest first', () => {
    const index = indexLedger(
      ledgerEntries([
        act({ contactId: '1', run: 3 }),
        act({ contactId: '8', run: 2 }),
        act({ contactId: '9', run: 1 }),
        act({ contactId: '2', run: 4 }),
      ]),
      new Map([
        ['1', '1'],
        ['9', '1'],
        ['ana@northwind.example', '1'],
      ]),
    );
    const runs = (entries: readonly LedgerEntry[]): readonly number[] => entries.map(({ run }) => run);
    expect(runs(index.of('1', contact(1, { mergedIds: ['8', '7'] })))).toEqual([1, 2, 3]);
    expect(runs(index.of('1', contact(1)))).toEqual([1, 3]);
    expect(runs(index.of('1', undefined))).toEqual([1, 3]);
    expect(index.of('5', undefined)).toEqual([]);
    // Its entries are those of the contact that it was merged into.
    expect(index.of('9', undefined)).toEqual([]);
  });
});
