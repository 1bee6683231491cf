import { type ApplyResult, applyChanges } from '../../executor/apply.ts';
import { makeReport } from '../../executor/make-report.ts';
import { type Stop, stopFromError } from '../../executor/stop.ts';
import type { AccountReader, AccountWriter } from '../../model/account.ts';
import type { DesiredTarget } from '../../model/desired-state.ts';
import type { ExitCode } from '../../model/exit-code.ts';
import type { Lease, Ledger } from '../../model/ledger/ledger.ts';
import type { Change, Plan } from '../../model/plan.ts';
import type { Report } from '../../model/report.ts';
import { targetAddress, type TargetIdentity, targetIdentityKey } from '../../model/target.ts';
import { targetHistories } from '../../reconciler/context/target-histories.ts';
import { ledgerUpdates, type LedgerUpdates } from '../../reconciler/ledger-updates.ts';
import type { PlanInput } from '../../reconciler/plan-input.ts';
import { expectedRequests } from '../../reconciler/plan-summary.ts';
import { approvedBy, prepareRejudge } from '../../reconciler/rejudge.ts';
import type { WriteDeps } from '../deps.ts';
import { accountDayStart, type PipelineOptions, type LoadedConfiguration } from '../pipeline.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

export interface ApplyArgs extends PipelineOptions {
  readonly autoApprove: boolean;
  readonly newLedger: boolean;
  /** A saved plan that is in memory already, instead of the path of one. */
  readonly plan?: Plan | undefined;
  /** Refuse every plan but this one. */
  readonly expect?: string | undefined;
  /** Enroll only so many people, then stop. */
  readonly canary?: number | undefined;
  /** Without it, a plan that deletes a workflow is refused. */
  readonly allowArchive?: boolean | undefined;
  readonly full: boolean;
}

/** One apply, with everything that it holds. */
export interface ApplyContext {
  readonly args: ApplyArgs;
  readonly loaded: LoadedConfiguration;
  readonly saved: Plan | undefined;
  readonly portalId: number;
  readonly reader: AccountReader;
  readonly writer: AccountWriter;
  readonly ledger: Ledger;
  readonly lease: Lease;
  readonly deps: WriteDeps;
}

interface ApprovedPlan {
  readonly input: PlanInput;
  /** The plan as of now, whose changes the limits were checked for; the saved one may know less. */
  readonly fresh: Plan;
  /** The plan that was reviewed. */
  readonly plan: Plan;
  readonly changes: readonly Change[];
}

/** Records what was seen, applies what was approved, and reports. */
export async function runApply(applying: ApplyContext, decided: ApprovedPlan): Promise<ExitCode> {
  const { reader, deps } = applying;
  const { input, plan, changes } = decided;
  const seen = ledgerUpdates(input);
  const begins = input.ledger.startedAt === undefined;
  // A run without acts would only give the same plan another name, and `--expect` would refuse it.
  const run =
    changes.length > 0 || seen.adoptions.length > 0 || begins ? await startRun(applying, plan) : undefined;
  await recordObserved(seen, applying);
  await pauseUndoneTargets(applying, plan);
  const applied =
    run === undefined ? { outcomes: [] } : await applyApproved({ run, seen, applying, decided });
  const number = omitUndefined({ number: run });
  const facts = { plan, changes, ...number, requests: reader.requests() };
  const report = makeReport(applied, facts);
  const lost = run === undefined ? undefined : await finishRunOrStop(run, report, { applied, applying });
  if (run !== undefined && lost) {
    deps.emit?.({ event: 'stopped', run, why: lost.why, reason: lost.reason });
  }
  const ended = lost ? makeReport({ ...applied, stop: lost }, facts) : report;
  deps.view.report(ended);
  return ended.exitCode;
}

async function recordObserved(seen: LedgerUpdates, { lease, reader }: ApplyContext): Promise<void> {
  const at = reader.now();
  await lease.settle(seen.settlements);
  await lease.recordEnds(seen.ends);
  await lease.rememberAddresses(seen.addresses);
  await lease.rememberIdentities(seen.identities);
  await lease.joinTargets(seen.joins.map((join) => ({ ...join, at })));
  for (const { kind, id } of seen.separated) await lease.separateTarget({ kind, targetId: id });
  await lease.setTargets(seen.targets);
}

