/** Each response to a write: the outcome of the change, the state of its intent, and the rest of the run. */
import { describe, expect, test } from 'vitest';
import type { ListWriteResult, WriteResult } from '../../src/model/account.ts';
import { LeaseLostError } from '../../src/model/ledger/ledger.ts';
import type { Enrollment } from '../../src/model/observed-state.ts';
import type { Change } from '../../src/model/results/plan.ts';
import { active, after, archive, enroll, play, unenroll, workflow } from './play.ts';
import type { World } from './play.ts';

const proved: WriteResult = { outcome: 'proved', enrollmentId: '88', effectAt: after(1_000) };
const accepted: WriteResult = { outcome: 'accepted' };
const ambiguous: WriteResult = { outcome: 'ambiguous', reason: 'reset' };
const notSent: WriteResult = { outcome: 'not-sent', reason: 'ECONNREFUSED' };
const notSentFinal: WriteResult = { ...notSent, help: 'Check the password of the proxy.', final: true };
const denied: WriteResult = { outcome: 'denied', reason: 'no scope', help: 'Give it.' };
const quota: WriteResult = { outcome: 'quota', reason: 'daily' };
const refused = (cause: 'contact' | 'sender' | 'state' | 'unclear'): WriteResult => ({
  outcome: 'refused',
  cause,
  reason: `refused: ${cause}`,
  help: 'Correct it.',
});
const ambiguousRefusal = (cause: 'contact' | 'sender'): WriteResult => ({
  outcome: 'ambiguous',
  reason: '500',
  refusal: { cause, reason: `500: ${cause}`, help: 'Correct it.' },
});
const wait = (waitMilliseconds: number): WriteResult => ({ outcome: 'throttled', waitMilliseconds });

const none = (): readonly Enrollment[] => [];
type Shows = NonNullable<World['shows']>;

/** The account shows these enrollments once the request was sent. */
const whenSent =
  (...shown: readonly Enrollment[]): Shows =>
  (_id, _elapsed, sentTo) =>
    sentTo ? shown : [];
/** The account shows an active enrollment until the request was sent and `lag` milliseconds have passed. */
const leaving =
  (lag: number): Shows =>
  (_id, elapsed, sentTo) =>
    sentTo && elapsed >= lag ? [] : [active({ enrolledAt: after(-9_000) })];
const byMaria = { userId: '7001', email: 'maria@acme.example' };
const byPaul = { userId: '7002', email: 'paul@acme.example' };

interface Row {
  readonly name: string;
  readonly change?: Change;
  /** One response for each request. The last one repeats. */
  readonly answers: readonly WriteResult[];
  readonly shows?: World['shows'];
  readonly members?: World['members'];
  readonly status: string;
  readonly state: string;
  readonly exit: number;
  readonly requests?: number;
  readonly stop?: string;
  /** The total wait in milliseconds. */
  readonly waited?: number;
}

const inWorkflow = enroll(1, { target: workflow });
const twoMinutes = 120_000;
const fourMinutes = 240_000;

