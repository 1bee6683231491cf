import { describe, expect, it } from 'vitest';
import type { DesiredState, DesiredTarget } from '../../src/model/desired-state.ts';
import type { LiftedLimits, Plan, PlanContext } from '../../src/model/results/plan.ts';
import { planIdOf, sealedDigest } from '../../src/reconciler/digests.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import {
  act,
  at,
  contact,
  limits,
  listEntry,
  member,
  now,
  observedTarget,
  endedEnrollment,
  maria,
  paul,
  planInput,
  running,
  sequence,
  workflow,
} from './builders.ts';
import { trustEmail } from '../../src/model/email.ts';

const addresses = (plan: Plan): string[] => plan.changes.map(({ action, address }) => `${action} ${address}`);
const statuses = (plan: Plan): string[] =>
  plan.unchanged.map(({ status, address }) => `${status} ${address}`);
const codes = (plan: Plan): string[] => plan.diagnostics.map(({ code }) => code);
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('the order of a plan', () => {
  /** Returns the plan for a contact that moves from one sequence to another. */
  const planOfMove = (parts: Partial<Parameters<typeof planInput>[0]> = {}): Plan =>
    makePlan(
      planInput({
        desired: {
          targets: [
            sequence({ key: 'new', id: '501', members: [member(1)] }),
            sequence({ key: 'old', id: '500' }),
          ],
        },
        contacts: [contact(1, { enrollments: [running()] })],
        entries: [act()],
        ...parts,
      }),
    );

  it('unenrolls before it enrolls, so that a move is one plan', () => {
    const plan = planOfMove();
    expect(addresses(plan)).toEqual(['unenroll sequences.old/1', 'enroll sequences.new/1']);
  });

  it('makes a move wait if no route unenrolls from the previous sequence', () => {
    const plan = planOfMove({
      observed: {
        targets: [
          observedTarget({ kind: 'sequence', id: '501' }),
          observedTarget({ kind: 'sequence', id: '500', unenrollRoute: false }),
        ],
      },
    });
    expect(statuses(plan)).toEqual(['waiting sequences.new/1', 'manual sequences.old/1']);
    expect(plan).toMatchObject({ complete: false, applyable: false });
  });

  it('makes a move wait if a filter excludes the removal from the previous sequence', () => {
    const plan = planOfMove({
      input: { exclude: ['sequences.old'] },
    });
    expect(addresses(plan)).toEqual([]);
    expect(statuses(plan)).toEqual(['waiting sequences.new/1']);
  });

  it('enrolls in the sequence declared first, and the other one waits', () => {
    const members = [member(1)];
    const plan = makePlan(
      planInput({
        desired: {
          targets: [sequence({ key: 'b', id: '501', members }), sequence({ key: 'a', id: '500', members })],
        },
        contacts: [contact(1)],
      }),
    );
    expect(addresses(plan)).toEqual(['enroll sequences.b/1']);
    expect(plan.unchanged[0]).toMatchObject({
      status: 'waiting',
      reason: 'sequences.b enrolls the contact first; one sequence at a time',
    });
  });

  it('shows re-enrollments before other enrollments and deletes a workflow last', () => {
    const plan = makePlan(
      planInput({
        desired: {
          targets: [
            workflow({ key: 'gone', id: '902', retired: 'archive' }),
            workflow({ members: [member(1), member(2, { since: '2026-11-16' })] }),
          ],
        },
        observed: {
          targets: [
            observedTarget({ kind: 'workflow', id: '900' }),
            observedTarget({ kind: 'workflow', id: '902', active: new Set() }),
          ],
        },
        contacts: [contact(1), contact(2)],
        entries: [act({ kind: 'workflow', targetId: '900', contactId: '2' })],
      }),
    );
    expect(addresses(plan)).toEqual([
      'enroll workflows.onboarding/2',
      'enroll workflows.onboarding/1',
      'archive workflows.gone',
    ]);
  });
});

