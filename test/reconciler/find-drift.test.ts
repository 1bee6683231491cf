import { describe, expect, it } from 'vitest';
import type { LedgerEntry, LedgerTarget } from '../../src/model/ledger/ledger-view.ts';
import type { Enrollment } from '../../src/model/observed-state.ts';
import type { Drift } from '../../src/model/results/plan.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import {
  act,
  at,
  contact,
  member,
  observedTarget,
  endedEnrollment,
  planInput,
  running,
  sequence,
  workflow,
} from './builders.ts';

const baseline: LedgerTarget = { kind: 'sequence', id: '500', key: 'q4', status: 'ready', revision: 'r1' };

/** Returns each drift as one line. */
function lines(drift: readonly Drift[]): string[] {
  return drift.map(({ address, kind, counts }) => `${kind} ${address}${counts ? '' : ' (does not count)'}`);
}

describe('drift of a target', () => {
  const drift = (observed: object, known: readonly LedgerTarget[] = [baseline]): string[] =>
    lines(
      makePlan(
        planInput({
          desired: { targets: [sequence()] },
          observed: {
            targets: [observedTarget({ kind: 'sequence', id: '500', revision: 'r1', ...observed })],
          },
          ledger: { targets: known },
        }),
      ).drift,
    );

  it('is empty if the target is as it was applied', () => expect(drift({})).toEqual([]));
  it('includes an edit', () => expect(drift({ revision: 'r2' })).toEqual(['target-edited sequences.q4']));
  it('includes turning it off', () =>
    expect(drift({ status: 'disabled' })).toEqual(['target-disabled sequences.q4']));
  it('includes its deletion', () =>
    expect(drift({ status: 'missing' })).toEqual(['target-deleted sequences.q4']));
  it('is empty before the first apply', () => expect(drift({ revision: 'r2' }, [])).toEqual([]));
  it('ends when the baseline accepts the state', () => {
    expect(drift({ status: 'missing' }, [{ ...baseline, status: 'missing' }])).toEqual([]);
    expect(drift({ status: 'disabled' }, [{ ...baseline, status: 'disabled' }])).toEqual([]);
  });
});

