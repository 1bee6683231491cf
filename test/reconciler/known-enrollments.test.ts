/** Plans for one contact with ledger gaps, merges, visibility lag or missing reads. */
import { describe, expect, it } from 'vitest';
import type { PlanInput } from '../../src/reconciler/plan-input.ts';
import { ledgerUpdates } from '../../src/reconciler/ledger-updates.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import { observeRequest } from '../../src/reconciler/observe-request.ts';
import {
  act,
  at,
  contact,
  desiredState,
  ledgerView,
  member,
  now,
  observedTarget,
  endedEnrollment,
  planInput,
  running,
  sequence,
  workflow,
} from './builders.ts';

const justNow = '2026-11-20T11:55:00.000Z';
const inFlow = { kind: 'workflow', targetId: '900' } as const;
const suppressed = { suppress: [{ match: { id: '1' }, source: at(5) }] };

/** Returns every plan entry as `action address from target: reason` or `status address: reason`. */
function lines(input: PlanInput): readonly string[] {
  const plan = makePlan(input);
  return [
    ...plan.changes.map(
      ({ action, address, target, reason }) => `${action} ${address} from ${target.id}: ${reason}`,
    ),
    ...plan.unchanged.map(({ status, address, removal, reason }) =>
      [status, removal ? ' (removal)' : '', ` ${address}: `, reason].join(''),
    ),
  ];
}

const textOf = (input: PlanInput): string => lines(input).join('\n');

describe('ids that share a history', () => {
  const joined = { ledger: { joins: [{ kind: 'sequence', targetId: '500', formerId: '400' } as const] } };
  const declared = { desired: { targets: [sequence({ members: [member(1)] })] } };

  it('share it after the `replaces` line was deleted', () => {
    const entries = [act({ targetId: '400' })];
    expect(textOf(planInput({ ...declared, ...joined, contacts: [contact(1)], entries }))).toMatch(/^ended /);
    expect(textOf(planInput({ ...declared, contacts: [contact(1)], entries }))).toMatch(/^enroll /);
  });

  it('share it through several steps and back', () => {
    const joins = [
      { kind: 'sequence', targetId: '450', formerId: '400' },
      { kind: 'sequence', targetId: '500', formerId: '450' },
    ] as const;
    const input = planInput({
      ...declared,
      contacts: [contact(1)],
      entries: [act({ targetId: '400' })],
      ledger: { joins },
    });
    expect(textOf(input)).toMatch(/^ended /);
  });

  it('are separated by `replaces: none`, and the next apply records it', () => {
    const desired = { targets: [sequence({ members: [member(1)], replaces: 'none' })] };
    const input = planInput({
      desired,
      ...joined,
      contacts: [contact(1)],
      entries: [act({ targetId: '400' })],
    });
    expect(lines(input)[0]).toMatch(/^enroll /);
    expect(ledgerUpdates(input).separated).toEqual([{ kind: 'sequence', id: '500' }]);
  });

  it('are recorded by the next apply', () => {
    const desired = { targets: [sequence({ members: [member(1)], replaces: '400' })] };
    expect(ledgerUpdates(planInput({ desired })).joins).toEqual([
      { kind: 'sequence', targetId: '500', formerId: '400' },
    ]);
  });

  it('unenroll under the id of the active enrollment', () => {
    const desired = { targets: [sequence({ replaces: '400', members: [] })], ...suppressed };
    const targets = [
      observedTarget({ kind: 'sequence', id: '500' }),
      observedTarget({ kind: 'sequence', id: '400' }),
    ];
    const input = planInput({
      desired,
      observed: { targets },
      contacts: [contact(1, { enrollments: [running({ targetId: '400' })] })],
      entries: [act({ targetId: '400' })],
    });
    expect(textOf(input)).toBe(
      'unenroll sequences.q4/1 from 400: active and suppressed (enrollments.yaml:5:1)',
    );
  });
});

