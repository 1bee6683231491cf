/** Every call to the ports that one request causes: the command, the settlement, the outcome and the counters. */
import { describe, expect, test } from 'vitest';
import type { ReadyChange } from '../../src/executor/apply-ports.ts';
import { sendChange } from '../../src/executor/send.ts';
import { sendThroughList } from '../../src/executor/send-through-list.ts';
import { Failure } from '../../src/model/failure.ts';
import type { ListWriteResult, WriteResult } from '../../src/model/account.ts';
import { AlreadyIntendedError, LeaseLostError, refusalSummary } from '../../src/model/ledger/ledger.ts';
import type { Enrollment, ObservedContact } from '../../src/model/observed-state.ts';
import { isContactChange, type Change } from '../../src/model/results/plan.ts';
import { active, after, archive, enroll, unenroll, workflow } from './play.ts';
import { contactOf, nowAt, recordCalls, type PortCall } from './port-calls.ts';

const ready = (change: Change, parts: Partial<ObservedContact> = {}): ReadyChange => ({
  change,
  contact: isContactChange(change) ? contactOf(change.contact.id, parts) : undefined,
});
const settledAs = (state: string, evidence: string, parts: object = {}): PortCall => [
  'settle',
  [{ intent: 1, state, at: nowAt, evidence, ...parts }],
];
const rerun = 'Run the same command again: it continues where this one stopped.';
const notSentHelp = 'HubSpot did not process this request. Run apply again later: it retries.';
const unrecorded = {
  status: 'unknown',
  reason: 'the request was sent, and the ledger could not record the response',
  help: 'Run apply again when the ledger can be written: it reads back the open intents.',
};

describe('the command', () => {
  const contact = contactOf('1');
  const { sender: _sender, ...withoutSender } = enroll(1);
  const { senderUserId: _userId, ...withoutUserId } = enroll(1);
  const maria = { email: 'maria@acme.example', userId: '7001' };
  const inSequence = { kind: 'sequence', targetId: '500', contact };

  test.each<readonly [string, ReadyChange, PortCall]>([
    ['an archive', ready(archive()), ['archive', { targetId: '900' }]],
    [
      'a workflow enrollment',
      ready(enroll(1, { target: workflow })),
      ['enroll', { kind: 'workflow', targetId: '900', contact }],
    ],
    ['a sequence enrollment', ready(enroll(1)), ['enroll', { ...inSequence, sender: maria }]],
    [
      'a sequence enrollment with an alias',
      ready(enroll(1, { senderAlias: 'hello@acme.example' })),
      ['enroll', { ...inSequence, sender: { ...maria, alias: 'hello@acme.example' } }],
    ],
    ['an enrollment without the email of the sender', ready(withoutSender), ['enroll', inSequence]],
    ['an enrollment without the user id of the sender', ready(withoutUserId), ['enroll', inSequence]],
    ['a removal', ready(unenroll(1)), ['unenroll', inSequence]],
  ])('of %s', async (_, item, command) => {
    const { sending, callsOf } = recordCalls();
    await sendChange(item, sending);
    // `toStrictEqual`: a field that does not apply is absent.
    expect(callsOf('archive', 'enroll', 'unenroll')).toStrictEqual([command]);
  });

  test('of a removal has the id of the active enrollment in the target, and the declared route', async () => {
    const decoys = [
      active({ id: '1', kind: 'workflow' }),
      active({ id: '2', targetId: '501' }),
      { ...active({ id: '3' }), state: 'ended', how: 'finished' } as Enrollment,
    ];
    const enrollments = [...decoys, active({ id: '4' })];
    const route = { route: 'list', viaList: '611' } as never;
    const found = recordCalls({ route });
    await sendChange(ready(unenroll(1), { enrollments }), found.sending);
    const command = { kind: 'sequence', targetId: '500', route: 'list', viaList: '611' };
    expect(found.callsOf('unenroll')).toStrictEqual([
      ['unenroll', { ...command, contact: contactOf('1', { enrollments }), enrollmentId: '4' }],
    ]);
    const missing = recordCalls({ route });
    await sendChange(ready(unenroll(1), { enrollments: decoys }), missing.sending);
    expect(missing.callsOf('unenroll')).toStrictEqual([
      ['unenroll', { ...command, contact: contactOf('1', { enrollments: decoys }) }],
    ]);
  });

  test.each([enroll(1), unenroll(1)])('of $action needs a contact that was read', async (change) => {
    const { sending, callsOf } = recordCalls();
    await expect(sendChange({ change, contact: undefined }, sending)).rejects.toThrow(
      'no contact was read for sequences.q4/1',
    );
    expect(callsOf('enroll', 'unenroll')).toEqual([]);
  });
});

