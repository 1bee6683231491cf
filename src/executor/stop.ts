import { ExitCode } from '../model/exit-code.ts';
import { toFailure } from '../model/failure.ts';
import { LeaseLostError } from '../model/ledger/ledger.ts';
import type { StopCause } from '../model/results/run-event.ts';

/** The exit code of each stop cause. */
export const exitCodeOfStop = {
  'ledger-lost': ExitCode.error,
  internal: ExitCode.error,
  denied: ExitCode.account,
  unreliable: ExitCode.unknown,
  quota: ExitCode.quota,
  unreviewed: ExitCode.stalePlan,
  limit: ExitCode.limit,
  'plan-errors': ExitCode.invalidConfiguration,
  interrupted: ExitCode.interrupted,
  unreadable: ExitCode.partly,
  canary: ExitCode.partly,
} as const satisfies Record<StopCause, ExitCode>;

/** All stop causes, most serious first. */
export const causesBySeverity: readonly StopCause[] = [
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

/** The exit codes that an apply can end with, apart from success, most serious first. */
export const exitCodesBySeverity: readonly ExitCode[] = [
  ...new Set(causesBySeverity.map((cause) => exitCodeOfStop[cause])),
];

/** Returns whether a cause is more serious than another one. */
export function isMoreSerious(cause: StopCause, other: StopCause): boolean {
  return causesBySeverity.indexOf(cause) < causesBySeverity.indexOf(other);
}

/** Why an apply stopped before its last change. */
export interface Stop {
  readonly why: StopCause;
  readonly reason: string;
  /** The next step, unless the reason contains it. */
  readonly help?: string;
}

/**
 * Returns the stop that an error causes. A defect of rollcall also stops the run: after an unexpected error, no
 * further request may be sent.
 */
export function stopFromError(error: unknown): Stop {
  if (error instanceof LeaseLostError) return { why: 'ledger-lost', reason: error.message, help: rerunHelp };
  const failure = toFailure(error);
  const { message: reason, help } = failure;
  if (failure.code === 'internal') return { why: 'internal', reason, help };
  if (failure.exitCode === ExitCode.account) return { why: 'denied', reason, help };
  if (failure.exitCode === ExitCode.quota) return { why: 'quota', reason, help };
  if (failure.kind === 'ledger') return { why: 'ledger-lost', reason, help };
  return { why: 'unreadable', reason, help };
}

export const rerunHelp = 'Run the same command again: it continues where this one stopped.';

/** Returns the stop after a canary run, with `waiting` enrollments not attempted. */
export function stopAfterCanary(waiting: number): Stop {
  return {
    why: 'canary',
    reason: `stopped after the canary; ${waiting} ${waiting === 1 ? 'enrollment remains' : 'enrollments remain'}`,
    help: 'Check the enrolled contacts in HubSpot. Then run the same command without --canary: it enrolls the rest.',
  };
}

/** Returns the stop after `count` ambiguous responses in a row. Each of them may have enrolled a contact. */
export function stopUnreliable(count: number): Stop {
  return {
    why: 'unreliable',
    reason: `stopped after ${count} ambiguous responses in a row: HubSpot or the network is not reliable enough to send email`,
    help: 'Check https://status.hubspot.com and the connection. Then run `rollcall plan`: it reads back what happened.',
  };
}

/** Returns the stop that follows from a response, or an interrupt, after which HubSpot has processed nothing. */
export function stopFromResponse(response: {
  readonly outcome: 'quota' | 'denied' | 'interrupted';
  readonly reason: string;
  readonly help?: string;
}): Stop {
  const { outcome: why, reason, help } = response;
  const defaultHelp = why === 'quota' ? `Wait until HubSpot resets the daily quota. ${rerunHelp}` : rerunHelp;
  return { why, reason, help: help ?? defaultHelp };
}
