import { expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/model/ledger/ledger-view.ts';
import { stoppedSenders } from '../../../src/reconciler/context/stopped-senders.ts';
import { act, maria, paul } from '../builders.ts';

const on = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T09:00:00.000Z`;
const refused = (day: number, cause: 'sender' | 'contact' = 'sender'): LedgerEntry =>
  act({ state: 'refused', senderUserId: maria.userId, at: on(day), refusal: { cause, reason: 'no inbox' } });
const done = (day: number, parts: Partial<LedgerEntry> = {}): LedgerEntry =>
  act({ senderUserId: maria.userId, at: on(day), ...parts });

it.each<[string, readonly LedgerEntry[], boolean]>([
  ['HubSpot refused it', [refused(2)], true],
  ['HubSpot refused it after a success', [done(1), refused(2)], true],
  ['an enrollment of the same batch succeeded', [done(2), refused(2)], true],
  ['only another sender succeeded since', [refused(2), done(3, { senderUserId: paul.userId })], true],
  ['HubSpot refused only contacts since', [refused(2), refused(3, 'contact')], true],
  ['a later enrollment succeeded', [refused(2), done(3)], false],
  ['a later enrollment was accepted', [refused(2), done(3, { state: 'accepted' })], false],
  ['HubSpot refused only a contact', [refused(2, 'contact')], false],
  ['the ledger has no cause of the refusal', [act({ state: 'refused', senderUserId: maria.userId })], false],
])('a sender is stopped if %s: %j', (_case, entries, isStopped) => {
  expect(stoppedSenders(entries).has(maria.userId)).toBe(isStopped);
  expect(stoppedSenders(entries.toReversed()).has(maria.userId)).toBe(isStopped);
});
