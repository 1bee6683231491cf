/** One apply as a whole: its phases, batches, canary, stops, events and progress. */
import { describe, expect, test } from 'vitest';
import type { WriteResult } from '../../src/model/account.ts';
import { ExitCode } from '../../src/model/exit-code.ts';
import { Failure } from '../../src/model/failure.ts';
import { archive, enroll, play, type Played, requestsBefore, unenroll, workflow } from './play.ts';

const proved: WriteResult = { outcome: 'proved' };
const contactRefused: WriteResult = { outcome: 'refused', cause: 'contact', reason: 'no', help: 'x' };
const unreadable = new Failure({ code: 'hubspot-no-response', message: 'no response', help: 'Wait.' });
const viaList = (id: number, list: string) => enroll(id, { target: workflow, viaList: list });
const ids = (count: number, from = 1) => Array.from({ length: count }, (_, nth) => from + nth);

/** The loads of the judge, the reads without their targets, and the requests, in order. */
function steps({ calls }: Played) {
  const names = ['loadJudge', 'contacts', 'members', 'send'];
  return calls
    .filter(([name]) => names.includes(name))
    .map((call) => call.slice(0, call[0] === 'contacts' ? 2 : 3));
}

const statuses = ({ outcomes }: Played) => outcomes.map(({ status }) => status);

describe('the phases', () => {
  test('are removals, single enrollments, each list, deletions; each reads the ledger once', async () => {
    const changes = [
      archive(),
      viaList(2, '611'),
      enroll(1),
      viaList(3, '612'),
      unenroll(9),
      viaList(4, '611'),
      enroll(5, { target: workflow }),
    ];
    const played = await play({ changes, answer: () => proved });
    expect(steps(played)).toEqual([
      ['loadJudge'],
      ['contacts', ['9']],
      ['send', '9'],
      ['loadJudge'],
      ['contacts', ['1', '5']],
      ['send', '1'],
      ['send', '5'],
      ['loadJudge'],
      ['contacts', ['2', '4']],
      ['send', '611', ['2', '4']],
      ['loadJudge'],
      ['contacts', ['3']],
      ['send', '612', ['3']],
      ['loadJudge'],
      ['members', '900'],
      ['send', '0'],
    ]);
    // The outcomes have the order of the request.
    expect(played.outcomes.map(({ address, action }) => [address, action])).toEqual(
      changes.map(({ address, action }) => [address, action]),
    );
    expect(played.stop).toBeUndefined();
    expect(Object.keys(played)).not.toContain('stop');
  });

  test('of nothing do not read the ledger', async () => {
    const played = await play({ changes: [], answer: () => proved });
    expect(played.calls).toEqual([]);
    expect(played.events).toEqual([]);
    expect(played.outcomes).toEqual([]);
  });

  test('read up to 100 contacts at a time, with one judge', async () => {
    const changes = ids(201).map((id) => enroll(id));
    const played = await play({ changes, answer: () => proved });
    const reads = steps(played).filter(([name]) => name !== 'send');
    expect(reads).toEqual([
      ['loadJudge'],
      ['contacts', ids(100).map(String)],
      ['contacts', ids(100, 101).map(String)],
      ['contacts', ['201']],
    ]);
    expect(played.sent).toHaveLength(201);
  });
});

