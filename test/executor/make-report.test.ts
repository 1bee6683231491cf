/** The report of an apply: its counts, its exit code and the reasons for it. */
import { describe, expect, test } from 'vitest';
import { exitCodeOfRun, makeReport } from '../../src/executor/make-report.ts';
import type { Stop } from '../../src/executor/stop.ts';
import { outputFormatVersion } from '../../src/model/results/plan.ts';
import type { Change, Plan, Unchanged, UnchangedStatus, WaitCause } from '../../src/model/results/plan.ts';
import type { Outcome, OutcomeStatus } from '../../src/model/results/report.ts';
import { archive, enroll, unenroll, workflow } from './play.ts';

const unchanged = (status: UnchangedStatus, parts: Partial<Unchanged> = {}): Unchanged => ({
  address: 'sequences.q4/90',
  status,
  reason: 'x',
  target: { kind: 'sequence', key: 'q4', id: '500' },
  ...parts,
});
const outcome = (status: OutcomeStatus): Outcome => ({
  address: 'sequences.q4/1',
  action: 'enroll',
  status,
  reason: 'x',
});
const outcomeOf = (change: Pick<Outcome, 'address' | 'action'>, status: OutcomeStatus): Outcome => ({
  address: change.address,
  action: change.action,
  status,
  reason: 'x',
});
const planOf = (parts: Partial<Plan> = {}): Plan =>
  ({ planId: 'p1', portalId: 42, files, unchanged: [], diagnostics: [], ...parts }) as unknown as Plan;
const files = [{ path: 'enrollments.yaml', sha256: '' }];

describe('the days of the emails', () => {
  const reportOf = (...changes: readonly Change[]) => {
    const outcomes = changes.map((change) => outcomeOf(change, 'done'));
    const { emails, emailsToday, emailsUntil } = makeReport(
      { outcomes },
      { plan: planOf(), changes, requests: 1, today: '2026-11-28' },
    );
    return { emails, emailsToday, emailsUntil };
  };
  const three = enroll(1, { emails: 3, emailDays: [0, 3, 9] });

  test('are those of the applied enrollments', () => {
    expect(reportOf(three, enroll(2, { emails: 2, emailDays: [0, 0] }), unenroll(3))).toEqual({
      emails: 5,
      emailsToday: 3,
      emailsUntil: '2026-12-07',
    });
    expect(reportOf(enroll(1, { emails: 1, emailDays: [2] }))).toMatchObject({ emailsToday: 0 });
  });

  test('are unknown unless HubSpot shows those of every sequence', () => {
    expect(reportOf(three, enroll(2, { emails: 3 }))).toEqual({ emails: 6 });
    expect(reportOf(unenroll(3))).toEqual({ emails: 0 });
    expect(reportOf(three, enroll(2, { target: workflow }))).toMatchObject({ emailsToday: 1 });
  });
});

