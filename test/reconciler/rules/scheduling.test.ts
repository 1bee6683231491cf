import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/model/ledger/ledger-view.ts';
import type { ActiveEnrollment, EndedEnrollment, Enrollment } from '../../../src/model/observed-state.ts';
import type { PlanInput } from '../../../src/reconciler/plan-input.ts';
import {
  act,
  contact,
  endedEnrollment,
  member,
  observedTarget,
  planInput,
  running,
  sequence,
  workflow,
} from '../builders.ts';
import { changeAt, entryAt, unchangedAt } from './entry-of.ts';

type Parts = Parameters<typeof planInput>[0];
type Terms = Parameters<typeof sequence>[0];

const address = 'sequences.q4/1';

/** Returns the input of a plan that declares contact 1 in sequence 500. */
function declaring(terms: Terms, shown: readonly Enrollment[] = [], parts: Parts = {}): PlanInput {
  return planInput({
    desired: { targets: [sequence({ members: [member(1)], ...terms })] },
    contacts: [contact(1, { enrollments: shown })],
    ...parts,
  });
}

const isEnrolled = (input: PlanInput): boolean => changeAt(input, address) !== undefined;

describe('an enrollment with `since`', () => {
  const entryOn = (observedAt: string): string =>
    entryAt(declaring({ since: '2026-11-20' }, [], { observed: { observedAt } }), address);

  it('waits until midnight in the time zone of the account', () => {
    expect(entryOn('2026-11-19T22:59:59.999Z')).toBe('waiting: not before 2026-11-20');
    expect(entryOn('2026-11-19T23:00:00.000Z')).toMatch(/^enroll: /);
    expect(entryOn('2026-11-19T23:00:00.001Z')).toMatch(/^enroll: /);
  });
});