describe('a contact that was deleted and created again', () => {
  const known = { contactsOf: (email: string) => (email.startsWith('p2') ? ['1', '2'] : []) };

  it.each([
    ['by email', member('p2@northwind.example')],
    ['by id', member(2)],
  ])('counts as enrolled if it is declared %s', (_case, entry) => {
    const desired = { targets: [sequence({ members: [entry] })] };
    const input = planInput({ desired, contacts: [contact(2)], entries: [act()], ledger: known });
    expect(textOf(input)).toContain(
      'ended sequences.q4/2: under another contact id: enrolled by run 3 on 2026-11-10 as contact 1',
    );
  });

  it('is enrolled again by a later `since`', () => {
    const desired = { targets: [sequence({ members: [member(2)], since: '2026-11-15' })] };
    const plan = makePlan(planInput({ desired, contacts: [contact(2)], entries: [act()], ledger: known }));
    expect(plan.changes).toMatchObject([{ action: 'enroll', reenroll: true }]);
  });

  it('is unknown while the request for the former contact has no outcome', () => {
    const desired = { targets: [sequence({ members: [member(2)] })] };
    const input = planInput({
      desired,
      contacts: [contact(2)],
      entries: [act({ state: 'open' })],
      ledger: known,
    });
    expect(lines(input).find((line) => line.includes('/2:'))).toMatch(/^unknown /);
  });

  it('keeps the former contact enrolled if it still exists', () => {
    const desired = { targets: [sequence({ members: [member('p2@northwind.example')] })] };
    const contacts = [contact(1, { enrollments: [running()] }), contact(2)];
    const input = planInput({ desired, contacts, entries: [act()], ledger: known });
    expect(makePlan(input).changes).toEqual([]);
    expect(textOf(input)).toContain('for a declared email that now belongs to contact 2');
  });
});

describe('a workflow whose members were not read', () => {
  const unread = contact(1, { workflowsRead: [] });
  const entries = [act(inFlow)];

  it.each([
    ['declared', [member(1)], {}],
    ['no longer declared', [], {}],
    ['suppressed', [], suppressed],
  ])('is unknown for a contact that is %s', (_case, members, more) => {
    const desired = { targets: [workflow({ members })], ...more };
    expect(textOf(planInput({ desired, contacts: [unread], entries }))).toMatch(
      /^unknown (\(removal\) )?workflows.onboarding\/1: not read/,
    );
  });

  it('is unknown when the run is undone', () => {
    const desired = { targets: [workflow({ members: [] })] };
    expect(textOf(planInput({ desired, contacts: [unread], entries, input: { undoRun: 3 } }))).toMatch(
      /^unknown .*not read/,
    );
  });

  it('is requested until an end is recorded', () => {
    const end = { seenAt: now, how: 'unexplained' } as const;
    const unended = (entry: ReturnType<typeof act>) =>
      observeRequest(desiredState({ targets: [workflow()] }), ledgerView([entry]), now).unendedEnrollments;
    expect(unended(act(inFlow))).toMatchObject([{ ...inFlow, contactId: '1' }]);
    expect(unended(act({ ...inFlow, end }))).toEqual([]);
  });
});

describe('a contact that was deleted just after it was enrolled', () => {
  it('is not active, declared or not', () => {
    const entries = [act({ at: justNow })];
    const desired = { targets: [sequence({ members: [member(1)] })] };
    expect(textOf(planInput({ desired, contacts: [contact(2)], entries }))).toMatch(
      /^ended sequences.q4\/1: /,
    );
    expect(lines(planInput({ desired: { targets: [sequence()] }, contacts: [contact(2)], entries }))).toEqual(
      [],
    );
  });

  it('is not active under its email, which a new contact has', () => {
    const contactsOf = (email: string) => (email.startsWith('p2') ? ['1', '2'] : []);
    const desired = { targets: [sequence({ members: [member('p2@northwind.example')] })] };
    const input = planInput({
      desired,
      contacts: [contact(2)],
      entries: [act({ at: justNow })],
      ledger: { contactsOf },
    });
    expect(lines(input)).toHaveLength(1);
    expect(textOf(input)).toMatch(/^ended sequences.q4\/2: .* as contact 1; /);
  });
});