describe('a workflow retired with `archive`', () => {
  const retired = (active: ReadonlySet<string> | undefined): Plan =>
    makePlan(
      planInput({
        desired: { targets: [workflow({ retired: 'archive' })] },
        observed: {
          targets: [observedTarget({ kind: 'workflow', id: '900', ...(active ? { active } : {}) })],
        },
      }),
    );

  it('has its contacts unenrolled first', () => {
    expect(addresses(retired(new Set(['7'])))).toEqual(['unenroll workflows.onboarding/7']);
  });

  it('is deleted if it has no active contacts', () => {
    expect(addresses(retired(new Set()))).toEqual(['archive workflows.onboarding']);
  });

  it('is not deleted if its active contacts cannot be read', () => {
    const plan = retired(undefined);
    expect(addresses(plan)).toEqual([]);
    expect(codes(plan)).toEqual(['retired-target-unreadable']);
  });
});

describe('limits', () => {
  const many = (count: number, parts: Parameters<typeof planInput>[0] = {}): Plan =>
    makePlan(
      planInput({
        desired: { targets: [sequence({ members: range(count).map((who) => member(who)) })] },
        contacts: range(count).map((who) => contact(who)),
        ...parts,
      }),
    );

  it('allow a plan that reaches the limit', () => {
    expect(many(50)).toMatchObject({ applyable: true, errored: false, diagnostics: [] });
  });

  it('refuse one contact more, keep the changes and name the flag that lifts the limit', () => {
    const plan = many(51);
    expect(plan).toMatchObject({ applyable: false, errored: false, summary: { enroll: 51 } });
    expect(plan.diagnostics).toEqual([
      {
        code: 'limit-enroll',
        severity: 'error',
        message: 'The plan has 51 enrollments; `limits.enroll` is 50 (default).',
        help: 'Review these changes. To allow them, raise `limits.enroll` in the file; or, outside CI, add --max-enroll 51 to the command for one run.',
        limit: { name: 'enroll', planned: 51, allowed: 50, flagged: false, flag: '--max-enroll 51' },
      },
    ]);
  });

  it('are lifted by the flag of the same kind', () => {
    expect(many(51, { input: { liftedLimits: { enroll: 51 } } }).applyable).toBe(true);
    const plan = many(51, { input: { liftedLimits: { enroll: 50, unenroll: 99 } } });
    expect(plan.diagnostics[0]?.message).toBe('The plan has 51 enrollments; --max-enroll allows 50.');
  });

  it('of a target override the file, and the file limit applies to the sum of the others', () => {
    const target = (key: string, id: string, parts: object = {}): DesiredTarget =>
      workflow({ key, id, members: range(3).map((who) => member(who)), ...parts });
    const plan = makePlan(
      planInput({
        desired: {
          limits: limits({ enroll: { count: 5 }, at: { enroll: at(3) } }),
          targets: [
            target('a', '901'),
            target('b', '902'),
            target('c', '903', { limits: { enroll: { count: 2 }, at: { enroll: at(25) } } }),
            target('d', '904', { limits: { enroll: { count: 3 }, at: { enroll: at(28) } } }),
          ],
        },
        contacts: range(3).map((who) => contact(who)),
      }),
    );
    expect(plan.diagnostics.map(({ message, source }) => [message, source?.line])).toEqual([
      ['The plan has 6 enrollments; `limits.enroll` is 5.', 3],
      ['The plan has 3 enrollments in workflows.c; its `limits.enroll` is 2.', 25],
    ]);
    expect(plan.diagnostics.every(({ help }) => help.includes('--max-enroll 12 '))).toBe(true);
  });

  it('allow no re-enrollments by default', () => {
    const plan = makePlan(
      planInput({
        desired: { targets: [sequence({ since: '2026-11-16', members: [member(1)] })] },
        contacts: [contact(1, { enrollments: [endedEnrollment()] })],
        entries: [act()],
      }),
    );
    expect(codes(plan)).toEqual(['limit-reenroll']);
    expect(plan.diagnostics[0]?.help).toContain('--max-reenroll 1 ');
  });

  const leaving = (members: number, staying: number, parts: Parameters<typeof planInput>[0] = {}): Plan =>
    makePlan(
      planInput({
        desired: { targets: [sequence({ members: range(staying).map((who) => member(who)) })] },
        contacts: range(members).map((who) => contact(who, { enrollments: [running()] })),
        entries: range(members).map((who) => act({ contactId: String(who) })),
        ...parts,
      }),
    );

  it('take a percentage of the active members that rollcall enrolled, rounded down', () => {
    expect(leaving(11, 9)).toMatchObject({ applyable: true, summary: { unenroll: 2 } });
    expect(leaving(11, 8).diagnostics[0]?.message).toBe(
      'The plan has 3 removals in sequences.q4, where rollcall enrolled 11 of the active members; `limits.unenroll` is 25%, at most 2 (default).',
    );
  });

  it('do not apply a percentage to fewer than ten members', () => {
    expect(leaving(9, 0).applyable).toBe(true);
  });

  it('apply a percentage to many removals from a target with few owned members', () => {
    const active = new Set(range(40).map(String));
    const plan = makePlan(
      planInput({
        desired: { targets: [workflow({ retired: true })] },
        observed: { targets: [observedTarget({ kind: 'workflow', id: '900', active })] },
      }),
    );
    expect(codes(plan)).toEqual(['limit-unenroll']);
    expect(plan.diagnostics[0]?.help).toContain('--max-unenroll 40 ');
  });

  it('do not apply to removals of suppressed contacts', () => {
    const suppress = [{ match: { email: '*@northwind.example' }, source: at(5) }];
    expect(
      leaving(20, 20, {
        desired: { suppress, targets: [sequence({ members: range(20).map((who) => member(who)) })] },
      }),
    ).toMatchObject({
      applyable: true,
      summary: { unenroll: 20 },
    });
  });
});

