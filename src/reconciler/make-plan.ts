import { senderEmails } from '../model/desired-state.ts';
import { isRefusedLimit, type Diagnostic } from '../model/results/diagnostic.ts';
import {
  type Change,
  type Drift,
  type LiftedLimits,
  outputFormatVersion,
  type Plan,
  type PlanContext,
} from '../model/results/plan.ts';
import type { PlanForecast } from '../model/results/rehearsal.ts';
import { targetIdentityKey } from '../model/target.ts';
import { addMilliseconds } from '../model/time.ts';
import { makePlanningContext } from './context/planning-context.ts';
import { digestObserved, planIdOf, sealedDigest } from './digests.ts';
import type { Draft, Step } from './draft.ts';
import { editedTargetWarnings } from './edited-targets.ts';
import { findDrift } from './find-drift.ts';
import { takeEntries } from './plan-entries.ts';
import type { PlanInput } from './plan-input.ts';
import { summarize } from './plan-summary.ts';
import { archive } from './steps/archive.ts';
import { checkTargets, checkUndone } from './steps/check-targets.ts';
import { dailyLimits } from './steps/daily-limits.ts';
import { filterAddresses } from './steps/filter-addresses.ts';
import { freeze } from './steps/freeze.ts';
import { holdForReview } from './steps/hold-for-review.ts';
import { dropIdleWarnings } from './steps/idle-warnings.ts';
import { judgeMembers } from './steps/judge-members.ts';
import { createLimit, createWorkflows, hasUnfinishedCreation } from './steps/create-workflows.ts';
import { defaultCreateLimit, limits } from './steps/limits.ts';
import { oneSequenceAtATime } from './steps/one-sequence-at-a-time.ts';
import { type SortedDraft, sortDecisions } from './steps/order.ts';
import { pause } from './steps/pause.ts';
import { recipientAllowlist } from './steps/recipient-allowlist.ts';
import { senderCaps } from './steps/sender-daily-limit.ts';
import { seatWarnings } from './steps/seat-warnings.ts';
import { suppressedWarnings } from './steps/suppressed-warnings.ts';
import { suppressionsOnly } from './steps/suppressions-only.ts';
import { turnDates } from './steps/turn-dates.ts';
import { undoRun } from './steps/undo-run.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

export type { PlanInput } from './plan-input.ts';

/**
 * Returns the plan that makes the account match the files. Pure: the same input gives the same plan, in whatever
 * order the account and the ledger return their data.
 */
export function makePlan(input: PlanInput): Plan {
  // Digest first, while the heap is small: that is faster for a million contacts.
  const observedHash = digestObserved(input.observed);
  return toPlan(draftPlan(input), observedHash);
}

/** Returns the finished draft of a plan, for callers that need more than the plan contains. */
export function draftPlan(input: PlanInput): SortedDraft {
  const start: Draft = {
    planning: makePlanningContext(input),
    decisions: [],
    diagnostics: input.diagnostics,
    filtered: false,
  };
  const steps =
    input.undoRun !== undefined ? undoSteps : input.suppressionsOnly ? suppressionSteps : planSteps;
  return sortDecisions(steps.reduce((draft, step) => step(draft), start));
}

const planSteps: readonly Step[] = [
  checkTargets,
  judgeMembers,
  recipientAllowlist,
  pause,
  oneSequenceAtATime,
  freeze,
  archive,
  createWorkflows,
  filterAddresses,
  holdForReview,
  dailyLimits,
  suppressedWarnings,
  seatWarnings,
  dropIdleWarnings,
  limits,
  createLimit,
  turnDates,
];

/** An undo is exempt from limits, and errors of a target without anything to undo are warnings. */
const undoSteps: readonly Step[] = [undoRun, checkUndone, filterAddresses];

const suppressionSteps: readonly Step[] = [
  checkTargets,
  judgeMembers,
  filterAddresses,
  suppressedWarnings,
  suppressionsOnly,
];

