import { describe, expect, it } from 'vitest';
import type { DesiredTarget, SenderRotation } from '../../../src/model/desired-state.ts';
import type { LedgerEntry, LedgerView } from '../../../src/model/ledger/ledger-view.ts';
import { trustEmail } from '../../../src/model/email.ts';
import type { ObservedContact, ObservedSender } from '../../../src/model/observed-state.ts';
import { rotationOrder } from '../../../src/reconciler/context/sender-rotation.ts';
import { explain } from '../../../src/reconciler/explain.ts';
import { draftPlan, makePlan } from '../../../src/reconciler/make-plan.ts';
import { approvedBy, prepareRejudge } from '../../../src/reconciler/rejudge.ts';
import { withSender } from '../../../src/reconciler/steps/pass-on.ts';
import {
  act,
  at,
  contact,
  endedEnrollment,
  ledgerView,
  limits,
  maria,
  member,
  observedTarget,
  paul,
  planInput,
  running,
  sequence,
  workflow,
} from '../builders.ts';

const rotate = [maria.email, paul.email];
const waits: SenderRotation = { rotate };
const passesOn: SenderRotation = { rotate, whenFull: 'next' };
const ids = Array.from({ length: 20 }, (_, index) => index + 1);
const mariasOwn = ids.filter((id) => rotationOrder(rotate, String(id))[0] === maria.email);
const paulsOwn = ids.filter((id) => !mariasOwn.includes(id));

interface World {
  readonly ids?: readonly number[];
  readonly contacts?: readonly ObservedContact[];
  readonly targets?: readonly DesiredTarget[];
  readonly perSenderPerDay?: number;
  readonly sentToday?: ReadonlyMap<string, number>;
  readonly entries?: readonly LedgerEntry[];
}

function world(sender: SenderRotation | Parameters<typeof sequence>[0], parts: World = {}) {
  const people = parts.ids ?? ids;
  const own = sender && 'rotate' in sender ? { sender } : sender;
  const ledger: Partial<LedgerView> = parts.sentToday ? { sentToday: parts.sentToday } : {};
  return planInput({
    desired: {
      limits: limits({ reenroll: { count: 50 }, perSenderPerDay: parts.perSenderPerDay ?? 200 }),
      targets: parts.targets ?? [sequence({ members: people.map((id) => member(id)), ...own })],
    },
    contacts: parts.contacts ?? people.map((id) => contact(id)),
    entries: parts.entries ?? [],
    ledger,
  });
}

function sendersOf(input: ReturnType<typeof planInput>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    makePlan(input).changes.flatMap((change) =>
      change.action === 'enroll' ? [[change.contact.id, change.sender ?? '']] : [],
    ),
  );
}

const all = (people: readonly number[], email: string): Record<string, string> =>
  Object.fromEntries(people.map((id) => [String(id), email]));

const refusal = (parts: Partial<LedgerEntry> = {}): LedgerEntry =>
  act({
    state: 'refused',
    contactId: '99',
    senderUserId: maria.userId,
    refusal: { cause: 'sender', reason: 'no connected inbox' },
    ...parts,
  });

describe('a rotation', () => {
  it('has contacts of both senders in this test', () => {
    expect(mariasOwn.length).toBeGreaterThan(4);
    expect(paulsOwn.length).toBeGreaterThan(4);
  });

  it('selects the sender by the hash of the contact', () => {
    expect(sendersOf(world(waits))).toEqual({
      ...all(mariasOwn, maria.email),
      ...all(paulsOwn, paul.email),
    });
  });

  it.each<[string, readonly LedgerEntry[], string]>([
    ['that rollcall used in this target', [act({ senderUserId: paul.userId })], paul.email],
    [
      'that rollcall used in this target, before a later one elsewhere',
      [
        act({ senderUserId: paul.userId }),
        act({ targetId: '777', senderUserId: maria.userId, at: '2026-11-12T09:00:00.000Z' }),
      ],
      paul.email,
    ],
    [
      'that rollcall used in another sequence',
      [act({ targetId: '777', senderUserId: paul.userId })],
      paul.email,
    ],
    ['of a request that HubSpot refused', [act({ state: 'refused', senderUserId: paul.userId })], paul.email],
    ['by the hash if the recorded one is not in the rotation', [act({ senderUserId: '7009' })], maria.email],
    ['by the hash if someone else enrolled the contact', [act({ state: 'adopted' })], maria.email],
  ])('selects the sender %s', (_case, entries, sender) => {
    const [id = 0] = mariasOwn;
    const input = world(
      { sender: waits, members: [member(id, { since: '2026-11-16' })] },
      {
        contacts: [contact(id)],
        entries: entries.map((entry) => ({ ...entry, contactId: String(id) })),
      },
    );
    expect(sendersOf(input)).toEqual({ [id]: sender });
  });

  it('blocks only the contacts of a sender that is not a user of the account', () => {
    const input = world(waits);
    const senders = new Map([[maria.email, maria]]);
    const plan = makePlan({ ...input, observed: { ...input.observed, senders } });
    expect(plan.summary).toMatchObject({ enroll: mariasOwn.length, blocked: paulsOwn.length });
    expect(plan.unchanged[0]).toMatchObject({
      status: 'blocked',
      reason: 'the account has no user paul@acme.example, the sender',
    });
  });

  it('can be the sender of one member, without the alias of the target', () => {
    const [id = 0] = paulsOwn;
    const input = world(
      { members: [member(id, { sender: waits })], senderAlias: maria.email },
      { ids: [id] },
    );
    expect(makePlan(input).changes).toMatchObject([{ sender: paul.email }]);
    expect(makePlan(input).changes[0]).not.toHaveProperty('senderAlias');
  });
});

