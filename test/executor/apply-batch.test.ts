/**
 * A batch is read again before it is sent, and a change is sent only as it was reviewed: the rejudged change is
 * compared with the reviewed one, field by field.
 */
import { describe, expect, test } from 'vitest';
import { changeKey } from '../../src/model/results/plan.ts';
import type { Change, EnrollChange, Rejudged } from '../../src/model/results/plan.ts';
import type { WriteResult } from '../../src/model/account.ts';
import { archive, enroll, play, type Played, unenroll, workflow } from './play.ts';

const proved: WriteResult = { outcome: 'proved' };

/** Applies one planned change that is rejudged as `now`. */
async function judgedAs(planned: Change, now: Rejudged | undefined, key = changeKey(planned)) {
  const judge = async () => new Map(now ? [[key, now]] : []);
  return play({ changes: [planned], answer: () => proved, judge });
}

const reviewed = enroll(1, {
  contact: { id: '1', email: 'a•••@northwind.example' },
  senderAlias: 'hello@acme.example',
  since: '2026-11-01',
});
const removal = unenroll(1, { contact: { id: '1', email: 'a•••@northwind.example' } });
const without = (name: keyof EnrollChange): EnrollChange =>
  Object.fromEntries(Object.entries(reviewed).filter(([key]) => key !== name)) as unknown as EnrollChange;
const viaList = enroll(1, { target: workflow, viaList: '611' });

// One row per line keeps the table readable.
// oxfmt-ignore
const differences: readonly (readonly [difference: string, planned: Change, now: Change])[] = [
  ['another address', reviewed, { ...reviewed, address: 'sequences.q5/1' }],
  ['another sender email', reviewed, { ...reviewed, sender: 'paul@acme.example' }],
  ['another sender user id', reviewed, { ...reviewed, senderUserId: '7002' }],
  ['another alias', reviewed, { ...reviewed, senderAlias: 'sales@acme.example' }],
  ['no alias', reviewed, without('senderAlias')],
  ['an alias that was not reviewed', without('senderAlias'), reviewed],
  ['another day', reviewed, { ...reviewed, since: '2026-11-02' }],
  ['no day', reviewed, without('since')],
  ['another list', viaList, { ...viaList, viaList: '612' }],
  ['no list', viaList, enroll(1, { target: workflow })],
  ['a list that was not reviewed', enroll(1, { target: workflow }), viaList],
  ['a repeated enrollment', reviewed, { ...reviewed, reenroll: true }],
  ['a first enrollment', { ...reviewed, reenroll: true }, reviewed],
  ['another email', reviewed, { ...reviewed, contact: { id: '1', email: 'b•••@fabrikam.example' } }],
  ['no email', reviewed, { ...reviewed, contact: { id: '1' } }],
  ['an email that was not reviewed', { ...reviewed, contact: { id: '1' } }, reviewed],
  ['a removal under another address', unenroll(1), unenroll(1, { address: 'sequences.q5/1' })],
];

const staleOutcome = ({ address, action }: Change) => ({
  address,
  action,
  status: 'not-attempted',
  reason: 'stale: the planned change is no longer valid',
  help: 'Run `rollcall plan` to see the current changes.',
});

describe('a reviewed change', () => {
  test.each(differences)('is stale when it is rejudged with %s', async (_, planned, now) => {
    const played = await judgedAs(planned, { change: now });
    expect(played.outcomes).toEqual([staleOutcome(planned)]);
    expect(played.sent).toEqual([]);
    expect(played.intents).toEqual([]);
    expect(played.exit).toBe(6);
  });

  test.each([
    ['an enrollment', reviewed],
    ['an enrollment through a list', viaList],
    ['a removal', unenroll(1)],
    ['a deletion', archive()],
  ])('is stale when it is no longer valid: %s', async (_, planned) => {
    const played = await judgedAs(planned, undefined);
    expect(played.outcomes).toEqual([staleOutcome(planned)]);
    expect(played.sent).toEqual([]);
  });

  test.each([
    ['another contact', changeKey(enroll(2))],
    ['another target', changeKey(enroll(1, { target: { ...workflow, kind: 'sequence' } }))],
    ['another action', changeKey(unenroll(1))],
  ])('is not sent for the judgment of %s', async (_, key) => {
    const played = await judgedAs(reviewed, { change: reviewed }, key);
    expect(played.sent).toEqual([]);
  });

  test('that removes a contact is sent even if the email of the contact changed', async () => {
    const played = await judgedAs(removal, { change: unenroll(1) });
    expect(played.sent).toHaveLength(1);
  });

  test('waits when it is rejudged as waiting', async () => {
    const played = await judgedAs(reviewed, { waiting: 'frozen through 2026-11-21' });
    expect(played.outcomes).toEqual([
      {
        address: 'sequences.q4/1',
        action: 'enroll',
        status: 'not-attempted',
        reason: 'waiting: frozen through 2026-11-21',
        help: 'A later run can make this change. Run `rollcall plan` then.',
      },
    ]);
    expect(played.sent).toEqual([]);
    expect(played.exit).toBe(6);
  });

  test('that waits for its turn has the cause and the day, and is not a failure', async () => {
    const turn = { waitsFor: 'pace', until: '2026-11-23' } as const;
    const played = await judgedAs(reviewed, { waiting: 'pace reached', ...turn });
    expect(played.outcomes).toMatchObject([{ status: 'not-attempted', ...turn }]);
    expect(played.exit).toBe(0);
  });

  test('is sent as it was rejudged', async () => {
    const played = await judgedAs(reviewed, { change: { ...reviewed, emails: 5 } });
    expect(played.intents).toMatchObject([
      { emails: 5, contactId: '1', targetId: '500', since: '2026-11-01' },
    ]);
    expect(played.commands).toMatchObject([
      { sender: { email: 'maria@acme.example', userId: '7001', alias: 'hello@acme.example' } },
    ]);
  });
});

