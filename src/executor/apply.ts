import { changesPerBatch } from '../model/batch-sizes.ts';
import { changeKey } from '../model/results/plan.ts';
import type { Change, EnrollChange } from '../model/results/plan.ts';
import type { Outcome, StoppedSender } from '../model/results/report.ts';
import type { ApplyPorts, Judge } from './apply-ports.ts';
import { applyBatch } from './apply-batch.ts';
import type { PendingEffect } from './confirm-effects.ts';
import { confirmEffects } from './confirm-effects.ts';
import { recordOutcome, recordSenderStop, senderOf, stopRun, viaListOf } from './run-outcomes.ts';
import type { RunOutcomes } from './run-outcomes.ts';
import { nameSender, watchResponses } from './response-watch.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import { stopAfterCanary, rerunHelp, stopFromError } from './stop.ts';
import type { Stop } from './stop.ts';

export interface ApplyRequest {
  readonly run: number;
  readonly planId: string;
  /** In the order of the plan: removals, enrollments, archives, new workflows. */
  readonly changes: readonly Change[];
  /** Enroll only the first N contacts. */
  readonly canary?: number;
  /** Changes that no longer hold, by `changeKey`, and why. They are not sent. */
  readonly stale?: ReadonlyMap<string, { readonly reason: string; readonly help: string }>;
  /** The number of requests that the whole apply is expected to send. For the progress display. */
  readonly requests: number;
}

export interface ApplyResult {
  /** One outcome for each requested change, in the same order. */
  readonly outcomes: readonly Outcome[];
  readonly stop?: Stop;
  readonly stoppedSenders?: readonly StoppedSender[];
}

/**
 * Applies changes and returns their outcomes. For each change it rereads and rejudges the contact, commits an
 * intent, sends one request and confirms the effect. Does not throw when a single change fails. A lost ledger,
 * a refused token or an exhausted quota stops the run, and the remaining changes are not attempted.
 */
export async function applyChanges(request: ApplyRequest, ports: ApplyPorts): Promise<ApplyResult> {
  // Outcomes are stored by key: with a duplicate, one outcome would replace another.
  const keys = new Set(request.changes.map(changeKey));
  if (keys.size < request.changes.length) throw new Error('two changes of a plan have the same key');
  const held = heldBackByCanary(request);
  const outcomesSoFar = new Map<string, Outcome>();
  const reportProgress = progressReporter(request, {
    outcomes: outcomesSoFar,
    total: request.changes.length - held.size,
    ports,
  });
  const emitOutcome = ({ address, action, status, reason, response }: Outcome): void =>
    ports.emit({
      event: 'change-outcome',
      run: request.run,
      address,
      action,
      status,
      reason,
      ...omitUndefined({ response }),
    });
  const onOutcome = (outcome: Outcome): void => {
    emitOutcome(outcome);
    reportProgress();
  };
  const outcomes: RunOutcomes = {
    runNumber: request.run,
    planId: request.planId,
    byChange: outcomesSoFar,
    responses: watchResponses(),
    sent: new Map(),
    enrolled: new Map(),
    onOutcome,
  };
  for (const change of request.changes) {
    const stale = request.stale?.get(changeKey(change));
    if (stale) recordOutcome(outcomes, change, { status: 'not-attempted', ...stale });
  }
  const sendable = request.changes.filter((change) => !held.has(change) && !isStale(change, request));
  for (const phase of splitIntoPhases(sendable)) {
    await applyPhase(phase, outcomes, ports);
  }
  if (held.size > 0) stopRun(outcomes, stopAfterCanary(held.size));
  if (outcomes.stop) {
    const { why, reason } = outcomes.stop;
    ports.emit({ event: 'stopped', run: request.run, why, reason });
  }
  const inOrder = request.changes.map((change) => {
    const outcome = outcomes.byChange.get(changeKey(change));
    if (outcome) return outcome;
    const notAttempted = notAttemptedOutcome(change, outcomes.stop);
    emitOutcome(notAttempted);
    return notAttempted;
  });
  const stoppedSenders = stoppedSendersOf(request.changes, outcomes);
  return {
    outcomes: inOrder,
    ...omitUndefined({ stop: outcomes.stop }),
    ...(stoppedSenders.length > 0 ? { stoppedSenders } : {}),
  };
}

/** Returns the senders for which the run stopped sending, in the order of their first change. */
function stoppedSendersOf(changes: readonly Change[], { responses }: RunOutcomes): readonly StoppedSender[] {
  const stopped = new Map<string, StoppedSender>();
  for (const change of changes) {
    const id = senderOf(change);
    const stop = id === undefined ? undefined : responses.stopOf(id);
    if (id === undefined || !stop || stopped.has(id)) continue;
    const sender = (change.action === 'enroll' ? change.sender : undefined) ?? `user ${id}`;
    stopped.set(id, { sender, reason: nameSender(stop.reason, sender), help: stop.help });
  }
  return [...stopped.values()];
}

