import { describe, expect, it } from 'vitest';
import type { LedgerEntry, LedgerView } from '../../../src/model/ledger/ledger-view.ts';
import type { Enrollment } from '../../../src/model/observed-state.ts';
import type { PlanInput } from '../../../src/reconciler/plan-input.ts';
import {
  act,
  contact,
  endedEnrollment,
  ledgerView,
  member,
  now,
  observedTarget,
  planInput,
  running,
  sequence,
  workflow,
} from '../builders.ts';
import { changeAt, entryAt, unchangedAt } from './entry-of.ts';

const october10 = '2026-10-10T09:00:00.000Z';
const october15 = '2026-10-15T09:00:00.000Z';
const inOther = endedEnrollment({ targetId: '777' });
const remedy =
  'Check the contact in HubSpot, then: rollcall resolve ADDRESS --enrolled (or --not-enrolled). To enroll it anyway, give the line a `since` later than its latest enrollment.';

describe('the number of sequence enrollments that HubSpot counts', () => {
  /** Returns how many enrollments the plan can explain for a contact with more than these. */
  function explained(entries: readonly LedgerEntry[], shown: readonly Enrollment[] = []): number {
    const who = contact(1, { sequenceCount: 9, enrollments: shown });
    const input = planInput({
      desired: { targets: [sequence({ members: [member(1)] })] },
      contacts: [who],
      entries,
    });
    const { status, reason = '', help } = unchangedAt(input, 'sequences.q4/1') ?? {};
    expect({ status, help }).toEqual({ status: 'unknown', help: remedy });
    const text =
      /^history: HubSpot counts 9 sequence enrollments and rollcall can explain (?<count>\d); an unexplained one may have been in this sequence$/;
    return Number(text.exec(reason)?.groups?.['count']);
  }

  it('is explained by proofs and adoptions of the ledger', () => {
    expect(explained([])).toBe(0);
    expect(explained([act({ targetId: '777' })])).toBe(1);
    expect(explained([act({ targetId: '777', state: 'adopted' })])).toBe(1);
    expect(explained([act({ targetId: '777' }), act({ targetId: '778', state: 'adopted' })])).toBe(2);
  });

  it.each([
    ['a request that HubSpot only accepted', act({ targetId: '777', state: 'accepted' })],
    ['a refused request', act({ targetId: '777', state: 'refused' })],
    ['a request that was not sent', act({ targetId: '777', state: 'not-sent' })],
    ['an unenrollment', act({ targetId: '777', action: 'unenroll' })],
    ['an enrollment in a workflow', act({ targetId: '777', kind: 'workflow' })],
  ])('is not explained by %s', (_what, entry) => {
    expect(explained([entry])).toBe(0);
  });

  it('is explained by the sequences that HubSpot shows, not by workflows', () => {
    expect(explained([], [inOther])).toBe(1);
    expect(explained([], [inOther, endedEnrollment({ targetId: '778' })])).toBe(2);
    expect(explained([], [running({ kind: 'workflow', targetId: '901' })])).toBe(0);
  });

  it('includes an enrollment once that both the ledger and HubSpot show', () => {
    expect(explained([act({ targetId: '777' })], [inOther])).toBe(1);
  });

  it('includes another enrollment in the same sequence, and one in another sequence at the same time', () => {
    expect(explained([act({ targetId: '777', at: october10 })], [inOther])).toBe(2);
    expect(explained([act({ targetId: '778' })], [inOther])).toBe(2);
  });

  it('includes an adoption and a later proof of the same enrollment once', () => {
    const effectAt = october10;
    const adopted = act({ targetId: '777', state: 'adopted', at: october15, effectAt });
    expect(explained([adopted, act({ targetId: '777', at: october10, effectAt })])).toBe(1);
    expect(explained([adopted, act({ targetId: '777', effectAt: october15 })])).toBe(2);
    expect(explained([adopted, act({ targetId: '778', effectAt })])).toBe(2);
  });

  it('includes each enrollment without an effect time by the time of its record', () => {
    const first = act({ targetId: '777', at: october10 });
    expect(explained([first, act({ targetId: '777', at: october15 })])).toBe(2);
  });

  it('prevents nothing if it is explained, or if the account does not report it', () => {
    const desired = { targets: [sequence({ members: [member(1)] })] };
    const counted = contact(1, { sequenceCount: 1, enrollments: [inOther] });
    const uncounted = contact(1, { enrollments: [inOther] });
    for (const who of [counted, uncounted]) {
      expect(entryAt(planInput({ desired, contacts: [who] }), 'sequences.q4/1')).toMatch(/^enroll: /);
    }
  });
});