describe('the report', () => {
  const { source, ...withoutSource } = enroll(5, { emails: 9 });
  const { emails: _emails, ...withoutEmails } = enroll(6);
  const changes = [
    enroll(1, { emails: 3, contact: { id: '1', email: 'a•••@northwind.example' } }),
    enroll(2, { emails: 4 }),
    unenroll(3),
    archive(),
    withoutSource,
    withoutEmails,
    enroll(7, { emails: 5 }),
  ];
  const statuses: readonly OutcomeStatus[] = [
    'done',
    'done',
    'done',
    'blocked',
    'unknown',
    'done',
    'not-attempted',
  ];
  const outcomes = changes.map((change, nth) => outcomeOf(change, statuses[nth]!));

  test('counts each status, and the emails of completed enrollments', () => {
    const manual = unchanged('manual', { removal: true });
    const report = makeReport(
      { outcomes },
      {
        plan: planOf({
          unchanged: [
            manual,
            unchanged('waiting', { removal: true }),
            unchanged('blocked', { removal: true }),
            unchanged('unknown', { unsettled: true }),
            unchanged('active'),
          ],
        }),
        changes,
        number: 4,
        requests: 17,
        today: '2026-11-02',
      },
    );
    const { outcomes: reported, ...rest } = report;
    expect(rest).toEqual({
      formatVersion: outputFormatVersion,
      planId: 'p1',
      portalId: 42,
      run: 4,
      exitCode: 7,
      exitReasons: [
        '1 unknown outcome needs a decision',
        '1 unknown outcome of an earlier run needs a decision (`rollcall resolve`)',
        '1 change was not attempted',
        '1 contact must be unenrolled by hand',
        '2 contacts must be unenrolled by a later run',
      ],
      counts: { planned: 7, done: 4, failed: 0, blocked: 1, unknown: 1, notAttempted: 1 },
      emails: 7,
      manual: [manual],
      requests: 17,
    });
    // Each outcome has the contact and the line of its change. An archive has no contact.
    expect(reported).toEqual([
      {
        ...outcomes[0],
        target: changes[0]?.target,
        contact: { id: '1', email: 'a•••@northwind.example' },
        source,
      },
      { ...outcomes[1], target: changes[1]?.target, contact: { id: '2' }, source },
      { ...outcomes[2], target: changes[2]?.target, contact: { id: '3' }, source },
      { ...outcomes[3], target: changes[3]?.target, source },
      { ...outcomes[4], target: changes[4]?.target, contact: { id: '5' } },
      { ...outcomes[5], target: changes[5]?.target, contact: { id: '6' }, source },
      { ...outcomes[6], target: changes[6]?.target, contact: { id: '7' }, source },
    ]);
  });

  test('has no fields for a run number, a context and a stop that do not exist', () => {
    const report = makeReport(
      { outcomes: [] },
      { plan: planOf(), changes: [], requests: 0, today: '2026-11-02' },
    );
    expect(Object.keys(report)).toEqual([
      'formatVersion',
      'planId',
      'portalId',
      'exitCode',
      'exitReasons',
      'counts',
      'emails',
      'outcomes',
      'manual',
      'requests',
    ]);
    expect([report.exitCode, report.exitReasons]).toEqual([0, []]);
  });

  test.each([
    [['enrollments.yaml', 'people.csv'], undefined],
    [
      ['accounts/eu/a.yaml', 'accounts/eu/b.YML', 'dnc.csv'],
      ['accounts/eu/a.yaml', 'accounts/eu/b.YML'],
    ],
    [
      ['enrollments.yaml', 'more.yaml'],
      ['enrollments.yaml', 'more.yaml'],
    ],
  ])('names the configuration files unless there is only the default one: %j', (paths, expected) => {
    const plan = planOf({ files: paths.map((path) => ({ path, sha256: '' })) });
    const report = makeReport({ outcomes: [] }, { plan, changes: [], requests: 0, today: '2026-11-02' });
    expect(report.files).toEqual(expected);
  });

  test('counts changes that wait for a reviewed plan, which leave the exit code at 0', () => {
    const waiting = { status: 'waiting', waitsFor: 'review' } as const;
    const diagnostic = { code: 'archives-need-review', severity: 'warning', message: '', help: '' } as const;
    const unchanged = [{ ...waiting, removal: true }, waiting] as unknown as Plan['unchanged'];
    const report = makeReport(
      { outcomes: [] },
      {
        plan: planOf({ unchanged, diagnostics: [diagnostic] }),
        changes: [],
        requests: 0,
        today: '2026-11-02',
      },
    );
    expect(report).toMatchObject({ forReview: 3, exitCode: 0, exitReasons: [] });
  });

  test('counts failed outcomes', () => {
    const change = enroll(1);
    const report = makeReport(
      { outcomes: [outcomeOf(change, 'failed')] },
      { plan: planOf(), changes: [change], requests: 1, today: '2026-11-02' },
    );
    expect(report.counts).toEqual({
      planned: 1,
      done: 0,
      failed: 1,
      blocked: 0,
      unknown: 0,
      notAttempted: 0,
    });
    expect(report.emails).toBe(0);
  });

  test('keeps an outcome without a change as it is', () => {
    const report = makeReport(
      { outcomes: [outcome('done')] },
      { plan: planOf(), changes: [], requests: 1, today: '2026-11-02' },
    );
    expect(report.outcomes).toEqual([outcome('done')]);
    expect(report.emails).toBe(0);
  });

  test('has the exit code and the reason of a stop', () => {
    const stop: Stop = { why: 'denied', reason: 'no scope', help: 'Give it.' };
    const report = makeReport(
      { outcomes: [], stop },
      { plan: planOf(), changes: [], requests: 1, today: '2026-11-02' },
    );
    expect([report.exitCode, report.exitReasons]).toEqual([4, ['no scope. Give it.']]);
  });

  test.each([
    [
      { uiDomain: 'app.hubspot.com', contactPage: 'https://x/{id}' },
      { uiDomain: 'app.hubspot.com', contactPage: 'https://x/{id}' },
    ],
    [{ uiDomain: 'app-eu1.hubspot.com' }, { uiDomain: 'app-eu1.hubspot.com' }],
  ])('has what links need of the context of the plan, and nothing else: %j', (hosts, expected) => {
    const context = { ...hosts, timeZone: 'Europe/Berlin', senders: [] };
    const { context: reported } = makeReport(
      { outcomes: [] },
      { plan: planOf({ context }), changes: [], requests: 0, today: '2026-11-02' },
    );
    expect(reported).toStrictEqual(expected);
  });
});

