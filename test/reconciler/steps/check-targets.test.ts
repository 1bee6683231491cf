import { describe, expect, it } from 'vitest';
import type { DesiredTarget } from '../../../src/model/desired-state.ts';
import type { LedgerTarget } from '../../../src/model/ledger/ledger-view.ts';
import type { ObservedTarget } from '../../../src/model/observed-state.ts';
import { retiredUnreadable } from '../../../src/reconciler/diagnostics.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
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
} from '../builders.ts';

type Ledger = NonNullable<Parameters<typeof planInput>[0]['ledger']>;

function diagnosticsOf(
  target: DesiredTarget,
  observed?: Partial<ObservedTarget>,
  ledger: Ledger = {},
): readonly object[] {
  const { kind, id } = target;
  return makePlan(
    planInput({
      desired: { targets: [target] },
      observed: { targets: observed ? [observedTarget({ kind, id, ...observed })] : [] },
      ledger,
    }),
  ).diagnostics;
}

it('warns of a target with a definition and without members whose id does not exist', () => {
  const problems = (definition?: string) =>
    makePlan(
      planInput({
        desired: { targets: [workflow({ id: '7', ...(definition === undefined ? {} : { definition }) })] },
        observed: {
          targets: [
            observedTarget({ kind: 'workflow', id: '7', status: 'missing', why: 'it does not exist' }),
          ],
        },
      }),
    ).diagnostics.map(({ code }) => code);
  expect(problems('welcome.yaml')).toContain('target-not-ready');
});

describe('the diagnostics of a target', () => {
  it.each([
    [{ status: 'disabled' }, 'the sequence is turned off'],
    [
      { status: 'unsuitable', why: 'it has no steps' },
      'the sequence cannot enroll contacts: it has no steps',
    ],
    [undefined, 'the account has no sequence with the id 500; it may have been deleted, or be private'],
  ] as const)('warn if it cannot enroll contacts: %o', (observed, why) => {
    expect(diagnosticsOf(sequence(), observed)).toEqual([
      {
        code: 'target-not-ready',
        severity: 'warning',
        message: `No contact can be enrolled in sequences.q4: ${why}.`,
        help: 'Fix it in HubSpot, or correct the `id`.',
        source: at(10),
      },
    ]);
  });

  it('do not require a target without declared members to be ready', () => {
    const { members: _members, ...unnamed } = sequence();
    expect(diagnosticsOf(unnamed, { status: 'disabled' })).toEqual([]);
  });

  it.each([
    ['unreadable', {}, true],
    ['readable', { active: new Set<string>() }, false],
    ['turned off and unreadable', { status: 'disabled' }, true],
    ['deleted', { status: 'missing' }, false],
    ['not in the account', undefined, false],
  ] as const)('warn of a retired workflow whose members cannot be read: %s', (_case, observed, isWarned) => {
    const warning = retiredUnreadable(workflow());
    expect(diagnosticsOf(workflow({ retired: true }), observed)).toEqual(isWarned ? [warning] : []);
    expect(diagnosticsOf(workflow({ retired: 'archive' }), observed)).toEqual(isWarned ? [warning] : []);
  });

  it('include the hazards that HubSpot shows, as sentences with the line that they are about', () => {
    const hazard = {
      code: 'via-reenrolls',
      severity: 'warning',
      message: 'the list feeds it',
      help: 'h',
    } as const;
    const hazards = [
      hazard,
      { ...hazard, about: 'viaList' } as const,
      { ...hazard, about: 'activeList' } as const,
    ];
    const shown = { code: 'via-reenrolls', severity: 'warning', message: 'The list feeds it.', help: 'h' };
    expect(diagnosticsOf(workflow({ at: { viaList: at(22) } }), { hazards })).toEqual([
      { ...shown, source: at(20) },
      { ...shown, source: at(22) },
      { ...shown, source: at(20) },
    ]);
    expect(diagnosticsOf(workflow(), { hazards: [{ ...hazard, about: 'viaList' }] })).toEqual([
      { ...shown, source: at(20) },
    ]);
    expect(diagnosticsOf(sequence(), { hazards: [hazard] })).toEqual([{ ...shown, source: at(10) }]);
  });

  it('name no fix for a suppression list with no declared contact on it', () => {
    const helpFor = (suppressed?: ReadonlyMap<string, string>): readonly (string | undefined)[] =>
      makePlan(
        planInput({
          desired: { targets: [workflow({ members: [member(1)] })] },
          contacts: [contact(1)],
          observed: {
            targets: [
              observedTarget({
                kind: 'workflow',
                id: '900',
                hazards: [
                  { code: 'workflow-suppresses', severity: 'warning', message: 'm', help: 'Remove it.' },
                  { code: 'workflow-unenrolls-from-others', severity: 'warning', message: 'm', help: 'h' },
                ],
                ...(suppressed && { suppressed }),
              }),
            ],
          },
        }),
      ).diagnostics.map(({ help }) => help);
    const noAction = 'No action is needed now: no declared contact is on such a list.';
    expect(helpFor(new Map([['1', '620']]))).toEqual(['Remove it.', 'h']);
    expect(helpFor(new Map([['2', '620']]))).toEqual([noAction, 'h']);
    expect(helpFor()).toEqual([noAction, 'h']);
  });

  it('follow those of the files, and precede the notices of the account', () => {
    const own = { code: 'wrong-value', severity: 'warning', message: 'x', help: 'x' } as const;
    const notice = { code: 'routes-end', severity: 'warning', message: 'n', help: 'n' } as const;
    const plan = makePlan(
      planInput({
        desired: { targets: [sequence()] },
        observed: { targets: [], notices: [notice] },
        ledger: { exists: false },
        input: { diagnostics: [own] },
      }),
    );
    expect(plan.diagnostics.map(({ code }) => code)).toEqual([
      'wrong-value',
      'no-ledger',
      'target-not-ready',
      'routes-end',
    ]);
    expect(plan.diagnostics[1]).toEqual({
      code: 'no-ledger',
      severity: 'warning',
      message:
        'No ledger found. Enrollments that have ended may be unknown without it, so this plan cannot be applied.',
      help: 'Restore the ledger. If this account never had one, apply with --new-ledger.',
    });
  });
});