describe('an enrollment that HubSpot does not show yet', () => {
  const recent = [act({ at: justNow })];

  it.each([
    ['removed from the file', { targets: [sequence({ members: [] })] }, {}],
    ['suppressed', { targets: [sequence({ members: [member(1)] })], ...suppressed }, {}],
    ['absent', { targets: [sequence({ absent: [{ person: { id: '1' }, source: at(6) }] })] }, {}],
    ['undone', { targets: [sequence({ members: [member(1)] })] }, { undoRun: 3 }],
  ])('waits, as a removal, when the contact is %s', (_case, desired, input) => {
    expect(textOf(planInput({ desired, contacts: [contact(1)], entries: recent, input }))).toMatch(
      /^waiting \(removal\) sequences.q4\/1: not visible yet/,
    );
  });

  it('is an orphan where the target left the files', () => {
    expect(textOf(planInput({ contacts: [contact(1)], entries: recent }))).toMatch(/^orphan /);
  });

  it('is not recorded as ended', () => {
    const desired = { targets: [sequence({ members: [member(1)] })] };
    const ends = (entries: ReturnType<typeof act>[]) =>
      ledgerUpdates(planInput({ desired, contacts: [contact(1)], entries })).ends;
    expect(ends([act({ at: justNow, intent: 7 })])).toEqual([]);
    expect(ends([act({ intent: 7 })])).toMatchObject([{ intent: 7, how: 'unexplained' }]);
  });

  it('counts as ended when rollcall has just unenrolled the contact and HubSpot still shows it', () => {
    const entries = [act(), act({ action: 'unenroll', at: justNow, run: 4 })];
    const desired = { targets: [sequence({ members: [member(1)] })] };
    expect(
      textOf(planInput({ desired, contacts: [contact(1, { enrollments: [running()] })], entries })),
    ).toMatch(/^ended .*unenrolled by run 4/);
  });
});

describe('merged contacts', () => {
  // 1 and 2 were enrolled, 2 was unenrolled, then both became 3.
  const entries = [
    act({ ...inFlow, contactId: '1' }),
    act({ ...inFlow, contactId: '2' }),
    act({ ...inFlow, contactId: '2', action: 'unenroll', at: '2026-11-12T09:00:00.000Z', run: 4 }),
  ];
  const merged = contact(3, { mergedIds: ['1', '2'], enrollments: [running(inFlow)] });

  it('stay owned by the enrollment that rollcall has not ended', () => {
    const desired = { targets: [workflow({ members: [] })] };
    expect(textOf(planInput({ desired, contacts: [merged], entries }))).toMatch(
      /^unenroll workflows.onboarding\/3/,
    );
  });

  it('are unmanaged if the removal was recorded under the merged id', () => {
    const later = act({
      ...inFlow,
      contactId: '3',
      action: 'unenroll',
      at: '2026-11-13T09:00:00.000Z',
      run: 5,
    });
    const desired = { targets: [workflow({ members: [] })] };
    expect(textOf(planInput({ desired, contacts: [merged], entries: [...entries, later] }))).toMatch(
      /^unmanaged /,
    );
  });

  it('are undone once', () => {
    const desired = { targets: [workflow({ members: [] })] };
    expect(lines(planInput({ desired, contacts: [merged], entries, input: { undoRun: 3 } }))).toHaveLength(1);
  });
});

describe('targets that left the files', () => {
  const active = contact(1, { enrollments: [running()] });
  const ledger = { targets: [{ kind: 'sequence', id: '500', key: 'q3', status: 'ready' } as const] };
  const observed = { targets: [observedTarget({ kind: 'sequence', id: '500' })] };

  it('have suppressed contacts unenrolled that rollcall enrolled', () => {
    const input = planInput({ desired: suppressed, contacts: [active], entries: [act()], ledger, observed });
    expect(textOf(input)).toMatch(/^unenroll sequences.q3\/1 from 500/);
    expect(makePlan(input).changes[0]?.source?.line).toBe(5);
  });

  it('are undone', () => {
    const input = planInput({
      contacts: [active],
      entries: [act()],
      ledger,
      observed,
      input: { undoRun: 3 },
    });
    expect(textOf(input)).toMatch(
      /^unenroll sequences.q3\/1 from 500: enrolled by run 3, which this plan undoes/,
    );
  });

  it('have their id as the key if another target has the key', () => {
    const desired = { targets: [sequence({ key: 'q3', id: '600', members: [], since: '2026-11-01' })] };
    expect(textOf(planInput({ desired, contacts: [active], entries: [act()], ledger }))).toMatch(
      /^orphan sequences.500\/1/,
    );
  });
});