describe('the daily sender limit', () => {
  const day = (sent: number, perSenderPerDay?: number): Plan =>
    makePlan(
      planInput({
        desired: {
          limits: limits({ perSenderPerDay: 3 }),
          targets: [
            sequence({ members: [member(2), member(1), member(3, { sender: { email: paul.email } })] }),
          ],
        },
        contacts: [contact(1), contact(2), contact(3)],
        ledger: { sentToday: new Map([['7001', sent]]) },
        input: perSenderPerDay === undefined ? {} : { liftedLimits: { perSenderPerDay } },
      }),
    );

  it('enrolls the first members in file order, and the others wait', () => {
    const plan = day(2);
    expect(addresses(plan)).toEqual(['enroll sequences.q4/2', 'enroll sequences.q4/3']);
    expect(plan.unchanged).toMatchObject([
      {
        address: 'sequences.q4/1',
        status: 'waiting',
        reason:
          'daily limit of the sender reached: maria@acme.example has 2 enrollments today and 1 in this plan; the limit is 3 (default)',
      },
    ]);
    expect(plan.complete).toBe(false);
  });

  it('is lifted by its flag', () => {
    expect(day(2, 4).summary).toMatchObject({ enroll: 3, senders: 2, emails: 9, people: 3 });
  });
});

describe('freeze windows and rehearsals', () => {
  it('make enrollments wait on a frozen day and continue removals', () => {
    const plan = makePlan(
      planInput({
        desired: {
          freeze: [{ from: '2026-11-20', to: '2026-11-20', reason: 'Black Friday', source: at(4) }],
          targets: [sequence({ members: [member(1)] })],
        },
        contacts: [contact(1), contact(2, { enrollments: [running()] })],
        entries: [act({ contactId: '2' })],
      }),
    );
    expect(addresses(plan)).toEqual(['unenroll sequences.q4/2']);
    expect(plan.unchanged[0]).toMatchObject({
      status: 'waiting',
      reason: 'frozen through 2026-11-20: Black Friday (enrollments.yaml:4:1)',
    });
  });

  it('use the day in the account time zone, not in UTC', () => {
    const frozen = (observedAt: string): number =>
      makePlan(
        planInput({
          desired: {
            freeze: [{ from: '2026-11-21', to: '2026-11-22', source: at(4) }],
            targets: [sequence({ members: [member(1)] })],
          },
          contacts: [contact(1)],
          observed: { observedAt },
        }),
      ).summary.waiting;
    expect([frozen('2026-11-20T22:59:00.000Z'), frozen('2026-11-20T23:00:00.000Z')]).toEqual([0, 1]);
    expect([frozen('2026-11-22T22:59:00.000Z'), frozen('2026-11-22T23:00:00.000Z')]).toEqual([1, 0]);
  });

  it('enroll only contacts in `limits.recipients`', () => {
    const plan = makePlan(
      planInput({
        desired: {
          limits: limits({ recipients: ['*@acme.example'], at: { recipients: at(6) } }),
          targets: [sequence({ members: [member(1), member(2)] })],
        },
        contacts: [
          contact(1),
          contact(2, { email: trustEmail('me@acme.example'), emails: [trustEmail('me@acme.example')] }),
        ],
      }),
    );
    expect(addresses(plan)).toEqual(['enroll sequences.q4/2']);
    expect(plan.unchanged[0]).toMatchObject({
      status: 'blocked',
      reason: 'rehearsal: not in `limits.recipients` (enrollments.yaml:6:1)',
    });
  });
});

