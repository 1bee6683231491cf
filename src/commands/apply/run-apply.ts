import { type ApplyResult, applyChanges } from '../../executor/apply.ts';
import { makeReport } from '../../executor/make-report.ts';
import { isMoreSerious, type Stop, stopFromError } from '../../executor/stop.ts';
import type { WorkflowDefinition } from '../../model/definition.ts';
import type { DesiredTarget } from '../../model/desired-state.ts';
import type { ExitCode } from '../../model/exit-code.ts';
import { type Change, changeKey, type CreateChange, type Plan } from '../../model/results/plan.ts';
import { targetAddress, type TargetIdentity, targetIdentityKey } from '../../model/target.ts';
import { dayOf } from '../../model/time.ts';
import { targetHistories } from '../../reconciler/context/target-histories.ts';
import { editedReasons, type EditedTargets, reviewedBaselines } from '../../reconciler/edited-since-plan.ts';
import { ledgerUpdates, type LedgerUpdates } from '../../reconciler/ledger-updates.ts';
import type { PlanInput } from '../../reconciler/plan-input.ts';
import { expectedRequests } from '../../reconciler/plan-summary.ts';
import { approvedBy, prepareRejudge } from '../../reconciler/rejudge.ts';
import { accountDayStart } from '../pipeline.ts';
import type { ApplyContext } from './apply-context.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { isReviewOfConfiguration, recordReview } from './review.ts';
import { runSummary } from './run-summary.ts';

interface ApprovedPlan {
  readonly input: PlanInput;
  /** The current plan, for which the limits were checked. A saved plan may be older. */
  readonly fresh: Plan;
  /** The plan that was reviewed. */
  readonly plan: Plan;
  readonly changes: readonly Change[];
  /** The targets that were edited since the plan was made. */
  readonly edited?: EditedTargets;
  /** Why an unattended apply makes only these changes: its report ends with it. */
  readonly refusal?: Stop;
}

/** Records what the account showed, applies the approved changes, and reports the result. */
export async function runApply(applying: ApplyContext, decided: ApprovedPlan): Promise<ExitCode> {
  const { args, reader, deps } = applying;
  const { input, plan, changes } = decided;
  const updates = updatesOf(applying, decided);
  if (isReviewOfConfiguration(applying, plan)) await recordReview(applying, plan);
  const isFirstRun = input.ledger.startedAt === undefined;
  // A run without changes would only give the same plan another id, and `--expect` would refuse it.
  const run =
    changes.length > 0 || updates.adoptions.length > 0 || isFirstRun
      ? await startRun(applying, plan)
      : undefined;
  await recordObserved(updates, applying);
  await pauseUndoneTargets(applying, plan);
  const sent =
    run === undefined ? { outcomes: [] } : await applyApproved({ run, updates, applying, decided });
  const applied = withRefusal(sent, decided.refusal);
  const number = omitUndefined({ number: run });
  const today = dayOf(reader.now(), input.observed.account.timeZone);
  const adopted = updates.adoptions.length;
  const facts = { plan, changes, ...number, adopted, requests: reader.requests(), today };
  const report = makeReport(applied, facts);
  const end = { exitCode: report.exitCode, counts: runSummary(decided, report) };
  if (run === undefined) await recordHeartbeat(applying, end);
  const lateStop = run === undefined ? undefined : await finishRunOrStop(run, end, { applied, applying });
  if (run !== undefined && lateStop) {
    deps.emit?.({ event: 'stopped', run, why: lateStop.why, reason: lateStop.reason });
  }
  const finalReport = lateStop ? makeReport({ ...applied, stop: lateStop }, facts) : report;
  deps.view.report(finalReport, { full: args.full });
  return finalReport.exitCode;
}

function withRefusal(applied: ApplyResult, refusal: Stop | undefined): ApplyResult {
  if (!refusal || (applied.stop && isMoreSerious(applied.stop.why, refusal.why))) return applied;
  return { ...applied, stop: refusal };
}

/** Returns what the apply records of its reads. A baseline of drift is something that was reviewed. */
function updatesOf(
  { args }: ApplyContext,
  { input, changes, edited = new Map() }: ApprovedPlan,
): LedgerUpdates {
  const updates = ledgerUpdates(input);
  if (args.unattended) return withoutConfiguration(updates);
  // A plan of removals shows no one what the targets send.
  if (args.suppressions || args.undoRun !== undefined) return { ...updates, targets: [] };
  return {
    ...updates,
    targets: reviewedBaselines(updates.targets, { edited, changes, known: input.ledger.targets }),
  };
}

/**
 * Leaves out what only a reviewed apply may record: relations of targets, and the baseline of drift. Otherwise a schedule
 * would accept an edited sequence before `drift` shows it.
 */
function withoutConfiguration(updates: LedgerUpdates): LedgerUpdates {
  return { ...updates, joins: [], separated: [], targets: [] };
}

async function recordObserved(updates: LedgerUpdates, { lease, reader }: ApplyContext): Promise<void> {
  const at = reader.now();
  await lease.settle(updates.settlements);
  await lease.recordEnds(updates.ends);
  await lease.rememberDeclaredEmails(updates.declaredEmails);
  await lease.rememberIdentities(updates.identities);
  await lease.joinTargets(updates.joins.map((join) => ({ ...join, at })));
  for (const { kind, id } of updates.separated) await lease.separateTarget({ kind, targetId: id });
  await lease.setTargets(updates.targets);
}

/**
 * Pauses the targets of an undone run, including those whose removals wait or are manual. Otherwise the next run
 * would enroll contacts by the same files again. A user resumes the targets.
 */
