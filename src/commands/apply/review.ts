/** The last reviewed configuration, which decides what `apply --unattended` may enroll. */
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import type { Ledger, RecordedReview } from '../../model/ledger/ledger.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import type { Plan } from '../../model/results/plan.ts';
import type { ApplyContext } from './apply-context.ts';

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

function describeReview({ planId, commit, at }: RecordedReview): string {
  const from = commit === undefined ? '' : ` of commit ${commit}`;
  return `plan ${planId}${from}, applied ${at}`;
}
