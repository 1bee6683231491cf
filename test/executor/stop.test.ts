import { expect, test } from 'vitest';
import { exitCodeOfRun } from '../../src/executor/make-report.ts';
import { exitCodeOfStop, exitCodesBySeverity, isMoreSerious } from '../../src/executor/stop.ts';
import type { StopCause } from '../../src/model/results/run-event.ts';

const mostSeriousFirst: readonly StopCause[] = [
  'ledger-lost',
  'denied',
  'unreliable',
  'quota',
  'interrupted',
  'unreadable',
  'canary',
];

test('stop causes have one order, and exit codes follow it', () => {
  expect(Object.keys(exitCodeOfStop)).toEqual(mostSeriousFirst);
  expect(exitCodesBySeverity).toEqual([1, 4, 7, 10, 130, 6]);
  expect(isMoreSerious('interrupted', 'unreadable')).toBe(true);
  expect(isMoreSerious('unreadable', 'interrupted')).toBe(false);
  expect(isMoreSerious('quota', 'quota')).toBe(false);
});

test.each(mostSeriousFirst)('a stop sets the exit code: %s', (why) => {
  const stop = { why, reason: 'stopped' };
  const { exitCode } = exitCodeOfRun({ outcomes: [], stop, manual: 0, waitingRemovals: 0, unsettled: 0 });
  expect(exitCode).toBe(exitCodeOfStop[why]);
});
