/** The last reviewed configuration, which decides what `apply --unattended` may enroll. */
import { ExitCode } from '../../model/exit-code.ts';
import type { Stop } from '../../executor/stop.ts';
import { Failure } from '../../model/failure.ts';
import type { Ledger, RecordedReview } from '../../model/ledger/ledger.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import type { Plan } from '../../model/results/plan.ts';
import type { ApplyArgs, ApplyContext } from './apply-context.ts';

/**
 * Returns whether this apply shows that a person reviewed the whole configuration: the plan was saved before, named by
 * its id, or approved on a terminal. Without changes, no question was asked there. A canary does not: its user checks the first contact before the others.
 */
export function isReviewOfConfiguration(
  { args, saved }: Pick<ApplyContext, 'args' | 'saved'>,
  plan: Plan,
): boolean {
  const { only, exclude, undoRun, changes } = plan;
  const isPart = only.length > 0 || exclude.length > 0 || undoRun !== undefined || args.suppressions === true;
  if (isPart || args.canary !== undefined) return false;
  return saved !== undefined || args.expect !== undefined || (!args.autoApprove && changes.length > 0);
}

/** Records the configuration of a reviewed plan that an apply is about to use. */
export async function recordReview({ lease, loaded, reader, deps }: ApplyContext, plan: Plan): Promise<void> {
  await lease.recordReview({
    configHash: loaded.desired.configHash,
    planId: plan.planId,
    ...omitUndefined({ commit: deps.run.commit }),
    at: reader.now(),
  });
}

/** Returns why an unattended apply may enroll no one: the files are not those of the last reviewed plan. */
export async function unreviewedFailure({
  ledger,
  portalId,
  loaded,
  deps,
}: Pick<ApplyContext, 'portalId' | 'loaded' | 'deps'> & {
  readonly ledger: Pick<Ledger, 'review'>;
}): Promise<Failure | undefined> {
  const review = await ledger.review(portalId);
  if (review?.configHash === loaded.desired.configHash) return undefined;
  const { commit } = deps.run;
  const files = commit === undefined ? 'The configuration' : `The configuration of commit ${commit}`;
  return new Failure({
    exitCode: ExitCode.stalePlan,
    code: 'configuration-unreviewed',
    message: review
      ? `${files} differs from that of the last reviewed plan, ${describeReview(review)}.`
      : `${files} was not reviewed: no apply has used a reviewed plan with this ledger.`,
    help: 'Apply the reviewed plan of that change first. --unattended then continues it.',
  });
}

/** Returns why an unattended apply does no more than the removals that `suppress` requires. */
export function refusalOf(plan: Plan, failure: Failure | undefined): Stop {
  if (failure) {
    const why = failure.exitCode === ExitCode.quota ? 'quota' : 'unreviewed';
    return { why, reason: failure.message, help: failure.help };
  }
  const [problem] = plan.diagnostics.filter(({ severity }) => severity === 'error');
  const { message = 'The plan has errors.', help = '' } = problem ?? {};
  return { why: plan.errored ? 'plan-errors' : 'limit', reason: message, help };
}

function describeReview({ planId, commit, at }: RecordedReview): string {
  const from = commit === undefined ? '' : ` of commit ${commit}`;
  return `plan ${planId}${from}, applied ${at}`;
}

/** Throws `bad-flag` for a flag that would choose what an unattended apply does. */
export function refuseFlagsOfUnattended(args: ApplyArgs, isSavedPlan: boolean): void {
  if (!args.unattended) return;
  const given = [
    ['a saved plan', isSavedPlan],
    ['--only', args.only.length > 0],
    ['--exclude', args.exclude.length > 0],
    ['--undo-run', args.undoRun !== undefined],
    ['--suppressions', args.suppressions === true],
    ['--expect', args.expect !== undefined],
    ['--canary', args.canary !== undefined],
    ['--allow-archive', args.allowArchive === true],
    ['--new-ledger', args.newLedger],
    ['--max-…', Object.keys(args.liftedLimits).length > 0],
  ] as const;
  const found = given.flatMap(([name, isGiven]) => (isGiven ? [name] : []));
  if (found.length === 0) return;
  throw new Failure({
    code: 'bad-flag',
    message: `--unattended cannot be used with ${found.join(', ')}: it applies what the reviewed files allow.`,
    help: 'Leave these flags out, or apply without --unattended.',
  });
}