describe('an unexplained sequence enrollment', () => {
  const enrolledAt = '2026-11-10T09:00:00.000Z';
  const entry = (terms: Parameters<typeof sequence>[0], enrollments: readonly Enrollment[]): string =>
    entryAt(
      planInput({
        desired: { targets: [sequence({ members: [member(1)], ...terms })] },
        contacts: [contact(1, { sequenceCount: 5, enrollments })],
      }),
      'sequences.q4/1',
    );

  describe.each(['since', 'noHistoryBefore'] as const)('with `%s`', (key) => {
    const midnight = '2026-11-10T23:00:00.000Z';

    it('is no obstacle if the latest enrollment began before that day', () => {
      const justBefore = endedEnrollment({ targetId: '777', enrolledAt: '2026-11-10T22:59:59.999Z' });
      const terms = { [key]: '2026-11-11' };
      expect(entry(terms, [justBefore])).toMatch(/^enroll: /);
      expect(entry(terms, [endedEnrollment({ targetId: '777', enrolledAt: midnight })])).toMatch(
        /^unknown: history: /,
      );
    });

    it('may be of that day or later if a later one is shown', () => {
      expect(entry({ [key]: '2026-11-10' }, [inOther])).toMatch(/^unknown: history: /);
      const later = endedEnrollment({ targetId: '778', enrolledAt: '2026-11-12T09:00:00.000Z' });
      expect(entry({ [key]: '2026-11-11' }, [inOther, later])).toMatch(/^unknown: history: /);
    });

    it('may be of that day or later if HubSpot shows no date', () => {
      const { enrolledAt: _date, ...undated } = inOther;
      expect(entry({ [key]: '2026-11-11' }, [])).toMatch(/^unknown: history: /);
      expect(entry({ [key]: '2026-11-11' }, [undated])).toMatch(/^unknown: history: /);
    });
  });

  it('may be in this sequence without `since`', () => {
    expect(entry({}, [endedEnrollment({ targetId: '777', enrolledAt })])).toMatch(/^unknown: history: /);
  });
});

describe('an ended enrollment in the target without any date', () => {
  const { enrolledAt: _enrolledAt, endedAt: _endedAt, ...undated } = endedEnrollment();
  const input = (
    since: string | undefined,
    entries: readonly LedgerEntry[] = [],
    enrollments: readonly Enrollment[] = [undated],
  ): PlanInput => {
    const members = [member(1, since === undefined ? {} : { since })];
    return planInput({
      desired: { targets: [sequence({ replaces: '400', members })] },
      contacts: [contact(1, { enrollments })],
      entries,
    });
  };

  it('may be on or after `since`', () => {
    expect(unchangedAt(input('2026-11-16'), 'sequences.q4/1')).toMatchObject({
      status: 'unknown',
      reason: 'history: enrolled before; HubSpot does not show when',
      help: remedy,
    });
  });

  it('ends the declaration without `since`', () => {
    expect(entryAt(input(undefined), 'sequences.q4/1')).toBe('ended: finished, enrolled by someone else');
  });

  it('is the enrollment of an earlier run if the ledger has one', () => {
    expect(changeAt(input('2026-11-16', [act()]), 'sequences.q4/1')).toMatchObject({ reenroll: true });
    expect(entryAt(input('2026-11-16', [act({ state: 'refused' })]), 'sequences.q4/1')).toMatch(/^unknown: /);
  });

  it.each([
    ['one that began before `since`', { enrolledAt: '2026-11-10T09:00:00.000Z' }],
    ['one that ended before `since`', { endedAt: '2026-11-15T09:00:00.000Z' }],
    ['one in another sequence', { targetId: '777' }],
    ['one in a workflow with the same id', { kind: 'workflow' } as const],
  ])('is not %s', (_what, parts) => {
    expect(entryAt(input('2026-11-16', [], [{ ...undated, ...parts }]), 'sequences.q4/1')).toMatch(
      /^enroll: /,
    );
  });

  it('may be one of several, or in the target that this one replaces', () => {
    const dated = endedEnrollment();
    expect(entryAt(input('2026-11-16', [], [dated, undated]), 'sequences.q4/1')).toMatch(/^unknown: /);
    const replaced = { ...undated, targetId: '400' };
    expect(entryAt(input('2026-11-16', [], [replaced]), 'sequences.q4/1')).toMatch(/^unknown: /);
  });
});

describe('`rollcall resolve ADDRESS --not-enrolled`', () => {
  type Question = Parameters<LedgerView['vouched']>[0];
  const vouched = (answer: (asked: Question) => boolean, mergedIds: readonly string[] = []): string =>
    entryAt(
      planInput({
        desired: { targets: [sequence({ since: '2026-11-01', members: [member(1)] })] },
        contacts: [contact(1, { sequenceCount: 2, mergedIds })],
        ledger: { vouched: answer },
      }),
      'sequences.q4/1',
    );

  it('lets the contact be enrolled in this target for this `since`', () => {
    const expected = { kind: 'sequence', targetId: '500', contactId: '1', since: '2026-11-01' };
    const asked: Question[] = [];
    const answer = (question: Question): boolean => asked.push(question) > 0;
    expect(vouched(answer)).toBe('enroll: declared; no enrollment known since 2026-11-01');
    expect(asked).toEqual([expected]);
    expect(vouched(() => false)).toMatch(/^unknown: history: /);
  });

  it('counts for a merged id', () => {
    expect(vouched(({ contactId }) => contactId === '8')).toMatch(/^unknown: history: /);
    expect(vouched(({ contactId }) => contactId === '8', ['7', '8'])).toMatch(/^enroll: /);
  });
});

