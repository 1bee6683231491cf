/** How the responses of one run stop the run or single senders, and how many requests are in flight. */
import { describe, expect, test } from 'vitest';
import { nameSender, watchResponses } from '../../src/executor/response-watch.ts';
import type { WriteResult } from '../../src/model/account.ts';
import { active, enroll, play, unenroll, workflow } from './play.ts';

const proved: WriteResult = { outcome: 'proved' };
const ambiguous: WriteResult = { outcome: 'ambiguous', reason: 'reset' };
const noInbox: WriteResult = { outcome: 'refused', cause: 'sender', reason: 'no inbox', help: 'Connect it.' };
const refused: WriteResult = { outcome: 'refused', cause: 'unclear', reason: 'no', help: 'x' };
const contactRefused: WriteResult = { outcome: 'refused', cause: 'contact', reason: 'no', help: 'x' };
const paul = { sender: 'paul@acme.example', senderUserId: '7002' };

const ids = (count: number, from = 1): readonly number[] =>
  Array.from({ length: count }, (_, nth) => from + nth);
const statuses = ({ outcomes }: Awaited<ReturnType<typeof play>>): readonly string[] =>
  outcomes.map(({ status }) => status);

describe('five ambiguous responses in a row', () => {
  test('of workflows stop the run with 7', async () => {
    const changes = ids(30).map((id) => enroll(id, { target: workflow }));
    const played = await play({ changes, answer: () => ambiguous });
    expect(played.stop?.why).toBe('unreliable');
    expect(played.exit).toBe(7);
    // Up to 16 requests are in flight when the fifth response arrives.
    expect(played.sent.length).toBeLessThanOrEqual(20);
    expect(statuses(played).filter((status) => status === 'not-attempted')).toHaveLength(
      30 - played.sent.length,
    );
    expect(played.events).toContainEqual(expect.objectContaining({ event: 'stopped', why: 'unreliable' }));
  });

  test('stop the run with 7 even if the account shows all of them', async () => {
    const changes = ids(30).map((id) => enroll(id, { target: workflow }));
    const members = () => new Map(ids(30).map((id) => [String(id), undefined]));
    const played = await play({ changes, answer: () => ambiguous, members });
    expect(statuses(played)).not.toContain('unknown');
    expect(played.exit).toBe(7);
  });

  test('of list requests stop the run', async () => {
    const changes = ids(9).map((id) => enroll(id, { target: workflow, viaList: `${600 + id}` }));
    const played = await play({
      changes,
      answer: () => proved,
      listAnswer: { outcome: 'ambiguous', reason: 'reset' },
    });
    expect(played.stop?.why).toBe('unreliable');
    expect(played.sent).toHaveLength(5);
  });

  test('of removals stop the run, and nothing is enrolled', async () => {
    const removals = ids(16).map((id) => unenroll(id));
    const changes = [...removals, enroll(99)];
    const shows = (id: number) => (id === 99 ? [] : [active({ enrolledAt: '2026-11-01T00:00:00.000Z' })]);
    const played = await play({ changes, answer: () => ambiguous, shows });
    expect(played.stop?.why).toBe('unreliable');
    expect(played.sent).not.toContain('99');
  });

  test('of five senders stop the run', async () => {
    const changes = ids(20).map((id) => enroll(id, { senderUserId: `s${id}` }));
    const played = await play({ changes, answer: () => ambiguous });
    expect(played.stop?.why).toBe('unreliable');
  });

  test('of four senders do not stop the run', async () => {
    const changes = ids(4).map((id) => enroll(id, { senderUserId: `s${id}` }));
    const played = await play({ changes, answer: () => ambiguous });
    expect(played.stop).toBeUndefined();
    expect(played.exit).toBe(7);
  });

  test('are not in a row when a clear response comes between them', async () => {
    const changes = ids(30).map((id) => enroll(id, { target: workflow }));
    const played = await play({ changes, answer: ({ nth }) => (nth % 4 === 3 ? refused : ambiguous) });
    expect(played.stop).toBeUndefined();
    expect(played.sent).toHaveLength(30);
  });

  test('of one sender count once, and stop only that sender', async () => {
    const changes = [...ids(8).map((id) => enroll(id, paul)), ...ids(8, 11).map((id) => enroll(id))];
    const played = await play({
      changes,
      answer: ({ id }) => (id <= 8 ? ambiguous : { outcome: 'throttled', waitMilliseconds: 0 }),
    });
    expect(played.stop).toBeUndefined();
    expect(played.sent.filter((id) => Number(id) <= 8)).toHaveLength(3);
    expect(statuses(played).slice(0, 8)).toEqual([
      ...ids(3).map(() => 'unknown'),
      ...ids(5).map(() => 'not-attempted'),
    ]);
  });
});