describe('a previous sequence that ended early', () => {
  const previous = endedEnrollment({ targetId: '777', how: 'unexplained' });
  const { enrolledAt: _enrolledAt, ...withoutStart } = previous;
  const { endedAt: _endedAt, ...withoutEnd } = previous;

  it('blocks the enrollment, and the help names the way out', () => {
    expect(unchangedAt(declaring({}, [previous]), address)).toMatchObject({
      status: 'blocked',
      reason:
        'previous sequence ended early: sequence 777 ended on 2026-11-15 before its last step (cause not visible)',
      help: 'To enroll the contact anyway, give the line a `since` later than that day.',
    });
  });

  it.each([
    ['opted-out', 'ended on 2026-11-15 before its last step (the contact opted out)'],
    ['bounced', 'ended on 2026-11-15 before its last step (an email bounced)'],
  ] as const)('blocks the enrollment if it was %s', (how, text) => {
    expect(entryAt(declaring({}, [{ ...previous, how }]), address)).toBe(
      `blocked: previous sequence ended early: sequence 777 ${text}`,
    );
  });

  it('has the name that the files or HubSpot give it', () => {
    const target = sequence({ key: 'spring', id: '777' });
    const inFiles = declaring({}, [previous], {
      desired: { targets: [sequence({ members: [member(1)] }), target] },
    });
    const targets = [
      observedTarget({ kind: 'sequence', id: '500' }),
      observedTarget({ kind: 'sequence', id: '777', name: 'Spring' }),
    ];
    const inHubSpot = declaring({}, [previous], { observed: { targets } });
    expect(entryAt(inFiles, address)).toContain('ended early: sequences.spring ended on');
    expect(entryAt(inHubSpot, address)).toContain('ended early: sequence "Spring" (777) ended on');
  });

  it('is no obstacle if the day of `since` begins after its end', () => {
    const endedAt = (at: string): boolean =>
      isEnrolled(declaring({ since: '2026-11-16' }, [{ ...previous, endedAt: at }]));
    expect(endedAt('2026-11-15T22:59:59.999Z')).toBe(true);
    expect(endedAt('2026-11-15T23:00:00.000Z')).toBe(false);
    expect(endedAt('2026-11-15T23:00:00.001Z')).toBe(false);
  });

  it('is an obstacle if it only began before `since`', () => {
    expect(isEnrolled(declaring({ since: '2026-11-12' }, [previous]))).toBe(false);
  });

  it('counts by its start if HubSpot shows no end date, and blocks without a date', () => {
    expect(isEnrolled(declaring({ since: '2026-11-10' }, [withoutEnd]))).toBe(false);
    expect(isEnrolled(declaring({ since: '2026-11-11' }, [withoutEnd]))).toBe(true);
    const { endedAt: _end, ...undated } = withoutStart;
    expect(isEnrolled(declaring({ since: '2026-11-16' }, [undated]))).toBe(false);
  });

  it('is the latest sequence of the contact', () => {
    const finishedAt = (enrolledAt: string): EndedEnrollment =>
      endedEnrollment({ targetId: '778', enrolledAt, endedAt: '2026-11-19T09:00:00.000Z' });
    const later = finishedAt('2026-11-17T09:00:00.000Z');
    const earlier = finishedAt('2026-11-01T09:00:00.000Z');
    expect(isEnrolled(declaring({}, [previous, later]))).toBe(true);
    expect(isEnrolled(declaring({}, [later, previous]))).toBe(true);
    expect(isEnrolled(declaring({}, [previous, earlier]))).toBe(false);
  });

  it('does not concern the sequence itself, or one that it replaces', () => {
    const early = endedEnrollment({ how: 'unexplained' });
    for (const shown of [early, { ...early, targetId: '400' }]) {
      const entry = entryAt(declaring({ since: '2026-11-16', replaces: '400' }, [shown]), address);
      expect(entry).toMatch(/^enroll: enrolled on 2026-11-10 by someone else, ended on 2026-11-15 /);
    }
  });

  it('is a question of the history if it is the sequence itself, without a date', () => {
    const { endedAt: _end, ...undated } = withoutStart;
    const shown = { ...undated, targetId: '500' };
    expect(entryAt(declaring({ since: '2026-11-16' }, [shown]), address)).toMatch(/^unknown: history: /);
  });

  it('does not concern a workflow', () => {
    const desired = { targets: [workflow({ members: [member(1)] })] };
    const input = planInput({ desired, contacts: [contact(1, { enrollments: [previous] })] });
    expect(entryAt(input, 'workflows.onboarding/1')).toMatch(/^enroll: /);
  });

  describe('through rollcall', () => {
    const removal = act({ action: 'unenroll', targetId: '777', at: '2026-11-15T09:00:00.000Z' });
    const isEnrolledAfter = (entry: Partial<LedgerEntry>, shown: EndedEnrollment = previous): boolean =>
      isEnrolled(declaring({}, [shown], { entries: [{ ...removal, ...entry }] }));

    it('is no obstacle, with a proof or an accepted request', () => {
      expect(isEnrolledAfter({})).toBe(true);
      expect(isEnrolledAfter({ state: 'accepted' })).toBe(true);
      expect(isEnrolledAfter({ state: 'open' })).toBe(false);
      expect(isEnrolledAfter({ state: 'refused' })).toBe(false);
    });

    it.each([
      ['another sequence', { targetId: '778' }],
      ['a workflow with the same id', { kind: 'workflow' } as const],
    ])('was not an unenrollment from %s', (_what, entry) => {
      expect(isEnrolledAfter(entry)).toBe(false);
    });

    it('was an unenrollment at or after its start', () => {
      expect(isEnrolledAfter({ at: '2026-11-10T08:59:59.999Z' })).toBe(false);
      expect(isEnrolledAfter({ at: '2026-11-10T09:00:00.000Z' })).toBe(true);
      expect(isEnrolledAfter({ at: '2026-11-10T09:00:00.001Z' })).toBe(true);
    });

    it('was any unenrollment if HubSpot shows no start', () => {
      expect(isEnrolledAfter({ at: '2026-10-05T09:00:00.000Z' }, withoutStart)).toBe(true);
    });
  });
});

