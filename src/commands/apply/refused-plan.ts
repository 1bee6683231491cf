/** A plan that an apply refuses because of its errors or limits. */
import type { ExitCode } from '../../model/exit-code.ts';
import type { Failure } from '../../model/failure.ts';
import type { Plan } from '../../model/results/plan.ts';
import type { PlanViewOptions } from '../deps.ts';
import { isOverLimit, planExitCode } from '../plan.ts';
import type { ApplyContext } from './apply-context.ts';
import { recordHeartbeat } from './run-apply.ts';
import { refusedSummary } from './run-summary.ts';

export function isRefused(plan: Plan): boolean {
  return plan.errored || isOverLimit(plan);
}

/** Records the refusal, then shows the plan, or throws `failure` if the cause is not in the plan. */
export async function showRefused(
  applying: ApplyContext,
  {
    plan,
    shown,
    failure,
  }: { readonly plan: Plan; readonly shown: PlanViewOptions; readonly failure?: Failure | undefined },
): Promise<ExitCode> {
  const exitCode = failure?.exitCode ?? planExitCode(plan, false);
  if (!failure) applying.deps.view.plan(plan, shown);
  await recordHeartbeat(applying, { exitCode, counts: refusedSummary });
  if (failure) throw failure;
  return exitCode;
}