describe('a refused sender', () => {
  test('is stopped for the run, and other senders continue', async () => {
    const changes = [1, 2, 3, 4].map((id) => enroll(id, id % 2 ? paul : {}));
    const played = await play({ changes, answer: ({ id }) => (id % 2 ? noInbox : proved) });
    expect(statuses(played)).toEqual(['failed', 'done', 'not-attempted', 'done']);
    expect(played.outcomes[2]?.reason).toMatch(/^sender: .*paul@acme.example.*no inbox/);
    expect(played.sent.toSorted()).toEqual(['1', '2', '4']);
    expect(played.intents).toHaveLength(3);
    expect(played.exit).toBe(6);
  });

  test('stays stopped in the next batch', async () => {
    const changes = ids(150).map((id) => enroll(id, paul));
    const played = await play({ changes, answer: () => noInbox });
    expect(played.sent).toEqual(['1']);
    expect(statuses(played).slice(1)).toEqual(ids(149).map(() => 'not-attempted'));
  });

  test('is also stopped after a 5xx, once the account shows no effect', async () => {
    const refusal = { cause: 'sender', reason: 'no inbox', help: 'x' } as const;
    const changes = ids(3).map((id) => enroll(id, paul));
    const played = await play({ changes, answer: () => ({ outcome: 'ambiguous', reason: '500', refusal }) });
    expect(statuses(played)).toEqual(['failed', 'not-attempted', 'not-attempted']);
  });

  test('does not stop removals or workflow enrollments', async () => {
    const changes = [unenroll(1), enroll(2), enroll(3, { target: workflow })];
    const played = await play({
      changes,
      answer: ({ id }) => (id === 2 ? noInbox : { outcome: 'accepted' }),
      shows: (id, _elapsed, sentTo) => (id === 1 && !sentTo ? [active()] : []),
    });
    expect(statuses(played)).toEqual(['done', 'failed', 'done']);
  });

  test('is stopped after three refusals in a row that name no cause', async () => {
    const played = await play({ changes: ids(5).map((id) => enroll(id)), answer: () => refused });
    expect(statuses(played)).toEqual(['failed', 'failed', 'failed', 'not-attempted', 'not-attempted']);
    expect(played.exit).toBe(6);
  });

  test('is named with the remedy', async () => {
    const played = await play({ changes: ids(3).map((id) => enroll(id, paul)), answer: () => noInbox });
    expect(played.stoppedSenders).toEqual([
      { sender: 'paul@acme.example', reason: 'no inbox', help: 'Connect it.' },
    ]);
  });

  test('leaves no unknown outcome after a 500, and is not polled for', async () => {
    const refusal = { cause: 'sender', reason: 'no inbox', help: 'x' } as const;
    const changes = [...ids(3).map((id) => enroll(id, paul)), enroll(9)];
    const played = await play({
      changes,
      answer: ({ id }) => (id === 9 ? proved : { outcome: 'ambiguous', reason: '500', refusal }),
    });
    expect(statuses(played)).toEqual(['failed', 'not-attempted', 'not-attempted', 'done']);
    expect(played.progress.map(({ what }) => what)).not.toContain('waiting for HubSpot to show the effect');
    expect(played.exit).toBe(6);
  });
});

describe('requests in flight', () => {
  test('are one per sender until its first enrollment succeeds, then up to 16', async () => {
    const changes = ids(40).map((id) => enroll(id));
    const succeeding = await play({
      changes,
      answer: ({ nth }) => (nth < 3 ? contactRefused : proved),
    });
    expect(succeeding.maxInFlight).toBe(16);
    expect(succeeding.sent.slice(0, 4)).toEqual(['1', '2', '3', '4']);
    const failing = await play({
      changes,
      answer: () => contactRefused,
    });
    expect(failing.maxInFlight).toBe(1);
  });

  test('of several new senders are one per sender', async () => {
    const changes = ids(12).map((id) => enroll(id, { senderUserId: `s${id % 3}` }));
    const played = await play({
      changes,
      answer: () => contactRefused,
    });
    expect(played.maxInFlight).toBe(3);
  });

  test('without a sender are up to 16', async () => {
    const changes = ids(40).map((id) => enroll(id, { target: workflow }));
    const played = await play({ changes, answer: () => ({ outcome: 'accepted' }) });
    expect(played.maxInFlight).toBe(16);
  });

  test('of a sender are up to 16 after a read showed an ambiguous enrollment', async () => {
    const played = await play({
      changes: ids(140).map((id) => enroll(id)),
      answer: ({ id }) => (id === 1 ? ambiguous : contactRefused),
      shows: (id, _elapsed, sentTo) => (id === 1 && sentTo ? [active()] : []),
    });
    expect(played.outcomes[0]?.status).toBe('done');
    expect(played.maxInFlight).toBe(16);
  });
});