// One row per line keeps the table readable.
// oxfmt-ignore
const single: readonly Row[] = [
  { name: 'the documented success', answers: [proved], status: 'done', state: 'proved', exit: 0, waited: 0 },
  { name: 'accepted, and shown as active', change: inWorkflow, answers: [accepted], members: () => new Map([['1', after(5_000)]]), status: 'done', state: 'proved', exit: 0, waited: 0 },
  { name: 'accepted, and shown as active without a date', change: inWorkflow, answers: [accepted], members: () => new Map([['1', undefined]]), status: 'done', state: 'proved', exit: 0, waited: 0 },
  { name: 'accepted, and not shown', change: inWorkflow, answers: [accepted], status: 'done', state: 'accepted', exit: 0, waited: 0 },
  { name: 'accepted, and only an older enrollment shown', change: inWorkflow, answers: [accepted], members: () => new Map([['1', after(-1)]]), status: 'done', state: 'accepted', exit: 0, waited: 0 },
  { name: 'a removal accepted, and shown', change: unenroll(1), answers: [accepted], shows: leaving(60_000), status: 'done', state: 'proved', exit: 0, waited: 60_000 },
  { name: 'a removal accepted, and not shown within 4 minutes', change: unenroll(1), answers: [accepted], shows: leaving(Infinity), status: 'failed', state: 'accepted', exit: 6, waited: fourMinutes },
  { name: 'a contact code', answers: [refused('contact')], status: 'blocked', state: 'refused', exit: 0, waited: 0 },
  { name: 'a sender code', answers: [refused('sender')], status: 'failed', state: 'refused', exit: 6, waited: 0 },
  { name: 'any other 4xx', answers: [refused('unclear')], status: 'failed', state: 'refused', exit: 6, waited: 0 },
  { name: 'already enrolled, and ours shown', answers: [refused('state')], shows: whenSent(active({ enrolledBy: byMaria })), status: 'done', state: 'proved', exit: 0, waited: 0 },
  { name: 'already enrolled, and nothing shown', answers: [refused('state')], status: 'unknown', state: 'open', exit: 7, waited: twoMinutes },
  { name: 'already enrolled, by another user', answers: [refused('state')], shows: whenSent(active({ enrolledBy: byPaul })), status: 'failed', state: 'adopted', exit: 6, waited: 0 },
  { name: 'a removal: already enrolled in the unenroll workflow', change: unenroll(1), answers: [refused('state')], shows: leaving(Infinity), status: 'failed', state: 'refused', exit: 6, waited: 0 },
  { name: 'a 5xx with a contact code, nothing shown', answers: [ambiguousRefusal('contact')], status: 'blocked', state: 'refused', exit: 0, waited: 0 },
  { name: 'a 5xx with a sender code, nothing shown', answers: [ambiguousRefusal('sender')], status: 'failed', state: 'refused', exit: 6, waited: 0 },
  { name: 'a 5xx with a contact code, and the effect shown', answers: [ambiguousRefusal('contact')], shows: whenSent(active()), status: 'done', state: 'proved', exit: 0, waited: 0 },
  { name: 'a 5xx with a sender code, and the effect of another', answers: [ambiguousRefusal('sender')], shows: whenSent(active({ enrolledBy: byPaul })), status: 'failed', state: 'adopted', exit: 6, waited: 0 },
  { name: 'token or scope', answers: [denied], status: 'not-attempted', state: 'not-sent', exit: 4, stop: 'denied', waited: 0 },
  { name: 'rolling limit, once', answers: [wait(3_000), proved], status: 'done', state: 'proved', exit: 0, requests: 2, waited: 3_000 },
  { name: 'rolling limit, permanently', answers: [wait(10_000)], status: 'failed', state: 'not-sent', exit: 6, requests: 7, waited: 60_000 },
  { name: 'daily limit', answers: [quota], status: 'not-attempted', state: 'not-sent', exit: 10, stop: 'quota', waited: 0 },
  { name: 'never opened, then opened', answers: [notSent, proved], status: 'done', state: 'proved', exit: 0, requests: 2, waited: 500 },
  { name: 'never opened, and a retry would fail too', answers: [notSentFinal], status: 'failed', state: 'not-sent', exit: 6, requests: 1, waited: 0 },
  { name: 'never opened', answers: [notSent], status: 'failed', state: 'not-sent', exit: 6, requests: 4, waited: 7_500 },
  { name: 'ambiguous, nothing shown', answers: [ambiguous], status: 'unknown', state: 'open', exit: 7, waited: twoMinutes },
  { name: 'ambiguous, shown after a minute', answers: [ambiguous], shows: (_id, elapsed) => (elapsed >= 60_000 ? [active()] : []), status: 'done', state: 'proved', exit: 0, waited: 60_000 },
  { name: 'ambiguous, ours by the user id', answers: [ambiguous], shows: whenSent(active({ enrolledBy: { userId: '7001' } })), status: 'done', state: 'proved', exit: 0 },
  { name: 'ambiguous, ours by the address in another case', answers: [ambiguous], shows: whenSent(active({ enrolledBy: { email: 'Maria@ACME.example' } })), status: 'done', state: 'proved', exit: 0 },
  { name: 'ambiguous, by another user id', answers: [ambiguous], shows: whenSent(active({ enrolledBy: { userId: '7002' } })), status: 'failed', state: 'adopted', exit: 6 },
  { name: 'ambiguous, by another address', answers: [ambiguous], shows: whenSent(active({ enrolledBy: { email: 'paul@acme.example' } })), status: 'failed', state: 'adopted', exit: 6 },
  { name: 'ambiguous, by another, and ended', answers: [ambiguous], shows: whenSent({ ...active({ enrolledBy: byPaul }), state: 'ended', how: 'finished' }), status: 'failed', state: 'adopted', exit: 6 },
  { name: 'ambiguous, ours and ended', answers: [ambiguous], shows: whenSent({ ...active(), state: 'ended', how: 'finished' }), status: 'done', state: 'proved', exit: 0 },
  { name: 'ambiguous, dated at the reread', answers: [ambiguous], shows: whenSent(active({ enrolledAt: after(0) })), status: 'done', state: 'proved', exit: 0 },
  { name: 'ambiguous, dated before the reread', answers: [ambiguous], shows: whenSent(active({ enrolledAt: after(-1_000) })), status: 'unknown', state: 'open', exit: 7, waited: twoMinutes },
  { name: 'ambiguous, in another sequence', answers: [ambiguous], shows: whenSent(active({ targetId: '501' })), status: 'unknown', state: 'open', exit: 7, waited: twoMinutes },
  { name: 'ambiguous, in a workflow of the same id', answers: [ambiguous], shows: whenSent(active({ kind: 'workflow' })), status: 'unknown', state: 'open', exit: 7, waited: twoMinutes },
  { name: 'ambiguous, in a workflow, shown without a date', change: inWorkflow, answers: [ambiguous], members: () => new Map([['1', undefined]]), status: 'done', state: 'proved', exit: 0 },
  { name: 'ambiguous, in a workflow, not shown', change: inWorkflow, answers: [ambiguous], status: 'unknown', state: 'open', exit: 7, waited: twoMinutes },
  { name: 'a removal, ambiguous, and shown', change: unenroll(1), answers: [ambiguous], shows: leaving(200_000), status: 'done', state: 'proved', exit: 0, waited: fourMinutes },
  { name: 'a removal, ambiguous, not shown within 4 minutes', change: unenroll(1), answers: [ambiguous], shows: leaving(Infinity), status: 'unknown', state: 'open', exit: 7, waited: fourMinutes },
  { name: 'an archive, confirmed', change: archive(), answers: [{ outcome: 'proved' }], status: 'done', state: 'proved', exit: 0 },
  { name: 'an archive, ambiguous', change: archive(), answers: [ambiguous], status: 'unknown', state: 'open', exit: 7, waited: 0 },
  { name: 'an archive, refused', change: archive(), answers: [refused('unclear')], status: 'failed', state: 'refused', exit: 6 },
];

