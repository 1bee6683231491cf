import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import { LeaseLostError } from '../model/ledger/ledger.ts';
import type { StopCause } from '../model/run-event.ts';

/** Why an apply stopped before its last change, when it did. */
export interface Stop {
  readonly why: StopCause;
  readonly reason: string;
  /** The next step, where the reason does not say it. */
  readonly help?: string;
}

/**
 * What a failure means for the changes still to come. A defect of ours stops them like a lost ledger:
 * whatever it was, nothing more may leave.
 */
export function stopFromError(error: unknown): Stop {
  if (error instanceof LeaseLostError) return { why: 'ledger-lost', reason: error.message, help: rerunHelp };
  if (!(error instanceof Failure)) return { why: 'ledger-lost', reason: `internal error: ${String(error)}` };
  const { message: reason, help } = error;
  if (error.exitCode === ExitCode.account) return { why: 'denied', reason, help };
  if (error.exitCode === ExitCode.quota) return { why: 'quota', reason, help };
  if (error.kind === 'ledger') return { why: 'ledger-lost', reason, help };
  return { why: 'unreadable', reason, help };
}

export const rerunHelp = 'Run the same command again: it continues where this one stopped.';

/** The first people of a plan are enrolled, and `waiting` more are not. */
export function stopAfterCanary(waiting: number): Stop {
  return {
    why: 'canary',
    reason: `stopped after the canary; ${waiting} ${waiting === 1 ? 'enrollment waits' : 'enrollments wait'}`,
    help: 'Look at those enrolled in HubSpot. Then run the same command without --canary: it enrolls the rest.',
  };
}

/** Several ambiguous responses in a row: each may have enrolled a contact. */
export function stopUnreliable(count: number): Stop {
  return {
    why: 'unreliable',
    reason: `stopped after ${count} ambiguous responses in a row: HubSpot or the network is not reliable enough to send email`,
    help: 'Check https://status.hubspot.com and the connection. Then run `rollcall plan`: it reads back what happened.',
  };
}

/** What an answer that took nothing means for the changes still to come. */
export function stopFromResponse(answer: {
  readonly outcome: 'quota' | 'denied' | 'interrupted';
  readonly reason: string;
  readonly help?: string;
}): Stop {
  const { outcome: why, reason, help } = answer;
  const later = why === 'quota' ? `Wait until HubSpot counts a new day. ${rerunHelp}` : rerunHelp;
  return { why, reason, help: help ?? later };
}