describe('the response watch', () => {
  test('starts again from zero after a clear response of any sender', () => {
    for (const response of ['success', 'clear'] as const) {
      const watch = watchResponses();
      for (const sender of ['a', 'b', undefined, undefined]) watch.note('ambiguous', sender);
      watch.note(response, 'c');
      for (const sender of ['d', 'e', undefined, undefined]) watch.note('ambiguous', sender);
      expect(watch.isUnreliable()).toBe(false);
      watch.note('ambiguous', 'f');
      expect(watch.isUnreliable()).toBe(true);
    }
  });

  test('marks a sender as proven after a success, and keeps the first reason for stopping a sender', () => {
    const watch = watchResponses();
    watch.note('clear', 'a');
    watch.note('ambiguous', 'a');
    expect(watch.isProven('a')).toBe(false);
    watch.note('success', 'a');
    expect([watch.isProven('a'), watch.isProven('b')]).toEqual([true, false]);
    const noSeat = { reason: 'no seat', help: 'Assign one.' };
    watch.stopSender('a', noSeat);
    watch.stopSender('a', { reason: 'no inbox', help: 'Connect it.' });
    expect([watch.stopOf('a'), watch.stopOf('b')]).toEqual([noSeat, undefined]);
  });

  test.each([
    ['ambiguous', 'ambiguous', 'ambiguous'],
    ['unclear', 'unclear', 'unclear'],
    ['ambiguous', 'unclear', 'ambiguous'],
  ] as const)('stops a sender after %s, %s, %s', (...responses) => {
    const watch = watchResponses();
    for (const response of responses) {
      expect(watch.stopOf('a')).toBeUndefined();
      watch.note(response, 'a');
      watch.note('success', 'b');
    }
    expect(watch.stopOf('a')?.reason).toMatch(/^3 responses in a row for the sender /u);
    expect(watch.stopOf('b')).toBeUndefined();
    expect(watch.isUnreliable()).toBe(false);
  });

  test.each(['success', 'clear'] as const)(
    'counts a sender from zero after its own response: %s',
    (response) => {
      const watch = watchResponses();
      for (const one of ['ambiguous', 'unclear', response, 'ambiguous', 'unclear'] as const)
        watch.note(one, 'a');
      expect(watch.stopOf('a')).toBeUndefined();
      watch.note('ambiguous', 'a');
      expect(watch.stopOf('a')).toBeDefined();
    },
  );

  test('marks a sender as proven after a read, and no sender after a read of a workflow', () => {
    const watch = watchResponses();
    watch.markProven(undefined);
    watch.markProven('a');
    expect([watch.isProven('a'), watch.isProven('b')]).toEqual([true, false]);
  });

  test('sends again for a sender that unclear responses stopped, after a read showed its enrollment', () => {
    const watch = watchResponses();
    const noteUnclear = (count: number): void => {
      for (let nth = 0; nth < count; nth += 1) watch.note('unclear', 'a');
    };
    noteUnclear(3);
    expect(watch.stopOf('a')).toEqual({
      reason: '3 responses in a row for the sender did not show why or whether HubSpot refused',
      help: "Check the sender's inbox and seat in HubSpot, or use another `sender`.",
    });
    watch.markProven('a');
    expect(watch.stopOf('a')).toBeUndefined();
    noteUnclear(2);
    expect(watch.stopOf('a')).toBeUndefined();
    noteUnclear(1);
    expect(watch.stopOf('a')).toBeDefined();
  });

  test('keeps a sender stopped that HubSpot refused, whatever a read shows', () => {
    const watch = watchResponses();
    const noSeat = { reason: 'no seat', help: 'Assign one.' };
    watch.stopSender('a', noSeat);
    for (const response of ['unclear', 'unclear', 'unclear', 'unclear'] as const) watch.note(response, 'a');
    watch.markProven('a');
    expect(watch.stopOf('a')).toEqual(noSeat);
  });

  test('calls a sender by its email, or `the sender` without one', () => {
    expect(nameSender('the sender has no seat', 'maria@acme.example')).toBe('maria@acme.example has no seat');
    expect(nameSender('the sender has no seat')).toBe('the sender has no seat');
    expect(nameSender('the sender has no seat', '$&')).toBe('$& has no seat');
  });

  test('is unreliable after five ambiguous responses, each without a sender or of another sender', () => {
    const watch = watchResponses();
    const senders = [undefined, 'a', undefined, 'a', 'b', undefined];
    const unreliable = senders.map((sender) => {
      watch.note('ambiguous', sender);
      return watch.isUnreliable();
    });
    expect(unreliable).toEqual([false, false, false, false, false, true]);
  });
});