describe('the judge', () => {
  test('reads the members of a workflow before deleting it', async () => {
    const membersRead: unknown[] = [];
    for (const activeContacts of [[], ['5'], 'unlisted'] as const) {
      await play({
        changes: [archive()],
        answer: () => proved,
        activeContacts,
        judge: async ({ members }) => {
          membersRead.push(members.has('900') ? [...(members.get('900') ?? [])] : 'not read');
          return new Map();
        },
      });
    }
    expect(membersRead).toEqual([[], ['5'], 'not read']);
  });

  test('receives the number of enrollments of each sender in this phase, without requests that had no effect', async () => {
    const changes = [
      ...Array.from({ length: 103 }, (_, nth) => enroll(nth + 1)),
      enroll(200, { senderUserId: '7002' }),
    ];
    const sentCounts: object[] = [];
    const answers: Readonly<Record<number, WriteResult>> = {
      1: { outcome: 'refused', cause: 'contact', reason: 'no', help: 'x' },
      2: { outcome: 'not-sent', reason: 'ECONNREFUSED' },
      3: { outcome: 'ambiguous', reason: 'reset' },
    };
    await play({
      changes,
      answer: ({ id }) => answers[id] ?? proved,
      judge: async ({ sent }) => {
        sentCounts.push(Object.fromEntries(sent));
        return new Map(changes.map((change) => [changeKey(change), { change }]));
      },
    });
    // Of 100, one was refused and one was not sent. The ambiguous one counts, because it may have been sent.
    expect(sentCounts).toEqual([{}, { 7001: 98 }]);
  });
});

test('does not count requests twice that were sent before the ledger was read again', async () => {
  const changes = [enroll(1), enroll(2, { target: workflow, viaList: '611' })];
  const sentCounts: object[] = [];
  await play({
    changes,
    answer: () => proved,
    judge: async ({ sent }) => {
      sentCounts.push(Object.fromEntries(sent));
      return new Map(changes.map((change) => [changeKey(change), { change }]));
    },
  });
  expect(sentCounts).toEqual([{}, {}]);
});

test('two changes of the same enrollment are a defect, even with different addresses', async () => {
  const duplicates = [enroll(1), enroll(1, { address: 'sequences.other/1' })];
  await expect(play({ changes: duplicates, answer: () => proved })).rejects.toThrow('have the same key');
});

const q5 = { kind: 'sequence', key: 'q5', id: '501' } as const;
const contactRefused: WriteResult = { outcome: 'refused', cause: 'contact', reason: 'no', help: 'x' };
const enrollments = (count: number, parts?: Partial<EnrollChange>) =>
  Array.from({ length: count }, (_, nth) => enroll(nth + 1, parts));

/** The calls of some names, with their arguments. */
function callsOf({ calls }: Played, ...names: readonly string[]) {
  return calls.filter(([name]) => names.includes(name));
}

/** The reads of contacts and the requests, in order, without the targets of the reads. */
function readsAndRequests(played: Played) {
  return callsOf(played, 'contacts', 'send').map((call) => call.slice(0, call[0] === 'contacts' ? 2 : 3));
}