describe('`contact-owner` with a fallback', () => {
  const sender = { prefer: 'contact-owner', fallback: { email: maria.email } } as const;

  it.each<[string, Partial<ObservedContact>, string]>([
    ['the owner', { ownerId: paul.ownerId }, paul.email],
    ['the fallback without an owner', {}, maria.email],
    ['the fallback for an owner who cannot send', { ownerId: '404' }, maria.email],
  ])('sends from %s', (_case, parts, from) => {
    const input = world({ sender, members: [member(1)] }, { contacts: [contact(1, parts)] });
    expect(sendersOf(input)).toEqual({ 1: from });
  });

  it('rotates the fallback', () => {
    const rotating = { prefer: 'contact-owner', fallback: waits } as const;
    const input = world({ sender: rotating, members: ids.map((id) => member(id)) });
    expect(sendersOf(input)).toEqual(sendersOf(world(waits)));
  });
});

describe('a sender with a full day', () => {
  const full = { sentToday: new Map([[maria.userId, 200]]) };

  it('makes its contacts wait without `whenFull`', () => {
    const plan = makePlan(world(waits, full));
    expect(plan.summary).toMatchObject({ enroll: paulsOwn.length, waiting: mariasOwn.length });
  });

  it('passes its contacts on with `whenFull: next`', () => {
    expect(sendersOf(world(passesOn, full))).toEqual(all(ids, paul.email));
  });

  it('passes on the contacts beyond its limit, in file order, within every limit', () => {
    const sent = sendersOf(world(passesOn, { perSenderPerDay: 3, sentToday: new Map([[maria.userId, 1]]) }));
    expect(Object.keys(sent)).toEqual(['1', '2', '3', '4', '5']);
    expect(Object.values(sent).filter((email) => email === maria.email)).toHaveLength(2);
  });

  it('keeps its contacts waiting if every sender is full', () => {
    const everyone = new Map([maria, paul].map(({ userId }) => [userId, 200]));
    const plan = makePlan(world(passesOn, { sentToday: everyone }));
    expect(plan.summary).toMatchObject({ enroll: 0, waiting: 20 });
    expect(new Set(plan.unchanged.map(({ reason }) => reason))).toEqual(
      new Set([
        'no sender of the rotation has an enrollment left today, counting this plan: maria@acme.example has 200 of 200; paul@acme.example has 200 of 200 (default)',
      ]),
    );
  });

  it('does not count enrollments that the pace postpones', () => {
    const [first = 0, second = 0, third = 0] = mariasOwn;
    const paced = { perDay: 1, source: at(9) };
    const input = world(passesOn, {
      perSenderPerDay: 2,
      ids: [first, second, third],
      targets: [
        sequence({ sender: passesOn, pace: paced, members: [member(first), member(second)] }),
        sequence({ key: 'b', id: '501', sender: passesOn, members: [member(third)] }),
      ],
    });
    expect(sendersOf(input)).toEqual({ [first]: maria.email, [third]: maria.email });
  });

  it('is named by --explain with the sender that takes over', () => {
    const [id = 0] = mariasOwn;
    const row = (input: ReturnType<typeof planInput>) =>
      explain(input, `sequences.q4/${id}`).find(({ rule }) => rule === 'sender')?.saw;
    expect(row(world(passesOn))).toBe(
      'maria@acme.example: the choice for this contact id among 2 rotating senders',
    );
    expect(row(world(passesOn, full))).toBe(
      'paul@acme.example: passed on from maria@acme.example (its daily limit is reached), the choice for this contact id among 2 rotating senders',
    );
    expect(row(world(passesOn, { entries: [refusal()] }))).toBe(
      'maria@acme.example: the choice for this contact id among 2 rotating senders',
    );
  });
});