describe('resolving members to contacts', () => {
  it('merges two declarations of one contact into one enrollment, with a warning', () => {
    const plan = makePlan(
      planInput({
        desired: {
          targets: [
            sequence({ members: [member(1), member('second@northwind.example', { source: at(31) })] }),
          ],
        },
        contacts: [
          contact(1, {
            emails: [trustEmail('p1@northwind.example'), trustEmail('second@northwind.example')],
          }),
        ],
      }),
    );
    expect(addresses(plan)).toEqual(['enroll sequences.q4/1']);
    expect(plan.diagnostics).toMatchObject([
      { code: 'same-person-twice', severity: 'warning', source: { line: 30 }, related: [{ line: 31 }] },
    ]);
  });

  it('refuses two declarations of one contact with two senders', () => {
    const plan = makePlan(
      planInput({
        desired: {
          targets: [
            sequence({
              members: [
                member(1),
                member(trustEmail('p1@northwind.example'), { sender: { email: paul.email } }),
              ],
            }),
          ],
        },
        contacts: [contact(1)],
      }),
    );
    expect(codes(plan)).toContain('two-senders');
    expect(plan).toMatchObject({ errored: true, changes: [], applyable: false });
  });

  it('refuses a contact that is a member by id and absent by email', () => {
    const plan = makePlan(
      planInput({
        desired: {
          targets: [
            sequence({
              members: [member(1)],
              absent: [{ person: { email: trustEmail('p1@northwind.example') }, source: at(40) }],
            }),
          ],
        },
        contacts: [contact(1)],
      }),
    );
    expect(plan.diagnostics).toMatchObject([
      { code: 'member-and-absent', source: { line: 30 }, related: [{ line: 40 }] },
    ]);
  });

  it('lets a literal line override an audience and keeps the position of the first entry', () => {
    const plan = makePlan(
      planInput({
        desired: {
          targets: [
            sequence({
              members: [listEntry('482'), member(2), member(1, { sender: { email: paul.email } })],
            }),
          ],
        },
        contacts: [contact(1), contact(2)],
        observed: { lists: new Map([['482', { id: '482', members: ['2', '1'] }]]) },
      }),
    );
    expect(plan.changes).toMatchObject([
      { contact: { id: '1' }, sender: paul.email, origin: 'text', source: { line: 30 } },
      { contact: { id: '2' }, origin: 'text' },
    ]);
  });

  it('enrolls list members with the list as their origin', () => {
    const plan = makePlan(
      planInput({
        desired: { targets: [sequence({ members: [listEntry('482')] })] },
        contacts: [contact(10), contact(9)],
        observed: { lists: new Map([['482', { id: '482', members: ['10', '9'] }]]) },
      }),
    );
    expect(plan.changes).toMatchObject([
      { contact: { id: '9' }, origin: 'list:482' },
      { contact: { id: '10' }, origin: 'list:482' },
    ]);
  });

  it('recognizes an owned member whose email has changed, and does not unenroll it', () => {
    const plan = makePlan(
      planInput({
        desired: { targets: [sequence({ members: [member('old@northwind.example')] })] },
        contacts: [contact(1, { enrollments: [running()] })],
        entries: [act()],
        ledger: { contactOf: (email) => (email === 'old@northwind.example' ? '1' : undefined) },
      }),
    );
    expect(statuses(plan)).toEqual(['active sequences.q4/1']);
  });

  it('does not enroll a contact that lost the declared email', () => {
    const plan = makePlan(
      planInput({
        desired: { targets: [sequence({ members: [member('old@northwind.example')] })] },
        contacts: [contact(1)],
        ledger: { contactOf: () => '1' },
      }),
    );
    expect(plan.unchanged).toMatchObject([
      { status: 'blocked', reason: 'contact 1 no longer has the declared email address' },
    ]);
  });

  it('shows a member without a contact by the masked email only', () => {
    const plan = makePlan(
      planInput({ desired: { targets: [sequence({ members: [member('noor@contoso.example')] })] } }),
    );
    expect(plan.unchanged).toMatchObject([
      {
        address: 'sequences.q4/n•••@contoso.example',
        status: 'blocked',
        reason: 'no contact has this email address',
      },
    ]);
    expect(JSON.stringify(plan)).not.toContain('noor@');
  });

  it('never writes an unmasked email into the plan', () => {
    const plan = makePlan(
      planInput({
        desired: { targets: [sequence({ members: [member(1), member('p2@northwind.example')] })] },
        contacts: [contact(1), contact(2, { optedOut: true })],
      }),
    );
    expect(plan.changes[0]).toMatchObject({ contact: { id: '1', email: 'p•••@northwind.example' } });
    expect(JSON.stringify(plan)).not.toMatch(/p\d@/);
  });
});

