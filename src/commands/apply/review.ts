/** The last reviewed configuration, which decides what `apply --unattended` may enroll. */
import type { DesiredState } from '../../model/desired-state.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import type { Ledger, RecordedReview } from '../../model/ledger/ledger.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { configurationFiles, type Plan } from '../../model/results/plan.ts';
import { replacedId, targetIdentityKey } from '../../model/target.ts';
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
    files: reviewedFiles(loaded.desired),
    targets: targetsOf(loaded.desired),
    configHash: loaded.desired.configHash,
    planId: plan.planId,
    plannedAt: plan.createdAt,
    ...omitUndefined({ commit: deps.run.commit }),
    at: reader.now(),
  });
}

/**
 * Throws `plan-superseded` if a later plan of another configuration of the same files has been applied. The files of an old checkout
 * are those of the old plan: only the ledger shows that a later review replaced, or reverted, it.
 */
export function refuseSuperseded(
  saved: Plan,
  desired: Pick<DesiredState, 'files' | 'targets'>,
  reviews: readonly RecordedReview[],
): void {
  const last = reviewOf(desired, reviews);
  if (last === undefined || last.plannedAt <= saved.createdAt) return;
  // The same configuration decided nothing else.
  if (last.configHash === saved.configHash) return;
  throw new Failure({
    exitCode: ExitCode.stalePlan,
    code: 'plan-superseded',
    message: `Plan ${saved.planId} was made ${saved.createdAt}, before ${describeReview(last)}. It may undo what that review decided.`,
    help: 'Plan again with the current files, and review that plan.',
  });
}

/** Returns why an unattended apply may enroll no one: the files are not those of the last reviewed plan. */
export async function unreviewedFailure({
  ledger,
  portalId,
  loaded,
  deps,
}: Pick<ApplyContext, 'portalId' | 'loaded' | 'deps'> & {
  readonly ledger: Pick<Ledger, 'reviews'>;
}): Promise<Failure | undefined> {
  const reviews = await ledger.reviews(portalId);
  if (reviews.some(({ configHash }) => configHash === loaded.desired.configHash)) return undefined;
  const review = reviewOf(loaded.desired, reviews);
  const { commit } = deps.run;
  const files = commit === undefined ? 'The configuration' : `The configuration of commit ${commit}`;
  return new Failure({
    exitCode: ExitCode.stalePlan,
    code: 'configuration-unreviewed',
    message: review
      ? `${files} differs from that of the last reviewed plan, ${describeReview(review)}.`
      : `${files} was not reviewed: no apply has used a reviewed plan of these files with this ledger.`,
    help: 'Apply the reviewed plan of that change first. --unattended then continues it.',
  });
}

/**
 * Returns the last review of a configuration: of the same files, otherwise of files with a target in common. Undefined
 * before the first one.
 */
export function reviewOf(
  desired: Pick<DesiredState, 'files' | 'targets'>,
  reviews: readonly RecordedReview[],
): RecordedReview | undefined {
  const files = JSON.stringify(reviewedFiles(desired));
  const targets = new Set(targetsOf(desired));
  return (
    reviews.find((review) => JSON.stringify(review.files) === files) ??
    reviews.findLast((review) => review.targets.some((target) => targets.has(target)))
  );
}

/** Returns the paths of the configuration files, sorted and without a leading `./`. */
function reviewedFiles({ files }: Pick<DesiredState, 'files'>): readonly string[] {
  return configurationFiles(files)
    .map((path) => path.replace(/^(?:\.\/)+/u, ''))
    .toSorted();
}

/** Returns the keys of the targets and of those that they replace. A sequence without a resolved name matches no other. */
function targetsOf({ targets }: Pick<DesiredState, 'targets'>): readonly string[] {
  const ids = targets.flatMap((target) => {
    const { kind, id } = target;
    const replaced = replacedId(target);
    return [{ kind, id }, ...(replaced === undefined ? [] : [{ kind, id: replaced }])];
  });
  return [...new Set(ids.map(targetIdentityKey))].toSorted();
}

function describeReview({ planId, commit, at }: RecordedReview): string {
  const from = commit === undefined ? '' : ` of commit ${commit}`;
  return `plan ${planId}${from}, applied ${at}`;
}
