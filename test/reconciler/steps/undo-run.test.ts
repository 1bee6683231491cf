import { describe, expect, it } from 'vitest';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import type { PlanInput } from '../../../src/reconciler/plan-input.ts';
import {
  act,
  at,
  contact,
  endedEnrollment,
  member,
  observedTarget,
  planInput,
  running,
  sequence,
  workflow,
} from '../builders.ts';

type Parts = Parameters<typeof planInput>[0];

const undoing = (parts: Parts): PlanInput =>
  planInput({ desired: { targets: [sequence(), workflow()] }, ...parts, input: { undoRun: 3 } });

/** Returns every plan entry of an undo of run 3 as one line. */
function lines(parts: Parts): readonly string[] {
  const { changes, unchanged } = makePlan(undoing(parts));
  return [
    ...changes.map(({ action, address, reason }) => `${action} ${address}: ${reason}`),
    ...unchanged.map(({ status, address, reason, removal, endedAs }) =>
      [status, removal ? ' (removal)' : '', endedAs ? ` (${endedAs})` : '', ` ${address}: `, reason].join(''),
    ),
  ];
}

const inFlow = { kind: 'workflow', targetId: '900' } as const;
const noon = '2026-11-10T12:00:00.000Z';
const emails = (days: readonly number[]) => ({
  targets: [
    observedTarget({ kind: 'sequence', id: '500', emails: days }),
    observedTarget({ kind: 'workflow', id: '900' }),
  ],
});

describe('an undo unenrolls a contact that is active through the run', () => {
  it.each([
    [[0, 10, 11], '2 of 3 emails were'],
    [[0, 3], '2 of 2 emails were'],
    [[11], '0 of 1 email was'],
  ])('and counts the emails that were due by now: those on the days %o', (days, text) => {
    expect(
      lines({
        contacts: [contact(1, { enrollments: [running({ enrolledAt: noon })] })],
        entries: [act({ at: '2026-11-10T11:59:00.000Z' })],
        observed: emails(days),
      }),
    ).toEqual([
      `unenroll sequences.q4/1: enrolled by run 3, which this plan undoes; ${text} due by now and may have been sent`,
    ]);
  });

  it('from a workflow, whose emails are not known', () => {
    expect(
      lines({ contacts: [contact(1, { enrollments: [running(inFlow)] })], entries: [act(inFlow)] }),
    ).toEqual([
      'unenroll workflows.onboarding/1: enrolled by run 3, which this plan undoes; its effects so far remain',
    ]);
  });

  it('from a replaced sequence, whose emails are not those of the new one', () => {
    const input = undoing({
      desired: { targets: [sequence({ id: '501', replaces: '500', members: [member(1)] })] },
      observed: {
        targets: ['500', '501'].map((id) => observedTarget({ kind: 'sequence', id })),
      },
      contacts: [contact(1, { enrollments: [running()] })],
      entries: [act()],
    });
    expect(makePlan(input).changes).toMatchObject([
      {
        action: 'unenroll',
        target: { id: '500' },
        reason: 'enrolled by run 3, which this plan undoes; its effects so far remain',
        owned: true,
        suppressed: false,
        source: at(10),
      },
    ]);
  });

  it('or waits until HubSpot shows the enrollment', () => {
    const entries = [act({ at: '2026-11-20T11:50:00.000Z' })];
    expect(lines({ contacts: [contact(1)], entries, observed: emails([0, 3]) })).toEqual([
      'waiting (removal) sequences.q4/1: not visible yet: enrolled by run 3, which this plan undoes; 1 of 2 emails were due by now and may have been sent',
    ]);
  });
});