describe('errors', () => {
  const changedId = (parts: object): Plan =>
    makePlan(
      planInput({
        desired: { targets: [sequence({ id: '501', members: [member(1)], ...parts })] },
        contacts: [contact(1)],
        ledger: { targets: [{ kind: 'sequence', id: '500', key: 'q4', status: 'ready' }] },
      }),
    );

  it('refuse a new id under a known key, with both ids', () => {
    const plan = changedId({});
    expect(plan).toMatchObject({ errored: true, changes: [], applyable: false, complete: false });
    expect(plan.diagnostics[0]).toMatchObject({
      code: 'target-id-changed',
      help: expect.stringContaining('`replaces: 500`'),
    });
  });

  it.each([[{ replaces: '500' }], [{ since: '2026-11-01' }], [{ key: 'renamed' }]])(
    'let a new id pass with %o',
    (parts) => {
      expect(addresses(changedId(parts))).toHaveLength(1);
    },
  );

  it('let a target be renamed', () => {
    const plan = changedId({ id: '500', key: 'renamed' });
    expect(plan.errored).toBe(false);
  });

  it('refuse a list that the account does not have', () => {
    const plan = makePlan(
      planInput({ desired: { targets: [sequence({ allowEmpty: false, members: [listEntry('482')] })] } }),
    );
    expect(codes(plan)).toEqual(['list-missing']);
    expect(plan.errored).toBe(true);
  });

  const emptied = (allowEmpty: boolean): Plan =>
    makePlan(
      planInput({
        desired: { targets: [sequence({ allowEmpty, members: [listEntry('482')] })] },
        observed: { lists: new Map([['482', { id: '482', members: [] }]]) },
      }),
    );

  it('refuse members that resolve to no contacts, unless `allowEmpty` is set', () => {
    expect(codes(emptied(false))).toEqual(['members-empty']);
    expect(codes(emptied(true))).toEqual([]);
  });

  it('of a list that a workflow names have the line of that name', () => {
    const at = { activeList: { file: 'e.yaml', line: 7, column: 17 } };
    const hazards = [
      { code: 'list-missing', severity: 'error', message: 'x', help: 'x', about: 'activeList' } as const,
    ];
    const plan = makePlan(
      planInput({
        desired: { targets: [workflow({ id: '900', activeList: '553', at })] },
        observed: { targets: [observedTarget({ kind: 'workflow', id: '900', hazards })] },
      }),
    );
    expect(plan.errored).toBe(true);
    expect(plan.diagnostics[0]).toMatchObject({ code: 'list-missing', source: at.activeList });
  });

  it('of the files and of hazards remove the changes', () => {
    const base = { desired: { targets: [workflow({ members: [member(1)] })] }, contacts: [contact(1)] };
    const wrong = { code: 'wrong-value', severity: 'error', message: 'x', help: 'x' } as const;
    expect(makePlan(planInput({ ...base, input: { diagnostics: [wrong] } }))).toMatchObject({
      errored: true,
      changes: [],
    });
    const hazards = [{ code: 'via-reenrolls', severity: 'error', message: 'x', help: 'x' } as const];
    const plan = makePlan(
      planInput({
        ...base,
        observed: { targets: [observedTarget({ kind: 'workflow', id: '900', hazards })] },
      }),
    );
    expect(plan).toMatchObject({
      errored: true,
      changes: [],
      diagnostics: [{ code: 'via-reenrolls', source: { line: 20 } }],
    });
  });

  it('forbid applying without a ledger, and keep the changes', () => {
    const plan = makePlan(
      planInput({
        desired: { targets: [sequence({ members: [member(1)] })] },
        contacts: [contact(1)],
        ledger: { exists: false, lastRun: 0 },
      }),
    );
    expect(plan).toMatchObject({
      applyable: false,
      errored: false,
      summary: { enroll: 1 },
      diagnostics: [{ code: 'no-ledger', severity: 'warning' }],
    });
  });
});