describe('a canary', () => {
  const changes = [unenroll(9), enroll(1), enroll(2), viaList(3, '611'), archive()];
  const reason = 'stopped after the canary; 2 enrollments remain';

  test('enrolls only the first contacts, and does not hold back removals and deletions', async () => {
    const played = await play({ changes, answer: () => proved, canary: 1 });
    expect(played.sent).toEqual(['9', '1', '0']);
    expect(statuses(played)).toEqual(['done', 'done', 'not-attempted', 'not-attempted', 'done']);
    expect(played.outcomes[2]).toEqual({
      address: 'sequences.q4/2',
      action: 'enroll',
      status: 'not-attempted',
      reason,
      help: 'Check the enrolled contacts in HubSpot. Then run the same command without --canary: it enrolls the rest.',
    });
    expect(played.stop).toMatchObject({ why: 'canary', reason });
    expect(played.events.slice(-3)).toEqual([
      { event: 'stopped', run: 1, why: 'canary', reason },
      {
        event: 'change-outcome',
        run: 1,
        address: 'sequences.q4/2',
        action: 'enroll',
        status: 'not-attempted',
        reason,
      },
      {
        event: 'change-outcome',
        run: 1,
        address: 'workflows.onboarding/3',
        action: 'enroll',
        status: 'not-attempted',
        reason,
      },
    ]);
  });

  test('that holds back no enrollment does not stop the run', async () => {
    const played = await play({ changes, answer: () => proved, canary: 3 });
    expect(played.stop).toBeUndefined();
    expect(statuses(played)).toEqual(changes.map(() => 'done'));
  });

  test('does not hide a more serious stop', async () => {
    const played = await play({
      changes,
      answer: () => ({ outcome: 'quota', reason: 'the daily quota is used up' }),
      canary: 1,
    });
    expect(played.stop?.why).toBe('quota');
    expect(played.outcomes.map(({ reason: why }) => why)).toEqual(
      changes.map(() => 'the daily quota is used up'),
    );
  });
});

describe('an error', () => {
  const stop = { why: 'unreadable', reason: 'no response', help: 'Wait.' };

  test('of a reread stops the run before the next request', async () => {
    const played = await play({
      changes: [unenroll(9), enroll(1)],
      answer: () => proved,
      readFails: () => unreadable,
    });
    expect(played.stop).toEqual(stop);
    expect(played.sent).toEqual([]);
    expect(steps(played)).toEqual([['loadJudge'], ['contacts', ['9']]]);
    expect(statuses(played)).toEqual(['not-attempted', 'not-attempted']);
    expect(played.events[0]).toEqual({ event: 'stopped', run: 1, why: 'unreadable', reason: 'no response' });
  });

  test('of a judge stops the run as a defect', async () => {
    const judge = () => Promise.reject(new Error('no rule'));
    const played = await play({ changes: [enroll(1)], answer: () => proved, judge });
    expect(played.stop).toMatchObject({ why: 'internal', reason: 'Internal error in rollcall: no rule' });
    expect(played.exit).toBe(ExitCode.error);
  });

  test('does not prevent the confirmation of the contacts added to a list before it', async () => {
    // Each request takes longer than a reread may be used, so the last contact needs another reread, which fails.
    const changes = ids(1_001).map((id) => viaList(id, '611'));
    const played = await play({
      changes,
      answer: () => proved,
      takes: 60_001,
      readFails: (_elapsed, reads) => (reads === 1 ? unreadable : undefined),
      members: () => new Map([['1', undefined]]),
    });
    expect(played.stop).toEqual(stop);
    expect([0, 1, 1_000].map((index) => played.outcomes[index]?.reason)).toEqual([
      'seen in the account',
      'accepted by HubSpot; not seen in the account yet',
      'no response',
    ]);
  });

  test('of the confirmation stops the run, and keeps what HubSpot accepted', async () => {
    const played = await play({
      changes: [viaList(1, '611'), viaList(2, '612')],
      answer: () => proved,
      members: () => {
        throw unreadable;
      },
    });
    expect(played.stop).toEqual(stop);
    expect(played.sent).toEqual(['611: 1']);
    expect(statuses(played)).toEqual(['done', 'not-attempted']);
    expect(played.outcomes[0]?.reason).toBe('accepted by HubSpot; not seen in the account yet');
  });
});

test('a stop in one batch prevents the reread of the next batch', async () => {
  const changes = ids(101).map((id) => enroll(id));
  const denied: WriteResult = { outcome: 'denied', reason: 'no scope', help: 'Give it.' };
  const played = await play({ changes, answer: () => denied });
  expect(steps(played)).toEqual([['loadJudge'], ['contacts', ids(100).map(String)], ['send', '1']]);
  expect(played.stop).toEqual({ why: 'denied', reason: 'no scope', help: 'Give it.' });
});

