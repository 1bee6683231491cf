import { describe, expect, it } from 'vitest';
import type { Pace, SenderRotation } from '../../src/model/desired-state.ts';
import { rotationOrder } from '../../src/reconciler/context/sender-rotation.ts';
import { explain } from '../../src/reconciler/explain.ts';
import type { PlanInput } from '../../src/reconciler/plan-input.ts';
import {
  act,
  at,
  contact,
  limits,
  maria,
  member,
  paul,
  endedEnrollment,
  observedTarget,
  planInput,
  running,
  sequence,
  workflow,
} from './builders.ts';

describe('explaining an address', () => {
  const members = [member(1), member('unknown@northwind.example')];
  const input = planInput({
    desired: {
      targets: [
        sequence({ members }),
        sequence({ key: 'second', id: '501', members: [member(2)] }),
        sequence({ key: 'third', id: '502', members: [member(2)] }),
      ],
    },
    contacts: [
      contact(1, { enrollments: [endedEnrollment()], mergedIds: ['8'] }),
      contact(2),
      contact(3, { enrollments: [running()] }),
    ],
    entries: [act()],
  });

  it('returns the rules in order up to the first one that holds, then the result in the plan', () => {
    const rows = explain(input, 'sequences.q4/1');
    expect(rows.map(({ rule, holds }) => [rule, holds])).toEqual([
      ['suppressed-and-active', false],
      ['active', false],
      ['proved', true],
      ['plan', true],
    ]);
    expect(rows.at(-2)?.saw).toBe('finished on 2026-11-15, enrolled by run 3');
    expect(rows.at(-1)?.saw).toBe('ended: finished on 2026-11-15, enrolled by run 3');
  });

  it('finds the members of a workflow that has no id yet', () => {
    const entries = [member(1), member('unknown@northwind.example')];
    const creation = { key: 'drip', definition: 'drip.yaml', members: 2, entries, source: at(9) };
    const waiting = { ...input, desired: { ...input.desired, creations: [creation] } };
    const saw = 'the workflow has no `id` in the files yet, so its members wait';
    const rows = explain(waiting, '1').filter(({ address }) => address === 'workflows.drip/1');
    expect(rows).toMatchObject([
      { rule: 'workflow-id', holds: true, saw },
      { rule: 'plan', holds: true, saw: `waiting: ${saw}` },
    ]);
    const masked = explain(waiting, 'Unknown@northwind.example').map(({ address }) => address);
    expect(masked).toContain('workflows.drip/u•••@northwind.example');
    expect(explain(waiting, '3').map(({ address }) => address)).not.toContain('workflows.drip/3');
  });

  it('shows a decision of the whole plan that overrides the rules', () => {
    const rows = explain(input, 'sequences.third/2');
    expect(rows.at(-2)).toMatchObject({ rule: 'one-sequence', holds: true });
    expect(rows.at(-1)?.saw).toBe(
      'waiting: sequences.second enrolls the contact first; one sequence at a time',
    );
  });

  it('finds a contact by a merged id, and a member without a contact by the masked email', () => {
    expect(explain(input, 'sequences.q4/8')).toEqual(explain(input, 'sequences.q4/1'));
    expect(explain(input, 'sequences.q4/P1@NORTHWIND.example')).toEqual(explain(input, 'sequences.q4/1'));
    expect(explain(input, 'sequences.q4/u•••@northwind.example').slice(-2)).toMatchObject([
      { rule: 'no-contact', holds: true, saw: 'no contact has this email address' },
      { rule: 'plan', holds: true, saw: 'blocked: no contact has this email address' },
    ]);
  });

  it('answers for every target that declares or knows a contact, by id or by email', () => {
    const addresses = (query: string) => [...new Set(explain(input, query).map(({ address }) => address))];
    expect(addresses('2')).toEqual(['sequences.second/2', 'sequences.third/2']);
    expect(addresses(' P2@Northwind.example ')).toEqual(['sequences.second/2', 'sequences.third/2']);
    expect(addresses('1')).toEqual(['sequences.q4/1']);
    expect(addresses('8')).toEqual(['sequences.q4/1']);
    expect(addresses('3')).toEqual(['sequences.q4/3']);
    expect(explain(input, '2').filter(({ address }) => address === 'sequences.third/2')).toEqual(
      explain(input, 'sequences.third/2'),
    );
  });

  it('never returns an email that is not masked', () => {
    const rows = explain(input, 'Unknown@northwind.example');
    expect(rows.at(-1)).toMatchObject({ address: 'sequences.q4/u•••@northwind.example', holds: true });
    expect(JSON.stringify(rows)).not.toContain('nknown@');
  });

  it('explains an undeclared contact', () => {
    expect(explain(input, 'sequences.q4/3').at(-2)).toMatchObject({ rule: 'unmanaged', holds: true });
    expect(explain(input, 'sequences.q4/2').every(({ holds }) => !holds)).toBe(true);
  });

  it('is empty without such a target, or without a contact in the address', () => {
    expect(explain(input, 'sequences.other/1')).toEqual([]);
    expect(explain(input, 'sequences.q4')).toEqual([]);
    expect(explain(input, 'x')).toEqual([]);
    expect(explain(input, '77')).toEqual([]);
    expect(explain(input, 'stranger@northwind.example')).toEqual([]);
    const named = planInput({ desired: { targets: [sequence({ key: 'q' }), sequence({ id: '501' })] } });
    expect(explain(named, 'sequences.q4')).toEqual([]);
  });

  it('shows the whole row of a rule: its name, whether it holds, and what it found', () => {
    const rows = explain(input, 'sequences.q4/3');
    expect(rows[0]).toMatchObject({
      rule: 'open-intent',
      holds: false,
      saw: 'no request has an unknown outcome',
    });
    expect(rows.slice(-2)).toMatchObject([
      {
        rule: 'unmanaged',
        holds: true,
        saw: 'enrolled on 2026-11-10 by someone else; left alone',
      },
      {
        rule: 'plan',
        holds: true,
        saw: 'unmanaged: enrolled on 2026-11-10 by someone else; left alone',
      },
    ]);
  });

  it('shows the change of a contact', () => {
    expect(explain(input, 'sequences.second/2').at(-1)).toMatchObject({
      rule: 'plan',
      holds: true,
      saw: 'enroll: declared; no earlier enrollment known',
    });
  });

  it('shows that the plan has no entry for a contact that no rule concerns', () => {
    expect(explain(input, 'sequences.q4/2').at(-1)).toMatchObject({
      rule: 'plan',
      holds: false,
      saw: 'no change and no entry in the plan',
    });
  });

  it('ignores the filters of the command line', () => {
    const filtered = { ...input, only: ['sequences.second'], exclude: ['*/1'] };
    expect(explain(filtered, 'sequences.q4/1')).toEqual(explain(input, 'sequences.q4/1'));
  });

  it('uses the rules of a target that left the files', () => {
    const left = planInput({
      contacts: [contact(3, { enrollments: [running()] })],
      entries: [act({ contactId: '3' })],
    });
    const rows = explain(left, 'sequences.500/3');
    expect(rows.map(({ rule }) => rule)).toEqual([
      'open-intent',
      'not-read',
      'unreadable',
      'owned-and-suppressed',
      'orphan',
      'plan',
    ]);
  });

  it('has no row for a target as a whole, such as a workflow that is deleted', () => {
    const archived = planInput({
      desired: { targets: [workflow({ retired: 'archive' })] },
      observed: { targets: [observedTarget({ kind: 'workflow', id: '900', active: new Set() })] },
    });
    expect(explain(archived, 'workflows.onboarding')).toEqual([]);
    expect(explain(archived, 'workflows.onboarding/')).toEqual([]);
  });
});