describe('orphans', () => {
  it('stay enrolled, with the line that would unenroll them', () => {
    const plan = makePlan(
      planInput({
        contacts: [contact(1, { enrollments: [running()] }), contact(2, { enrollments: [running()] })],
        entries: [act(), act({ contactId: '3' })],
        ledger: { targets: [{ kind: 'sequence', id: '500', key: 'q3', status: 'ready' }] },
      }),
    );
    expect(plan.changes).toEqual([]);
    expect(plan.unchanged).toMatchObject([
      {
        address: 'sequences.q3/1',
        status: 'orphan',
        help: 'To unenroll all of its members, declare it again with `members: []`: `sequences: { q3: { id: 500, sender: contact-owner, unenroll: { workflow: ID }, members: [], allowEmpty: true } }`',
      },
    ]);
    expect(plan.summary.orphans).toBe(1);
  });
});

describe('filters', () => {
  const input = (filter: object): Plan =>
    makePlan(
      planInput({
        desired: {
          targets: [sequence({ members: [member(1)] }), workflow({ members: [member(1), member(2)] })],
        },
        contacts: [contact(1), contact(2)],
        input: filter,
      }),
    );

  it('narrow a plan to what they name, and leave it incomplete', () => {
    expect(addresses(input({ only: ['workflows.*'] }))).toEqual([
      'enroll workflows.onboarding/1',
      'enroll workflows.onboarding/2',
    ]);
    expect(addresses(input({ only: ['workflows.*'], exclude: ['*/2'] }))).toEqual([
      'enroll workflows.onboarding/1',
    ]);
    expect(input({ only: ['workflows.*'] }).complete).toBe(false);
    expect(input({ only: ['*'] }).complete).toBe(true);
  });

  it('exclude changes that the reviewed plan did not contain', () => {
    const reviewed = (address: string, key: string) =>
      addresses(input({ reviewed: { addresses: new Set([address]), keys: new Set([key]) } }));
    const key = 'enroll workflow:900 2';
    expect(reviewed('workflows.onboarding/2', key)).toEqual(['enroll workflows.onboarding/2']);
    expect(reviewed('workflows.onboarding/2', 'enroll workflow:900 1')).toEqual([]);
    expect(reviewed('workflows.onboarding/2', 'unenroll workflow:900 2')).toEqual([]);
    expect(reviewed('workflows.onboarding/1', key)).toEqual([]);
  });

  it('that match nothing cause a warning', () => {
    const warned = input({ only: ['workflows.*', 'sequences.tpyo'], exclude: ['*/999'] }).diagnostics;
    expect(
      warned.filter(({ code }) => code === 'filter-matches-nothing').map(({ message }) => message),
    ).toEqual([expect.stringContaining('--only sequences.tpyo'), expect.stringContaining('--exclude */999')]);
  });
});

describe('the id of a plan', () => {
  const input = planInput({
    desired: { targets: [sequence({ members: [member(1)] })] },
    contacts: [contact(1)],
  });

  it('does not depend on the time', () => {
    const later = { ...input, observed: { ...input.observed, observedAt: '2026-11-21T12:00:00.000Z' } };
    expect(makePlan(later).createdAt).not.toBe(makePlan(input).createdAt);
    expect(makePlan(later).planId).toBe(makePlan(input).planId);
  });

  it('depends on the last run of the ledger and on what was observed', () => {
    const names = [
      makePlan(input),
      makePlan({ ...input, ledger: { ...input.ledger, lastRun: 4 } }),
      makePlan({
        ...input,
        observed: { ...input.observed, contacts: new Map([['1', contact(1, { ownerId: '5' })]]) },
      }),
    ].map(({ planId }) => planId);
    expect(new Set(names).size).toBe(3);
  });

  it('survives JSON, and reveals an altered line', () => {
    const plan = makePlan(input);
    const read: Plan = JSON.parse(JSON.stringify(plan));
    expect(planIdOf(read)).toBe(plan.planId);
    const altered = { ...read, changes: read.changes.map((change) => ({ ...change, reason: 'because' })) };
    expect(planIdOf(altered)).not.toBe(plan.planId);
  });

  it('expires after the lifetime of the files', () => {
    expect(makePlan(input)).toMatchObject({ createdAt: now, expiresAt: '2026-11-21T12:00:00.000Z' });
  });
});

