import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import { describeLedgerPlace, type LedgerPlace } from '../model/ledger/ledger-location.ts';
import type { Ledger } from '../model/ledger/ledger.ts';
import { groupBy } from '../model/group-by.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import { type Change, changeKey, configurationFiles, type Plan } from '../model/results/plan.ts';
import { targetAddress } from '../model/target.ts';
import { editedReasons, editedSince, type EditedTargets } from '../reconciler/edited-since-plan.ts';
import { makePlan } from '../reconciler/make-plan.ts';
import type { Reviewed } from '../reconciler/plan-input.ts';
import { refuseSuperseded } from './apply/review.ts';
import { checkExpected, checkFlags, checkPlanAccount, checkSavedPlan } from './apply/check-saved-plan.ts';
import type { ApplyArgs, ApplyContext } from './apply/apply-context.ts';
import { checkDailyQuota } from './apply/daily-quota.ts';
import { isRefused, showRefused } from './apply/refused-plan.ts';
import { runApply } from './apply/run-apply.ts';
import { checkPlanContent, isPlanPath, readPlan } from './apply/saved-plan.ts';
import {
  invalidFilesFailure,
  refuseFlagsOfUnattended,
  refuseUnattended,
  showProblemsInstead,
  unattendedFailure,
} from './apply/unattended.ts';
import type { Interrupt, WriteDeps } from './deps.ts';
import { withLease } from './ledger/with-lease.ts';
import {
  checkAccount,
  accountDayStart,
  type PipelineOptions,
  type LoadedConfiguration,
  loadOrShowProblems,
  readPlanInput,
  emitPlanMade,
} from './pipeline.ts';
import { addRecordedSequences, resolveKnownNames } from './pipeline/resolve-sequence-names.ts';
import { withNotice } from './pipeline/with-notice.ts';

/** Plans, asks for approval, and changes HubSpot. No other command writes to HubSpot. */
export async function apply(given: ApplyArgs, deps: WriteDeps): Promise<ExitCode> {
  if (!given.autoApprove && !deps.confirm) throw needsApproval();
  const saved = await readSavedPlan(given, deps);
  refuseFlagsOfUnattended(given, saved !== undefined);
  const exact = given.autoApprove && given.plan === undefined;
  if (saved) checkFlags(saved, given, { exact });
  const args = saved
    ? { ...given, ...optionsOfPlan(saved), ...(exact && { dialect: given.dialect }) }
    : given;
  const written = await loadOrShowProblems(args, deps);
  if (!written) return ExitCode.invalidConfiguration;
  const applied = withNotice('apply', { desired: written.desired, deps }, (noticing) =>
    applyLoaded(written, { args, saved, deps: noticing }),
  );
  return args.unattended ? showProblemsInstead(applied, written, deps) : applied;
}

async function applyLoaded(
  written: LoadedConfiguration,
  {
    args,
    saved,
    deps,
  }: { readonly args: ApplyArgs; readonly saved: Plan | undefined; readonly deps: WriteDeps },
): Promise<ExitCode> {
  const account = await deps.openWriter(written.desired);
  const { reader } = account;
  const portalId = await orInterrupted(checkAccount(written.desired, reader), deps.interrupt);
  if (saved) checkPlanAccount(saved, portalId);
  const { resolved, unresolved, problem } = await orInterrupted(
    resolveKnownNames(written.desired, reader),
    deps.interrupt,
  );
  if (problem && !args.suppressions && !args.unattended) throw problem;
  const ledger = await openOrCreateLedger(written, args, deps);
  return withLease({ ledger, portalId, deps }, async (lease) => {
    const recorded =
      unresolved.length > 0 ? (await ledger.view(portalId, await accountDayStart(reader))).targets : [];
    const loaded = { ...written, desired: addRecordedSequences(resolved, unresolved, recorded) };
    const invalid = args.unattended ? (invalidFilesFailure(written) ?? problem) : undefined;
    const connections = { portalId, ...account, ledger, lease, deps };
    return planAndApply({ args, loaded, saved, ...connections, ...omitUndefined({ invalid }) });
  });
}

