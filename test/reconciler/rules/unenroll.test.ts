import { describe, expect, it } from 'vitest';
import type { DesiredTarget } from '../../../src/model/desired-state.ts';
import { trustEmail } from '../../../src/model/email.ts';
import type { ObservedTarget } from '../../../src/model/observed-state.ts';
import type { PlanInput } from '../../../src/reconciler/plan-input.ts';
import {
  act,
  at,
  contact,
  listEntry,
  member,
  observedTarget,
  planInput,
  running,
  sequence,
  workflow,
} from '../builders.ts';
import { changeAt, unchangedAt } from './entry-of.ts';

type Parts = Parameters<typeof planInput>[0];

const suppress = [{ match: { id: '1' }, source: at(5) }];
const absent = [{ person: { id: '1' }, source: at(40) }];
const justNow = '2026-11-20T11:55:00.000Z';
const active = contact(1, { enrollments: [running()] });
const unreadable = contact(1, { enrollments: [running()], unreadable: 'two at once' });

const planOf = (target: DesiredTarget, more: Parts = {}): PlanInput =>
  planInput({ contacts: [active], ...more, desired: { targets: [target], ...more.desired } });

const entryOf = (input: PlanInput) => unchangedAt(input, 'sequences.q4/1');
const changeOf = (input: PlanInput) => changeAt(input, 'sequences.q4/1');

describe('a removal that rollcall cannot make', () => {
  const observed = (parts: Partial<ObservedTarget>): Parts => ({
    observed: { targets: [observedTarget({ kind: 'sequence', id: '500', ...parts })] },
  });

  it('is manual without a route, at the line that requires it', () => {
    expect(entryOf(planOf(sequence({ absent }), observed({ unenrollRoute: false })))).toEqual({
      address: 'sequences.q4/1',
      status: 'manual',
      removal: true,
      reason: 'listed under `absent`; no route unenrolls contacts from this sequence',
      help: 'Unenroll the contact in HubSpot, or give the target an `unenroll` route.',
      contact: { id: '1', email: 'p•••@northwind.example' },
      target: { kind: 'sequence', key: 'q4', id: '500' },
      source: at(40),
    });
  });

  it('is manual with the reason of the account', () => {
    const unenrollWhy = { why: 'workflow 77 is turned off', help: 'Turn on workflow 77.' };
    expect(
      entryOf(planOf(sequence({ absent }), observed({ unenrollRoute: false, unenrollWhy }))),
    ).toMatchObject({
      status: 'manual',
      reason:
        'listed under `absent`; no route unenrolls contacts from this sequence: workflow 77 is turned off',
      help: 'Turn on workflow 77.',
    });
  });

  it('is manual if the account did not return the replaced target', () => {
    const input = planOf(sequence({ replaces: '400', absent }), {
      contacts: [contact(1, { enrollments: [running({ targetId: '400' })] })],
    });
    expect(entryOf(input)).toMatchObject({
      status: 'manual',
      reason: 'listed under `absent`; no route unenrolls contacts from this sequence',
      help: 'Unenroll the contact in HubSpot, or give the target an `unenroll` route.',
    });
  });

  it('is unknown with contradictory properties, at the line that requires it', () => {
    const more = {
      desired: { suppress },
      contacts: [unreadable],
      entries: [act({ state: 'adopted' })],
    } as const;
    expect(entryOf(planOf(sequence({ absent }), more))).toMatchObject({
      status: 'unknown',
      removal: true,
      reason: 'listed under `absent`; unreadable: two at once',
      help: 'Plan again in a few minutes. If the contact stays unreadable, check it in HubSpot.',
      source: at(40),
    });
  });

  it('waits until HubSpot shows the enrollment', () => {
    const more = { contacts: [contact(1)], entries: [act({ at: justNow })] };
    expect(entryOf(planOf(sequence({ absent }), more))).toMatchObject({
      status: 'waiting',
      removal: true,
      reason: 'not visible yet: listed under `absent`',
      help: 'HubSpot can take 15 minutes to show an enrollment. Run the same command again after that.',
      source: at(40),
    });
  });
});

describe('a route that needs an email', () => {
  const byEmail = observedTarget({
    kind: 'workflow',
    id: '900',
    unenrollByEmail: true,
    active: new Set(['1']),
  });
  const planWith = (contacts: Parts['contacts'] = []): PlanInput =>
    planOf(workflow({ absent }), { contacts, observed: { targets: [byEmail] } });

  it('unenrolls a contact with an email', () => {
    const read = contact(1, { workflowsRead: [] });
    expect(changeAt(planWith([read]), 'workflows.onboarding/1')?.action).toBe('unenroll');
  });

  it('is manual for a contact that the run did not read', () => {
    expect(unchangedAt(planWith(), 'workflows.onboarding/1')).toMatchObject({
      status: 'manual',
      reason: 'listed under `absent`; the route needs an email address, and the contact has none',
      help: 'Unenroll the contact in HubSpot, or add an email address to it there.',
    });
  });
});

