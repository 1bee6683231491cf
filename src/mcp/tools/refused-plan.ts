import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import type { Plan } from '../../model/results/plan.ts';

/** Returns the failure of a plan whose errors leave nothing to show. */
export function refusedPlan({ planId, diagnostics }: Pick<Plan, 'planId' | 'diagnostics'>): Failure {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return new Failure({
    exitCode: ExitCode.invalidConfiguration,
    code: 'plan-refused',
    message: `Plan ${planId} has errors: ${errors.map(({ message }) => message).join(' ')}`,
    help: errors[0]?.help ?? 'Call plan to see its diagnostics.',
  });
}
