import { expect, test } from 'vitest';
import { exitCodeOfRun } from '../../src/executor/make-report.ts';
import {
  causesBySeverity,
  exitCodeOfStop,
  exitCodesBySeverity,
  isMoreSerious,
  stopAfterCanary,
  stopFromError,
  stopFromResponse,
  stopUnreliable,
} from '../../src/executor/stop.ts';
import { ExitCode } from '../../src/model/exit-code.ts';
import { Failure } from '../../src/model/failure.ts';
import { LeaseLostError } from '../../src/model/ledger/ledger.ts';
import type { StopCause } from '../../src/model/results/run-event.ts';

const mostSeriousFirst: readonly StopCause[] = [
  'ledger-lost',
  'internal',
  'denied',
  'unreliable',
  'quota',
  'plan-errors',
  'unreviewed',
  'limit',
  'interrupted',
  'unreadable',
  'canary',
];

test('stop causes have one order, and exit codes follow it', () => {
  expect(causesBySeverity).toEqual(mostSeriousFirst);
  expect(causesBySeverity.toSorted()).toEqual(Object.keys(exitCodeOfStop).toSorted());
  expect(exitCodesBySeverity).toEqual([1, 4, 7, 10, 3, 8, 5, 130, 6]);
  expect(isMoreSerious('interrupted', 'unreadable')).toBe(true);
  expect(isMoreSerious('unreadable', 'interrupted')).toBe(false);
  expect(isMoreSerious('quota', 'quota')).toBe(false);
});

test.each(mostSeriousFirst)('a stop sets the exit code: %s', (why) => {
  const stop = { why, reason: 'stopped' };
  const { exitCode } = exitCodeOfRun({ outcomes: [], stop, manual: 0, waitingRemovals: 0, unsettled: 0 });
  expect(exitCode).toBe(exitCodeOfStop[why]);
});

const rerun = 'Run the same command again: it continues where this one stopped.';
const report =
  'Please report it with the command line and the output of --log-level debug. The ledger records the requests that were sent.';
const failure = { message: 'failed', help: 'Correct it.' };
const fromFailure = { reason: 'failed', help: 'Correct it.' };

test.each([
  [
    'a lost lease',
    new LeaseLostError('another process took over the ledger'),
    { why: 'ledger-lost', reason: 'another process took over the ledger', help: rerun },
  ],
  [
    'a defect',
    new TypeError('x is null'),
    { why: 'internal', reason: 'Internal error in rollcall: x is null', help: report },
  ],
  ['a thrown text', 'x', { why: 'internal', reason: 'Internal error in rollcall: x', help: report }],
  [
    'a refused token',
    new Failure({ ...failure, code: 'token-refused', exitCode: ExitCode.account }),
    { why: 'denied', ...fromFailure },
  ],
  [
    'a used-up quota',
    new Failure({ ...failure, code: 'quota-used-up', exitCode: ExitCode.quota }),
    { why: 'quota', ...fromFailure },
  ],
  [
    'a ledger that cannot be written',
    new Failure({ ...failure, code: 'ledger-write' }),
    { why: 'ledger-lost', ...fromFailure },
  ],
  [
    'an account that cannot be read',
    new Failure({ ...failure, code: 'hubspot-no-response' }),
    { why: 'unreadable', ...fromFailure },
  ],
])('%s stops the run', (_, error, stop) => {
  expect(stopFromError(error)).toEqual(stop);
});

test.each([
  [1, 'stopped after the canary; 1 enrollment remains'],
  [2, 'stopped after the canary; 2 enrollments remain'],
])('a canary names the enrollments that remain: %i', (waiting, reason) => {
  expect(stopAfterCanary(waiting)).toEqual({
    why: 'canary',
    reason,
    help: 'Check the enrolled contacts in HubSpot. Then run the same command without --canary: it enrolls the rest.',
  });
});

test('ambiguous responses in a row stop the run with their number', () => {
  expect(stopUnreliable(5)).toEqual({
    why: 'unreliable',
    reason:
      'stopped after 5 ambiguous responses in a row: HubSpot or the network is not reliable enough to send email',
    help: 'Check https://status.hubspot.com and the connection. Then run `rollcall plan`: it reads back what happened.',
  });
});

test.each([
  ['quota', undefined, `Wait until HubSpot resets the daily quota. ${rerun}`],
  ['denied', 'Give the app the scope.', 'Give the app the scope.'],
  ['interrupted', undefined, rerun],
] as const)('a response that stops the run has a next step: %s', (outcome, help, expected) => {
  const response = { outcome, reason: 'no', ...(help === undefined ? {} : { help }) };
  expect(stopFromResponse(response)).toEqual({ why: outcome, reason: 'no', help: expected });
});