describe('drift of contacts', () => {
  const drift = (parts: object, account: Parameters<typeof planInput>[0]): string[] =>
    lines(
      makePlan(
        planInput({ desired: { targets: [sequence(parts)] }, ledger: { targets: [baseline] }, ...account }),
      ).drift,
    );

  const unmanaged = { contacts: [contact(1, { enrollments: [running()] })] };

  it('counts an unmanaged contact of an exclusive target', () => {
    expect(drift({ exclusive: true }, unmanaged)).toEqual(['unmanaged sequences.q4/1']);
  });

  it('counts an unmanaged contact without an unenroll route', () => {
    const targets = [observedTarget({ kind: 'sequence', id: '500', unenrollRoute: false })];
    expect(drift({ exclusive: true }, { ...unmanaged, observed: { targets } })).toEqual([
      'unmanaged sequences.q4/1',
    ]);
  });

  it('does not count a declared member that is suppressed', () => {
    const files = {
      targets: [sequence({ exclusive: true, members: [member(1)] })],
      suppress: [{ match: { id: '1' }, source: at(2) }],
    };
    const { drift: found, changes } = makePlan(
      planInput({ desired: files, ledger: { targets: [baseline] }, ...unmanaged }),
    );
    expect(changes).toMatchObject([{ action: 'unenroll' }]);
    expect(lines(found)).toEqual([]);
  });

  it('lists an unmanaged contact of any other target without counting it', () => {
    expect(drift({}, unmanaged)).toEqual(['unmanaged sequences.q4/1 (does not count)']);
  });

  it('counts it if the files say so, but not in a target that was never applied', () => {
    const desired = { targets: [sequence({})], drift: { unmanaged: true } };
    const found = (targets: readonly LedgerTarget[]) =>
      makePlan(planInput({ desired, ledger: { targets }, ...unmanaged })).drift;
    expect(lines(found([baseline]))).toEqual(['unmanaged sequences.q4/1']);
    expect(found([baseline])[0]?.help).toContain('`drift: { unmanaged: true }`');
    expect(lines(found([]))).toEqual(['unmanaged sequences.q4/1 (does not count)']);
  });

  it('does not count contacts of a target that was never applied', () => {
    expect(drift({ exclusive: true }, { ...unmanaged, ledger: { targets: [] } })).toEqual([
      'unmanaged sequences.q4/1 (does not count)',
    ]);
  });

  const ended = (how: 'finished' | 'unexplained'): object => ({
    contacts: [contact(1, { enrollments: [endedEnrollment({ how })] })],
    entries: [act()],
  });

  it('lists an early end without a visible cause', () => {
    expect(drift({ members: [member(1)] }, ended('unexplained'))).toEqual([
      'ended-unexplained sequences.q4/1 (does not count)',
    ]);
  });

  it('names the contact with a masked email, and the time that HubSpot shows', () => {
    const enrolledAt = '2026-11-03T08:15:00.000Z';
    const endedAt = '2026-11-15T09:00:00.000Z';
    const find = (parts: object, account: Parameters<typeof planInput>[0]): readonly Drift[] =>
      makePlan(
        planInput({ desired: { targets: [sequence(parts)] }, ledger: { targets: [baseline] }, ...account }),
      ).drift;
    const known = (...enrollments: readonly Enrollment[]) => ({ contacts: [contact(1, { enrollments })] });
    const shown = { id: '1', email: expect.stringMatching(/^.•••@/u) };
    expect(find({}, known(running({ enrolledAt })))).toMatchObject([{ contact: shown, at: enrolledAt }]);
    const { enrolledAt: _, ...undated } = running({ enrolledAt });
    expect(find({}, known(undated))[0]).not.toHaveProperty('at');
    expect(
      find(
        { members: [member(1)] },
        { ...known(endedEnrollment({ how: 'unexplained', endedAt })), entries: [act()] },
      ),
    ).toMatchObject([{ contact: shown, at: endedAt }]);
  });

  it.each([
    ['plan', {}],
    ['undo', { undoRun: 3 }],
  ])('names the deletion of the target as the cause of an early end: %s', (_mode, input) => {
    const targets = [observedTarget({ kind: 'sequence', id: '500', status: 'missing' })];
    const end = {
      seenAt: '2026-11-15T10:00:00.000Z',
      endedAt: '2026-11-15T09:00:00.000Z',
      how: 'unexplained',
    };
    const accounts = [
      ended('unexplained'),
      { contacts: [contact(1)], entries: [act({ end } as Partial<LedgerEntry>)] },
    ];
    for (const account of accounts) {
      const desired = { targets: [sequence({ members: [member(1)] })] };
      const ledger = { targets: [baseline] };
      const plan = makePlan(planInput({ desired, observed: { targets }, ledger, input, ...account }));
      const [line] = plan.unchanged;
      expect(line?.reason).toContain('ended on 2026-11-15 before its last step (the sequence was deleted)');
      const drifted = plan.drift.filter(({ kind }) => kind === 'ended-unexplained');
      for (const { message, help } of drifted) {
        expect(message).toContain('(the sequence was deleted)');
        expect(help).toMatch(/^The sequence was deleted/);
      }
    }
  });

  it('is empty if contacts finish', () => {
    expect(drift({ members: [member(1)] }, ended('finished'))).toEqual([]);
  });

  it('is empty if rollcall unenrolled the contact', () => {
    const entries = [act(), act({ action: 'unenroll', at: '2026-11-15T09:00:00.000Z' })];
    expect(drift({ members: [member(1)] }, { ...ended('unexplained'), entries })).toEqual([]);
  });

  it('is empty if only the file changed', () => {
    expect(drift({}, { contacts: [contact(1, { enrollments: [running()] })], entries: [act()] })).toEqual([]);
    expect(drift({ members: [member(1)] }, { contacts: [contact(1)] })).toEqual([]);
  });
});