describe('a stopped sender', () => {
  const entries = [refusal()];

  it('keeps its contacts without `whenFull`', () => {
    expect(sendersOf(world(waits, { entries }))).toEqual(sendersOf(world(waits)));
  });

  it('keeps one contact with `whenFull: next`, which shows whether it works again; the others pass on', () => {
    const [first = 0, ...rest] = mariasOwn;
    expect(sendersOf(world(passesOn, { entries }))).toEqual({
      [first]: maria.email,
      ...all([...rest, ...paulsOwn], paul.email),
    });
  });

  it('has no contact if its day is full, and takes none over', () => {
    const [first = 0] = mariasOwn;
    const sent = sendersOf(world(passesOn, { entries, perSenderPerDay: 3 }));
    expect(Object.values(sent).filter((email) => email === maria.email)).toHaveLength(1);
    expect(sent[first]).toBe(maria.email);
    expect(Object.keys(sent)).toHaveLength(4);
  });

  it('keeps the others waiting if the senders that work are full, also if it has room', () => {
    const [first = 0, second = 0] = mariasOwn;
    const sentToday = new Map([[paul.userId, 2]]);
    const plan = makePlan(world(passesOn, { ids: [first, second], perSenderPerDay: 2, sentToday, entries }));
    expect(plan.changes).toMatchObject([{ contact: { id: String(first) }, sender: maria.email }]);
    expect(plan.unchanged).toMatchObject([
      {
        waitsFor: 'sender-limit',
        until: '2026-11-21',
        reason:
          'no sender of the rotation has an enrollment left today, counting this plan: HubSpot refused the last request of maria@acme.example, so only one contact tests its inbox; paul@acme.example has 2 of 2 (default)',
      },
    ]);
  });

  it('keeps its contacts if every sender is stopped', () => {
    const both = [refusal(), refusal({ senderUserId: paul.userId })];
    expect(sendersOf(world(passesOn, { entries: both }))).toEqual(sendersOf(world(waits)));
  });
});

describe('a contact that waits for the pace of its target', () => {
  const [id = 0, next = 0] = mariasOwn;
  const waiting = sequence({ members: [member(99)], pace: { days: ['mon'], source: at(9) } });
  const targets = [
    waiting,
    sequence({ key: 'renewal', id: '777', sender: passesOn, members: [member(id), member(next)] }),
  ];
  const contacts = [99, id, next].map((one) => contact(one));

  it('does not use the day of its sender', () => {
    const input = world({}, { targets, contacts, perSenderPerDay: 1 });
    expect(makePlan(input).unchanged[0]?.waitsFor).toBe('pace');
    expect(sendersOf(input)).toEqual({
      [id]: maria.email,
      [next]: paul.email,
    });
  });

  it('does not test the inbox of a stopped sender', () => {
    const entries = [refusal({ contactId: '98' })];
    expect(sendersOf(world({}, { targets, contacts, entries }))).toEqual({
      [id]: maria.email,
      [next]: paul.email,
    });
  });
});