describe('an undo keeps a contact that is not active through the run', () => {
  const active = contact(1, { enrollments: [running()] });
  const adopted = { state: 'adopted', requested: true } as const;
  const recorded = { seenAt: '2026-11-16T09:00:00.000Z', endedAt: '2026-11-15T09:00:00.000Z' } as const;
  const unread = contact(1, { workflowsRead: [] });

  it.each<readonly [string, Parts, string]>([
    [
      'an open request',
      { contacts: [contact(1)], entries: [act({ state: 'open' })] },
      'unknown sequences.q4/1: run 3 sent an enrollment request on 2026-11-10; its outcome is unknown',
    ],
    [
      'an open request that an end of the enrollment explains',
      {
        contacts: [contact(1, { enrollments: [endedEnrollment()] })],
        entries: [act({ state: 'open' })],
      },
      'ended (finished) sequences.q4/1: enrolled by run 3, finished on 2026-11-15',
    ],
    [
      'an enrollment that the run or someone else made',
      { contacts: [active], entries: [act({ ...adopted, at: '2026-11-09T09:00:00.000Z' })] },
      'manual (removal) sequences.q4/1: active, enrolled by an unknown user (rollcall or someone else); run 3 sent a request',
    ],
    [
      'an enrollment that the run or someone else made, not active now',
      { contacts: [contact(1)], entries: [act(adopted)] },
      'ended (no-longer-active) sequences.q4/1: seen active by run 3, no longer active',
    ],
    [
      'a contact that is unreadable',
      { contacts: [contact(1, { unreadable: 'two at once' })], entries: [act()] },
      'unknown (removal) sequences.q4/1: enrolled by run 3; unreadable: two at once',
    ],
    [
      'a contact whose sequences are unreadable, in a workflow',
      { contacts: [contact(1, { unreadable: 'two at once' })], entries: [act(inFlow)] },
      'ended (no-longer-active) workflows.onboarding/1: enrolled by run 3, no longer active',
    ],
    [
      'a contact that rollcall unenrolled',
      {
        contacts: [contact(1)],
        entries: [act(), act({ action: 'unenroll', run: 4, at: '2026-11-12T09:00:00.000Z' })],
      },
      'ended (unenrolled) sequences.q4/1: enrolled by run 3, unenrolled by run 4',
    ],
    [
      'a contact whose end HubSpot shows',
      { contacts: [contact(1, { enrollments: [endedEnrollment()] })], entries: [act()] },
      'ended (finished) sequences.q4/1: enrolled by run 3, finished on 2026-11-15',
    ],
    [
      'a contact that someone else enrolled later',
      {
        contacts: [contact(1, { enrollments: [running({ enrolledAt: '2026-11-18T09:00:00.000Z' })] })],
        entries: [act()],
      },
      'active sequences.q4/1: enrolled by run 3 and ended; active again, but not through that run',
    ],
    [
      'a contact that a later run enrolled again',
      {
        contacts: [contact(1, { enrollments: [running({ enrolledAt: '2026-11-18T09:00:00.000Z' })] })],
        entries: [act(), act({ run: 5, at: '2026-11-18T09:00:00.000Z' })],
      },
      'active sequences.q4/1: enrolled by run 3 and ended; active again, but not through that run',
    ],
    [
      'a contact whose end a run recorded',
      { contacts: [contact(1)], entries: [act({ end: { ...recorded, how: 'bounced' } })] },
      'ended (bounced) sequences.q4/1: enrolled by run 3, ended on 2026-11-15 before its last step (an email bounced)',
    ],
    [
      'a contact of a workflow that was not read',
      { contacts: [unread], entries: [act(inFlow)] },
      'unknown workflows.onboarding/1: not read: enrolled by run 3; HubSpot did not show whether the contact is still active',
    ],
    [
      'a contact of a workflow that was not read, and whose end a run recorded',
      {
        contacts: [unread],
        entries: [act({ ...inFlow, end: { seenAt: '2026-11-16T09:00:00.000Z', how: 'unexplained' } })],
      },
      'ended (no-longer-active) workflows.onboarding/1: enrolled by run 3, no longer active',
    ],
    [
      'an ended enrollment, while another run has an open request',
      {
        contacts: [contact(1, { enrollments: [endedEnrollment()] })],
        entries: [act(), act({ run: 4, state: 'open', at: '2026-11-18T09:00:00.000Z' })],
      },
      'ended (finished) sequences.q4/1: enrolled by run 3, finished on 2026-11-15',
    ],
    [
      'an enrollment that began before the request',
      { contacts: [active], entries: [act({ ...adopted, at: '2026-11-12T09:00:00.000Z' })] },
      'manual (removal) sequences.q4/1: active, enrolled by someone else; run 3 sent a request',
    ],
    [
      'a contact that was deleted',
      { contacts: [], entries: [act()] },
      'ended (no-longer-active) sequences.q4/1: enrolled by run 3, no longer active',
    ],
    [
      'a sequence that was not read, and has no route',
      { contacts: [active], entries: [act()], observed: { targets: [] } },
      'manual (removal) sequences.q4/1: enrolled by run 3, which this plan undoes; its effects so far remain; no route unenrolls contacts from this sequence',
    ],
    [
      'a merged contact, by the first of its enrollments',
      {
        contacts: [contact(9, { mergedIds: ['1', '2'] })],
        entries: [act({ end: { ...recorded, how: 'finished' } }), act({ contactId: '2' })],
      },
      'ended (finished) sequences.q4/9: enrolled by run 3, finished on 2026-11-15',
    ],
    [
      'an accepted request without a visible effect',
      { contacts: [contact(1)], entries: [act({ state: 'accepted' })] },
      'ended (no-longer-active) sequences.q4/1: enrolled by run 3, no longer active',
    ],
  ])('%s', (_case, parts, line) => {
    expect(lines(parts)).toEqual([line]);
    const { unchanged } = makePlan(undoing(parts));
    expect(unchanged.filter(({ status, help }) => status === 'unknown' && help === undefined)).toEqual([]);
    expect(makePlan(undoing(parts)).diagnostics.map(({ code }) => code)).not.toContain('nothing-to-undo');
  });

  it('and names what to do about an enrollment that the run or someone else made', () => {
    const entries = [act({ ...adopted, at: '2026-11-09T09:00:00.000Z' })];
    expect(makePlan(undoing({ contacts: [active], entries })).unchanged).toMatchObject([
      {
        help: 'If the contact must not be enrolled, unenroll it in HubSpot, or list it under `absent`.',
        removal: true,
      },
    ]);
  });
});