/**
 * The next run must not enroll more contacts by the files that were undone, also where a removal still waits
 * or needs a person: a person resumes the targets.
 */
async function pauseUndoneTargets(
  { args, ledger, portalId, reader, deps }: ApplyContext,
  { changes, unchanged }: Plan,
): Promise<void> {
  if (args.undoRun === undefined) return;
  const concerned = [...changes, ...unchanged].map(({ target }) => target);
  const targets = new Map(concerned.map((target) => [targetAddress(target), target]));
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

async function applyApproved(doing: {
  readonly run: number;
  readonly seen: LedgerUpdates;
  readonly applying: ApplyContext;
  readonly decided: ApprovedPlan;
}): Promise<ApplyResult> {
  const { run, seen, applying, decided } = doing;
  const { args, lease, deps } = applying;
  const { plan, changes } = decided;
  const { planId } = plan;
  deps.emit?.({ event: 'apply-started', run, planId, planned: changes.length });
  await lease.adopt(run, seen.adoptions);
  const canary = omitUndefined({ canary: args.canary });
  const requests = expectedRequests(changes, decided.input.observed.targets);
  return applyChanges({ run, planId, changes, requests, ...canary }, createApplyPorts(applying, decided));
}

function createApplyPorts(
  { portalId, reader, writer, ledger, lease, loaded, deps }: ApplyContext,
  { input, fresh }: ApprovedPlan,
): Parameters<typeof applyChanges>[1] {
  const idsOf = targetHistories(loaded.desired.targets, input.ledger.joins);
  // A replaced id is left by the route of the target that replaced it.
  const ownerOf = ({ kind, id }: TargetIdentity): DesiredTarget | undefined =>
    loaded.desired.targets.find((target) => target.kind === kind && target.id === id) ??
    loaded.desired.targets.find((target) => target.kind === kind && idsOf(target).has(id));
  const judge = prepareRejudge(input, approvedBy(fresh));
  return {
    reader,
    writer,
    lease,
    loadJudge: async () => {
      const view = await ledger.view(portalId, await accountDayStart(reader));
      return async (reread) => {
        // A pause does not wait for the lease: it holds from the next batch on.
        const pauses = await ledger.pauses(portalId);
        return judge({ ...reread, ledger: view, pauses, now: reader.now() });
      };
    },
    unenrollRoute: (change) => {
      const name = targetIdentityKey(change.target);
      const target = ownerOf(change.target);
      // A contact that is not on a list does not leave the workflow by leaving the list.
      const isFed =
        target?.id === change.target.id &&
        (input.observed.targets.get(name)?.onViaList?.has(change.contact.id) ?? true);
      const route = omitUndefined({ route: target?.unenroll });
      const viaList = target?.kind === 'workflow' && isFed ? target.viaList : undefined;
      return { ...route, ...omitUndefined({ viaList }) };
    },
    sleep: deps.sleep,
    interrupted: deps.interrupt.requested,
    progress: deps.progress,
    emit: deps.emit ?? (() => undefined),
    pollDelays: deps.pollDelays,
  };
}

/**
 * A ledger that was lost cannot take the end of the run either; its intents already tell the truth. One
 * that is lost only here comes back as the stop: what was sent must be reported all the same.
 */
async function finishRunOrStop(
  run: number,
  { exitCode, counts }: Report,
  { applied, applying }: { readonly applied: ApplyResult; readonly applying: ApplyContext },
): Promise<Stop | undefined> {
  const { lease, reader } = applying;
  if (applied.stop?.why === 'ledger-lost') return undefined;
  try {
    await lease.finishRun(run, { exitCode, at: reader.now(), counts: JSON.stringify(counts) });
    return undefined;
  } catch (error) {
    return stopFromError(error);
  }
}