describe('an active enrollment in another sequence', () => {
  const other = running({ targetId: '777' });

  it('makes the enrollment wait, with or without its day', () => {
    const { enrolledAt: _date, ...undated } = other;
    expect(unchangedAt(declaring({}, [other]), address)).toMatchObject({
      status: 'waiting',
      reason: 'active in sequence 777 since 2026-11-10; waits until that ends',
    });
    expect(entryAt(declaring({}, [undated]), address)).toBe(
      'waiting: active in sequence 777; waits until that ends',
    );
  });

  it('that rollcall just unenrolled is not called active', () => {
    const removal = { action: 'unenroll', targetId: '777', run: 4, at: '2026-11-20T11:50:00.000Z' } as const;
    const entries = [act({ targetId: '777', at: '2026-11-10T09:00:00.000Z' }), act(removal)];
    expect(unchangedAt(declaring({}, [other], { entries }), address)).toMatchObject({
      status: 'waiting',
      waitsFor: 'other-sequence',
      reason: 'unenrolled from sequence 777 by run 4 on 2026-11-20; HubSpot does not show the end yet',
    });
    const earlier = [
      act({ targetId: '777', at: '2026-11-10T09:00:00.000Z' }),
      act({ ...removal, at: '2026-11-20T11:44:00.000Z' }),
    ];
    expect(entryAt(declaring({}, [other], { entries: earlier }), address)).toMatch(/^waiting: active in/);
  });

  it('is called active if rollcall just unenrolled the contact from a workflow with the same id', () => {
    const removal = { action: 'unenroll', kind: 'workflow', targetId: '777' } as const;
    const entries = [act({ ...removal, at: '2026-11-20T11:50:00.000Z' })];
    expect(entryAt(declaring({}, [other], { entries }), address)).toMatch(/^waiting: active in sequence 777/);
  });

  it('does not concern a workflow, in either direction', () => {
    expect(isEnrolled(declaring({}, [{ ...other, kind: 'workflow' }]))).toBe(true);
    const desired = { targets: [workflow({ members: [member(1)] })] };
    const input = planInput({ desired, contacts: [contact(1, { enrollments: [other] })] });
    expect(entryAt(input, 'workflows.onboarding/1')).toMatch(/^enroll: /);
  });

  describe('that the files name', () => {
    const moving = (spring: Terms, shown: readonly ActiveEnrollment[] = [other]): PlanInput =>
      declaring({}, shown, {
        desired: {
          targets: [sequence({ members: [member(1)] }), sequence({ key: 'spring', id: '777', ...spring })],
        },
        entries: [act({ targetId: '777' })],
      });

    it('does not delay the enrollment if this plan unenrolls the contact there', () => {
      expect(changeAt(moving({}), 'sequences.spring/1')?.action).toBe('unenroll');
      expect(isEnrolled(moving({}))).toBe(true);
    });

    it('delays it if the files still declare the contact there', () => {
      expect(entryAt(moving({ members: [member(1)] }), address)).toBe(
        'waiting: active in sequences.spring since 2026-11-10; waits until that ends',
      );
    });

    it('delays it if the contact is not in the plan of that sequence', () => {
      const { members: _members, ...spring } = sequence({ key: 'spring', id: '777' });
      const desired = { targets: [sequence({ members: [member(1)] }), spring] };
      expect(entryAt(declaring({}, [other], { desired }), address)).toBe(
        'waiting: active in sequences.spring since 2026-11-10; waits until that ends',
      );
    });

    it('delays it if the contact is also active in a third sequence', () => {
      expect(entryAt(moving({}, [other, running({ targetId: '778' })]), address)).toBe(
        'waiting: active in sequence 778 since 2026-11-10; waits until that ends',
      );
    });
  });
});

