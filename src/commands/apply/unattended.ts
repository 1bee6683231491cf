/** `apply --unattended`: what it refuses, and the removals that it sends anyway. */
import type { Stop } from '../../executor/stop.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { formatSource, hasErrors } from '../../model/results/diagnostic.ts';
import type { Plan } from '../../model/results/plan.ts';
import { count } from '../../model/text/count.ts';
import { makePlan } from '../../reconciler/make-plan.ts';
import type { PlanInput } from '../../reconciler/plan-input.ts';
import type { PlanViewOptions, ReadDeps } from '../deps.ts';
import type { LoadedConfiguration } from '../pipeline.ts';
import type { ApplyArgs, ApplyContext } from './apply-context.ts';
import { unattendedQuotaFailure } from './daily-quota.ts';
import { isRefused, showRefused } from './refused-plan.ts';
import { unreviewedFailure } from './review.ts';
import { runApply } from './run-apply.ts';

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

/**
 * Returns why an unattended apply must not make the changes of its plan, apart from errors and limits of the plan, which
 * the plan shows: invalid files first, then files that were not reviewed, then a small daily quota.
 */
export async function unattendedFailure(
  applying: ApplyContext,
  { input, fresh }: { readonly input: PlanInput; readonly fresh: Plan },
): Promise<Failure | undefined> {
  if (applying.invalid) return applying.invalid;
  if (fresh.errored) return undefined;
  const unreviewed = await unreviewedFailure(applying);
  if (unreviewed || isRefused(fresh)) return unreviewed;
  return unattendedQuotaFailure(fresh.changes, { reader: applying.reader, targets: input.observed.targets });
}

/**
 * Unenrolls suppressed contacts although the rest of an unattended apply is refused; the report ends with the refusal.
 * They are not compared with the daily quota: if it ends, the run stops and a later one continues. Without such
 * contacts, shows or throws the refusal.
 */
export async function refuseUnattended(
  applying: ApplyContext,
  {
    fresh,
    failure,
    ...refused
  }: { readonly input: PlanInput; readonly fresh: Plan; readonly failure: Failure | undefined },
): Promise<ExitCode> {
  const { args, deps } = applying;
  const input: PlanInput = { ...refused.input, suppressionsOnly: true };
  const plan = makePlan(input);
  const shown: PlanViewOptions = { observed: input.observed, diff: false, full: args.full };
  if (plan.changes.length === 0) return showRefused(applying, { plan: fresh, shown, failure });
  deps.view.proposal(plan, shown);
  const removing = { ...applying, args: { ...args, suppressions: true } };
  const refusal = refusalOf(fresh, failure);
  return runApply(removing, { input, fresh: plan, plan, changes: plan.changes, refusal });
}

/** Returns why an unattended apply does no more than the removals that `suppress` requires. */
function refusalOf(plan: Plan, failure: Failure | undefined): Stop {
  if (failure) return { why: causeOf(failure), reason: failure.message, help: failure.help };
  const [problem] = plan.diagnostics.filter(({ severity }) => severity === 'error');
  const { message = 'The plan has errors.', help = '' } = problem ?? {};
  return { why: plan.errored ? 'plan-errors' : 'limit', reason: message, help };
}

function causeOf({ exitCode }: Failure): Stop['why'] {
  if (exitCode === ExitCode.quota) return 'quota';
  return exitCode === ExitCode.stalePlan ? 'unreviewed' : 'plan-errors';
}

/** Returns the first error of files from which only `suppress` is used. */
export function invalidFilesFailure({ diagnostics }: LoadedConfiguration): Failure | undefined {
  const [first, ...others] = diagnostics.filter(({ severity }) => severity === 'error');
  if (!first) return undefined;
  const { message, help, source } = first;
  const place = source ? `${formatSource(source)}: ` : '';
  const more = others.length === 0 ? '' : ` (and ${count(others.length, 'more problem', 'more problems')})`;
  return new Failure({
    exitCode: ExitCode.invalidConfiguration,
    code: 'invalid-configuration',
    message: `${place}${message}${more}`,
    help,
  });
}

/**
 * Waits for an unattended apply of files that may be invalid. If they are and it fails before it sends a request, shows
 * every problem of the files, as any other command does.
 */
export async function showProblemsInstead(
  applied: Promise<ExitCode>,
  { desired: _unusable, ...validation }: LoadedConfiguration,
  { view }: Pick<ReadDeps, 'view'>,
): Promise<ExitCode> {
  try {
    return await applied;
  } catch (error) {
    if (!(error instanceof Failure) || !hasErrors(validation.diagnostics)) throw error;
    if (error.exitCode !== ExitCode.invalidConfiguration) view.log(error.message);
    view.validation(validation);
    return ExitCode.invalidConfiguration;
  }
}
