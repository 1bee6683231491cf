import { expect, it } from 'vitest';
import { noteSender } from '../../../src/ledger/records/stopped-senders.ts';
import type { SenderStop } from '../../../src/model/ledger/ledger-view.ts';

type Request = Parameters<typeof noteSender>[1];

const on = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T09:00:00.000Z`;
const refused = (day: number, cause: 'sender' | 'contact' = 'sender'): Request => ({
  sender: '7001',
  at: on(day),
  refusal: { cause, reason: `no inbox on day ${day}` },
  succeeded: false,
});
const done = (day: number, sender: string | null = '7001'): Request => ({
  sender,
  at: on(day),
  refusal: undefined,
  succeeded: true,
});

it.each<[string, readonly Request[], number | undefined]>([
  ['HubSpot refused it', [refused(2)], 2],
  ['HubSpot refused it after a success', [done(1), refused(2)], 2],
  ['HubSpot refused it twice: since the latest refusal', [refused(2), refused(3)], 3],
  ['an enrollment of the same batch succeeded before', [done(2), refused(2)], 2],
  ['an enrollment of the same batch succeeded after', [refused(2), done(2)], 2],
  ['only another sender succeeded since', [refused(2), done(3, '7002')], 2],
  ['only an enrollment without a sender succeeded since', [refused(2), done(3, null)], 2],
  ['HubSpot refused only contacts since', [refused(2), refused(3, 'contact')], 2],
  ['a later request has no outcome', [refused(2), { ...done(3), succeeded: false }], 2],
  ['not, because a later enrollment succeeded', [refused(2), done(3)], undefined],
  ['not, because HubSpot refused only a contact', [refused(2, 'contact')], undefined],
])('a sender is stopped if %s', (_case, requests, day) => {
  const stopped = new Map<string, SenderStop>();
  for (const request of requests) noteSender(stopped, request);
  const stop = day === undefined ? undefined : { at: on(day), reason: `no inbox on day ${day}` };
  expect(stopped.get('7001')).toEqual(stop);
  expect(stopped.size).toBe(stop ? 1 : 0);
});