interface Summary {
  readonly statuses?: readonly OutcomeStatus[];
  readonly stop?: Stop;
  readonly manual?: number;
  readonly waitingRemovals?: number;
  readonly unsettled?: number;
}

const unknown = '1 unknown outcome needs a decision';
const earlier = '2 unknown outcomes of earlier runs need a decision (`rollcall resolve`)';
const stops = (why: Stop['why']): Stop => ({ why, reason: `stopped: ${why}` });

// One row per line keeps the table readable.
// oxfmt-ignore
const exits: readonly (readonly [name: string, run: Summary, exitCode: number, reasons: readonly string[]])[] = [
  ['nothing to report', {}, 0, []],
  ['done and blocked', { statuses: ['done', 'blocked'] }, 0, []],
  ['an unknown outcome', { statuses: ['unknown'] }, 7, [unknown]],
  ['unsettled enrollments of an earlier run', { unsettled: 2 }, 7, [earlier]],
  ['failed', { statuses: ['failed', 'done', 'failed'] }, 6, ['2 changes failed']],
  ['not attempted', { statuses: ['not-attempted'] }, 6, ['1 change was not attempted']],
  ['several not attempted', { statuses: ['not-attempted', 'not-attempted'] }, 6, ['2 changes were not attempted']],
  ['several unknown outcomes', { statuses: ['unknown', 'unknown'] }, 7, ['2 unknown outcomes need a decision']],
  ['an unsettled enrollment of an earlier run', { unsettled: 1 }, 7, ['1 unknown outcome of an earlier run needs a decision (`rollcall resolve`)']],
  ['a removal by hand', { manual: 1 }, 6, ['1 contact must be unenrolled by hand']],
  ['a removal of a later run', { waitingRemovals: 1 }, 6, ['1 contact must be unenrolled by a later run']],
  ['removals by hand', { manual: 3 }, 6, ['3 contacts must be unenrolled by hand']],
  ['removals of a later run', { waitingRemovals: 4 }, 6, ['4 contacts must be unenrolled by a later run']],
  ['all of them, most serious first', { statuses: ['failed', 'unknown', 'not-attempted'], manual: 3, waitingRemovals: 4, unsettled: 2 }, 7, [unknown, earlier, '1 change failed', '1 change was not attempted', '3 contacts must be unenrolled by hand', '4 contacts must be unenrolled by a later run']],
  ['a canary and a failure', { stop: stops('canary'), statuses: ['failed'] }, 6, ['stopped: canary', '1 change failed']],
  ['a canary and an unknown outcome', { stop: stops('canary'), statuses: ['unknown'] }, 7, [unknown, 'stopped: canary']],
  ['an unreadable account and an unknown outcome', { stop: stops('unreadable'), statuses: ['unknown'] }, 7, [unknown, 'stopped: unreadable']],
  ['an interrupt and a failure', { stop: stops('interrupted'), statuses: ['failed'] }, 130, ['stopped: interrupted', '1 change failed']],
  ['an interrupt and an unknown outcome', { stop: stops('interrupted'), statuses: ['unknown'] }, 7, [unknown, 'stopped: interrupted']],
  ['a used-up quota and an unknown outcome', { stop: stops('quota'), statuses: ['unknown', 'failed'] }, 7, [unknown, 'stopped: quota', '1 change failed']],
  ['a used-up quota and a failure', { stop: stops('quota'), statuses: ['failed'] }, 10, ['stopped: quota', '1 change failed']],
  ['an unreliable connection', { stop: stops('unreliable'), statuses: ['failed'] }, 7, ['stopped: unreliable', '1 change failed']],
  ['a refused token and an unknown outcome', { stop: stops('denied'), statuses: ['unknown'] }, 4, ['stopped: denied', unknown]],
  ['a lost ledger and an unknown outcome', { stop: stops('ledger-lost'), statuses: ['unknown'] }, 1, ['stopped: ledger-lost', unknown]],
];