describe('a single request', () => {
  test.each(single)('$name', async (row) => {
    const { change = enroll(1), answers, shows = none, members } = row;
    const played = await play({
      changes: [change],
      answer: ({ nth }) => answers[Math.min(nth, answers.length - 1)]!,
      shows,
      ...(members ? { members } : {}),
    });
    expect({
      status: played.outcomes.map(({ status }) => status),
      state: played.intents.map(({ state }) => state),
      exit: played.exit,
      requests: played.sent.length,
      stop: played.stop?.why,
    }).toEqual({
      status: [row.status],
      state: [row.state],
      exit: row.exit,
      requests: row.requests ?? 1,
      stop: row.stop,
    });
    if (row.waited !== undefined) expect(played.elapsed).toBe(row.waited);
  });

  test('keeps what HubSpot returned, and dates a proof that was read', async () => {
    const confirmed = await play({ changes: [enroll(1)], answer: () => proved });
    expect(confirmed.intents).toMatchObject([{ enrollmentId: '88', effectAt: after(1_000) }]);
    const read = await play({ changes: [enroll(1)], answer: () => ambiguous, shows: whenSent(active()) });
    expect(read.intents).toMatchObject([{ effectAt: after(1_000), evidence: 'read back from the account' }]);
  });

  test.each([
    ['a connection that never opened', notSent],
    ['a rate limit that stays exceeded', wait(0)],
  ])('has a help text that is true after %s', async (_name, response) => {
    const { outcomes } = await play({ changes: [enroll(1)], answer: () => response });
    expect(outcomes[0]?.help).toBe(
      'HubSpot did not process this request. Run apply again later: it retries.',
    );
  });

  test('reads who enrolled a contact only after an ambiguous response', async () => {
    const clear = await play({ changes: [enroll(1)], answer: () => proved });
    expect(clear.enrolledByReads).toBe(0);
    const removal = await play({ changes: [unenroll(1)], answer: () => accepted, shows: leaving(0) });
    expect(removal.enrolledByReads).toBe(0);
    const lost = await play({ changes: [enroll(1)], answer: () => ambiguous, shows: whenSent(active()) });
    expect(lost.enrolledByReads).toBe(1);
  });

  test('is unknown and stops the run when the ledger cannot record its settlement', async () => {
    const played = await play({
      changes: [enroll(1), enroll(2)],
      answer: () => proved,
      settleFails: () => new LeaseLostError('taken over'),
    });
    expect(played.outcomes.map(({ status }) => status)).toEqual(['unknown', 'not-attempted']);
    expect(played.stop?.why).toBe('ledger-lost');
    expect(played.exit).toBe(1);
    expect(played.sent).toEqual(['1']);
  });

  test('is not sent when its declaration already has an intent', async () => {
    const played = await play({
      changes: [enroll(1), enroll(2)],
      answer: () => proved,
      intended: new Set([1]),
    });
    expect(played.outcomes.map(({ status }) => status)).toEqual(['not-attempted', 'done']);
    expect(played.sent).toEqual(['2']);
  });
});