describe('the reread of a batch', () => {
  test('reads each contact once, with the targets of the batch and the removals from sequences', async () => {
    const changes = [
      unenroll(1),
      unenroll(1, { target: q5 }),
      unenroll(2),
      unenroll(3, { target: workflow }),
    ];
    const played = await play({ changes, answer: () => proved });
    const targets = [unenroll(1).target, q5, workflow];
    const unenrolling = [
      { contactId: '1', targetId: '500' },
      { contactId: '1', targetId: '501' },
      { contactId: '2', targetId: '500' },
    ];
    expect(callsOf(played, 'contacts', 'members')).toEqual([
      ['contacts', ['1', '2', '3'], targets, { unenrolling }],
    ]);
  });

  test('reads no contact and only the members for the deletion of a workflow', async () => {
    const played = await play({ changes: [archive()], answer: () => proved });
    expect(callsOf(played, 'contacts', 'members')).toEqual([['members', '900']]);
  });

  test('is used for 60 s, then the remaining contacts are read again', async () => {
    // The sender is not proven, so each request starts after the response to the previous one.
    const played = await play({ changes: enrollments(5), answer: () => contactRefused, takes: 30_000 });
    expect(readsAndRequests(played)).toEqual([
      ['contacts', ['1', '2', '3', '4', '5']],
      ['send', '1'],
      ['send', '2'],
      ['send', '3'],
      ['contacts', ['4', '5']],
      ['send', '4'],
      ['send', '5'],
    ]);
    expect(played.outcomes.map(({ status }) => status)).toEqual(enrollments(5).map(() => 'blocked'));
  });

  test('is also used for 60 s for requests through a list', async () => {
    const changes = enrollments(1_002, { target: workflow, viaList: '611' });
    const ids = changes.map(({ contact }) => contact.id);
    const played = await play({ changes, answer: () => proved, takes: 60_001 });
    expect(readsAndRequests(played)).toEqual([
      ['contacts', ids],
      ['send', '611', ids.slice(0, 1_000)],
      ['contacts', ['1001', '1002']],
      ['send', '611', ['1001', '1002']],
    ]);
    expect(new Set(played.outcomes.map(({ status }) => status))).toEqual(new Set(['done']));
  });
});

describe('a request through a list', () => {
  test('adds up to 1,000 contacts', async () => {
    const changes = enrollments(2_000, { target: workflow, viaList: '611' });
    const ids = changes.map(({ contact }) => contact.id);
    const played = await play({ changes, answer: () => proved });
    expect(readsAndRequests(played)).toEqual([
      ['contacts', ids],
      ['send', '611', ids.slice(0, 1_000)],
      ['send', '611', ids.slice(1_000)],
    ]);
    expect(callsOf(played, 'recordIntents')).toHaveLength(2);
  });
});

describe('the emails of contacts', () => {
  test('are recorded before the intents of their enrollments', async () => {
    const played = await play({ changes: [enroll(1), enroll(2)], answer: () => proved });
    expect(callsOf(played, 'rememberIdentities', 'recordIntents').map(([name]) => name)).toEqual([
      'rememberIdentities',
      'recordIntents',
      'recordIntents',
    ]);
    expect(played.identities).toEqual([
      { email: 'p1@northwind.example', contactId: '1' },
      { email: 'p2@northwind.example', contactId: '2' },
    ]);
  });

  test.each([
    ['a removal', unenroll(1), { change: unenroll(1) }],
    ['a deletion', archive(), { change: archive() }],
    ['a stale enrollment', reviewed, undefined],
  ])('are not recorded for %s', async (_, planned, now) => {
    const played = await judgedAs(planned, now);
    expect(callsOf(played, 'rememberIdentities')).toEqual([]);
  });
});

describe('an interrupt', () => {
  const stop = {
    why: 'interrupted',
    reason: 'interrupted; the requests in flight were finished',
    help: 'Run the same command again: it continues where this one stopped.',
  };

  test('stops the run before the next request of a batch', async () => {
    const played = await play({
      changes: enrollments(3),
      answer: () => contactRefused,
      interruptedAfter: 1,
    });
    expect(played.sent).toEqual(['1']);
    expect(played.stop).toEqual(stop);
    expect(played.exit).toBe(130);
    const notAttempted = { action: 'enroll', status: 'not-attempted', reason: stop.reason, help: stop.help };
    expect(played.outcomes).toEqual([
      { address: 'sequences.q4/1', action: 'enroll', status: 'blocked', reason: 'no', help: 'x' },
      { address: 'sequences.q4/2', ...notAttempted },
      { address: 'sequences.q4/3', ...notAttempted },
    ]);
  });

  test('stops the run before the next request through a list', async () => {
    const changes = enrollments(1_001, { target: workflow, viaList: '611' });
    const played = await play({ changes, answer: () => proved, interruptedAfter: 1 });
    expect(played.sent).toHaveLength(1);
    expect(played.stop).toEqual(stop);
    expect(played.outcomes.at(-1)?.status).toBe('not-attempted');
  });
});