interface Row {
  readonly name: string;
  readonly change?: Change;
  readonly response: WriteResult;
  readonly shows?: readonly Enrollment[];
  /** The calls after the command. */
  readonly calls: readonly PortCall[];
  /** The outcome without address and action. */
  readonly outcome?: object;
  /** Why the account must be read for the effect. */
  /** What the pending effect has beside the sent change; no effect is pending without it. */
  readonly pending?: { readonly ambiguity?: string };
  /** Enrollments of the sender that the run counts. */
  readonly counted: number;
  readonly stop?: object;
  readonly senderStop?: string;
}

const refused = (cause: 'contact' | 'sender' | 'state' | 'unclear') =>
  ({ outcome: 'refused', cause, reason: `no: ${cause}`, help: 'Correct it.' }) as const;
const serverError = (cause: 'contact' | 'sender'): WriteResult => ({
  outcome: 'ambiguous',
  reason: '500',
  refusal: { cause, reason: `no: ${cause}`, help: 'Correct it.' },
});
const reads = (enrolledBy: boolean): PortCall => [
  'contacts',
  ['1'],
  [{ kind: 'sequence', key: 'q4', id: '500' }],
  { enrolledBy, unenrolling: enrolledBy ? [] : [{ contactId: '1', targetId: '500' }] },
];
const refusedAs = (cause: string, email?: string): PortCall =>
  settledAs('refused', `no: ${cause}`, {
    refusal: { cause, reason: `no: ${cause}` },
    ...(email === undefined ? {} : { email }),
  });
const refusalCalls = (cause: string, status: string): readonly PortCall[] => [
  ['note', cause === 'unclear' ? 'unclear' : 'clear', '7001'],
  refusedAs(cause, cause === 'contact' ? contactOf('1').email : undefined),
  ['outcome', 'sequences.q4/1', status],
];
const done: PortCall = ['outcome', 'sequences.q4/1', 'done'];
const failed: PortCall = ['outcome', 'sequences.q4/1', 'failed'];
const failedOutcome = (cause: string, status = 'failed') => ({
  status,
  reason: `no: ${cause}`,
  help: 'Correct it.',
});