/** Turns a draft into a plan. Removes the decisions from it. */
function toPlan(draft: SortedDraft, observedHash: string): Plan {
  const { planning } = draft;
  const { desired, observed, ledger, only = [], exclude = [], undoRun: undoneRun } = planning.input;
  const errored = draft.diagnostics.some(withholdsChanges);
  const refused = draft.diagnostics.some(({ severity }) => severity === 'error');
  const drift: readonly Drift[] = findDrift(draft);
  const entries = takeEntries(draft.decisions);
  const changes = errored ? [] : entries.changes;
  const { unchanged } = entries;
  // An unattended apply has warnings of its own, because it enrolls no one there.
  const edits = planning.input.unattended ? [] : editedTargetWarnings(drift, { changes, unchanged });
  const diagnostics = [...edits, ...draft.diagnostics];
  const { requestsPerDay } = observed.account;
  const quota = omitUndefined({ requestsPerDay });
  const summary = { ...summarize(changes, unchanged, observed.targets), ...quota };
  const unfinished = summary.waiting + summary.unknown + summary.manual;
  const plan = {
    formatVersion: outputFormatVersion,
    portalId: observed.account.portalId,
    createdAt: observed.observedAt,
    expiresAt: addMilliseconds(observed.observedAt, desired.planLifetime),
    configHash: desired.configHash,
    observedHash,
    dialect: desired.dialect,
    ledgerRun: ledger.lastRun,
    ...omitUndefined({ ledgerId: ledger.ledgerId }),
    files: desired.files,
    only,
    exclude,
    ...omitUndefined({ undoRun: undoneRun }),
    liftedLimits: planning.input.liftedLimits ?? {},
    complete: !errored && !draft.filtered && unfinished === 0 && !hasUnfinishedCreation(planning),
    applyable: changes.length > 0 && !refused && ledger.exists,
    errored,
    summary,
    changes,
    unchanged,
    drift,
    diagnostics,
    context: planContext(planning.input, changes),
  } satisfies Omit<Plan, 'planId'>;
  return sealed({ ...plan, planId: planIdOf(plan) }, ledger);
}

/** Returns a plan with the seal of its ledger. A ledger without an id has a format without seals. */
function sealed(plan: Plan, { ledgerId, seal }: PlanInput['ledger']): Plan {
  const hmac = ledgerId === undefined ? undefined : seal?.(sealedDigest(plan));
  return hmac === undefined ? plan : { ...plan, seal: hmac };
}

/** Returns a plan with a forecast, which its id leaves out and its seal covers. */
export function withForecast(
  plan: Plan,
  forecast: PlanForecast,
  { ledger }: Pick<PlanInput, 'ledger'>,
): Plan {
  return sealed({ ...plan, forecast }, ledger);
}

/** Returns whether an error removes the changes from the plan. An exceeded limit keeps them for review. */
function withholdsChanges(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error' && !isRefusedLimit(diagnostic);
}

/** Returns the context of the changes: page links, time zone, enrollments per sender today, and revisions of targets. */
function planContext(input: PlanInput, changes: readonly Change[]): PlanContext {
  const { uiDomain, contactPage, timeZone } = input.observed.account;
  const perDay = senderCaps({ input }).today;
  const senders = new Map<string, string>();
  const rotating = new Set<string>();
  for (const change of changes) {
    if (change.action !== 'enroll' || change.sender === undefined || change.senderUserId === undefined)
      continue;
    senders.set(change.sender, change.senderUserId);
    rotating.add(change.target.id);
  }
  // The other reps of a rotation, whose contacts it may pass on.
  for (const target of input.desired.targets) {
    if (target.kind !== 'sequence' || !rotating.has(target.id)) continue;
    const emails = senderEmails(target.sender);
    for (const email of emails.length > 1 ? emails : []) {
      const rep = input.observed.senders.get(email);
      if (rep) senders.set(email, rep.userId);
    }
  }
  return {
    uiDomain,
    ...omitUndefined({ contactPage }),
    timeZone,
    ...(input.desired.portal === 'simulated' ? { simulated: true } : {}),
    ...fileLimits(input),
    senders: [...senders]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([email, userId]) => ({
        email,
        sentToday: input.ledger.sentToday.get(userId) ?? 0,
        perDay,
      })),
    targets: [...input.observed.targets.values()]
      .flatMap(({ kind, id, revision }) => (revision === undefined ? [] : [{ kind, id, revision }]))
      .toSorted((a, b) => (targetIdentityKey(a) < targetIdentityKey(b) ? -1 : 1)),
  };
}

/** Returns the limits of the files that the command line lifted. */
function fileLimits({ desired, liftedLimits = {} }: PlanInput): Pick<PlanContext, 'fileLimits'> {
  const lifted = liftableLimits.filter((name) => liftedLimits[name] !== undefined);
  if (lifted.length === 0) return {};
  const written = (name: keyof LiftedLimits): string => {
    if (name === 'perSenderPerDay') return String(desired.limits.perSenderPerDay);
    if (name === 'create') return String(desired.limits.create ?? defaultCreateLimit);
    const cap = desired.limits[name];
    return 'percent' in cap ? `${cap.percent}%` : String(cap.count);
  };
  return { fileLimits: Object.fromEntries(lifted.map((name) => [name, written(name)])) };
}

const liftableLimits = ['enroll', 'unenroll', 'reenroll', 'perSenderPerDay', 'create'] as const;