describe('the exit code', () => {
  test.each(exits)('of %s', (_, run, ...expected) => {
    const { statuses = [], stop, manual = 0, waitingRemovals = 0, unsettled = 0 } = run;
    const outcomes = statuses.map(outcome);
    const summary = exitCodeOfRun({
      outcomes,
      manual,
      waitingRemovals,
      unsettled,
      ...(stop ? { stop } : {}),
    });
    expect([summary.exitCode, summary.exitReasons]).toEqual(expected);
  });

  const nothingLeft = { manual: 0, waitingRemovals: 0, unsettled: 0 };

  test.each<[WaitCause, number]>([
    ['pause', 0],
    ['freeze', 0],
    ['pace', 0],
    ['sender-limit', 0],
    ['since', 0],
    ['other-sequence', 6],
  ])('of an enrollment that was not attempted and waits for %s', (waitsFor, exitCode) => {
    const waiting = { ...outcome('not-attempted'), waitsFor };
    expect(exitCodeOfRun({ outcomes: [waiting], ...nothingLeft }).exitCode).toBe(exitCode);
    expect(exitCodeOfRun({ outcomes: [{ ...waiting, status: 'failed' }], ...nothingLeft }).exitCode).toBe(6);
  });

  test('of a run that stopped senders, which are named before the changes', () => {
    const stoppedSenders = [
      { sender: 'maria@acme.example', reason: 'maria@acme.example has no seat', help: 'Assign one.' },
    ];
    expect(exitCodeOfRun({ outcomes: [outcome('failed')], ...nothingLeft, stoppedSenders })).toEqual({
      exitCode: 6,
      exitReasons: ['sender stopped: maria@acme.example has no seat. Assign one.', '1 change failed'],
    });
  });

  test('of a report includes its stopped senders, and a report without them has no such field', () => {
    const stoppedSenders = [{ sender: 'maria@acme.example', reason: 'no seat', help: 'Assign one.' }];
    const run = { plan: planOf({}), changes: [], requests: 0, today: '2026-11-02' } as const;
    expect(makeReport({ outcomes: [], stoppedSenders }, run)).toMatchObject({ stoppedSenders, exitCode: 6 });
    expect(makeReport({ outcomes: [], stoppedSenders: [] }, run)).not.toHaveProperty('stoppedSenders');
  });

  test.each([
    [{ reason: 'the ledger is locked' }, 'the ledger is locked'],
    [{ reason: 'the ledger is locked.' }, 'the ledger is locked.'],
    [{ reason: 'the ledger is locked', help: 'Wait.' }, 'the ledger is locked. Wait.'],
    [{ reason: 'The ledger is locked.', help: 'Wait.' }, 'The ledger is locked. Wait.'],
    [{ reason: 'a.example is down', help: 'Wait.' }, 'a.example is down. Wait.'],
  ])('has the reason and the help text of a stop as sentences: %j', (texts, expected) => {
    const stop: Stop = { why: 'unreadable', ...texts };
    const { exitReasons } = exitCodeOfRun({
      outcomes: [],
      manual: 0,
      waitingRemovals: 0,
      unsettled: 0,
      stop,
    });
    expect(exitReasons).toEqual([expected]);
  });
});
