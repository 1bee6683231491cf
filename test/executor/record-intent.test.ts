/** What the ledger holds before a request is sent. */
import { describe, expect, test } from 'vitest';
import { newIntent } from '../../src/executor/record-intent.ts';
import type { WriteResult } from '../../src/model/account.ts';
import { LeaseLostError } from '../../src/model/ledger/ledger.ts';
import { after, archive, enroll, play, unenroll, workflow } from './play.ts';

const proved: WriteResult = { outcome: 'proved' };

const inSequence = {
  kind: 'sequence',
  targetId: '500',
  targetKey: 'q4',
  contactId: '1',
  planId: 'p1',
  at: after(0),
} as const;
const inWorkflow = { ...inSequence, kind: 'workflow', targetId: '900', targetKey: 'onboarding' } as const;
const { contactId: _contactId, ...ofWorkflow } = inWorkflow;
const day = '2026-11-01';

describe('the intent', () => {
  test.each([
    [
      'an enrollment in a sequence',
      enroll(1),
      { ...inSequence, action: 'enroll', origin: 'text', senderUserId: '7001', emails: 3 },
    ],
    [
      'an enrollment in a workflow',
      enroll(1, { target: workflow, origin: 'list:40' }),
      { ...inWorkflow, action: 'enroll', origin: 'list:40' },
    ],
    [
      'an enrollment with a day',
      enroll(1, { target: workflow, since: day }),
      { ...inWorkflow, action: 'enroll', origin: 'text', since: day },
    ],
    [
      'a removal',
      unenroll(1, { origin: 'list:40' }),
      { ...inSequence, action: 'unenroll', origin: 'list:40' },
    ],
    [
      'a removal with a day',
      unenroll(1, { since: day }),
      { ...inSequence, action: 'unenroll', origin: 'text', since: day },
    ],
    ['a deletion', archive(), { ...ofWorkflow, action: 'archive', origin: 'text' }],
  ] as const)('of %s has exactly these fields', (_, change, intent) => {
    expect(newIntent(change, 'p1', after(0))).toStrictEqual(intent);
  });

  test('has the time of the reread, not of the request', async () => {
    const { intents } = await play({
      changes: [enroll(1), enroll(2)],
      answer: () => proved,
      takes: 5_000,
    });
    expect(intents.map(({ at }) => at)).toEqual([after(0), after(0)]);
  });

  test('is committed before the request, one for each change', async () => {
    const played = await play({ changes: [enroll(1), enroll(2)], answer: () => proved });
    const calls = played.calls.filter(([name]) => name === 'recordIntents' || name === 'send');
    expect(calls).toEqual([
      ['recordIntents', 1, [expect.objectContaining({ contactId: '1', planId: 'p1' })]],
      ['send', '1'],
      ['recordIntents', 1, [expect.objectContaining({ contactId: '2', planId: 'p1' })]],
      ['send', '2'],
    ]);
  });
});

test('a change whose declaration already has an intent is not attempted', async () => {
  const changes = [enroll(1), enroll(2)];
  const played = await play({ changes, answer: () => proved, intended: new Set([1]) });
  const reason = 'the ledger already holds an intent for this declaration';
  expect(played.outcomes[0]).toEqual({
    address: 'sequences.q4/1',
    action: 'enroll',
    status: 'not-attempted',
    reason,
    help: 'Plan again; `rollcall history` shows the earlier intent.',
  });
  const second = { run: 1, address: 'sequences.q4/2', action: 'enroll' };
  expect(played.events).toEqual([
    {
      event: 'change-outcome',
      run: 1,
      address: 'sequences.q4/1',
      action: 'enroll',
      status: 'not-attempted',
      reason,
    },
    { event: 'change-sent', ...second },
    { event: 'change-outcome', ...second, status: 'done', reason: 'HubSpot confirmed it' },
  ]);
});

test('a change whose intent cannot be committed is not sent, and the run stops', async () => {
  const played = await play({
    changes: [enroll(1), enroll(2)],
    answer: () => proved,
    intentFails: new LeaseLostError('another process took over the ledger'),
  });
  expect(played.sent).toEqual([]);
  expect(played.events.map(({ event }) => event)).toEqual(['stopped', 'change-outcome', 'change-outcome']);
  expect(played.stop?.why).toBe('ledger-lost');
  expect(played.outcomes.map(({ status, reason }) => [status, reason])).toEqual([
    ['not-attempted', 'another process took over the ledger'],
    ['not-attempted', 'another process took over the ledger'],
  ]);
});
