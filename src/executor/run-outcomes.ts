import { changeKey } from '../model/results/plan.ts';
import type { Change } from '../model/results/plan.ts';
import { targetIdentityKey, type TargetId } from '../model/target.ts';
import type { Outcome } from '../model/results/report.ts';
import { nameSender, type ResponseWatch } from './response-watch.ts';
import { isMoreSerious, type Stop } from './stop.ts';

/** The outcomes and counters of one run so far. The batches of the run share it. */
export interface RunOutcomes {
  readonly runNumber: number;
  readonly planId: string;
  /** The latest outcome of each change, by `changeKey`. */
  readonly byChange: Map<string, Outcome>;
  readonly responses: ResponseWatch;
  /** Enrollments since the ledger was read for this phase, by the sender's user id. */
  readonly sent: Map<string, number>;
  /** The same by `targetIdentityKey`. */
  readonly enrolled: Map<string, number>;
  /** Called for each outcome that differs in status or reason from the previous one of its change. */
  readonly onOutcome: (outcome: Outcome) => void;
  /** Set by `stopRun`. Once it is set, the run sends no new request. */
  stop?: Stop;
}

/**
 * Stops a run, and keeps the most serious stop. Requests in flight can cause several stops: a ledger that is
 * lost after the quota was used up must be reported.
 */
export function stopRun(outcomes: RunOutcomes, stop: Stop): void {
  if (!outcomes.stop || isMoreSerious(stop.why, outcomes.stop.why)) outcomes.stop = stop;
}

/** Records the outcome of a change. It replaces an earlier outcome of the same change. */
export function recordOutcome(
  outcomes: RunOutcomes,
  change: Change,
  outcome: Omit<Outcome, 'address' | 'action'>,
): void {
  const previous = outcomes.byChange.get(changeKey(change));
  const recorded = { address: change.address, action: change.action, ...outcome };
  outcomes.byChange.set(changeKey(change), recorded);
  // Each poll for an effect records an outcome, usually the same one.
  if (previous?.status !== outcome.status || previous.reason !== outcome.reason) outcomes.onOutcome(recorded);
}

/** Returns the outcome of a change that took effect. `createdId` is the id of a new workflow. */
export function doneOutcome(
  change: Change,
  createdId: TargetId | undefined,
): Pick<Outcome, 'status' | 'reason' | 'help' | 'createdId'> {
  if (change.action !== 'create-workflow' || createdId === undefined)
    return { status: 'done', reason: 'HubSpot confirmed it' };
  return {
    status: 'done',
    createdId,
    reason: `created as workflow ${createdId}, turned off`,
    help: `Check workflow ${createdId} in HubSpot, turn it on there, and add \`id: ${createdId}\` to ${change.address}.`,
  };
}

/** Records a change of a sender that was stopped in this run. Returns whether it is one. */
export function recordSenderStop(change: Change, outcomes: RunOutcomes): boolean {
  const sender = senderOf(change);
  const stop = sender === undefined ? undefined : outcomes.responses.stopOf(sender);
  if (!stop) return false;
  const name = (change.action === 'enroll' ? change.sender : undefined) ?? 'this sender';
  recordOutcome(outcomes, change, {
    status: 'not-attempted',
    reason: `sender: this run sends nothing more for ${name}: ${nameSender(stop.reason, name)}`,
    help: `${stop.help} Then apply again.`,
  });
  return true;
}

/** The outcome of a request whose response the ledger could not record. */
export const unrecordedOutcome = {
  status: 'unknown',
  reason: 'the request was sent, and the ledger could not record the response',
  help: 'Run apply again when the ledger can be written: it reads back the open intents.',
} as const;

/** Adjusts the counts of enrollments: plus one with an intent, minus one if the request had no effect. */
export function adjustSentCount({ sent, enrolled }: RunOutcomes, change: Change, step: 1 | -1): void {
  if (change.action !== 'enroll') return;
  const sender = senderOf(change);
  if (sender !== undefined) sent.set(sender, (sent.get(sender) ?? 0) + step);
  const target = targetIdentityKey(change.target);
  enrolled.set(target, (enrolled.get(target) ?? 0) + step);
}

/** Returns the user id of the sender of an enrollment; `undefined` for a workflow and for a removal. */
export function senderOf(change: Change): string | undefined {
  return change.action === 'enroll' ? change.senderUserId : undefined;
}

/** Returns the HubSpot list through which a change enrolls, if it has one. */
export function viaListOf(change: Change | undefined): string | undefined {
  return change?.action === 'enroll' ? change.viaList : undefined;
}