describe('the head of a plan', () => {
  const targets = [sequence({ members: [member(1), member(2, { sender: { email: paul.email } })] })];
  const base = planInput({ desired: { targets }, contacts: [contact(1), contact(2)] });

  it('names no flag without one', () => {
    const plan = makePlan(base);
    expect(plan).toMatchObject({ only: [], exclude: [], liftedLimits: {}, portalId: 4242, ledgerRun: 3 });
    expect(plan).not.toHaveProperty('undoRun');
    expect(plan).not.toHaveProperty('ledgerId');
    expect(plan).not.toHaveProperty('seal');
    expect(plan.summary).not.toHaveProperty('requestsPerDay');
  });

  it('names the flags that shaped it', () => {
    const lifted = makePlan({
      ...base,
      liftedLimits: { enroll: 9, unenroll: 8, reenroll: 7, perSenderPerDay: 6 },
    });
    expect(lifted.liftedLimits).toEqual({ enroll: 9, unenroll: 8, reenroll: 7, perSenderPerDay: 6 });
    expect(makePlan({ ...base, liftedLimits: { enroll: 9 } }).liftedLimits).toEqual({ enroll: 9 });
    expect(makePlan({ ...base, only: ['sequences.*'], exclude: ['workflows.*'] })).toMatchObject({
      only: ['sequences.*'],
      exclude: ['workflows.*'],
    });
    expect(makePlan({ ...base, undoRun: 3 }).undoRun).toBe(3);
  });

  it('names the senders of its enrollments by email, with their enrollments today and the limit', () => {
    const sentToday = new Map([['7001', 4]]);
    const plan = makePlan({ ...base, ledger: { ...base.ledger, sentToday } });
    expect(plan.context).toEqual({
      uiDomain: 'app.example',
      timeZone: 'Europe/Berlin',
      simulated: true,
      senders: [
        { email: maria.email, sentToday: 4, perDay: 200 },
        { email: paul.email, sentToday: 0, perDay: 200 },
      ],
      targets: [],
    });
    const lifted = makePlan({ ...base, liftedLimits: { perSenderPerDay: 300 } });
    expect(lifted.context?.senders.map(({ perDay }) => perDay)).toEqual([300, 300]);
  });

  it('names only the senders of its enrollments, and the reps of their rotations', () => {
    const rotation = { rotate: [maria.email, paul.email] };
    const sendersOf = (...all: readonly DesiredTarget[]) =>
      makePlan(
        planInput({ desired: { targets: all }, contacts: [contact(1), contact(2)] }),
      ).context?.senders.map(({ email }) => email);
    const ofPaul = member(1, { sender: { email: paul.email } });
    expect(sendersOf(sequence({ members: [ofPaul] }))).toEqual([paul.email]);
    expect(sendersOf(sequence({ members: [member(1)], sender: rotation }))).toEqual([
      maria.email,
      paul.email,
    ]);
    expect(
      sendersOf(sequence({ members: [ofPaul] }), sequence({ key: 'b', id: '501', sender: rotation })),
    ).toEqual([paul.email]);
    // The ids of a sequence and a workflow may be equal.
    expect(sendersOf(sequence({ id: '900', members: [ofPaul] }), workflow({ members: [member(2)] }))).toEqual(
      [paul.email],
    );
  });

  it.each<[string, LiftedLimits, Partial<DesiredState['limits']>, PlanContext['fileLimits']]>([
    ['has no limit of the files without a flag', {}, {}, undefined],
    ['shows a number', { enroll: 90 }, { enroll: { count: 40 } }, { enroll: '40' }],
    ['shows a percentage', { unenroll: 90 }, { unenroll: { percent: 30 } }, { unenroll: '30%' }],
    [
      'shows the limit of a sender',
      { perSenderPerDay: 90 },
      { perSenderPerDay: 70 },
      { perSenderPerDay: '70' },
    ],
    ['shows several', { enroll: 90, reenroll: 0 }, {}, { enroll: '50', reenroll: '0' }],
  ])('%s', (...[, liftedLimits, ofFiles, shown]) => {
    const of = planInput({
      desired: { targets, limits: limits(ofFiles) },
      contacts: [contact(1)],
      input: { liftedLimits },
    });
    expect(makePlan(of).context?.fileLimits).toEqual(shown);
  });

  it('names the senders in the order of their emails, not of the lines', () => {
    const reversed = planInput({
      desired: {
        targets: [sequence({ members: [member(2, { sender: { email: paul.email } }), member(1)] })],
      },
      contacts: [contact(1), contact(2)],
    });
    expect(makePlan(reversed).context?.senders.map(({ email }) => email)).toEqual([maria.email, paul.email]);
  });

  it('names no sender of workflows and removals, and the page of a contact if the account has one', () => {
    const account = {
      portalId: 4242,
      timeZone: 'UTC',
      uiDomain: 'app.example',
      contactPage: 'https://x/{id}',
    };
    const plan = makePlan(
      planInput({
        desired: {
          portal: 4242,
          targets: [
            workflow({ members: [member(1)] }),
            sequence({ absent: [{ person: { id: '2' }, source: at(3) }] }),
          ],
          limits: limits({ unenroll: { count: 9 } }),
        },
        contacts: [contact(1), contact(2, { enrollments: [running()] })],
        entries: [act({ contactId: '2' })],
        observed: { account },
      }),
    );
    expect(plan.changes).toHaveLength(2);
    expect(plan.context).toEqual({
      uiDomain: 'app.example',
      contactPage: 'https://x/{id}',
      timeZone: 'UTC',
      senders: [],
      targets: [],
    });
  });

  it('has the revisions of the targets, in order', () => {
    const targets = [
      observedTarget({ kind: 'workflow', id: '900', revision: '7' }),
      observedTarget({ kind: 'sequence', id: '551', revision: 'abc' }),
      observedTarget({ kind: 'workflow', id: '901' }),
    ];
    expect(makePlan(planInput({ observed: { targets } })).context?.targets).toEqual([
      { kind: 'sequence', id: '551', revision: 'abc' },
      { kind: 'workflow', id: '900', revision: '7' },
    ]);
  });

  it('contains the quota of the account', () => {
    const account = { portalId: 4242, timeZone: 'UTC', uiDomain: 'app.example', requestsPerDay: 1_000 };
    const plan = makePlan(planInput({ desired: { targets }, observed: { account } }));
    expect(plan.summary.requestsPerDay).toBe(1_000);
  });

  it('is sealed by a ledger that has an id and a secret', () => {
    const sealed: string[] = [];
    const seal = (digest: string): string => {
      sealed.push(digest);
      return 'sealed';
    };
    const ledger = { ...base.ledger, ledgerId: '5b1e0c7a', seal };
    const plan = makePlan({ ...base, ledger });
    expect(plan).toMatchObject({ ledgerId: '5b1e0c7a', seal: 'sealed' });
    expect(sealed).toEqual([sealedDigest(plan)]);
    expect(makePlan({ ...base, ledger: { ...base.ledger, ledgerId: '5b1e0c7a' } })).not.toHaveProperty(
      'seal',
    );
    expect(makePlan({ ...base, ledger: { ...base.ledger, seal } })).not.toHaveProperty('seal');
  });

  it.each([
    [true, [contact(1, { enrollments: [running()] })], [act()]],
    [false, [contact(1)], [act({ state: 'open' })]],
    [false, [contact(1, { enrollments: [running({ targetId: '777' })] })], []],
  ])('is complete only if no contact is unknown and none waits: %s', (complete, contacts, entries) => {
    const one = [sequence({ members: [member(1)] })];
    expect(makePlan(planInput({ desired: { targets: one }, contacts, entries })).complete).toBe(complete);
  });

  it('is not complete if a waiting and an unknown contact are as many', () => {
    const both = planInput({
      desired: { targets: [sequence({ members: [member(1), member(2)] })] },
      contacts: [contact(1), contact(2, { enrollments: [running({ targetId: '777' })] })],
      entries: [act({ state: 'open' })],
    });
    expect(makePlan(both)).toMatchObject({ complete: false, summary: { waiting: 1, unknown: 1 } });
  });
});