describe('the messages of target drift', () => {
  const edited = 'Check what it sends now. `rollcall drift --accept` or the next apply accepts the edit.';
  const turnedOff = 'Turn it on again, or remove its members from the files.';
  const deleted = 'Remove the target from the files, or set `id` to another one and `replaces` to this id.';
  const onboarding: LedgerTarget = { ...baseline, kind: 'workflow', id: '900', key: 'onboarding' };

  it.each([
    [{ revision: 'r2' }, 'target-edited', 'The workflow was edited since the last apply.', edited],
    [
      { status: 'disabled' },
      'target-disabled',
      'The workflow was turned off since the last apply.',
      turnedOff,
    ],
    [
      { status: 'disabled', why: 'by ana' },
      'target-disabled',
      'The workflow was turned off since the last apply.',
      turnedOff,
    ],
    [
      { status: 'unsuitable', revision: 'r2' },
      'target-disabled',
      'The workflow can no longer enroll contacts since the last apply.',
      turnedOff,
    ],
    [
      { status: 'unsuitable', why: 'it has no trigger' },
      'target-disabled',
      'The workflow can no longer enroll contacts since the last apply (it has no trigger).',
      turnedOff,
    ],
    [{ status: 'missing' }, 'target-deleted', 'The workflow was deleted since the last apply.', deleted],
    [undefined, 'target-deleted', 'The workflow was deleted since the last apply.', deleted],
  ] as const)('name what changed and what to do: %o', (...[observed, kind, message, help]) => {
    const plan = makePlan(
      planInput({
        desired: { targets: [workflow()] },
        observed: {
          targets: observed
            ? [observedTarget({ kind: 'workflow', id: '900', revision: 'r1', ...observed })]
            : [],
        },
        ledger: { targets: [onboarding] },
      }),
    );
    expect(plan.drift).toEqual([
      { address: 'workflows.onboarding', kind, message, help, counts: true, source: at(20) },
    ]);
  });

  const { revision: _revision, ...unrevised } = onboarding;

  it.each([
    ['the baseline has no revision', 'keep', { revision: 'r2' }, unrevised, []],
    ['HubSpot shows no revision', 'keep', {}, onboarding, []],
    [
      'it was turned off before, and edited',
      'keep',
      { status: 'disabled', revision: 'r2' },
      { ...onboarding, status: 'disabled' },
      ['target-edited'],
    ],
    ['it was turned on', 'keep', { revision: 'r1' }, { ...onboarding, status: 'disabled' }, []],
    ['it was deleted as the file requires', 'archive', { status: 'missing' }, onboarding, []],
    ['it was deleted, and is only retired', 'retired', { status: 'missing' }, onboarding, ['target-deleted']],
    [
      'it was edited, and is to be deleted',
      'archive',
      { revision: 'r2', active: new Set<string>() },
      onboarding,
      ['target-edited'],
    ],
  ] as const)('depend on the baseline: %s', (...[, file, observed, known, kinds]) => {
    const retired = { keep: false, retired: true, archive: 'archive' } as const;
    const plan = makePlan(
      planInput({
        desired: { targets: [workflow({ retired: retired[file] })] },
        observed: {
          targets: [observedTarget({ kind: 'workflow', id: '900', ...observed })],
        },
        ledger: { targets: [known] },
      }),
    );
    expect(plan.drift.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('cover only the targets that the filters select', () => {
    const input = planInput({
      desired: { targets: [sequence(), workflow()] },
      observed: {
        targets: [
          observedTarget({ kind: 'sequence', id: '500', revision: 'r2' }),
          observedTarget({ kind: 'workflow', id: '900', revision: 'r2' }),
        ],
      },
      ledger: { targets: [baseline, onboarding] },
    });
    expect(lines(makePlan(input).drift)).toEqual([
      'target-edited sequences.q4',
      'target-edited workflows.onboarding',
    ]);
    expect(lines(makePlan({ ...input, only: ['workflows.*'] }).drift)).toEqual([
      'target-edited workflows.onboarding',
    ]);
  });
});

describe('the messages of contact drift', () => {
  const drift = (parts: object, account: Parameters<typeof planInput>[0]): readonly Drift[] =>
    makePlan(
      planInput({
        desired: { targets: [sequence({ source: at(11), ...parts })] },
        ledger: { targets: [baseline] },
        ...account,
      }),
    ).drift;

  it.each([
    [
      'stays enrolled',
      {},
      'It stays enrolled. Add a member line to manage it, or list it under `absent` to unenroll it.',
      false,
    ],
    [
      'is unenrolled',
      { exclusive: true },
      'The target is exclusive: the next apply unenrolls the contact, unless you add a member line.',
      true,
    ],
  ])('of a contact that is not declared and %s', (...[, parts, help, counts]) => {
    expect(drift(parts, { contacts: [contact(1, { enrollments: [running()] })] })).toEqual([
      {
        address: 'sequences.q4/1',
        kind: 'unmanaged',
        message: 'Active, enrolled by someone else, and not declared.',
        help,
        counts,
        contact: { id: '1', email: 'p•••@northwind.example' },
        at: running().enrolledAt,
        source: at(11),
      },
    ]);
  });

  it.each([
    ['absent', { exclusive: true, absent: [{ person: { id: '1' }, source: at(12) }] }, {}, []],
    ['enrolled by rollcall', { exclusive: true }, { entries: [act()] }, []],
    ['enrolled by rollcall and suppressed', { exclusive: true }, { entries: [act()], suppressed: true }, []],
    [
      'suppressed, in an exclusive target',
      { exclusive: true },
      { suppressed: true },
      ['unmanaged sequences.q4/1'],
    ],
    [
      'suppressed, in another target',
      {},
      { suppressed: true },
      ['unmanaged sequences.q4/1 (does not count)'],
    ],
    ['a declared member', { exclusive: true, members: [member(1)] }, {}, []],
  ])('of an active contact that is %s', (...[, parts, facts, expected]) => {
    const { suppressed = false, entries = [] } = facts as {
      suppressed?: boolean;
      entries?: readonly LedgerEntry[];
    };
    const found = makePlan(
      planInput({
        desired: {
          targets: [sequence(parts)],
          suppress: suppressed ? [{ match: { id: '1' }, source: at(5) }] : [],
        },
        contacts: [contact(1, { enrollments: [running()] })],
        entries,
        ledger: { targets: [baseline] },
      }),
    ).drift;
    expect(lines(found)).toEqual(expected);
  });

  const ended = (parts: Parameters<typeof endedEnrollment>[0] = {}) => [
    contact(1, { enrollments: [endedEnrollment({ how: 'unexplained', ...parts })] }),
  ];
  const members = [member(1)];

  it('of an early end has the day, the run and the possible causes', () => {
    expect(drift({ members }, { contacts: ended(), entries: [act()] })).toEqual([
      {
        address: 'sequences.q4/1',
        kind: 'ended-unexplained',
        message: 'Ended on 2026-11-15 before its last step (cause not visible); enrolled by run 3.',
        help: 'A reply, a meeting, or a removal by hand: HubSpot does not show which.',
        counts: false,
        contact: { id: '1', email: 'p•••@northwind.example' },
        at: '2026-11-15T09:00:00.000Z',
        source: at(30),
      },
    ]);
    expect(
      drift(
        { members },
        {
          contacts: ended(),
          entries: [act()],
          observed: { targets: [observedTarget({ kind: 'sequence', id: '500', status: 'missing' })] },
        },
      ),
    ).toMatchObject([
      { kind: 'target-deleted' },
      {
        message: 'Ended on 2026-11-15 before its last step (the sequence was deleted); enrolled by run 3.',
        help: 'The sequence was deleted, which ends its enrollments. A reply, a meeting, or a removal by hand before that looks the same.',
      },
    ]);
  });

  const removal = { action: 'unenroll', run: 4 } as const;

  it.each<readonly [string, readonly LedgerEntry[], boolean]>([
    ['the run that enrolled the contact', [act()], true],
    ['an accepted request', [act({ state: 'accepted' })], true],
    ['an adoption', [act({ state: 'adopted' })], false],
    ['a refused request', [act({ state: 'refused' })], false],
    ['a request of another time', [act({ at: '2026-11-01T09:00:00.000Z' })], false],
    ['no record', [], false],
    ['a later removal by rollcall', [act(), act({ ...removal, at: '2026-11-14T09:00:00.000Z' })], false],
    ['a removal at the same time', [act(), act(removal)], false],
    [
      'an accepted removal',
      [act(), act({ ...removal, state: 'accepted', at: '2026-11-14T09:00:00.000Z' })],
      false,
    ],
    [
      'a refused removal',
      [act(), act({ ...removal, state: 'refused', at: '2026-11-14T09:00:00.000Z' })],
      true,
    ],
    ['a removal before it', [act({ ...removal, at: '2026-11-09T09:00:00.000Z' }), act()], true],
  ])('of an early end requires that rollcall enrolled the contact: %s', (_case, entries, isShown) => {
    const kinds = drift({ members }, { contacts: ended(), entries }).map(({ kind }) => kind);
    expect(kinds).toEqual(isShown ? ['ended-unexplained'] : []);
  });

  it.each([
    ['an earlier end', { endsSeenAt: '2026-11-15T08:59:59.999Z' }, {}, true],
    ['this end', { endsSeenAt: '2026-11-15T09:00:00.000Z' }, {}, false],
    [
      'the time of an enrollment whose end has no date',
      { endsSeenAt: '2026-11-10T09:00:00.000Z' },
      { endedAt: undefined },
      false,
    ],
    [
      'an earlier time, if the end has no date',
      { endsSeenAt: '2026-11-10T08:59:59.999Z' },
      { endedAt: undefined },
      true,
    ],
    [
      'any time, if the end has no date at all',
      { endsSeenAt: '2026-11-01T09:00:00.000Z' },
      { endedAt: undefined, enrolledAt: undefined },
      false,
    ],
    ['no end', {}, {}, true],
  ])('of an early end is absent if the baseline accepted it: %s', (...[, known, dates, isShown]) => {
    const enrollment = {
      kind: 'sequence',
      targetId: '500',
      state: 'ended',
      how: 'unexplained',
      enrolledAt: '2026-11-10T09:00:00.000Z',
      endedAt: '2026-11-15T09:00:00.000Z',
      ...dates,
    };
    const found = drift(
      { members },
      {
        contacts: [contact(1, { enrollments: [enrollment as never] })],
        entries: [act()],
        ledger: { targets: [{ ...baseline, ...known }] },
      },
    );
    expect(found.map(({ kind }) => kind)).toEqual(isShown ? ['ended-unexplained'] : []);
  });

  it('is absent for a target that left the files', () => {
    const left = makePlan(
      planInput({
        contacts: ended(),
        entries: [act()],
        ledger: { targets: [baseline] },
        input: { undoRun: 3 },
      }),
    );
    expect(left.unchanged).toMatchObject([{ status: 'ended' }]);
    expect(left.drift).toEqual([]);
  });

  it('is in target order, also if only the second target has a change', () => {
    const inFlow = { kind: 'workflow', targetId: '900' } as const;
    const plan = makePlan(
      planInput({
        desired: { targets: [sequence(), workflow({ exclusive: true })] },
        contacts: [
          contact(1, { enrollments: [running(inFlow)] }),
          contact(2, { enrollments: [running(inFlow)] }),
          contact(3, { enrollments: [running()] }),
        ],
        ledger: { targets: [baseline, { ...baseline, kind: 'workflow', id: '900', key: 'onboarding' }] },
      }),
    );
    expect(plan.changes.map(({ address }) => address)).toEqual([
      'workflows.onboarding/1',
      'workflows.onboarding/2',
    ]);
    expect(lines(plan.drift)).toEqual([
      'unmanaged sequences.q4/3 (does not count)',
      'unmanaged workflows.onboarding/1',
      'unmanaged workflows.onboarding/2',
    ]);
  });

  it('is in target and address order, after that of the targets', () => {
    const inFlow = { kind: 'workflow', targetId: '900' } as const;
    const found = makePlan(
      planInput({
        desired: { targets: [workflow({ exclusive: true }), sequence({ members: [member(2)] })] },
        observed: {
          targets: [
            observedTarget({ kind: 'workflow', id: '900' }),
            observedTarget({ kind: 'sequence', id: '500', revision: 'r2' }),
          ],
        },
        contacts: [
          contact(3, { enrollments: [running()] }),
          contact(1, { enrollments: [running(), running(inFlow)] }),
          contact(2, { enrollments: [endedEnrollment({ how: 'unexplained' })] }),
        ],
        entries: [act({ contactId: '2' })],
        ledger: {
          targets: [baseline, { ...baseline, kind: 'workflow', id: '900', key: 'onboarding' }],
        },
      }),
    ).drift;
    expect(lines(found)).toEqual([
      'target-edited sequences.q4',
      'unmanaged workflows.onboarding/1',
      'unmanaged sequences.q4/1 (does not count)',
      'ended-unexplained sequences.q4/2 (does not count)',
      'unmanaged sequences.q4/3 (does not count)',
    ]);
  });
});
