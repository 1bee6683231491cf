/** `apply --suppressions` plans every suppressed contact that is or may be active. */
import { describe, expect, it } from 'vitest';
import type { PlanInput } from '../../../src/reconciler/plan-input.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import {
  act,
  at,
  contact,
  limits,
  member,
  observedTarget,
  planInput,
  running,
  sequence,
  workflow,
} from '../builders.ts';
import { trustEmail } from '../../../src/model/email.ts';

const suppress = [{ match: { id: '1' }, source: at(5) }];
const input = { suppressionsOnly: true } as const;
const inFlow = { kind: 'workflow', targetId: '900' } as const;

function entriesOf(planned: PlanInput): readonly object[] {
  const { changes, unchanged } = makePlan(planned);
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

describe('a plan of suppressions only', () => {
  const declared = { suppress, targets: [sequence({ members: [member(1), member(2)] })] };
  const address = 'sequences.q4/1';

  it.each([
    ['declared', declared],
    ['no longer declared', { suppress, targets: [sequence()] }],
    ['in a target that left the files', { suppress }],
  ])('includes an open intent of a contact that is %s', (_case, desired) => {
    const entries = [act({ state: 'open' })];
    const targets = [observedTarget({ kind: 'sequence', id: '500' })];
    const ledger = { targets: [{ kind: 'sequence', id: '500', key: 'q4', status: 'ready' }] } as const;
    const planned = planInput({
      desired,
      contacts: [contact(1)],
      entries,
      input,
      observed: { targets },
      ledger,
    });
    expect(entriesOf(planned)).toEqual([{ status: 'unknown', address, unsettled: true }]);
  });

  it.each([
    ['with', [act()]],
    ['without', []],
  ])('includes a declared contact that is unreadable, %s a record in the ledger', (_case, entries) => {
    const contacts = [contact(1, { unreadable: 'two at once' }), contact(2)];
    expect(entriesOf(planInput({ desired: declared, contacts, entries, input }))).toEqual([
      { status: 'unknown', address, removal: true },
    ]);
  });

  it('includes an owned contact of a workflow that was not read', () => {
    const desired = { suppress, targets: [workflow()] };
    const contacts = [contact(1, { workflowsRead: [] })];
    expect(entriesOf(planInput({ desired, contacts, entries: [act(inFlow)], input }))).toEqual([
      { status: 'unknown', address: 'workflows.onboarding/1', removal: true },
    ]);
  });

  it('includes an unmanaged contact, with a warning', () => {
    const desired = { suppress, targets: [sequence()] };
    const planned = planInput({ desired, contacts: [contact(1, { enrollments: [running()] })], input });
    expect(entriesOf(planned)).toEqual([{ status: 'unmanaged', address }]);
    expect(makePlan(planned).diagnostics).toMatchObject([
      { code: 'suppressed-unmanaged' },
      { code: 'only-suppressions' },
    ]);
  });

  it.each([
    ['absent', sequence({ absent: [{ person: { id: '1' }, source: at(6) }] }), {}],
    ['in a retired workflow', workflow({ retired: true }), inFlow],
  ])('unenrolls a contact that is also %s, whatever `limits.unenroll` is', (_case, target, parts) => {
    const contacts = [contact(1, { enrollments: [running(parts)] })];
    const desired = {
      suppress,
      targets: [target],
      limits: limits({ unenroll: { count: 0 }, perSenderPerDay: 1 }),
    };
    expect(entriesOf(planInput({ desired, contacts, input }))).toMatchObject([{ action: 'unenroll' }]);
    expect(makePlan(planInput({ desired, contacts })).applyable).toBe(true);
  });

  it('excludes contacts that are blocked, ended or not suppressed', () => {
    const contacts = [contact(1), contact(2, { unreadable: 'two at once' })];
    expect(entriesOf(planInput({ desired: declared, contacts, input }))).toEqual([]);
  });
});

describe('the warning about suppressed contacts that are unmanaged', () => {
  it('does not claim who enrolled them if the ledger has a gap', () => {
    const desired = { suppress, targets: [sequence()] };
    const contacts = [contact(1, { enrollments: [running()] })];
    const known = makePlan(planInput({ desired, contacts }));
    expect(known.diagnostics[0]?.message).toContain(', enrolled by someone else, and stays enrolled.');
    const gap = { from: '2026-11-09T00:00:00.000Z', markedAt: '2026-11-12T00:00:00.000Z' };
    const planned = planInput({
      desired,
      contacts,
      ledger: { gap, targets: [{ kind: 'sequence', id: '500', key: 'q4', status: 'ready' }] },
    });
    expect(makePlan(planned).diagnostics[0]?.message).toContain(
      ', and the ledger does not show who enrolled it, and stays enrolled.',
    );
    expect(makePlan(planned).drift[0]?.message).toContain('by an unknown user');
  });
});

describe('an email that moved to another contact while its former contact is active', () => {
  const email = trustEmail('p2@northwind.example');
  const known = { contactsOf: (wanted: string) => (wanted === email ? ['1', '2'] : []) };
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
  ])('is unenrolled if the email is %s', (_case, desired) => {
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
  ])('stays enrolled if the email is suppressed %s', (_case, desired, entries) => {
    expect(makePlan(planInput({ desired, ...moved, entries })).changes).toEqual([]);
  });
});