describe('a removal has the origin and `since`', () => {
  const list = listEntry('482');
  const observed = {
    targets: [observedTarget({ kind: 'sequence', id: '500' })],
    lists: new Map([['482', { id: '482', members: ['1'] }]]),
  };

  it('of the ledger enrollment', () => {
    const entries = [act({ origin: 'list:600', since: '2026-11-01' })];
    const input = planOf(sequence({ since: '2026-11-05', members: [list] }), {
      desired: { suppress },
      observed,
      entries,
    });
    expect(changeOf(input)).toMatchObject({
      origin: 'list:600',
      since: '2026-11-01',
      owned: true,
      suppressed: true,
    });
  });

  it('of the declaration, for an enrollment by someone else', () => {
    const input = planOf(sequence({ since: '2026-11-05', members: [list] }), {
      desired: { suppress },
      observed,
    });
    expect(changeOf(input)).toMatchObject({
      origin: 'list:482',
      since: '2026-11-05',
      owned: false,
      suppressed: true,
    });
  });

  it('`text` and none, without either', () => {
    expect(changeOf(planOf(sequence({ absent })))).toEqual({
      address: 'sequences.q4/1',
      action: 'unenroll',
      reason: 'listed under `absent`',
      effect: 'stops',
      reversible: false,
      contact: { id: '1', email: 'p•••@northwind.example' },
      target: { kind: 'sequence', key: 'q4', id: '500' },
      origin: 'text',
      owned: false,
      suppressed: false,
      source: at(40),
    });
  });
});

it('a removal has the id of the enrollment in HubSpot', () => {
  const contacts = [contact(1, { enrollments: [running({ id: '31' })] })];
  expect(changeOf(planOf(sequence({ absent }), { contacts }))).toMatchObject({ enrollmentId: '31' });
});

describe('a suppressed contact that may be active', () => {
  const declared = sequence({ members: [member(1)] });

  it('is a removal, at the suppress entry, if its properties contradict each other', () => {
    const more = { desired: { suppress }, contacts: [contact(1, { unreadable: 'two at once' })] };
    const entry = { status: 'unknown', reason: 'unreadable: two at once', removal: true, source: at(5) };
    expect(entryOf(planOf(declared, more))).toMatchObject(entry);
    expect(entryOf(planOf(declared, { ...more, input: { suppressionsOnly: true } }))).toMatchObject(entry);
  });

  it('is not a removal without a suppress entry', () => {
    const entry = entryOf(planOf(declared, { contacts: [contact(1, { unreadable: 'two at once' })] }));
    expect(entry).toMatchObject({ status: 'unknown', source: at(30) });
    expect(entry).not.toHaveProperty('removal');
  });

  it('is not a removal while an open request needs a decision, and a plan with --suppressions shows it', () => {
    const more: Parts = { desired: { suppress }, contacts: [contact(1)], entries: [act({ state: 'open' })] };
    for (const suppressionsOnly of [false, true]) {
      const entry = entryOf(planOf(declared, { ...more, input: { suppressionsOnly } }));
      expect(entry).toMatchObject({ status: 'unknown', unsettled: true, source: at(5) });
      expect(entry).not.toHaveProperty('removal');
    }
  });

  it('is blocked, at its own line, if it is not active', () => {
    const entry = entryOf(planOf(declared, { desired: { suppress }, contacts: [contact(1)] }));
    expect(entry).toMatchObject({ status: 'blocked', source: at(30) });
    expect(entry).not.toHaveProperty('removal');
  });

  it('counts by a former email only for an enrollment of rollcall', () => {
    const old = trustEmail('old@northwind.example');
    const more: Parts = {
      desired: { suppress: [{ match: { email: old }, source: at(5) }] },
      ledger: { contactsOf: (email) => (email === old ? ['1'] : []) },
    };
    expect(changeOf(planOf(sequence({ absent }), { ...more, entries: [act()] }))).toMatchObject({
      suppressed: true,
    });
    const adopted = [act({ state: 'adopted' })];
    expect(changeOf(planOf(sequence({ absent }), { ...more, entries: adopted }))).toMatchObject({
      suppressed: false,
    });
  });
});