/** Plans under the lease, so that no other run can change what the limits count before the first intent. */
async function planAndApply(applying: ApplyContext): Promise<ExitCode> {
  const { args, loaded, saved, portalId, reader, ledger, deps } = applying;
  const allowed = saved && (await remainingChanges(saved, applying));
  const from = {
    reader,
    ledger: await ledger.view(portalId, await accountDayStart(reader)),
    progress: deps.progress,
  };
  const current = await orInterrupted(readPlanInput(loaded, args, from), deps.interrupt);
  // Changes that appeared after the plan was saved were not reviewed. Only the plan's own changes, if they may
  // still be tried, are judged again and counted against the limits.
  const edited: EditedTargets = saved ? editedSince(saved, current.observed) : new Map();
  const stale = editedReasons(allowed ?? [], edited);
  const valid = allowed?.filter((change) => !stale.has(changeKey(change)));
  const input = valid ? { ...current, reviewed: reviewedChanges(valid) } : current;
  const fresh = makePlan(input);
  checkExpected(saved ?? fresh, args.expect);
  const plan = saved ?? fresh;
  emitPlanMade(isRefused(fresh) ? fresh : plan, deps);
  const shown = { observed: input.observed, diff: false, full: args.full };
  if (args.unattended) {
    const failure = await unattendedFailure(applying, { input, fresh });
    if (failure || isRefused(fresh)) return refuseUnattended(applying, { input, fresh, failure });
  }
  if (isRefused(fresh)) return showRefused(applying, { plan: fresh, shown });
  deps.view.proposal(plan, shown);
  const changes = allowed ?? fresh.changes;
  const tried = plan.changes.length - changes.length;
  if (tried > 0) deps.view.log(continuingMessage(tried, changes.length));
  for (const message of editedMessages(changes, stale)) deps.view.log(message);
  const sendable = valid ?? fresh.changes;
  if (!args.allowArchive) refuseArchives(sendable);
  checkDailyQuota(sendable, { reader, targets: input.observed.targets, canary: args.canary });
  if (sendable.length > 0 && !(await askForApproval(sendable, plan.portalId, applying)))
    return ExitCode.error;
  return runApply(applying, { input, fresh, plan, changes, edited });
}

/** Explains which changes of the plan, which is shown as it was reviewed, are not sent, before a user approves the others. */
function editedMessages(
  changes: readonly Change[],
  stale: ReturnType<typeof editedReasons>,
): readonly string[] {
  const skipped = changes.filter((change) => stale.has(changeKey(change)));
  return [...groupBy(skipped, ({ target }) => targetAddress(target))].map(
    ([address, { length }]) =>
      `${address} was edited in HubSpot after the plan was made: ${length} change${length === 1 ? '' : 's'} into ${address} ${length === 1 ? 'is' : 'are'} not sent. Plan again and review that plan.`,
  );
}

/** Explains the difference between the plan, which is shown as it was reviewed, and the changes that remain. */
function continuingMessage(tried: number, left: number): string {
  return `Continuing this plan: earlier runs attempted ${tried} of its changes; ${left} ${left === 1 ? 'remains' : 'remain'}.`;
}

/** Throws if the plan archives workflows. An archive cannot be undone, so it needs a flag in addition to approval. */
function refuseArchives(changes: readonly Change[]): void {
  const archives = changes.filter(({ action }) => action === 'archive').map(({ address }) => address);
  if (archives.length === 0) return;
  throw new Failure({
    exitCode: ExitCode.limit,
    code: 'archive-not-allowed',
    message: `The plan deletes ${archives.length === 1 ? 'a workflow' : `${archives.length} workflows`} in HubSpot: ${archives.join(', ')}. Nothing was sent.`,
    help: `To allow this, pass --allow-archive. To exclude it: ${archives.map((one) => `--exclude '${one}'`).join(' ')}`,
  });
}

async function readSavedPlan(args: ApplyArgs, deps: WriteDeps): Promise<Plan | undefined> {
  const [path, ...others] = args.paths;
  if (args.plan) {
    refuseConflictingFlags(args, true);
    return checkPlanContent(args.plan, 'The plan');
  }
  refuseConflictingFlags(args, path !== undefined && isPlanPath(path));
  if (path === undefined || !isPlanPath(path)) return undefined;
  if (others.length === 0) return readPlan(path, deps.files);
  throw new Failure({
    code: 'plan-and-files',
    message: `${path} is a saved plan, but ${others.length} more ${others.length === 1 ? 'file was' : 'files were'} given.`,
    help: 'Give only the saved plan: it contains the paths of its files.',
  });
}

/** Throws `bad-flag` for more than one of a saved plan, `--undo-run` and `--suppressions`: each defines the changes. */
function refuseConflictingFlags({ suppressions, undoRun }: ApplyArgs, isSaved: boolean): void {
  if (!suppressions || (!isSaved && undoRun === undefined)) return;
  throw new Failure({
    code: 'bad-flag',
    message: `--suppressions cannot be used with ${isSaved ? 'a saved plan' : '--undo-run'}.`,
    help: 'Run the two commands one after the other.',
  });
}