// One row per line keeps the table readable.
// oxfmt-ignore
const rows: readonly Row[] = [
  { name: 'proved', response: { outcome: 'proved' }, calls: [['note', 'success', '7001'], settledAs('proved', 'HubSpot returned the result'), done], outcome: { status: 'done', reason: 'HubSpot confirmed it', evidence: 'confirmed' }, counted: 1 },
  { name: 'proved with a date and an id', response: { outcome: 'proved', effectAt: after(1), enrollmentId: '88' }, calls: [['note', 'success', '7001'], settledAs('proved', 'HubSpot returned the result', { effectAt: after(1), enrollmentId: '88' }), done], outcome: { status: 'done', reason: 'HubSpot confirmed it', evidence: 'confirmed' }, counted: 1 },
  { name: 'proved for a removal, which has no sender', change: unenroll(1), response: { outcome: 'proved' }, calls: [['note', 'success', undefined], settledAs('proved', 'HubSpot returned the result'), done], outcome: { status: 'done', reason: 'HubSpot confirmed it', evidence: 'confirmed' }, counted: 0 },
  { name: 'accepted', response: { outcome: 'accepted' }, calls: [['note', 'success', '7001'], settledAs('accepted', 'HubSpot accepted the request')], pending: {}, counted: 1 },
  { name: 'ambiguous', response: { outcome: 'ambiguous', reason: 'reset' }, calls: [['note', 'ambiguous', '7001']], pending: { ambiguity: 'reset' }, counted: 1 },
  { name: 'a server error that names the contact', response: serverError('contact'), calls: [reads(true), ['settle', []], ...refusalCalls('contact', 'blocked')], outcome: failedOutcome('contact', 'blocked'), counted: 0 },
  { name: 'a server error that names the sender', response: serverError('sender'), calls: [reads(true), ['settle', []], ...refusalCalls('sender', 'failed')], outcome: failedOutcome('sender'), counted: 0, senderStop: 'no: sender' },
  { name: 'a server error that names the contact, with the effect shown', response: serverError('contact'), shows: [active()], calls: [reads(true), settledAs('proved', 'read back from the account', { effectAt: after(1_000) }), done, ['markProven', '7001']], outcome: { status: 'done', reason: 'seen in the account', evidence: 'read-back' }, counted: 1 },
  { name: 'a server error that refuses an archive', change: archive(), response: serverError('contact'), calls: [['note', 'clear', undefined], refusedAs('contact'), ['outcome', 'workflows.onboarding', 'failed']], outcome: failedOutcome('contact'), counted: 0 },
  { name: 'already enrolled', response: refused('state'), calls: [['note', 'ambiguous', '7001']], pending: { ambiguity: 'no: state' }, counted: 1 },
  { name: 'a removal refused by the state', change: unenroll(1), response: refused('state'), calls: [['note', 'clear', undefined], refusedAs('state'), failed], outcome: failedOutcome('state'), counted: 0 },
  { name: 'a refused contact', response: refused('contact'), calls: refusalCalls('contact', 'blocked'), outcome: failedOutcome('contact', 'blocked'), counted: 0 },
  { name: 'a removal with a refused contact', change: unenroll(1), response: refused('contact'), calls: [['note', 'clear', undefined], refusedAs('contact', contactOf('1').email), failed], outcome: failedOutcome('contact'), counted: 0 },
  { name: 'a refused sender', response: refused('sender'), calls: refusalCalls('sender', 'failed'), outcome: failedOutcome('sender'), counted: 0, senderStop: 'no: sender' },
  { name: 'an unclear refusal', response: refused('unclear'), calls: refusalCalls('unclear', 'failed'), outcome: failedOutcome('unclear'), counted: 0 },
  { name: 'not sent', response: { outcome: 'not-sent', reason: 'ECONNREFUSED', final: true }, calls: [settledAs('not-sent', 'ECONNREFUSED'), failed], outcome: { status: 'failed', reason: 'not sent: ECONNREFUSED', help: notSentHelp }, counted: 0 },
  { name: 'not sent, with a help text', response: { outcome: 'not-sent', reason: 'proxy', help: 'Check the proxy.', final: true }, calls: [settledAs('not-sent', 'proxy'), failed], outcome: { status: 'failed', reason: 'not sent: proxy', help: 'Check the proxy.' }, counted: 0 },
  { name: 'the daily quota', response: { outcome: 'quota', reason: 'daily' }, calls: [settledAs('not-sent', 'daily')], counted: 1, stop: { why: 'quota', reason: 'daily', help: `Wait until HubSpot resets the daily quota. ${rerun}` } },
  { name: 'a refused token', response: { outcome: 'denied', reason: 'no scope', help: 'Give it.' }, calls: [settledAs('not-sent', 'no scope')], counted: 1, stop: { why: 'denied', reason: 'no scope', help: 'Give it.' } },
];