describe('an undo of a run without an enrollment', () => {
  const nothing = {
    code: 'nothing-to-undo',
    severity: 'warning',
    message: 'Run 3 enrolled no contact, so there is nothing to undo.',
    help: 'Run `rollcall history` to list the runs and their changes.',
  };

  it.each([
    ['of another run', act({ run: 4 })],
    ['a refused request', act({ state: 'refused' })],
    ['a request that was not sent', act({ state: 'not-sent' })],
    ['an adoption of a contact that someone else enrolled', act({ state: 'adopted' })],
    ['an open removal', act({ action: 'unenroll', state: 'open' })],
    ['a proved removal', act({ action: 'unenroll' })],
  ])('warns and plans nothing: %s', (_case, entry) => {
    const own = { code: 'wrong-value', severity: 'warning', message: 'x', help: 'x' } as const;
    const input = undoing({ contacts: [contact(1, { enrollments: [running()] })], entries: [entry] });
    const plan = makePlan({ ...input, diagnostics: [own] });
    expect([...plan.changes, ...plan.unchanged]).toEqual([]);
    expect(plan.diagnostics).toEqual([own, nothing]);
  });
});

it('an undo judges a contact that was merged by its present id, and once', () => {
  const merged = contact(9, { mergedIds: ['1', '2'], enrollments: [running()] });
  const entries = [act({ contactId: '1', at: '2026-11-09T09:00:00.000Z' }), act({ contactId: '2' })];
  expect(lines({ contacts: [merged], entries })).toEqual([
    expect.stringMatching(/^unenroll sequences\.q4\/9: enrolled by run 3, which this plan undoes/),
  ]);
});