function reviewedChanges(changes: readonly Change[]): Reviewed {
  return {
    addresses: new Set(changes.map(({ address }) => address)),
    keys: new Set(changes.map(changeKey)),
  };
}

/** Returns the options that a saved plan was made with: its files, dialect, filters and lifted limits. */
function optionsOfPlan(saved: Plan): PipelineOptions {
  const paths = configurationFiles(saved.files);
  const { dialect, only, exclude, undoRun, liftedLimits } = saved;
  return { paths, dialect, only, exclude, undoRun, liftedLimits };
}

async function remainingChanges(saved: Plan, applying: ApplyContext): Promise<readonly Change[]> {
  const { loaded, portalId, reader, ledger } = applying;
  const use = await ledger.planUse(portalId, saved.planId);
  const remaining = checkSavedPlan(saved, {
    desired: loaded.desired,
    portalId,
    at: reader.now(),
    use,
    ledger,
  });
  if (saved.undoRun === undefined) refuseSuperseded(saved, loaded.desired, await ledger.reviews(portalId));
  return remaining;
}

async function openOrCreateLedger(
  { desired }: LoadedConfiguration,
  args: ApplyArgs,
  deps: WriteDeps,
): Promise<Ledger> {
  if (desired.portal === 'simulated') {
    const ledger = await deps.openLedger(desired, true);
    if (ledger) return ledger;
  }
  const found = await deps.openLedger(desired, false);
  if (found) return found;
  const made = args.newLedger ? await deps.openLedger(desired, true) : undefined;
  if (!made) throw noLedgerForApply(deps.ledgerPlace(desired));
  deps.view.log(
    `Created the ledger at ${describeLedgerPlace(deps.ledgerPlace(desired))}. To refuse every other ledger, add this line to the file:\nledgerId: ${made.ledgerId}`,
  );
  return made;
}

function noLedgerForApply(place: LedgerPlace): Failure {
  return new Failure({
    code: 'no-ledger',
    message: `There is no ledger at ${describeLedgerPlace(place)}. Without it, rollcall does not know which contacts it enrolled before, and could enroll them twice. Nothing was sent.`,
    help: 'If there was one, restore it (in CI: set ROLLCALL_LEDGER to the address of its database). If this is the first apply for this account: `rollcall ledger create`, or --new-ledger.',
  });
}

async function askForApproval(
  changes: readonly Change[],
  portalId: number,
  { args, deps }: ApplyContext,
): Promise<boolean> {
  if (args.autoApprove) return true;
  const question = approvalQuestion(changes, { portalId, canary: args.canary });
  const answer = await orInterrupted(deps.confirm?.(question) ?? Promise.resolve(false), deps.interrupt);
  if (!answer) deps.view.log('Nothing was applied.');
  return answer;
}

/** Waits for `work`. Throws on an interrupt: nothing has been sent yet, so the run can end immediately. */
function orInterrupted<T>(work: Promise<T>, interrupt: Interrupt): Promise<T> {
  const stopped = interrupt.whenRequested.then(() => {
    throw new Failure({
      exitCode: ExitCode.interrupted,
      code: 'interrupted',
      message: 'Interrupted before anything was sent.',
      help: 'Run apply again when you are ready.',
    });
  });
  return Promise.race([work, stopped]);
}

function needsApproval(): Failure {
  return new Failure({
    code: 'needs-approval',
    message: 'There is no terminal to ask for approval. Nothing was applied.',
    help: 'Review the plan, then use --auto-approve (in CI together with a saved plan or --expect PLAN_ID).',
  });
}

/**
 * Returns the approval question. The plan above it ends with the impact on people. It counts only what this run can
 * send: a canary leaves the rest for later.
 */
export function approvalQuestion(
  changes: readonly Change[],
  { portalId, canary }: { readonly portalId: number; readonly canary?: number | undefined },
): string {
  const enrolls = changes.filter((change) => change.action === 'enroll');
  const first = enrolls.slice(0, canary);
  const later = enrolls.length - first.length;
  const sent = changes.length - later;
  const today = first.flatMap(({ emailDays = [] }) => emailDays.filter((day) => day === 0)).length;
  return [
    ...(later === 0 ? [] : [`The canary leaves ${later} enrollment${later === 1 ? '' : 's'} for later.`]),
    ...(today === 0
      ? []
      : [`${today} email${today === 1 ? ' leaves' : 's leave'} today. Sent emails cannot be undone.`]),
    `Apply ${sent} change${sent === 1 ? '' : 's'} to account ${portalId}? Type "yes" to apply: `,
  ].join('\n');
}
