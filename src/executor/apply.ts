import { changeKey } from '../model/plan.ts';
import type { Change, EnrollChange } from '../model/plan.ts';
import type { Outcome } from '../model/report.ts';
import type { ApplyPorts, Judge } from './apply-ports.ts';
import { applyBatch } from './apply-batch.ts';
import type { PendingEffect } from './confirm-effects.ts';
import { confirmEffects } from './confirm-effects.ts';
import { stopRun, viaListOf } from './run-outcomes.ts';
import type { RunOutcomes } from './run-outcomes.ts';
import { watchResponses } from './response-watch.ts';
import { stopAfterCanary, rerunHelp, stopFromError } from './stop.ts';
import type { Stop } from './stop.ts';

export interface ApplyRequest {
  readonly run: number;
  readonly planId: string;
  /** In the order of the plan: removals, enrollments, archives. */
  readonly changes: readonly Change[];
  /** Enroll only the first N people. */
  readonly canary?: number;
  /** Calls that all of it is expected to take, for telling how far it is. */
  readonly requests: number;
}

export interface ApplyResult {
  /** One for every change asked for, in their order. */
  readonly outcomes: readonly Outcome[];
  readonly stop?: Stop;
}

/**
 * Carries out changes: each one re-read and judged again, recorded as an intent, sent once, and
 * followed to its proof. Never throws for what a single change meets; a lost ledger, a refused token
 * or a used-up quota stops the rest, which is then reported as not attempted.
 */
export async function applyChanges(request: ApplyRequest, ports: ApplyPorts): Promise<ApplyResult> {
  // Outcomes are filed under these keys: one change must not hide what happened to another.
  const keys = new Set(request.changes.map(changeKey));
  if (keys.size < request.changes.length) throw new Error('two changes mean the same enrollment');
  const held = heldBackByCanary(request);
  const outcomesSoFar = new Map<string, Outcome>();
  const step = progressReporter(request, {
    outcomes: outcomesSoFar,
    total: request.changes.length - held.size,
    ports,
  });
  const tellOutcome = ({ address, action, status, reason }: Outcome): void =>
    ports.emit({ event: 'change-outcome', run: request.run, address, action, status, reason });
  const filed = (outcome: Outcome): void => {
    tellOutcome(outcome);
    step();
  };
  const journal: RunOutcomes = {
    runNumber: request.run,
    planId: request.planId,
    outcomes: outcomesSoFar,
    responses: watchResponses(),
    sent: new Map(),
    onOutcome: filed,
  };
  for (const phase of splitIntoPhases(request.changes.filter((change) => !held.has(change)))) {
    await applyPhase(phase, journal, ports);
  }
  if (held.size > 0) stopRun(journal, stopAfterCanary(held.size));
  if (journal.stop) {
    const { why, reason } = journal.stop;
    ports.emit({ event: 'stopped', run: request.run, why, reason });
  }
  const outcomes = request.changes.map((change) => {
    const outcome = journal.outcomes.get(changeKey(change));
    if (outcome) return outcome;
    const left = notAttemptedOutcome(change, journal.stop);
    tellOutcome(left);
    return left;
  });
  return journal.stop ? { outcomes, stop: journal.stop } : { outcomes };
}

async function applyPhase(phase: readonly Change[], journal: RunOutcomes, ports: ApplyPorts): Promise<void> {
  const unseen: PendingEffect[] = [];
  try {
    await sendPhase(phase, { journal, ports, unseen });
  } catch (error) {
    stopRun(journal, stopFromError(error));
  }
  try {
    await confirmEffects(unseen, { journal, ports });
  } catch (error) {
    stopRun(journal, stopFromError(error));
  }
}

/** `unseen` gathers what is to be looked for when all is sent. */
async function sendPhase(
  phase: readonly Change[],
  {
    journal,
    ports,
    unseen,
  }: { readonly journal: RunOutcomes; readonly ports: ApplyPorts; readonly unseen: PendingEffect[] },
): Promise<void> {
  let rest = phase;
  let judge: Judge | undefined;
  while (rest.length > 0 && !journal.stop) {
    if (ports.interrupted()) {
      stopRun(journal, { why: 'interrupted', reason: 'interrupted; nothing is in flight', help: rerunHelp });
      return;
    }
    const batch = nextBatch(rest);
    if (!judge) {
      judge = await ports.loadJudge();
      journal.sent.clear();
    }
    const { expired, pending } = await applyBatch(batch, judge, { journal, ports });
    for (const item of pending) unseen.push(item);
    rest = [...expired, ...rest.slice(batch.length)];
  }
}

/** How far it is, from what is filed and from the calls made since it began. */
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
  const before = ports.reader.requests();
  return () => {
    const done = ports.reader.requests();
    const left = Math.max(0, requests - (done - before));
    ports.progress({ what: 'applying', done: outcomes.size, total, requests: { done, left } });
  };
}

/**
 * People who fit one batch read. Those of a list are read again many at a time, because that also reads the
 * workflow's active list, and no more than a minute of calls holds: 250 for the people, 25 to add them.
 */
const batchSize = { one: 100, list: 25_000 };

function nextBatch(rest: readonly Change[]): readonly Change[] {
  const list = viaListOf(rest[0]);
  const size = list === undefined ? batchSize.one : batchSize.list;
  const end = rest.findIndex((change, index) => index >= size || viaListOf(change) !== list);
  return end === -1 ? rest : rest.slice(0, end);
}

/** Removals first, so that a person who moves is free before she is enrolled. */
function splitIntoPhases(changes: readonly Change[]): readonly (readonly Change[])[] {
  const enrolls = changes.filter((change): change is EnrollChange => change.action === 'enroll');
  return [
    changes.filter((change) => change.action === 'unenroll'),
    enrolls.filter((change) => change.viaList === undefined),
    ...groupByList(enrolls),
    changes.filter((change) => change.action === 'archive'),
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
  return new Set(request.changes.filter((change) => change.action === 'enroll').slice(request.canary));
}

function notAttemptedOutcome(change: Change, stop: Stop | undefined): Outcome {
  const reason = stop?.reason ?? 'not reached';
  return { address: change.address, action: change.action, status: 'not-attempted', reason };
}
