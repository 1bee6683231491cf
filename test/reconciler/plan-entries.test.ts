import { describe, expect, it } from 'vitest';
import { trustEmail } from '../../src/model/email.ts';
import type { PlanInput } from '../../src/reconciler/plan-input.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import {
  act,
  at,
  contact,
  limits,
  maria,
  member,
  observedTarget,
  paul,
  planInput,
  running,
  sequence,
  workflow,
} from './builders.ts';

const target = { kind: 'sequence', key: 'q4', id: '500' };
const ana = { id: '1', email: 'p•••@northwind.example' };
const account = {
  portalId: 4242,
  timeZone: 'Europe/Berlin',
  uiDomain: 'app.example',
  contactPage: 'https://app.example/contacts/{id}',
};

const changesOf = (input: PlanInput) => makePlan(input).changes;
const unchangedOf = (input: PlanInput) => makePlan(input).unchanged;

describe('an enrollment in a plan', () => {
  it('has its sender, its emails, and where it is declared', () => {
    const input = planInput({
      desired: {
        targets: [sequence({ senderAlias: trustEmail('hello@acme.example'), members: [member(1)] })],
      },
      contacts: [contact(1)],
    });
    expect(changesOf(input)).toEqual([
      {
        address: 'sequences.q4/1',
        action: 'enroll',
        reason: 'declared; no earlier enrollment known',
        effect: 'sends',
        reversible: false,
        contact: ana,
        target,
        sender: maria.email,
        senderUserId: '7001',
        senderAlias: 'hello@acme.example',
        origin: 'text',
        reenroll: false,
        emails: 3,
        emailDays: [0, 3, 7],
        source: at(30),
      },
    ]);
  });

  it('has the `since` and the sender of its line, whose inbox does not have the alias', () => {
    const line = member(1, { since: '2026-11-10', sender: { email: paul.email } });
    const input = planInput({
      desired: { targets: [sequence({ senderAlias: trustEmail('hello@acme.example'), members: [line] })] },
      contacts: [contact(1)],
    });
    const [change] = changesOf(input);
    expect(change).toMatchObject({ sender: paul.email, senderUserId: '7002', since: '2026-11-10' });
    expect(change).not.toHaveProperty('senderAlias');
  });

  it('has no emails if HubSpot does not show the steps', () => {
    const { emails: _, ...unknown } = observedTarget({ kind: 'sequence', id: '500' });
    const input = planInput({
      desired: { targets: [sequence({ members: [member(1)] })] },
      contacts: [contact(1)],
      observed: { targets: [unknown] },
    });
    expect(changesOf(input)[0]).not.toHaveProperty('emails');
    expect(changesOf(input)[0]).not.toHaveProperty('emailDays');
  });

  it('in a workflow has neither sender nor emails, and the list that feeds it', () => {
    const desired = { targets: [workflow({ viaList: '611', members: [member(1)] })] };
    const input = planInput({
      desired,
      contacts: [contact(1)],
      observed: { targets: [observedTarget({ kind: 'workflow', id: '900', emails: [0] })] },
    });
    expect(changesOf(input)).toEqual([
      {
        address: 'workflows.onboarding/1',
        action: 'enroll',
        reason: 'declared; no earlier enrollment known',
        effect: 'sends',
        reversible: false,
        contact: ana,
        target: { kind: 'workflow', key: 'onboarding', id: '900' },
        origin: 'text',
        reenroll: false,
        viaList: '611',
        source: at(30),
      },
    ]);
  });
});