describe('explaining an enrollment', () => {
  const recipients = '`limits.recipients`, if it is set, includes the contact';
  const pause = 'the target is not paused';
  const oneSequence = 'no earlier sequence of the files enrolls the contact in this plan';
  const freeze = 'today is not in a freeze window';
  const pace = (parts: Partial<Pace>): Pace => ({ source: at(9), ...parts });

  /** Returns the rows after the rules: the rule or step, whether it decides, and what it found. */
  function steps(input: PlanInput, query = '1'): readonly (readonly [string, boolean, string])[] {
    const rows = explain(input, query).map(({ rule, holds, saw }) => [rule, holds, saw] as const);
    return rows.slice(rows.findIndex(([rule]) => rule === 'enroll') + 1);
  }

  const input = (
    target: Parameters<typeof sequence>[0],
    parts: Parameters<typeof planInput>[0] = {},
  ): PlanInput =>
    planInput({
      contacts: [contact(1), contact(2)],
      ...parts,
      desired: { targets: [sequence({ members: [member(1)], ...target })], ...parts.desired },
    });

  it('shows what each step of the plan found, then the change', () => {
    expect(steps(input({}, { ledger: { sentToday: new Map([[maria.userId, 3]]) } }))).toEqual([
      ['recipients', false, recipients],
      ['pause', false, pause],
      ['one-sequence', false, oneSequence],
      ['freeze', false, freeze],
      ['pace', false, 'the target has no `pace`'],
      ['sender-limit', false, 'maria@acme.example has 3 of 200 enrollments today before this plan'],
      ['plan', true, 'enroll: declared; no earlier enrollment known'],
    ]);
  });

  it('shows that a workflow has no sender', () => {
    const targets = [workflow({ members: [member(1)] })];
    expect(steps(planInput({ contacts: [contact(1)], desired: { targets } })).at(-2)).toEqual([
      'sender-limit',
      false,
      'the enrollment has no sender',
    ]);
  });

  it.each<[Partial<Pace>, string]>([
    [{ perDay: 5 }, '2 of 5 enrollments today before this plan'],
    [{ perDay: 5, days: ['mon', 'fri'] }, '2 of 5 enrollments today before this plan; its days are mon, fri'],
    [{ days: ['fri'] }, 'the pace has no number; its days are fri'],
    [{}, 'the pace has no number'],
  ])('shows a pace: %j', (parts, text) => {
    const ledger = { enrolledToday: new Map([['sequence:500', 2]]) };
    expect(steps(input({ pace: pace(parts) }, { ledger }))).toContainEqual(['pace', false, text]);
  });

  it.each<[string, PlanInput, string]>([
    [
      'blocked',
      input({}, { desired: { limits: limits({ recipients: ['*@other.example'] }) } }),
      'recipients: rehearsal: not in `limits.recipients`',
    ],
    [
      'waiting, with the day of its turn',
      input({}, { desired: { freeze: [{ from: '2026-11-20', to: '2026-11-22', source: at(3) }] } }),
      'freeze: frozen through 2026-11-22 (enrollments.yaml:3:1); expected on 2026-11-23',
    ],
    [
      'waiting, without a day',
      input({}, { desired: { limits: limits({ perSenderPerDay: 0 }) } }),
      'sender-limit: daily limit of the sender reached: maria@acme.example has 0 enrollments today and 0 in this plan; the limit is 0 (default)',
    ],
  ])('ends at the step that decides: %s', (...[result, of, expected]) => {
    const rows = steps(of);
    const [step, plan] = rows.slice(-2);
    const [reason = '', turn = ''] = expected.split(/(?=; expected)/u);
    expect(step).toEqual([reason.split(': ', 1)[0], true, reason.slice(reason.indexOf(': ') + 2)]);
    expect(plan).toEqual(['plan', true, `${result.split(',', 1)[0]}: ${step?.[2]}${turn}`]);
    expect(rows.filter(([, holds]) => holds)).toHaveLength(2);
    expect(rows[0]?.[0]).toBe('recipients');
  });

  it('has no steps for a contact that a rule blocks', () => {
    const blocked = input({}, { contacts: [contact(1, { optedOut: true })] });
    expect(explain(blocked, '1').map(({ rule }) => rule)).not.toContain('recipients');
  });

  const rotate = [maria.email, paul.email];
  const [own, other] = rotationOrder(rotate, '1')[0] === maria.email ? [maria, paul] : [paul, maria];
  const rotating = (parts: Partial<SenderRotation> = {}) => ({ sender: { rotate, ...parts } });
  const senderRow = (of: PlanInput) => explain(of, '1').find(({ rule }) => rule === 'sender')?.saw;

  it.each<[string, () => PlanInput, string | undefined]>([
    [
      'by the contact id',
      () => input(rotating()),
      `${own.email}: the choice for this contact id among 2 rotating senders`,
    ],
    [
      'also if the contact waits',
      () => input(rotating(), { desired: { limits: limits({ perSenderPerDay: 0 }) } }),
      `${own.email}: the choice for this contact id among 2 rotating senders`,
    ],
    [
      'by the ledger',
      () => input(rotating(), { entries: [act({ targetId: '777', senderUserId: other.userId })] }),
      `${other.email}: the sender of its latest request, in run 3 on 2026-11-10`,
    ],
    [
      'not if a rule blocks the contact',
      () => input(rotating(), { contacts: [contact(1, { optedOut: true })] }),
      undefined,
    ],
    [
      'not if the contact is active',
      () => input(rotating(), { contacts: [contact(1, { enrollments: [running()] })], entries: [act()] }),
      undefined,
    ],
    ['not without a rotation', () => input({}), undefined],
  ])('names the rep of a rotation and why: %s', (_case, of, text) => {
    expect(senderRow(of())).toBe(text);
  });

  it('marks the row of the sender as one that holds', () => {
    expect(explain(input(rotating()), '1').find(({ rule }) => rule === 'sender')).toMatchObject({
      address: 'sequences.q4/1',
      holds: true,
    });
  });

  it('names the refusal if a contact passes on from a stopped rep', () => {
    const stop = act({
      contactId: '99',
      state: 'refused',
      senderUserId: own.userId,
      refusal: { cause: 'sender', reason: 'no connected inbox' },
    });
    const tests = Array.from({ length: 30 }, (_, index) => index + 1).find(
      (id) => id > 1 && rotationOrder(rotate, String(id))[0] === own.email,
    );
    const of = input(
      { ...rotating({ whenFull: 'next' }), members: [member(tests ?? 0), member(1)] },
      { contacts: [contact(1), contact(tests ?? 0)], entries: [stop] },
    );
    expect(senderRow(of)).toBe(
      `${other.email}: passed on from ${own.email} (HubSpot refused it on 2026-11-10: no connected inbox), the choice for this contact id among 2 rotating senders`,
    );
  });

  it('answers for a contact that left the files, and for its former email', () => {
    const left = planInput({
      desired: { targets: [sequence({ members: [] })] },
      contacts: [contact(2)],
      entries: [act({ contactId: '2' })],
      ledger: { contactsOf: (email) => (email === 'old@northwind.example' ? ['2'] : []) },
    });
    expect(explain(left, '2').at(-1)).toMatchObject({ address: 'sequences.q4/2', rule: 'plan' });
    expect(explain(left, 'Old@northwind.example')).toEqual(explain(left, '2'));
  });

  it('answers for an address of a contact that nothing knows', () => {
    const unknown = input({});
    expect(explain(unknown, 'sequences.q4/77').at(-1)).toMatchObject({
      address: 'sequences.q4/77',
      holds: false,
    });
    expect(explain(unknown, 'sequences.q4/none@northwind.example')).toEqual([]);
  });

  it.each(['x sequences.q4/1', 'sequences.q4/1\nx', 'sequences.q4/', '1x', 'x1', ''])(
    'is empty for what is not an address, id or email: %j',
    (query) => {
      expect(explain(input({}), query)).toEqual([]);
    },
  );

  it('ignores spaces around the query', () => {
    expect(explain(input({}), ' sequences.q4/1 ')).toEqual(explain(input({}), 'sequences.q4/1'));
    expect(explain(input({}), ' 1\n')).toEqual(explain(input({}), '1'));
  });
});
