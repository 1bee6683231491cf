/** `apply --suppressions` lists every suppressed contact that is or may be active. */
import { describe, expect, it } from 'vitest';
import type { PlanInput } from '../../src/reconciler/plan-input.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import {
  act,
  at,
  contact,
  member,
  observedTarget,
  planInput,
  running,
  sequence,
  workflow,
} from './builders.ts';
import { trustEmail } from '../../src/model/email.ts';

const suppress = [{ match: { id: '1' }, source: at(5) }];
const input = { suppressionsOnly: true } as const;
const inFlow = { kind: 'workflow', targetId: '900' } as const;

function only(made: PlanInput): readonly object[] {
  const { changes, unchanged } = makePlan(made);
  return [
    ...changes.map(({ action, address }) => ({ action, address })),
    ...unchanged.map(({ status, address, removal, unsettled }) => ({
      status,
      address,
      ...(removal ? { removal } : {}),
      ...(unsettled ? { unsettled } : {}),
    })),
  ];
}

describe('only the removals by `suppress`', () => {
  const declared = { suppress, targets: [sequence({ members: [member(1), member(2)] })] };
  const address = 'sequences.q4/1';

  it.each([
    ['declared', declared],
    ['no longer declared', { suppress, targets: [sequence()] }],
    ['in a target that left the files', { suppress }],
  ])('list an open intent of a contact that is %s', (_what, desired) => {
    const entries = [act({ state: 'open' })];
    const targets = [observedTarget({ kind: 'sequence', id: '500' })];
    const ledger = { targets: [{ kind: 'sequence', id: '500', key: 'q4', status: 'ready' }] } as const;
    const made = planInput({
      desired,
      contacts: [contact(1)],
      entries,
      input,
      observed: { targets },
      ledger,
    });
    expect(only(made)).toEqual([{ status: 'unknown', address, unsettled: true }]);
  });

  it.each([
    ['with', [act()]],
    ['without', []],
  ])('list a declared contact that is unreadable, %s a record in the ledger', (_what, entries) => {
    const contacts = [contact(1, { unreadable: 'two at once' }), contact(2)];
    expect(only(planInput({ desired: declared, contacts, entries, input }))).toEqual([
      { status: 'unknown', address, removal: true },
    ]);
  });

  it('list an owned contact of a workflow that was not read', () => {
    const desired = { suppress, targets: [workflow()] };
    const contacts = [contact(1, { workflowsRead: [] })];
    expect(only(planInput({ desired, contacts, entries: [act(inFlow)], input }))).toEqual([
      { status: 'unknown', address: 'workflows.onboarding/1', removal: true },
    ]);
  });

  it('list an unmanaged contact, with the warning', () => {
    const desired = { suppress, targets: [sequence()] };
    const made = planInput({ desired, contacts: [contact(1, { enrollments: [running()] })], input });
    expect(only(made)).toEqual([{ status: 'unmanaged', address }]);
    expect(makePlan(made).diagnostics).toMatchObject([
      { code: 'suppressed-unmanaged' },
      { code: 'only-suppressions' },
    ]);
  });

  it.each([
    ['absent', sequence({ absent: [{ person: { id: '1' }, source: at(6) }] }), {}],
    ['in a retired workflow', workflow({ retired: true }), inFlow],
  ])('unenroll a contact that is also %s, whatever `limits.unenroll` is', (_what, target, where) => {
    const contacts = [contact(1, { enrollments: [running(where)] })];
    const limits = {
      enroll: { count: 50 },
      unenroll: { count: 0 },
      reenroll: { count: 0 },
      perSenderPerDay: 1,
      at: {},
    };
    const desired = { suppress, targets: [target], limits };
    expect(only(planInput({ desired, contacts, input }))).toMatchObject([{ action: 'unenroll' }]);
    expect(makePlan(planInput({ desired, contacts })).applyable).toBe(true);
  });

  it('leave out contacts that are blocked, ended or not suppressed', () => {
    const contacts = [contact(1), contact(2, { unreadable: 'two at once' })];
    expect(only(planInput({ desired: declared, contacts, input }))).toEqual([]);
  });
});

describe('the warning of suppressed contacts that are unmanaged', () => {
  it('does not claim who enrolled them where the ledger has a gap', () => {
    const desired = { suppress, targets: [sequence()] };
    const contacts = [contact(1, { enrollments: [running()] })];
    const known = makePlan(planInput({ desired, contacts }));
    expect(known.diagnostics[0]?.message).toContain(', enrolled by someone else, and stays enrolled.');
    const gap = { from: '2026-11-09T00:00:00.000Z', markedAt: '2026-11-12T00:00:00.000Z' };
    const made = planInput({
      desired,
      contacts,
      ledger: { gap, targets: [{ kind: 'sequence', id: '500', key: 'q4', status: 'ready' }] },
    });
    expect(makePlan(made).diagnostics[0]?.message).toContain(
      ', and the ledger does not show who enrolled it, and stays enrolled.',
    );
    expect(makePlan(made).drift[0]?.message).toContain('by an unknown user');
  });
});

describe('an email that moved to another contact while ours is active', () => {
  const email = trustEmail('p2@northwind.example');
  const known = { contactsOf: (asked: string) => (asked === email ? ['1', '2'] : []) };
  const contacts = [contact(1, { enrollments: [running()] }), contact(2)];
  const moved = { contacts, entries: [act()], ledger: known };

  it.each([
    ['suppressed', { suppress: [{ match: { email }, source: at(5) }], targets: [sequence()] }],
    [
      'suppressed, and still declared',
      { suppress: [{ match: { email }, source: at(5) }], targets: [sequence({ members: [member(email)] })] },
    ],
    [
      'suppressed, and declared by the id of the first contact',
      { suppress: [{ match: { email }, source: at(5) }], targets: [sequence({ members: [member(1)] })] },
    ],
    ['absent', { targets: [sequence({ absent: [{ person: { email }, source: at(6) }] })] }],
  ])('is unenrolled when it is %s', (_what, desired) => {
    expect(makePlan(planInput({ desired, ...moved })).changes).toMatchObject([
      { action: 'unenroll', address: 'sequences.q4/1' },
    ]);
  });

  it.each([
    [
      'by a pattern',
      {
        suppress: [{ match: { email: 'p2@*' }, source: at(5) }],
        targets: [sequence({ members: [member(1)] })],
      },
      [act()],
    ],
    [
      'and someone else enrolled the contact',
      { suppress: [{ match: { email }, source: at(5) }], targets: [sequence({ members: [member(1)] })] },
      [act({ state: 'adopted' })],
    ],
  ])('stays enrolled when it is suppressed %s', (_what, desired, entries) => {
    expect(makePlan(planInput({ desired, ...moved, entries })).changes).toEqual([]);
  });
});
