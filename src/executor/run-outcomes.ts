import { changeKey } from '../model/plan.ts';
import type { Change } from '../model/plan.ts';
import type { Outcome } from '../model/report.ts';
import type { ResponseWatch } from './response-watch.ts';
import type { Stop } from './stop.ts';

/** What an apply has come to; shared by the batches of one run. */
export interface RunOutcomes {
  readonly runNumber: number;
  readonly planId: string;
  /** By `changeKey`. */
  readonly outcomes: Map<string, Outcome>;
  readonly responses: ResponseWatch;
  /** Enrollments since the ledger was read for this phase, by the sender's user id. */
  readonly sent: Map<string, number>;
  /** Told each outcome that is news. */
  readonly onOutcome: (outcome: Outcome) => void;
  /** Set by `halt`: nothing new is sent afterwards. */
  stop?: Stop;
}

/** What says most about a run comes first; in the order of the exit codes. */
const stopOrder: readonly Stop['why'][] = [
  'ledger-lost',
  'denied',
  'unreliable',
  'quota',
  'interrupted',
  'unreadable',
  'canary',
];

/**
 * Stops a run. Of several reasons the gravest stays: requests are in flight together, and a ledger that
 * is lost after the quota was used up must be told of.
 */
export function stopRun(journal: RunOutcomes, stop: Stop): void {
  if (journal.stop && stopOrder.indexOf(journal.stop.why) <= stopOrder.indexOf(stop.why)) return;
  journal.stop = stop;
}

/** Files an outcome under its change. */
export function recordOutcome(
  journal: RunOutcomes,
  change: Change,
  outcome: Omit<Outcome, 'address' | 'action'>,
): void {
  const before = journal.outcomes.get(changeKey(change));
  const filed = { address: change.address, action: change.action, ...outcome };
  journal.outcomes.set(changeKey(change), filed);
  // What an effect that is looked for comes to is filed again at each look.
  if (before?.status !== outcome.status || before.reason !== outcome.reason) journal.onOutcome(filed);
}

/** What became of a request whose answer the ledger did not take. */
export const unrecordedOutcome = {
  status: 'unknown',
  reason: 'the request was sent, and the ledger could not record the response',
  help: 'Run apply again when the ledger can be written: it reads back what was left open.',
} as const;

/** Counts an enrollment toward its sender's day: one more with its intent, one less when it had no effect. */
export function adjustSentCount({ sent }: RunOutcomes, change: Change, step: 1 | -1): void {
  const sender = senderOf(change);
  if (sender !== undefined) sent.set(sender, (sent.get(sender) ?? 0) + step);
}

/** The sender of an enrollment: the user whose inbox sends. Nothing for a workflow and for a removal. */
export function senderOf(change: Change): string | undefined {
  return change.action === 'enroll' ? change.senderUserId : undefined;
}

/** The list that a change is made through, when it is. */
export function viaListOf(change: Change | undefined): string | undefined {
  return change?.action === 'enroll' ? change.viaList : undefined;
}