describe('judging a rotation again', () => {
  const judge = (options: {
    readonly planned: ReturnType<typeof planInput>;
    readonly current: ReturnType<typeof planInput>;
    readonly id: number;
    readonly sent?: ReadonlyMap<string, number>;
  }) => {
    const { planned, current, id, sent } = options;
    const rejudge = prepareRejudge(current, approvedBy(makePlan(planned)));
    const judged = rejudge({
      contacts: new Map([[String(id), contact(id)]]),
      ledger: ledgerView([...current.ledger.entries], { sentToday: current.ledger.sentToday }),
      members: new Map(),
      ...(sent ? { sent } : {}),
    });
    return [...judged.values()][0];
  };
  const [id = 0] = mariasOwn;
  const full = { sentToday: new Map([[maria.userId, 200]]) };

  it('keeps the sender that took a contact over', () => {
    const planned = world(passesOn, full);
    expect(judge({ planned, current: planned, id })).toMatchObject({ change: { sender: paul.email } });
    expect(judge({ planned, current: world(passesOn), id })).toMatchObject({
      change: { sender: paul.email },
    });
  });

  it('does not pass a contact on: its sender was reviewed', () => {
    expect(judge({ planned: world(passesOn), current: world(passesOn, full), id })).toMatchObject({
      waiting: expect.stringContaining('daily limit of the sender reached: maria@acme.example'),
    });
    const sent = new Map([[maria.userId, 200]]);
    expect(judge({ planned: world(passesOn), current: world(passesOn), id, sent })).toHaveProperty('waiting');
  });

  it('selects another sender if the reviewed one left the rotation or the account', () => {
    const planned = world(passesOn, full);
    const current = world({ rotate: [maria.email] });
    expect(judge({ planned, current, id })).toMatchObject({ change: { sender: maria.email } });
    const senders = new Map([[maria.email, maria]]);
    const input = world(passesOn);
    const left = { ...input, observed: { ...input.observed, senders } };
    expect(judge({ planned, current: left, id })).toMatchObject({ change: { sender: maria.email } });
  });
});

it('the plan names every sender of a rotation with its day', () => {
  const plan = makePlan(world(passesOn, { ids: mariasOwn, sentToday: new Map([[paul.userId, 7]]) }));
  expect(plan.context?.senders).toEqual([
    { email: maria.email, sentToday: 0, perDay: 200 },
    { email: paul.email, sentToday: 7, perDay: 200 },
  ]);
});

it('a contact that was enrolled again keeps the sender of its first enrollment', () => {
  const [id = 0] = mariasOwn;
  const input = world(
    { sender: passesOn, members: [member(id, { since: '2026-11-16' })] },
    {
      contacts: [contact(id, { enrollments: [endedEnrollment()] })],
      entries: [
        act({
          contactId: String(id),
          senderUserId: paul.userId,
          end: { seenAt: '2026-11-16T09:00:00.000Z', how: 'finished' },
        }),
      ],
    },
  );
  expect(makePlan(input).changes).toMatchObject([{ reenroll: true, sender: paul.email }]);
});