describe('an undo', () => {
  const many = Array.from({ length: 20 }, (_none, index) => index + 1);
  const contacts = many.map((id) => contact(id, { enrollments: [running()] }));
  const entries = many.map((id) => act({ contactId: String(id) }));

  it('is exempt from the limit on removals', () => {
    const input = { desired: { targets: [sequence({ members: [] })] }, contacts, entries };
    expect(makePlan(planInput(input)).applyable).toBe(false);
    expect(makePlan(planInput({ ...input, input: { undoRun: 3 } }))).toMatchObject({
      applyable: true,
      summary: { unenroll: 20 },
    });
  });

  it('is refused by an error in its own target, not by one in another', () => {
    const hazard = { code: 'via-reenrolls', severity: 'error', message: 'm', help: 'h' } as const;
    const plan = (wrong: '500' | '900') =>
      makePlan(
        planInput({
          desired: { targets: [sequence({ members: [] }), workflow({ members: [] })] },
          contacts,
          entries,
          observed: {
            targets: [
              observedTarget({ kind: 'sequence', id: '500', hazards: wrong === '500' ? [hazard] : [] }),
              observedTarget({ kind: 'workflow', id: '900', hazards: wrong === '900' ? [hazard] : [] }),
            ],
          },
          input: { undoRun: 3 },
        }),
      );
    expect([plan('500').errored, plan('900').errored]).toEqual([true, false]);
  });
});

describe('a pause', () => {
  const desired = { targets: [sequence({ members: [member(1)] })] };
  const pause = { actor: 'ana', reason: 'pricing error', at: '2026-11-19T09:00:00.000Z' };

  it.each([
    ['of the account', pause],
    ['of the target', { ...pause, kind: 'sequence', targetId: '500', targetKey: 'q4' } as const],
  ])('%s makes enrollments wait', (_case, one) => {
    expect(textOf(planInput({ desired, contacts: [contact(1)], ledger: { pauses: [one] } }))).toBe(
      'waiting sequences.q4/1: paused by ana on 2026-11-19: pricing error',
    );
  });

  it.each([
    ['has another id', { paused: '500', id: '501', since: '2026-11-01' }],
    [
      'has another id, and a key that was recorded since',
      { paused: '500', id: '501', key: 'q5', since: '2026-11-01' },
    ],
    ['has another key', { paused: '500', key: 'q5' }],
    ['has another key and replaces the paused id', { paused: '400', key: 'q5', replaces: '400' }],
  ])('continues if the target %s', (_case, { paused, ...parts }) => {
    const key = 'key' in parts ? parts.key : 'q4';
    const target = sequence({ members: [member(1)], ...parts });
    const pauses = [{ ...pause, kind: 'sequence', targetId: paused, targetKey: 'q4' } as const];
    const targets = [{ kind: 'sequence', id: paused, key, status: 'ready' } as const];
    const input = planInput({
      desired: { targets: [target] },
      contacts: [contact(1)],
      ledger: { pauses, targets },
    });
    expect(textOf(input)).toBe(
      `waiting sequences.${target.key}/1: paused by ana on 2026-11-19: pricing error`,
    );
  });

  it('of another target does not, and never stops removals', () => {
    const pauses = [{ ...pause, kind: 'sequence', targetId: '777', targetKey: 'other' } as const];
    expect(textOf(planInput({ desired, contacts: [contact(1)], ledger: { pauses } }))).toMatch(/^enroll /);
    const active = contact(1, { enrollments: [running()] });
    const input = planInput({
      desired: { targets: [sequence({ members: [] })] },
      contacts: [active],
      entries: [act()],
      ledger: { pauses: [pause] },
    });
    expect(textOf(input)).toMatch(/^unenroll /);
  });
});

