import type { Diagnostic } from '../model/diagnostic.ts';
import {
  type Change,
  type Drift,
  type LiftedLimits,
  outputFormatVersion,
  type Plan,
  type PlanContext,
} from '../model/plan.ts';
import { addMilliseconds } from '../model/time.ts';
import { makeWorld } from './context/planning-context.ts';
import { digestObserved, planIdOf, sealedDigest } from './digests.ts';
import type { Decision, Draft, Step } from './draft.ts';
import { findDrift } from './find-drift.ts';
import { changeOf, unchangedOf } from './plan-entries.ts';
import type { PlanInput, Raise } from './plan-input.ts';
import { summarize } from './plan-summary.ts';
import { archive } from './steps/archive.ts';
import { checkTargets, checkUndone } from './steps/check-targets.ts';
import { narrow } from './steps/filter-addresses.ts';
import { freeze } from './steps/freeze.ts';
import { judgeEverybody } from './steps/judge-members.ts';
import { limits } from './steps/limits.ts';
import { oneSequenceAtATime } from './steps/one-sequence-at-a-time.ts';
import { inOrder } from './steps/order.ts';
import { pause } from './steps/pause.ts';
import { rehearsal } from './steps/recipient-allowlist.ts';
import { senderDay } from './steps/sender-daily-limit.ts';
import { warnOfSuppressed } from './steps/suppressed-warnings.ts';
import { suppressionsOnly } from './steps/suppressions-only.ts';
import { undoRun } from './steps/undo-run.ts';

export type { PlanInput } from './plan-input.ts';

/**
 * What would be done so that the account matches the files. Pure: the same input gives the same plan,
 * in whatever order the account and the ledger handed their facts over.
 */
export function makePlan(input: PlanInput): Plan {
  // First, while little else is held: a million contacts are digested faster in a smaller heap.
  const observedHash = digestObserved(input.observed);
  return toPlan(draftPlan(input), observedHash);
}

/** The finished draft behind a plan, for whoever needs more than the plan says. */
export function draftPlan(input: PlanInput): Draft {
  const start: Draft = {
    world: makeWorld(input),
    decisions: [],
    diagnostics: input.diagnostics,
    narrowed: false,
  };
  const steps = input.undoRun !== undefined ? undo : input.suppressionsOnly ? suppressions : usual;
  return steps.reduce((draft, step) => step(draft), start);
}

const usual: readonly Step[] = [
  checkTargets,
  judgeEverybody,
  rehearsal,
  freeze,
  pause,
  oneSequenceAtATime,
  archive,
  narrow,
  senderDay,
  warnOfSuppressed,
  limits,
  inOrder,
];

/** Exempt from the limits; a target that has nothing to undo does not refuse it. */
const undo: readonly Step[] = [undoRun, checkUndone, narrow, inOrder];

const suppressions: readonly Step[] = [
  checkTargets,
  judgeEverybody,
  narrow,
  warnOfSuppressed,
  suppressionsOnly,
  inOrder,
];

/** What comes of the decisions that it is written for. */
function written<Line>(
  decisions: readonly Decision[],
  write: (decision: Decision) => Line | undefined,
): readonly Line[] {
  const lines: Line[] = [];
  for (const decision of decisions) {
    const line = write(decision);
    if (line !== undefined) lines.push(line);
  }
  return lines;
}

function toPlan(draft: Draft, observedHash: string): Plan {
  const { world, diagnostics } = draft;
  const { desired, observed, ledger, only = [], exclude = [], undoRun: undone } = world.input;
  const errored = diagnostics.some(spoilsPlan);
  const refused = diagnostics.some(({ severity }) => severity === 'error');
  const changes = errored ? [] : written(draft.decisions, changeOf);
  const unchanged = written(draft.decisions, unchangedOf);
  const drift: readonly Drift[] = findDrift(draft);
  const { requestsPerDay } = observed.account;
  const day = requestsPerDay === undefined ? {} : { requestsPerDay };
  const summary = { ...summarize(changes, unchanged, observed.targets), ...day };
  const left = summary.waiting + summary.unknown + summary.manual;
  const plan = {
    formatVersion: outputFormatVersion,
    portalId: observed.account.portalId,
    createdAt: observed.observedAt,
    expiresAt: addMilliseconds(observed.observedAt, desired.planLifetime),
    configHash: desired.configHash,
    observedHash,
    dialect: desired.dialect,
    ledgerRun: ledger.lastRun,
    ...(ledger.ledgerId === undefined ? {} : { ledgerId: ledger.ledgerId }),
    files: desired.files,
    only,
    exclude,
    ...(undone === undefined ? {} : { undoRun: undone }),
    liftedLimits: liftedLimits(world.input.raise),
    complete: !errored && !draft.narrowed && left === 0,
    applyable: changes.length > 0 && !refused && ledger.exists,
    errored,
    summary,
    changes,
    unchanged,
    drift,
    diagnostics,
    context: planContext(world.input, changes),
  } satisfies Omit<Plan, 'planId'>;
  const named = { ...plan, planId: planIdOf(plan) };
  // A ledger without an id has a format that no seal belongs to.
  const seal = ledger.ledgerId === undefined ? undefined : ledger.seal?.(sealedDigest(named));
  return seal === undefined ? named : { ...named, seal };
}

/** In the names of the file. */
function liftedLimits({ senderDay, ...others }: Raise = {}): LiftedLimits {
  return senderDay === undefined ? others : { ...others, perSenderPerDay: senderDay };
}

/** A refused limit forbids applying and still shows what it refused; any other error leaves no changes. */
function spoilsPlan({ code, severity }: Diagnostic): boolean {
  return severity === 'error' && !code.startsWith('limit-');
}

/** What a reader wants beside the changes: where the account's pages are, and how full each inbox is. */
function planContext(input: PlanInput, changes: readonly Change[]): PlanContext {
  const { uiDomain, contactPage, timeZone } = input.observed.account;
  const perDay = input.raise?.senderDay ?? input.desired.limits.perSenderPerDay;
  const senders = new Map<string, string>();
  for (const change of changes)
    if (change.action === 'enroll' && change.sender !== undefined && change.senderUserId !== undefined)
      senders.set(change.sender, change.senderUserId);
  return {
    uiDomain,
    ...(contactPage === undefined ? {} : { contactPage }),
    timeZone,
    senders: [...senders]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([email, userId]) => ({
        email,
        sentToday: input.ledger.sentToday.get(userId) ?? 0,
        perDay,
      })),
  };
}