describe('a removal in a plan', () => {
  it('has the terms of the enrollment that it ends', () => {
    const input = planInput({
      desired: {
        targets: [sequence()],
        limits: limits({ unenroll: { count: 5 } }),
      },
      contacts: [contact(1, { enrollments: [running({ id: '88' })] })],
      entries: [act({ since: '2026-11-01', origin: 'list:482' })],
    });
    expect(changesOf(input)).toEqual([
      {
        address: 'sequences.q4/1',
        action: 'unenroll',
        reason: 'no longer declared, enrolled by run 3',
        effect: 'stops',
        reversible: false,
        contact: ana,
        target,
        since: '2026-11-01',
        origin: 'list:482',
        suppressed: false,
        owned: true,
        enrollmentId: '88',
        source: at(10),
      },
    ]);
  });

  it('marks a suppressed contact, which no limit counts', () => {
    const input = planInput({
      desired: {
        targets: [sequence({ members: [member(1)] })],
        suppress: [{ match: { id: '1' }, source: at(5) }],
      },
      contacts: [contact(1, { enrollments: [running()] })],
      entries: [act()],
    });
    expect(changesOf(input)[0]).toMatchObject({
      action: 'unenroll',
      suppressed: true,
      owned: true,
      source: at(5),
    });
  });

  it('names the id under which the contact is active, with its name in HubSpot', () => {
    const input = planInput({
      desired: {
        targets: [
          sequence({ id: '501', replaces: '500', absent: [{ person: { id: '1' }, source: at(40) }] }),
        ],
        limits: limits({ unenroll: { count: 5 } }),
      },
      contacts: [contact(1, { enrollments: [running()] })],
      entries: [act()],
      observed: {
        targets: [
          observedTarget({ kind: 'sequence', id: '501', name: 'New' }),
          observedTarget({ kind: 'sequence', id: '500', name: 'Old' }),
        ],
      },
    });
    expect(changesOf(input)[0]).toMatchObject({
      address: 'sequences.q4/1',
      target: { kind: 'sequence', key: 'q4', id: '500', name: 'Old' },
      source: at(40),
    });
  });

  it('deletes a retired workflow without active contacts', () => {
    const input = planInput({
      desired: { targets: [workflow({ retired: 'archive', activeList: '553' })] },
      observed: { targets: [observedTarget({ kind: 'workflow', id: '900', active: new Set() })] },
    });
    expect(changesOf(input)).toEqual([
      {
        address: 'workflows.onboarding',
        action: 'archive',
        reason: expect.stringContaining('retired'),
        effect: 'stops',
        reversible: false,
        target: { kind: 'workflow', key: 'onboarding', id: '900' },
        source: at(20),
      },
    ]);
  });
});

describe('an entry without a change', () => {
  it('links the contact if a person has to check it', () => {
    const input = planInput({
      desired: { targets: [sequence({ members: [member(1), member(2)] })] },
      contacts: [contact(1, { optedOut: true }), contact(2, { enrollments: [running()] })],
      entries: [act({ contactId: '2' })],
      observed: { account },
    });
    const [first, second] = unchangedOf(input).toSorted((a, b) => (a.address < b.address ? -1 : 1));
    expect(first).toMatchObject({
      status: 'blocked',
      contact: { ...ana, link: 'https://app.example/contacts/1' },
      source: at(30),
    });
    expect(second).toMatchObject({ status: 'active', contact: { id: '2' } });
    expect(second?.contact).not.toHaveProperty('link');
  });

  it('has no link if the contact is gone, or the account shows no page', () => {
    const desired = { targets: [sequence({ members: [member(9), member(1)] })] };
    const gone = unchangedOf(planInput({ desired, observed: { account }, contacts: [] }));
    expect(gone.map((one) => one.contact?.link)).toEqual([undefined, undefined]);
    const [blocked] = unchangedOf(planInput({ desired, contacts: [contact(1, { optedOut: true })] })).filter(
      ({ contact: one }) => one?.id === '1',
    );
    expect(blocked?.contact).toEqual(ana);
  });

  it('has no contact if no contact has the declared email', () => {
    const desired = { targets: [sequence({ members: [member('nina@northwind.example')] })] };
    const [entry] = unchangedOf(planInput({ desired, observed: { account } }));
    expect(entry).toMatchObject({ address: 'sequences.q4/n•••@northwind.example', status: 'blocked' });
    expect(entry).not.toHaveProperty('contact');
  });

  it('marks an open request, which `resolve` settles', () => {
    const desired = { targets: [sequence({ members: [member(1)] })] };
    const input = planInput({ desired, contacts: [contact(1)], entries: [act({ state: 'open' })] });
    expect(unchangedOf(input)[0]).toMatchObject({
      status: 'unknown',
      unsettled: true,
      help: expect.any(String),
    });
    expect(unchangedOf(input)[0]).not.toHaveProperty('removal');
  });

  it('marks a removal that this run cannot make, with the line that requires it', () => {
    const desired = { targets: [sequence({ absent: [{ person: { id: '1' }, source: at(40) }] })] };
    const input = planInput({
      desired,
      contacts: [contact(1, { enrollments: [running()] })],
      entries: [act()],
      observed: { targets: [{ ...observedTarget({ kind: 'sequence', id: '500' }), unenrollRoute: false }] },
    });
    expect(unchangedOf(input)[0]).toMatchObject({ status: 'manual', removal: true, source: at(40) });
    expect(unchangedOf(input)[0]).not.toHaveProperty('unsettled');
  });
});