describe('a new id under a known key', () => {
  const known = (id: string, parts: Partial<LedgerTarget> = {}): LedgerTarget => ({
    kind: 'sequence',
    id,
    key: 'q4',
    status: 'ready',
    ...parts,
  });
  const join = { kind: 'sequence', targetId: '501', formerId: '500' } as const;

  it.each([
    ['the key had another id', [known('500')], {}, '500'],
    ['the key had two ids: names the greater one', [known('500'), known('499')], {}, '500'],
    ['the key had two ids, in the other order', [known('499'), known('500')], {}, '500'],
    ['the ledger knows the id', [known('500'), known('501', { key: 'old' })], {}, undefined],
    ['the ledger joined the ids', [known('500')], { joins: [join] }, undefined],
    ['another kind had the key', [known('500', { kind: 'workflow' })], {}, undefined],
    ['another key had the id', [known('500', { key: 'q3' })], {}, undefined],
  ])('is an error or not: %s', (...[, targets, ledger, formerId]) => {
    expect(diagnosticsOf(sequence({ id: '501' }), {}, { ...ledger, targets })).toEqual(
      formerId === undefined
        ? []
        : [
            {
              code: 'target-id-changed',
              severity: 'error',
              message: `sequences.q4 had the id ${formerId} when it was last applied and now has 501. The ledger treats that as a new target, so all of its members could be enrolled again.`,
              help: `If it replaces ${formerId}, add \`replaces: ${formerId}\`: members enrolled there count as enrolled. To enroll all members again, set \`since\`.`,
              source: at(10),
            },
          ],
    );
  });

  it.each([{ replaces: '499' }, { replaces: '500' }, { since: '2026-11-01' }])(
    'is no error with %o',
    (parts) => {
      expect(diagnosticsOf(sequence({ id: '501', ...parts }), {}, { targets: [known('500')] })).toEqual([]);
    },
  );

  it('is an error even if the target begins a history of its own', () => {
    expect(
      diagnosticsOf(sequence({ id: '501', replaces: 'none' }), {}, { targets: [known('500')] }),
    ).toMatchObject([{ code: 'target-id-changed' }]);
  });
});

describe('an undo', () => {
  it('has the errors of the other targets as warnings', () => {
    const hazards = [{ code: 'via-reenrolls', severity: 'error', message: 'm', help: 'h' } as const];
    const plan = makePlan(
      planInput({
        desired: { targets: [sequence(), workflow()] },
        observed: {
          targets: [
            observedTarget({ kind: 'sequence', id: '500', hazards }),
            observedTarget({ kind: 'workflow', id: '900', hazards }),
          ],
        },
        contacts: [contact(1, { enrollments: [running()] })],
        entries: [act()],
        input: { undoRun: 3 },
      }),
    );
    expect(plan.diagnostics.map(({ severity, source }) => [severity, source?.line])).toEqual([
      ['error', 10],
      ['warning', 20],
    ]);
  });
});
