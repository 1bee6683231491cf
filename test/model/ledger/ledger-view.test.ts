import { expect, test } from 'vitest';
import { emptyLedgerView } from '../../../src/model/ledger/ledger-view.ts';

test('the empty view has no records', () => {
  const view = emptyLedgerView();
  expect(view).toMatchObject({ exists: false, lastRun: 0, targets: [] });
  expect([...view.entries]).toEqual([]);
  expect(view.contactOf('ana@northwind.example')).toBeUndefined();
  expect(view.isForgotten({ id: '1', emails: ['ana@northwind.example'] })).toBe(false);
  expect(view.sentToday.size).toBe(0);
});