const oldFlow = { kind: 'workflow', id: '900', createdAt: '2026-09-01T00:00:00.000Z' } as const;

describe('the history of a workflow with `everList`', () => {
  const entry = (
    everEnrolled: ReadonlyMap<string, string | undefined>,
    entries: readonly LedgerEntry[] = [],
  ): string =>
    entryAt(
      planInput({
        desired: { targets: [workflow({ since: '2026-11-16', members: [member(1)] })] },
        contacts: [contact(1)],
        observed: { targets: [observedTarget({ ...oldFlow, everEnrolled })] },
        entries,
      }),
      'workflows.onboarding/1',
    );
  const withoutDate = new Map([['1', undefined]]);

  it('is not covered if the list does not show when the contact was enrolled', () => {
    expect(entry(withoutDate)).toBe('unknown: history: enrolled before; HubSpot does not show when');
  });

  it('is covered if the list shows an enrollment before `since`', () => {
    expect(entry(new Map([['1', '2026-11-02T09:00:00.000Z']]))).toMatch(/^enroll: /);
  });

  it('is covered if the ledger explains the enrollment', () => {
    const inFlow = act({ kind: 'workflow', targetId: '900' });
    expect(entry(withoutDate, [inFlow])).toMatch(/^enroll: enrolled by run 3 /);
    expect(entry(withoutDate, [{ ...inFlow, state: 'refused' }])).toMatch(/^unknown: /);
  });

  it('is covered for a contact that is not on the list', () => {
    expect(entry(new Map([['2', undefined]]))).toMatch(/^enroll: /);
  });
});

describe('the history of a workflow without `everList`', () => {
  const help =
    'Set `everList` to a HubSpot list of all contacts ever enrolled, or `noHistoryBefore: DATE` to a day that the ledger covers.';
  const input = (
    terms: Parameters<typeof workflow>[0],
    ledger: LedgerView = ledgerView(),
    createdAt = oldFlow.createdAt as string,
  ): PlanInput =>
    planInput({
      desired: { targets: [workflow({ members: [member(1)], ...terms })] },
      contacts: [contact(1)],
      observed: { targets: [observedTarget({ ...oldFlow, createdAt })] },
      input: { ledger },
    });
  const reasonOf = (ledger: LedgerView): string | undefined => {
    const unchanged = unchangedAt(input({}, ledger), 'workflows.onboarding/1');
    expect(unchanged).toMatchObject({ status: 'unknown', help });
    return unchanged?.reason;
  };
  const isCovered = (...parts: Parameters<typeof input>): boolean =>
    changeAt(input(...parts), 'workflows.onboarding/1') !== undefined;

  it('is covered from the moment at which the ledger began', () => {
    const startedAt = '2026-10-05T22:00:00.000Z';
    const ledger = ledgerView([], { startedAt });
    expect(isCovered({}, ledger, '2026-10-05T21:59:59.999Z')).toBe(false);
    expect(isCovered({}, ledger, startedAt)).toBe(true);
    expect(isCovered({}, ledger, '2026-10-05T22:00:00.001Z')).toBe(true);
  });

  it.each(['since', 'noHistoryBefore'] as const)('is covered from the day of `%s`', (key) => {
    const ledger = ledgerView([], { startedAt: '2026-10-05T22:00:00.000Z' });
    expect(isCovered({ [key]: '2026-10-05' }, ledger)).toBe(false);
    expect(isCovered({ [key]: '2026-10-06' }, ledger)).toBe(true);
    expect(isCovered({ [key]: '2026-10-07' }, ledger)).toBe(true);
  });

  it('is not covered before the ledger began', () => {
    expect(reasonOf(ledgerView())).toBe(
      'history: the ledger began on 2026-10-01, and the workflow is older; earlier enrollments are not known',
    );
  });

  it('is not covered before the first apply', () => {
    const { startedAt: _startedAt, coversFrom: _coversFrom, ...first } = ledgerView();
    expect(reasonOf(first)).toBe(
      'history: the ledger begins with this apply, and the workflow is older; earlier enrollments are not known',
    );
    expect(isCovered({ since: '2026-11-20' }, first)).toBe(false);
    expect(isCovered({}, first, now)).toBe(true);
  });

  it('is not covered before the end of a gap', () => {
    const gap = { from: '2026-11-02T09:00:00.000Z', markedAt: '2026-11-05T09:00:00.000Z' };
    const ledger = ledgerView([], { gap, coversFrom: gap.markedAt });
    expect(reasonOf(ledger)).toBe(
      'history: the ledger has a gap from 2026-11-02 to 2026-11-05, and the workflow is older; earlier enrollments are not known',
    );
    expect(isCovered({ since: '2026-11-05' }, ledger)).toBe(false);
    expect(isCovered({ since: '2026-11-06' }, ledger)).toBe(true);
  });
});