async function pauseUndoneTargets(
  { args, ledger, portalId, reader, deps }: ApplyContext,
  { changes, unchanged }: Plan,
): Promise<void> {
  if (args.undoRun === undefined) return;
  const affected = [...changes, ...unchanged].map(({ target }) => target);
  const targets = new Map(affected.map((target) => [targetAddress(target), target]));
  for (const [address, { kind, id, key }] of targets) {
    const { actor } = deps.run;
    const reason = `run ${args.undoRun} was undone`;
    await ledger.pause(portalId, { kind, targetId: id, targetKey: key, actor, reason, at: reader.now() });
    deps.view.log(`Paused ${address}. To enroll there again: rollcall resume ${address}`);
  }
}

function startRun({ lease, reader, loaded, deps }: ApplyContext, plan: Plan): Promise<number> {
  return lease.startRun({
    command: 'apply',
    planId: plan.planId,
    configHash: loaded.desired.configHash,
    ...omitUndefined({ commit: deps.run.commit }),
    actor: deps.run.actor,
    version: deps.run.version,
    at: reader.now(),
  });
}

async function applyApproved(options: {
  readonly run: number;
  readonly updates: LedgerUpdates;
  readonly applying: ApplyContext;
  readonly decided: ApprovedPlan;
}): Promise<ApplyResult> {
  const { run, updates, applying, decided } = options;
  const { args, lease, deps } = applying;
  const { plan, changes } = decided;
  const { planId } = plan;
  deps.emit?.({ event: 'apply-started', run, planId, planned: changes.length });
  await lease.adopt(run, updates.adoptions);
  const canary = omitUndefined({ canary: args.canary });
  const stale = editedReasons(changes, decided.edited ?? new Map());
  const sendable = changes.filter((change) => !stale.has(changeKey(change)));
  const requests = expectedRequests(sendable, decided.input.observed.targets);
  const request = { run, planId, changes, stale, requests, ...canary };
  return applyChanges(request, createApplyPorts(applying, decided));
}

function createApplyPorts(
  { portalId, reader, writer, ledger, lease, loaded, deps }: ApplyContext,
  { input, fresh, changes }: ApprovedPlan,
): Parameters<typeof applyChanges>[1] {
  const idsOf = targetHistories(loaded.desired.targets, input.ledger.joins);
  // A contact leaves a replaced id by the unenroll route of the target that replaced it.
  const ownerOf = ({ kind, id }: TargetIdentity): DesiredTarget | undefined =>
    loaded.desired.targets.find((target) => target.kind === kind && target.id === id) ??
    loaded.desired.targets.find((target) => target.kind === kind && idsOf(target).has(id));
  const judge = prepareRejudge(input, approvedBy(fresh, changes));
  return {
    reader,
    writer,
    lease,
    loadJudge: async () => {
      const view = await ledger.view(portalId, await accountDayStart(reader));
      return async (reread) => {
        // `rollcall pause` does not wait for the lease: a pause takes effect at the next batch.
        const pauses = await ledger.pauses(portalId);
        return judge({ ...reread, ledger: view, pauses, now: reader.now() });
      };
    },
    unenrollRoute: (change) => {
      const name = targetIdentityKey(change.target);
      const target = ownerOf(change.target);
      // Only a contact on the list leaves the workflow by leaving the list.
      const isFed =
        target?.id === change.target.id &&
        (input.observed.targets.get(name)?.onViaList?.has(change.contact.id) ?? true);
      const route = omitUndefined({ route: target?.unenroll });
      const viaList = target?.kind === 'workflow' && isFed ? target.viaList : undefined;
      return { ...route, ...omitUndefined({ viaList }) };
    },
    definitionOf: (change) => definitionOf(change, input),
    sleep: deps.sleep,
    interrupted: deps.interrupt.requested,
    progress: deps.progress,
    emit: deps.emit ?? (() => undefined),
    pollDelays: deps.pollDelays,
  };
}

function definitionOf(change: CreateChange, { desired }: PlanInput): WorkflowDefinition {
  const content = desired.definitions?.get(change.definition);
  if (content?.kind !== 'workflow') throw new Error(`the files do not define ${change.address}`);
  return content;
}

/** Records a run that changes nothing. Keeps the number of the last run: a plan that was saved before stays valid. */
export async function recordHeartbeat(
  { lease, reader, deps }: Pick<ApplyContext, 'lease' | 'reader' | 'deps'>,
  { exitCode, counts }: { readonly exitCode: ExitCode; readonly counts: string },
): Promise<void> {
  const { actor, commit, version } = deps.run;
  await lease.recordHeartbeat({
    command: 'apply',
    ...omitUndefined({ commit }),
    actor,
    version,
    at: reader.now(),
    exitCode,
    counts,
  });
}

/**
 * Records the end of the run. Returns a stop if the ledger is lost only now, because the report must show what was
 * sent anyway. Does nothing if the ledger was lost before: its open intents are enough for the next run.
 */
async function finishRunOrStop(
  run: number,
  { exitCode, counts }: { readonly exitCode: ExitCode; readonly counts: string },
  { applied, applying }: { readonly applied: ApplyResult; readonly applying: ApplyContext },
): Promise<Stop | undefined> {
  const { lease, reader } = applying;
  if (applied.stop?.why === 'ledger-lost') return undefined;
  try {
    await lease.finishRun(run, { exitCode, at: reader.now(), counts });
    return undefined;
  } catch (error) {
    return stopFromError(error);
  }
}