test('the report names the sender of a refusal, and the ledger does not', async () => {
  const response = {
    request: 'POST /automation/sequences/2026-09/enrollments',
    status: 400,
    code: 'SequenceError.NO_INBOX',
    message: 'The user has no connected inbox.',
    correlationId: 'c-1',
  };
  const refusal = {
    cause: 'sender',
    reason: 'the sender has no connected inbox',
    help: 'x',
    response,
  } as const;
  const change = enroll(1, { sender: 'nina@acme.example' });
  const { sending, callsOf, outcomes } = recordCalls({ response: { outcome: 'refused', ...refusal } });
  await sendChange(ready(change), sending);
  expect(outcomes()).toMatchObject([{ reason: 'nina@acme.example has no connected inbox', response }]);
  const evidence =
    'SequenceError.NO_INBOX: the sender has no connected inbox; response: POST /automation/sequences/2026-09/enrollments returned 400, The user has no connected inbox, correlation id c-1';
  const stored = { cause: 'sender', reason: refusal.reason };
  expect(callsOf('settle')).toEqual([settledAs('refused', evidence, { refusal: stored })]);
  expect(refusalSummary(evidence)).toBe('SequenceError.NO_INBOX: the sender has no connected inbox');
});

const returned = { request: 'POST /lists', status: 400, message: 'No.' };

describe('one request', () => {
  test.each(rows)('with the response: $name', async (row) => {
    const { change = enroll(1), response, shows = [] } = row;
    const { sending, calls, outcomes } = recordCalls({ response, shows: () => shows });
    const pending = await sendChange(ready(change), sending);
    const { address, action } = change;
    const contactId = change.action === 'archive' ? undefined : '1';
    expect(calls.slice(0, 2)).toEqual([
      ['recordIntents', 4, [contactId]],
      ['emit', { event: 'change-sent', run: 4, address, action }],
    ]);
    expect(calls[2]?.[0]).toBe(action);
    expect(calls.slice(3)).toStrictEqual(row.calls);
    expect(outcomes()).toStrictEqual(row.outcome ? [{ address, action, ...row.outcome }] : []);
    expect(pending).toStrictEqual(
      row.pending === undefined
        ? undefined
        : { ...ready(change), intent: 1, at: after(0), sentAt: nowAt, ...row.pending },
    );
    expect(sending.outcomes.sent.get('7001') ?? 0).toBe(row.counted);
    expect(sending.outcomes.stop).toEqual(row.stop);
    expect(sending.outcomes.responses.stopOf('7001')?.reason).toBe(row.senderStop);
  });

  test.each<[string, WriteResult]>([
    ['refused', { ...refused('contact'), response: returned }],
    ['not sent', { outcome: 'not-sent', reason: 'proxy', final: true, response: returned }],
  ])('that is %s has what HubSpot returned in its outcome', async (_case, response) => {
    const { sending, outcomes } = recordCalls({ response });
    await sendChange(ready(enroll(1)), sending);
    expect(outcomes()).toMatchObject([
      { status: expect.stringMatching(/^(?:blocked|failed)$/u), response: returned },
    ]);
  });

  test('that is refused with a code has the code in the ledger, which remembers it', async () => {
    const { sending, callsOf } = recordCalls({
      response: { ...refused('contact'), code: 'CONTACT_BOUNCED' },
    });
    await sendChange(ready(enroll(1)), sending);
    expect(callsOf('settle')).toMatchObject([
      ['settle', [{ state: 'refused', refusal: { cause: 'contact', code: 'CONTACT_BOUNCED' } }]],
    ]);
  });

  test.each<[string, WriteResult]>([
    ['ambiguous', { outcome: 'ambiguous', reason: '500', response: returned }],
    ['already enrolled', { ...refused('state'), response: returned }],
  ])('that is %s keeps what HubSpot returned until the effect is read', async (_case, response) => {
    const { sending } = recordCalls({ response });
    expect(await sendChange(ready(enroll(1)), sending)).toMatchObject({ response: returned });
  });

  test('that is interrupted while it waits stops the run and settles its intent as not sent', async () => {
    const reason = 'interrupted while waiting; nothing is in flight';
    const { sending, calls, outcomes } = recordCalls({
      response: { outcome: 'throttled', waitMilliseconds: 7 },
      interrupted: () => true,
    });
    expect(await sendChange(ready(enroll(1)), sending)).toBeUndefined();
    expect(calls.slice(3)).toEqual([['sleep', 7], settledAs('not-sent', reason)]);
    expect(sending.outcomes.stop).toEqual({ why: 'interrupted', reason, help: rerun });
    expect(outcomes()).toEqual([]);
  });

  test.each([
    ['with an email', enroll(1), 'maria@acme.example'],
    ['without an email', enroll(1, { sender: undefined as never }), 'this sender'],
  ])('of a stopped sender %s is not sent', async (_, change, name) => {
    const { sending, callsOf, outcomes } = recordCalls();
    sending.outcomes.responses.stopSender('7001', { reason: 'no inbox', help: 'Connect it.' });
    expect(await sendChange(ready(change), sending)).toBeUndefined();
    expect(callsOf('recordIntents', 'emit', 'enroll')).toEqual([]);
    expect(outcomes()).toEqual([
      {
        address: 'sequences.q4/1',
        action: 'enroll',
        status: 'not-attempted',
        reason: `sender: this run sends nothing more for ${name}: no inbox`,
        help: 'Connect it. Then apply again.',
      },
    ]);
  });

  test('is not sent when its declaration already has an intent', async () => {
    const { sending, callsOf, outcomes } = recordCalls({
      recordIntents: () => {
        throw new AlreadyIntendedError('it has one');
      },
    });
    expect(await sendChange(ready(enroll(1)), sending)).toBeUndefined();
    expect(callsOf('emit', 'enroll', 'settle')).toEqual([]);
    expect(outcomes()).toMatchObject([{ status: 'not-attempted' }]);
    expect(sending.outcomes.sent.size).toBe(0);
  });

  test('is unknown when the ledger cannot record its response, and throws the error', async () => {
    const lost = new Error('the ledger is lost');
    const { sending, outcomes } = recordCalls({
      response: { outcome: 'proved' },
      settle: () => {
        throw lost;
      },
    });
    await expect(sendChange(ready(enroll(1)), sending)).rejects.toBe(lost);
    expect(outcomes()).toStrictEqual([{ address: 'sequences.q4/1', action: 'enroll', ...unrecorded }]);
  });
});