describe('a request in another sequence that HubSpot may not show yet', () => {
  const requestedAt = '2026-11-20T11:50:00.000Z';
  const request = act({ targetId: '777', at: requestedAt });
  const open: LedgerEntry = { ...request, state: 'open' };
  const entry = (entries: readonly LedgerEntry[], shown: readonly Enrollment[] = []): string =>
    entryAt(declaring({}, shown, { entries }), address);
  const waits = (entries: readonly LedgerEntry[], shown: readonly Enrollment[] = []): boolean =>
    entry(entries, shown).startsWith('waiting: ');

  it.each([
    ['proved', 'waiting: was enrolled in sequence 777 by run 3; waits until that ends'],
    ['accepted', 'waiting: may have been enrolled in sequence 777 by run 3; waits until that ends'],
    ['open', 'waiting: may have been enrolled in sequence 777 by run 3; waits until that ends'],
    ['refused', 'enroll: declared; no earlier enrollment known'],
    ['not-sent', 'enroll: declared; no earlier enrollment known'],
    ['adopted', 'enroll: declared; no earlier enrollment known'],
  ] as const)('that is %s', (state, expected) => {
    expect(entry([{ ...request, state }])).toBe(expected);
  });

  it('makes the enrollment wait for 15 minutes, or until an open request is settled', () => {
    const at15Minutes = '2026-11-20T11:45:00.000Z';
    expect(waits([{ ...request, at: '2026-11-20T11:45:00.001Z' }])).toBe(true);
    expect(waits([{ ...request, at: at15Minutes }])).toBe(false);
    expect(waits([{ ...request, at: at15Minutes, effectAt: '2026-11-20T11:45:00.001Z' }])).toBe(true);
    expect(waits([{ ...open, at: '2026-10-05T09:00:00.000Z' }])).toBe(true);
  });

  it('is the latest of several', () => {
    const later = act({ targetId: '778', at: '2026-11-20T11:55:00.000Z', run: 4 });
    expect(entry([later, request])).toBe(
      'waiting: was enrolled in sequence 778 by run 4; waits until that ends',
    );
  });

  it('does not concern a workflow, in either direction', () => {
    expect(waits([{ ...request, kind: 'workflow' }])).toBe(false);
    const desired = { targets: [workflow({ members: [member(1)] })] };
    const input = planInput({ desired, contacts: [contact(1)], entries: [request] });
    expect(entryAt(input, 'workflows.onboarding/1')).toMatch(/^enroll: /);
  });

  it.each(['proved', 'accepted', 'open'] as const)('is not an unenrollment that is %s', (state) => {
    expect(waits([{ ...request, action: 'unenroll', state }])).toBe(false);
  });

  describe('and a later unenrollment by rollcall', () => {
    const removal = act({ action: 'unenroll', targetId: '777', at: '2026-11-20T11:55:00.000Z', run: 4 });

    it('ends the wait', () => {
      expect(waits([request, removal])).toBe(false);
    });

    it('ends it at the earliest at the time of the request', () => {
      expect(waits([request, { ...removal, at: '2026-11-20T11:49:59.999Z' }])).toBe(true);
      expect(waits([request, { ...removal, at: requestedAt }])).toBe(false);
    });

    it.each([
      ['is open', { state: 'open' }],
      ['was only accepted', { state: 'accepted' }],
      ['was in another sequence', { targetId: '778' }],
      ['was in a workflow with the same id', { kind: 'workflow' }],
    ] as const)('does not end it if it %s', (_what, parts) => {
      expect(waits([request, { ...removal, ...parts }])).toBe(true);
    });
  });

  describe('and an end that HubSpot shows', () => {
    const ended = endedEnrollment({
      targetId: '777',
      enrolledAt: '2026-11-20T11:51:00.000Z',
      endedAt: '2026-11-20T11:58:00.000Z',
    });

    it('ends the wait', () => {
      expect(waits([request], [ended])).toBe(false);
      expect(waits([open], [ended])).toBe(false);
    });

    it('ends it for an enrollment without a date, or long after an open request', () => {
      const { enrolledAt: _date, ...undated } = ended;
      expect(waits([request], [undated])).toBe(false);
      expect(waits([{ ...open, at: '2026-11-05T09:00:00.000Z' }], [ended])).toBe(false);
    });

    it('ends it from the time of the request, also if the request took effect hours later', () => {
      const late = { ...request, at: '2026-11-20T09:00:00.000Z', effectAt: '2026-11-20T11:50:00.000Z' };
      expect(waits([late], [{ ...ended, enrolledAt: '2026-11-20T08:59:59.999Z' }])).toBe(true);
      expect(waits([late], [{ ...ended, enrolledAt: '2026-11-20T09:00:00.000Z' }])).toBe(false);
    });

    it('ends it for a proof whose enrollment began just before the request was recorded', () => {
      expect(waits([request], [{ ...ended, enrolledAt: '2026-11-20T11:49:00.000Z' }])).toBe(false);
    });

    it.each([
      ['an earlier enrollment', { enrolledAt: '2026-11-10T09:00:00.000Z' }],
      ['another sequence', { targetId: '778' }],
    ])('does not end it for %s', (_what, parts) => {
      expect(waits([request], [{ ...ended, ...parts }])).toBe(true);
    });

    it('does not end it for a workflow with the same id', () => {
      const inWorkflow = running({ kind: 'workflow', targetId: '777', enrolledAt: requestedAt });
      expect(waits([request], [inWorkflow])).toBe(true);
      expect(waits([request], [{ ...ended, kind: 'workflow' }])).toBe(true);
    });
  });

  it('does not delay a move out of that sequence, where HubSpot shows the contact', () => {
    const input = declaring({}, [running({ targetId: '777' })], {
      desired: {
        targets: [sequence({ members: [member(1)] }), sequence({ key: 'spring', id: '777' })],
      },
      entries: [act({ targetId: '777', run: 2 }), open],
    });
    expect(changeAt(input, 'sequences.spring/1')?.action).toBe('unenroll');
    expect(isEnrolled(input)).toBe(true);
  });
});