describe('an interrupt', () => {
  const stop = {
    why: 'interrupted',
    reason: 'interrupted; nothing is in flight',
    help: 'Run the same command again: it continues where this one stopped.',
  };

  test('before the first batch reads and sends nothing', async () => {
    const played = await play({ changes: [enroll(1)], answer: () => proved, interruptedAfter: 0 });
    expect(played.calls).toEqual([]);
    expect(played.stop).toEqual(stop);
    expect(played.outcomes).toEqual([
      {
        address: 'sequences.q4/1',
        action: 'enroll',
        status: 'not-attempted',
        reason: stop.reason,
        help: stop.help,
      },
    ]);
  });

  test('between two batches stops the run before the second reread', async () => {
    const changes = ids(101).map((id) => enroll(id));
    const played = await play({ changes, answer: () => proved, interruptedAfter: 100 });
    expect(played.sent).toHaveLength(100);
    expect(played.calls.filter(([name]) => name === 'contacts')).toHaveLength(1);
    expect(played.stop).toEqual(stop);
    expect(statuses(played).at(-1)).toBe('not-attempted');
  });
});

test('emits each request and each outcome', async () => {
  const played = await play({
    changes: [unenroll(9), enroll(1)],
    answer: ({ id }) => (id === 9 ? proved : contactRefused),
  });
  const removal = { run: 1, address: 'sequences.q4/9', action: 'unenroll' };
  const enrollment = { run: 1, address: 'sequences.q4/1', action: 'enroll' };
  expect(played.events).toEqual([
    { event: 'change-sent', ...removal },
    { event: 'change-outcome', ...removal, status: 'done', reason: 'HubSpot confirmed it' },
    { event: 'change-sent', ...enrollment },
    { event: 'change-outcome', ...enrollment, status: 'blocked', reason: 'no' },
  ]);
});

test('emits what HubSpot returned with a refusal', async () => {
  const response = { request: 'POST /enrollments', status: 400, correlationId: 'c-1' };
  const played = await play({ changes: [enroll(1)], answer: () => ({ ...contactRefused, response }) });
  expect(played.events.at(-1)).toMatchObject({ event: 'change-outcome', status: 'blocked', response });
});

test('reports the outcomes and the requests so far, and the requests that remain', async () => {
  const changes = [enroll(1), enroll(2), enroll(3), enroll(4)];
  const played = await play({ changes, answer: () => contactRefused, canary: 3, requests: 3 });
  // One reread, then one request for each contact: one request more than expected.
  expect(played.progress).toEqual([
    { what: 'applying', done: 1, total: 3, requests: { done: requestsBefore + 2, left: 1 } },
    { what: 'applying', done: 2, total: 3, requests: { done: requestsBefore + 3, left: 0 } },
    { what: 'applying', done: 3, total: 3, requests: { done: requestsBefore + 4, left: 0 } },
  ]);
});

test('a later batch does not reread the contacts of a stopped sender', async () => {
  const changes = [
    ...ids(150).map((id) => enroll(id)),
    ...ids(60, 151).map((id) => enroll(id, { sender: 'paul@acme.example', senderUserId: '7002' })),
  ];
  const refused: WriteResult = {
    outcome: 'refused',
    cause: 'sender',
    reason: 'no inbox',
    help: 'Connect it.',
  };
  const played = await play({ changes, answer: ({ id }) => (id === 1 ? refused : proved) });
  const reads = steps(played).filter(([name]) => name === 'contacts');
  expect(reads).toEqual([
    ['contacts', ids(100).map(String)],
    ['contacts', ids(60, 151).map(String)],
  ]);
  expect(statuses(played)).toEqual([
    'failed',
    ...ids(149).map(() => 'not-attempted'),
    ...ids(60).map(() => 'done'),
  ]);
});