describe('among three senders', () => {
  const lena = { email: trustEmail('lena@acme.example'), userId: '7003', ownerId: '93' };
  const users = [maria, paul, lena];
  const three: SenderRotation = { rotate: users.map(({ email }) => email), whenFull: 'next' };
  const orderOf = (id: number) =>
    rotationOrder(three.rotate, String(id)).flatMap((email) => users.filter((user) => user.email === email));

  /** Returns the plan input for contacts with this rotation, and other targets that have no rotation. */
  function input(
    people: readonly number[],
    { entries = [], ...parts }: Parameters<typeof planInput>[0] & { readonly perDay?: number } = {},
  ) {
    const { perDay = 200, ...rest } = parts;
    return planInput({
      contacts: [...people, 901, 902, 903, 904].map((id) =>
        contact(id, {
          optedOut: id === 902,
          ...(id === 904 ? { enrollments: [running({ targetId: '501' })] } : {}),
        }),
      ),
      ...rest,
      desired: {
        limits: limits({ perSenderPerDay: perDay }),
        targets: [
          sequence({ members: [...people, 902].map((id) => member(id)), sender: three }),
          sequence({ key: 'plain', id: '501', members: [member(903)] }),
          workflow({ members: [member(901)] }),
          workflow({ key: 'gone', id: '902', retired: 'archive' }),
        ],
      },
      observed: {
        senders: new Map(users.map((user) => [user.email, user])),
        targets: [
          observedTarget({ kind: 'sequence', id: '500' }),
          observedTarget({ kind: 'sequence', id: '501' }),
          observedTarget({ kind: 'workflow', id: '900' }),
          observedTarget({ kind: 'workflow', id: '902', active: new Set() }),
        ],
      },
      entries: [act({ contactId: '904', targetId: '501' }), ...entries],
    });
  }

  const sent = (of: ReturnType<typeof planInput>) => {
    const { 901: _inWorkflow, 903: _plain, ...rest } = sendersOf(of);
    return rest;
  };
  const stopOf = (user: ObservedSender) => refusal({ senderUserId: user.userId });

  it('a contact passes on to the next sender that is not stopped, in its own order', () => {
    const people = ids.filter((id) => orderOf(id)[0] === maria);
    const [test = 0, ...passed] = people;
    expect(passed.length).toBeGreaterThan(2);
    expect(sent(input(people, { entries: [stopOf(maria)] }))).toEqual({
      [test]: maria.email,
      ...Object.fromEntries(passed.map((id) => [id, orderOf(id)[1]?.email])),
    });
    expect(sent(input(people, { entries: [stopOf(maria), stopOf(paul)] }))).toEqual({
      [test]: maria.email,
      ...all(passed, lena.email),
    });
  });

  it('a contact stays with the recorded sender that works, whatever its order is', () => {
    const [id = 0] = ids;
    const [, second = maria, third = maria] = orderOf(id);
    const recorded = act({ contactId: String(id), targetId: '777', senderUserId: third.userId });
    const others = ids.slice(1, 6);
    const passed = sent(input([id, ...others], { entries: [recorded, stopOf(second)] }));
    expect(passed[id]).toBe(third.email);
  });

  it('a contact passes on to the next sender with room, in its own order', () => {
    const people = ids.filter((id) => orderOf(id)[0] === maria).slice(0, 3);
    const [first = 0, second = 0] = people;
    const full = { ledger: { sentToday: new Map([[maria.userId, 1]]) }, perDay: 1 };
    const passed = sent(input(people, full));
    expect(passed[first]).toBe(orderOf(first)[1]?.email);
    const takenBySecond = orderOf(second)
      .slice(1)
      .find((user) => user !== orderOf(first)[1]);
    expect(passed[second]).toBe(
      orderOf(second)[1] === orderOf(first)[1] ? takenBySecond?.email : orderOf(second)[1]?.email,
    );
    expect(Object.keys(passed)).toHaveLength(2);
  });

  it('enrollments without a rotation keep their sender, and removals, blocked contacts and archives stay', () => {
    const people = ids.slice(0, 4);
    const plan = makePlan(input(people, { entries: [stopOf(maria), stopOf(paul)] }));
    expect(plan.changes.filter(({ action }) => action !== 'enroll').map(({ address }) => address)).toEqual([
      'sequences.plain/904',
      'workflows.gone',
    ]);
    const named = (address: string) => plan.changes.find((change) => change.address === address);
    expect(named('sequences.plain/903')).toMatchObject({ sender: maria.email });
    expect(named('workflows.onboarding/901')).not.toHaveProperty('sender');
    expect(plan.unchanged).toMatchObject([{ address: 'sequences.q4/902', status: 'blocked' }]);
  });

  it('an enrollment without a rotation uses the day of its sender, and does not pass on', () => {
    const plan = makePlan(
      planInput({
        contacts: [1, 2].map((id) => contact(id)),
        desired: {
          limits: limits({ perSenderPerDay: 1 }),
          targets: [
            sequence({ key: 'plain', id: '501', members: [member(1)] }),
            sequence({
              members: [member(2)],
              sender: { rotate: [maria.email, paul.email], whenFull: 'next' },
            }),
          ],
        },
      }),
    );
    expect(plan.changes).toMatchObject([{ sender: maria.email }, { sender: paul.email }]);
    expect(sendersOf(input([], { ledger: { sentToday: new Map([[maria.userId, 200]]) } }))).toEqual({
      901: '',
    });
  });

  describe('the reviewed sender', () => {
    const people = ids.slice(0, 1);
    const [id = 0] = people;
    const decisionOf = (of: ReturnType<typeof planInput>, address: string) => {
      const found = draftPlan(of).decisions.find((decision) => decision.address === address);
      if (found?.about !== 'person') throw new Error('no decision');
      return found;
    };

    it('is kept if it is in the rotation', () => {
      const decision = decisionOf(input(people), `sequences.q4/${id}`);
      const [first, second, third] = orderOf(id);
      expect(withSender(decision, second?.userId)).toEqual({ ...decision.verdict, sender: second });
      expect(withSender(decision, third?.userId)).toEqual({ ...decision.verdict, sender: third });
      expect(withSender(decision, first?.userId)).toBeUndefined();
      expect(withSender(decision, '7009')).toBeUndefined();
      expect(withSender(decision, undefined)).toBeUndefined();
    });

    it('is not needed for other decisions', () => {
      const of = input(people);
      for (const address of ['sequences.q4/902', 'sequences.plain/904', 'workflows.onboarding/901'])
        expect(withSender(decisionOf(of, address), paul.userId)).toBeUndefined();
    });
  });
});