interface ListRow {
  readonly name: string;
  readonly answer: ListWriteResult;
  readonly members?: World['members'];
  readonly status: readonly string[];
  readonly states: readonly string[];
  readonly exit: number;
  readonly stop?: string;
}

// oxfmt-ignore
const lists: readonly ListRow[] = [
  { name: 'all added, and shown', answer: { outcome: 'answered', added: ['1', '2'], missing: [] }, members: () => new Map([['1', after(1)], ['2', undefined]]), status: ['done', 'done'], states: ['proved', 'proved'], exit: 0 },
  { name: 'all added, one not shown', answer: { outcome: 'answered', added: ['1', '2'], missing: [] }, members: () => new Map([['1', after(1)]]), status: ['done', 'done'], states: ['proved', 'accepted'], exit: 0 },
  { name: 'one missing', answer: { outcome: 'answered', added: ['1'], missing: ['2'] }, status: ['done', 'blocked'], states: ['accepted', 'refused'], exit: 0 },
  { name: 'one not named, and not shown', answer: { outcome: 'answered', added: ['1'], missing: [] }, status: ['done', 'unknown'], states: ['accepted', 'open'], exit: 7 },
  { name: 'one not named, and shown', answer: { outcome: 'answered', added: ['1'], missing: [] }, members: () => new Map([['2', after(9)]]), status: ['done', 'done'], states: ['accepted', 'proved'], exit: 0 },
  { name: 'one named as added and missing', answer: { outcome: 'answered', added: ['1', '2'], missing: ['2'] }, status: ['done', 'unknown'], states: ['accepted', 'open'], exit: 7 },
  { name: 'no contact named', answer: { outcome: 'answered', added: [], missing: [] }, status: ['unknown', 'unknown'], states: ['open', 'open'], exit: 7 },
  { name: 'another id added', answer: { outcome: 'answered', added: ['3'], missing: [] }, status: ['unknown', 'unknown'], states: ['open', 'open'], exit: 7 },
  { name: 'refused', answer: { outcome: 'refused', cause: 'unclear', reason: 'no', help: 'x' }, status: ['failed', 'failed'], states: ['refused', 'refused'], exit: 6 },
  { name: 'a contact code does not name the contact', answer: { outcome: 'refused', cause: 'contact', reason: 'no', help: 'x' }, status: ['failed', 'failed'], states: ['refused', 'refused'], exit: 6 },
  { name: 'ambiguous, one shown', answer: { outcome: 'ambiguous', reason: 'reset' }, members: () => new Map([['1', after(1)]]), status: ['done', 'unknown'], states: ['proved', 'open'], exit: 7 },
  { name: 'ambiguous, one shown with an older date', answer: { outcome: 'ambiguous', reason: 'reset' }, members: () => new Map([['1', after(-1)]]), status: ['unknown', 'unknown'], states: ['open', 'open'], exit: 7 },
  { name: 'never opened', answer: { outcome: 'not-sent', reason: 'ECONNREFUSED' }, status: ['failed', 'failed'], states: ['not-sent', 'not-sent'], exit: 6 },
  { name: 'token or scope', answer: { outcome: 'denied', reason: 'no', help: 'x' }, status: ['not-attempted', 'not-attempted'], states: ['not-sent', 'not-sent'], exit: 4, stop: 'denied' },
  { name: 'daily limit', answer: { outcome: 'quota', reason: 'daily' }, status: ['not-attempted', 'not-attempted'], states: ['not-sent', 'not-sent'], exit: 10, stop: 'quota' },
];

describe('a request through a list', () => {
  const viaList = '611';

  test.each(lists)('$name', async ({ answer, members, status, states, exit, stop }) => {
    const played = await play({
      changes: [enroll(1, { target: workflow, viaList }), enroll(2, { target: workflow, viaList })],
      answer: () => proved,
      listAnswer: answer,
      ...(members ? { members } : {}),
    });
    expect(played.outcomes.map((one) => one.status)).toEqual(status);
    expect(played.intents.map(({ state }) => state)).toEqual(states);
    expect(played.exit).toBe(exit);
    expect(played.stop?.why).toBe(stop);
    expect(new Set(played.sent)).toEqual(new Set(['611: 1 2']));
  });
});