test('a refusal with a server error is unknown if the account cannot be read, and the ledger is not the cause', async () => {
  const unread = new Failure({ code: 'hubspot-no-response', message: 'no response', help: 'Wait.' });
  const refusal = { cause: 'contact', reason: 'bounced', help: 'x' } as const;
  const { sending, callsOf, outcomes } = recordCalls({
    response: { outcome: 'ambiguous', reason: '500', refusal },
    shows: () => {
      throw unread;
    },
  });
  expect(await sendChange(ready(enroll(1)), sending)).toBeUndefined();
  expect(callsOf('settle')).toEqual([]);
  expect(outcomes()).toMatchObject([
    { status: 'unknown', reason: expect.stringMatching(/\(500\); no read has shown its effect$/) },
  ]);
  expect(sending.outcomes.stop).toEqual({ why: 'unreadable', reason: 'no response', help: 'Wait.' });
});

test.each([
  ['the lock of the ledger is lost', new LeaseLostError('another run has the lock')],
  ['the ledger fails', new Error('the ledger is lost')],
])('a refusal with a server error whose effect cannot be recorded ends the run: %s', async (_case, lost) => {
  const refusal = { cause: 'contact', reason: 'bounced', help: 'x' } as const;
  const { sending } = recordCalls({
    response: { outcome: 'ambiguous', reason: '500', refusal },
    shows: () => {
      throw lost;
    },
  });
  await expect(sendChange(ready(enroll(1)), sending)).rejects.toBe(lost);
  expect(sending.outcomes.stop).toBeUndefined();
});