async function applyPhase(phase: readonly Change[], outcomes: RunOutcomes, ports: ApplyPorts): Promise<void> {
  const pendingEffects: PendingEffect[] = [];
  try {
    await sendPhase(phase, { outcomes, ports, pendingEffects });
  } catch (error) {
    stopRun(outcomes, stopFromError(error));
  }
  try {
    await confirmEffects(pendingEffects, { outcomes, ports });
  } catch (error) {
    stopRun(outcomes, stopFromError(error));
  }
}

/** Sends the changes of a phase. Adds to `pendingEffects` those that are polled after the whole phase is sent. */
async function sendPhase(
  phase: readonly Change[],
  {
    outcomes,
    ports,
    pendingEffects,
  }: {
    readonly outcomes: RunOutcomes;
    readonly ports: ApplyPorts;
    readonly pendingEffects: PendingEffect[];
  },
): Promise<void> {
  let rest = phase;
  let judge: Judge | undefined;
  while (rest.length > 0 && !outcomes.stop) {
    if (ports.interrupted()) {
      stopRun(outcomes, { why: 'interrupted', reason: 'interrupted; nothing is in flight', help: rerunHelp });
      return;
    }
    const { batch, after } = nextBatch(rest, outcomes);
    if (batch.length === 0) return;
    if (!judge) {
      judge = await ports.loadJudge();
      outcomes.sent.clear();
      outcomes.enrolled.clear();
    }
    const { expired, pending } = await applyBatch(batch, judge, { outcomes, ports });
    for (const item of pending) pendingEffects.push(item);
    rest = [...expired, ...after];
  }
}

/** Returns a function that reports progress: outcomes so far, requests sent, requests expected to remain. */
function progressReporter(
  { requests }: ApplyRequest,
  {
    outcomes,
    total,
    ports,
  }: {
    readonly outcomes: ReadonlyMap<string, Outcome>;
    readonly total: number;
    readonly ports: ApplyPorts;
  },
): () => void {
  const requestsBefore = ports.reader.requests();
  return () => {
    const done = ports.reader.requests();
    const left = Math.max(0, requests - (done - requestsBefore));
    ports.progress({ what: 'applying', done: outcomes.size, total, requests: { done, left } });
  };
}

/**
 * Returns the changes of the next batch and those after it. All changes of a phase have the same list, or none. Those of
 * a stopped sender are recorded instead: reading their contacts would waste requests.
 */
function nextBatch(
  rest: readonly Change[],
  outcomes: RunOutcomes,
): { readonly batch: readonly Change[]; readonly after: readonly Change[] } {
  const size = viaListOf(rest[0]) === undefined ? changesPerBatch.single : changesPerBatch.list;
  const batch: Change[] = [];
  let end = 0;
  for (; end < rest.length && batch.length < size; end += 1) {
    const change = rest[end];
    if (change && !recordSenderStop(change, outcomes)) batch.push(change);
  }
  return { batch, after: rest.slice(end) };
}

/** Returns removals first, so that a contact who moves has left the old target before the new enrollment. */
function splitIntoPhases(changes: readonly Change[]): readonly (readonly Change[])[] {
  const enrolls = changes.filter((change): change is EnrollChange => change.action === 'enroll');
  return [
    changes.filter((change) => change.action === 'unenroll'),
    enrolls.filter((change) => change.viaList === undefined),
    ...groupByList(enrolls),
    changes.filter((change) => change.action === 'archive'),
    changes.filter((change) => change.action === 'create-workflow'),
  ];
}

function groupByList(enrolls: readonly EnrollChange[]): readonly (readonly EnrollChange[])[] {
  const groups = new Map<string, EnrollChange[]>();
  for (const change of enrolls) {
    if (change.viaList === undefined) continue;
    const group = groups.get(change.viaList) ?? [];
    group.push(change);
    groups.set(change.viaList, group);
  }
  return [...groups.values()];
}

function heldBackByCanary(request: ApplyRequest): ReadonlySet<Change> {
  if (request.canary === undefined) return new Set();
  const enrolls = request.changes.filter((change) => change.action === 'enroll' && !isStale(change, request));
  return new Set(enrolls.slice(request.canary));
}

function isStale(change: Change, { stale }: ApplyRequest): boolean {
  return stale?.has(changeKey(change)) === true;
}

function notAttemptedOutcome(change: Change, stop: Stop | undefined): Outcome {
  const { reason, help = rerunHelp } = stop ?? { reason: 'not reached' };
  return { address: change.address, action: change.action, status: 'not-attempted', reason, help };
}