describe('history that the ledger does not cover', () => {
  const old = {
    targets: [observedTarget({ kind: 'workflow', id: '900', createdAt: '2026-01-01T00:00:00.000Z' })],
  };
  const plan = (
    parts: Parameters<typeof workflow>[0],
    ledger: Parameters<typeof ledgerView>[1] = {},
  ): string =>
    textOf(
      planInput({
        desired: { targets: [workflow({ members: [member(1)], ...parts })] },
        contacts: [contact(1)],
        observed: old,
        ledger,
      }),
    );

  interface Case {
    readonly parts?: Parameters<typeof workflow>[0];
    readonly ledger?: Parameters<typeof ledgerView>[1];
  }

  it.each<readonly [string, Case, RegExp]>([
    [
      '`noHistoryBefore` on a day that the ledger covers',
      { parts: { noHistoryBefore: '2026-10-02' } },
      /^enroll /,
    ],
    ['`noHistoryBefore` before the ledger began', { parts: { noHistoryBefore: '2026-09-01' } }, /^unknown /],
    [
      '`noHistoryBefore` before a marked gap',
      {
        parts: { noHistoryBefore: '2026-10-02' },
        ledger: {
          coversFrom: '2026-11-19T00:00:00.000Z',
          gap: { from: '2026-11-15T00:00:00.000Z', markedAt: '2026-11-19T00:00:00.000Z' },
        },
      },
      /^unknown .*gap from 2026-11-15 to 2026-11-19/,
    ],
    ['`rollcall resolve --not-enrolled`', { ledger: { vouched: () => true } }, /^enroll /],
  ])('with %s', (_case, { parts = {}, ledger = {} }: Case, expected) => {
    expect(plan(parts, ledger)).toMatch(expected);
  });

  it('does not claim who enrolled a contact', () => {
    const gap = { from: '2026-11-05T00:00:00.000Z', markedAt: '2026-11-19T00:00:00.000Z' };
    const input = planInput({
      desired: { targets: [sequence({ members: [] })] },
      contacts: [contact(1, { enrollments: [running()] })],
      ledger: { gap, coversFrom: gap.markedAt },
    });
    expect(textOf(input)).toMatch(/^unmanaged .*by an unknown user \(the ledger has a gap/);
  });
});

describe('contradictory properties', () => {
  const unreadable = contact(1, { unreadable: 'two at once' });

  it.each([
    ['declared', [member(1)]],
    ['not declared', []],
  ])('make a contact unknown that is %s', (_case, members) => {
    const desired = { targets: [sequence({ members })] };
    expect(textOf(planInput({ desired, contacts: [unreadable], entries: [act()] }))).toMatch(
      /^unknown .*unreadable: two at once/,
    );
  });

  it('record no end', () => {
    const desired = { targets: [sequence({ members: [member(1)] })] };
    expect(
      ledgerUpdates(planInput({ desired, contacts: [unreadable], entries: [act({ intent: 7 })] })).ends,
    ).toEqual([]);
  });
});

describe('recorded ends', () => {
  const desired = { targets: [sequence({ members: [member(1)] })] };

  it('are recorded as HubSpot shows them', () => {
    const contacts = [contact(1, { enrollments: [endedEnrollment()] })];
    expect(ledgerUpdates(planInput({ desired, contacts, entries: [act({ intent: 7 })] })).ends).toEqual([
      { intent: 7, seenAt: now, endedAt: '2026-11-15T09:00:00.000Z', how: 'finished' },
    ]);
  });

  it('do not change the plan', () => {
    const contacts = [contact(1)];
    const end = { seenAt: now, how: 'unexplained' } as const;
    expect(textOf(planInput({ desired, contacts, entries: [act({ end })] }))).toBe(
      textOf(planInput({ desired, contacts, entries: [act()] })),
    );
  });

  it('end the ownership of an active enrollment without a date', () => {
    const undated = { kind: 'workflow', targetId: '900', state: 'active' } as const;
    const input = planInput({
      desired: { targets: [workflow({ members: [] })] },
      contacts: [contact(1, { enrollments: [undated] })],
      entries: [act({ ...inFlow, end: { seenAt: now, how: 'finished' } })],
    });
    expect(textOf(input)).toMatch(/^unmanaged /);
  });
});

it('a plan with --suppressions contains only removals by `suppress`, and no error refuses it', () => {
  const input = planInput({
    desired: { targets: [sequence({ members: [member(2)] })], ...suppressed },
    contacts: [contact(1, { enrollments: [running()] }), contact(2)],
    entries: [act()],
    input: {
      suppressionsOnly: true,
      diagnostics: [{ code: 'wrong-value', severity: 'error', message: 'm', help: 'h' }],
    },
  });
  expect(makePlan(input)).toMatchObject({ applyable: true, errored: false });
  expect(lines(input)).toEqual([
    'unenroll sequences.q4/1 from 500: active and suppressed (enrollments.yaml:5:1)',
  ]);
});

it('a quarantined address is not reported as bounced', () => {
  const desired = { targets: [sequence({ members: [member(1)] })] };
  expect(textOf(planInput({ desired, contacts: [contact(1, { quarantined: true })] }))).toMatch(
    /^blocked .*HubSpot sends no email to this address/,
  );
});