describe('one request through a list', () => {
  const items = [1, 2, 3].map((id) => ready(enroll(id, { target: workflow, viaList: '611' })));
  const sentEvent = (id: number): PortCall => [
    'emit',
    { event: 'change-sent', run: 4, address: `workflows.onboarding/${id}`, action: 'enroll' },
  ];
  const command = (...contacts: readonly string[]): PortCall => [
    'enrollThroughList',
    { list: '611', contacts },
  ];
  const settled = (intents: readonly number[], state: string, evidence: string): PortCall => [
    'settle',
    intents.map((intent) => ({ intent, at: nowAt, state, evidence })),
  ];
  const refusedBecause = (intents: readonly number[], reason: string, cause: string): PortCall => [
    'settle',
    intents.map((intent) => ({
      intent,
      at: nowAt,
      state: 'refused',
      evidence: reason,
      refusal: { cause, reason },
    })),
  ];
  const pendingOf = (nth: number, ambiguity?: string) => ({
    ...items[nth - 1],
    intent: nth,
    at: after(0),
    sentAt: nowAt,
    ...(ambiguity === undefined ? {} : { ambiguity }),
  });
  const recorded = (id: number, outcome: object) => ({
    address: `workflows.onboarding/${id}`,
    action: 'enroll',
    ...outcome,
  });
  const outcomeCall = (id: number, status: string): PortCall => [
    'outcome',
    `workflows.onboarding/${id}`,
    status,
  ];
  const failures = [1, 2, 3].map((id) => outcomeCall(id, 'failed'));
  const all = [1, 2, 3];
  const unclear = 'the response does not show whether the contact was added to the list';
  const missing = {
    status: 'blocked',
    reason: 'HubSpot has no contact with this id',
    help: 'Run `rollcall plan`: it shows whether the contact was deleted or merged.',
  };

  interface ListRow {
    readonly name: string;
    readonly response: ListWriteResult;
    /** The calls after the command. */
    readonly calls: readonly PortCall[];
    readonly outcomes?: readonly object[];
    readonly pending?: readonly object[];
    readonly stop?: object;
  }

  // oxfmt-ignore
  const listRows: readonly ListRow[] = [
    { name: 'all added', response: { outcome: 'answered', added: ['1', '2', '3'], missing: [] }, calls: [['note', 'success', undefined], settled(all, 'accepted', 'HubSpot added the contact to the list')], pending: all.map((nth) => pendingOf(nth)) },
    { name: 'one added, one missing, one not named', response: { outcome: 'answered', added: ['3'], missing: ['2'] }, calls: [['note', 'success', undefined], settled([3], 'accepted', 'HubSpot added the contact to the list'), refusedBecause([2], missing.reason, 'contact'), outcomeCall(2, 'blocked')], outcomes: [recorded(2, missing)], pending: [pendingOf(3), pendingOf(1, unclear)] },
    { name: 'named as added and as missing', response: { outcome: 'answered', added: ['1', '2'], missing: ['2', '1'] }, calls: [['note', 'success', undefined]], pending: all.map((nth) => pendingOf(nth, unclear)) },
    { name: 'ambiguous', response: { outcome: 'ambiguous', reason: 'reset' }, calls: [['note', 'ambiguous', undefined]], pending: all.map((nth) => pendingOf(nth, 'reset')) },
    { name: 'refused', response: refused('unclear'), calls: [['note', 'clear', undefined], refusedBecause(all, 'no: unclear', 'unclear'), ...failures], outcomes: all.map((id) => recorded(id, failedOutcome('unclear'))) },
    // One response for three contacts does not show which of them HubSpot refused.
    { name: 'refused because of a contact', response: refused('contact'), calls: [['note', 'clear', undefined], refusedBecause(all, 'no: contact', 'unclear'), ...failures], outcomes: all.map((id) => recorded(id, failedOutcome('contact'))) },
    { name: 'not sent', response: { outcome: 'not-sent', reason: 'ECONNREFUSED', final: true }, calls: [settled(all, 'not-sent', 'ECONNREFUSED'), ...failures], outcomes: all.map((id) => recorded(id, { status: 'failed', reason: 'not sent: ECONNREFUSED', help: notSentHelp })) },
    { name: 'not sent, with a help text', response: { outcome: 'not-sent', reason: 'proxy', help: 'Check the proxy.', final: true }, calls: [settled(all, 'not-sent', 'proxy'), ...failures], outcomes: all.map((id) => recorded(id, { status: 'failed', reason: 'not sent: proxy', help: 'Check the proxy.' })) },
    { name: 'the daily quota', response: { outcome: 'quota', reason: 'daily' }, calls: [settled(all, 'not-sent', 'daily')], stop: { why: 'quota', reason: 'daily', help: `Wait until HubSpot resets the daily quota. ${rerun}` } },
    { name: 'a refused token', response: { outcome: 'denied', reason: 'no scope', help: 'Give it.' }, calls: [settled(all, 'not-sent', 'no scope')], stop: { why: 'denied', reason: 'no scope', help: 'Give it.' } },
  ];

  test.each(listRows)('with the response: $name', async (row) => {
    const { sending, calls, outcomes } = recordCalls({ listResponse: row.response });
    const pending = await sendThroughList('611', items, sending);
    expect(calls.slice(0, 5)).toEqual([
      ['recordIntents', 4, ['1', '2', '3']],
      ...all.map((id) => sentEvent(id)),
      command('1', '2', '3'),
    ]);
    expect(calls.slice(5)).toEqual(row.calls);
    expect(outcomes()).toEqual(row.outcomes ?? []);
    expect(pending).toEqual(row.pending ?? []);
    expect(sending.outcomes.stop).toEqual(row.stop);
  });

  test('that is interrupted while it waits stops the run and settles its intents as not sent', async () => {
    const reason = 'interrupted while waiting; nothing is in flight';
    const { sending, calls } = recordCalls({
      listResponse: { outcome: 'throttled', waitMilliseconds: 7 },
      interrupted: () => true,
    });
    expect(await sendThroughList('611', items, sending)).toEqual([]);
    expect(calls.slice(5)).toEqual([['sleep', 7], settled(all, 'not-sent', reason)]);
    expect(sending.outcomes.stop).toEqual({ why: 'interrupted', reason, help: rerun });
  });

  test.each<[string, ListWriteResult, number]>([
    ['all added', { outcome: 'answered', added: ['1', '2', '3'], missing: [] }, 3],
    ['one missing', { outcome: 'answered', added: ['1', '3'], missing: ['2'] }, 2],
    ['ambiguous', { outcome: 'ambiguous', reason: 'reset' }, 3],
    ['refused', refused('unclear'), 0],
    ['not sent', { outcome: 'not-sent', reason: 'ECONNREFUSED', final: true }, 0],
  ])('counts the enrollments that may have taken effect: %s', async (_case, listResponse, enrolled) => {
    const { sending } = recordCalls({ listResponse });
    await sendThroughList('611', items, sending);
    expect(sending.outcomes.enrolled.get('workflow:900')).toBe(enrolled);
    expect(sending.outcomes.sent.size).toBe(0);
  });

  test.each<[string, ListWriteResult]>([
    ['refused', { ...refused('state'), response: returned }],
    ['not sent', { outcome: 'not-sent', reason: 'proxy', final: true, response: returned }],
  ])('that is %s has what HubSpot returned in each outcome', async (_case, listResponse) => {
    const { sending, outcomes } = recordCalls({ listResponse });
    await sendThroughList('611', items, sending);
    expect(outcomes()).toMatchObject(all.map(() => ({ status: 'failed', response: returned })));
  });

  test('that is ambiguous keeps what HubSpot returned until the effects are read', async () => {
    const { sending } = recordCalls({
      listResponse: { outcome: 'ambiguous', reason: '500', response: returned },
    });
    expect(await sendThroughList('611', items, sending)).toMatchObject(
      all.map(() => ({ response: returned })),
    );
  });

  test('with one contact shows which contact HubSpot refused', async () => {
    const { sending, callsOf } = recordCalls({ listResponse: refused('contact') });
    await sendThroughList('611', items.slice(0, 1), sending);
    expect(callsOf('settle')).toEqual([
      [
        'settle',
        [
          {
            intent: 1,
            at: nowAt,
            state: 'refused',
            evidence: 'no: contact',
            refusal: { cause: 'contact', reason: 'no: contact' },
            email: contactOf('1').email,
          },
        ],
      ],
    ]);
  });

  test('keeps a cause that is not about one contact', async () => {
    const { sending, callsOf } = recordCalls({ listResponse: refused('state') });
    await sendThroughList('611', items, sending);
    expect(callsOf('settle')).toEqual([refusedBecause(all, 'no: state', 'state')]);
  });

  test('leaves out the change that already has an intent', async () => {
    const { sending, calls, outcomes } = recordCalls({
      // The commit of all of them fails, and then that of the second one.
      recordIntents: (nth) => {
        if (nth === 0 || nth === 2) throw new AlreadyIntendedError('it has one');
      },
    });
    const pending = await sendThroughList('611', items, sending);
    expect(calls.slice(0, 8)).toEqual([
      ['recordIntents', 4, ['1', '2', '3']],
      ['recordIntents', 4, ['1']],
      sentEvent(1),
      ['recordIntents', 4, ['2']],
      outcomeCall(2, 'not-attempted'),
      ['recordIntents', 4, ['3']],
      sentEvent(3),
      command('1', '3'),
    ]);
    expect(outcomes()).toMatchObject([recorded(2, { status: 'not-attempted' })]);
    expect(pending.map(({ intent, change }) => [intent, change.address])).toEqual([
      [1, 'workflows.onboarding/1'],
      [2, 'workflows.onboarding/3'],
    ]);
  });

  test('is not sent when every change already has an intent', async () => {
    const { sending, callsOf } = recordCalls({
      recordIntents: () => {
        throw new AlreadyIntendedError('it has one');
      },
    });
    expect(await sendThroughList('611', items, sending)).toEqual([]);
    expect(callsOf('enrollThroughList', 'settle', 'emit')).toEqual([]);
  });

  test('is not sent when the ledger cannot record the intents', async () => {
    const lost = new Error('the ledger is lost');
    const { sending, callsOf } = recordCalls({
      recordIntents: () => {
        throw lost;
      },
    });
    await expect(sendThroughList('611', items, sending)).rejects.toBe(lost);
    expect(callsOf('recordIntents')).toHaveLength(1);
    expect(callsOf('enrollThroughList')).toEqual([]);
  });

  test('is unknown for every contact when the ledger cannot record the response', async () => {
    const lost = new Error('the ledger is lost');
    const { sending, outcomes } = recordCalls({
      settle: () => {
        throw lost;
      },
    });
    await expect(sendThroughList('611', items, sending)).rejects.toBe(lost);
    expect(outcomes()).toEqual(all.map((id) => recorded(id, unrecorded)));
  });

  test('omits a change without a contact, and does not know its outcome', async () => {
    const { sending, callsOf } = recordCalls({
      listResponse: { outcome: 'answered', added: ['2'], missing: [] },
    });
    const [first, second] = items;
    const pending = await sendThroughList('611', [{ ...first!, contact: undefined }, second!], sending);
    expect(callsOf('enrollThroughList')).toEqual([command('2')]);
    expect(pending.map(({ intent, ambiguity }) => [intent, ambiguity])).toEqual([
      [2, undefined],
      [1, unclear],
    ]);
  });
});
