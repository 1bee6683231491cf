import type { Diagnostic } from '../model/results/diagnostic.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { Plan } from '../model/results/plan.ts';
import { failureKind, type FailureCode, type FailureKind } from '../model/results/problem-codes.ts';
import { inOptionNames } from './option-names.ts';

/**
 * A problem that ends a call. `code` is stable; `message` and `help` are sentences for a person and hold neither
 * a token nor an email of a contact.
 * @example
 * import { createRollcall, RollcallError } from 'rollcall';
 *
 * const rollcall = createRollcall();
 * try {
 *   await rollcall.plan('missing.yaml');
 * } catch (error) {
 *   if (!(error instanceof RollcallError)) throw error;
 *   console.log(error.code); // invalid-configuration
 *   console.log(error.diagnostics.map(({ code }) => code)); // [ 'file-not-found' ]
 * }
 */
export class RollcallError extends Error {
  /** Names the problem; stable. */
  readonly code: FailureCode;
  /** Where the problem is. */
  readonly kind: FailureKind;
  /** What to do next. */
  readonly help: string;
  /** The exit code of the command line for the same problem. */
  readonly exitCode: ExitCode;
  /** Every problem of the files or of the plan, with code `invalid-configuration` or `plan-refused`. */
  readonly diagnostics: readonly Diagnostic[];
  /** The plan that was refused, with code `plan-refused`. */
  readonly plan?: Plan;

  constructor(
    failure: Failure,
    refused: { readonly diagnostics?: readonly Diagnostic[]; readonly plan?: Plan } = {},
  ) {
    super(inOptionNames(failure.message), { cause: failure.cause });
    this.name = 'RollcallError';
    this.code = failure.code;
    this.kind = failureKind(failure.code);
    this.help = inOptionNames(failure.help);
    this.exitCode = failure.exitCode;
    this.diagnostics = (refused.diagnostics ?? []).map(diagnosticInOptionNames);
    if (refused.plan) this.plan = refused.plan;
  }
}

/** Returns what the library throws for an error of a command; an unexpected error stays itself. */
export function toRollcallError(error: unknown): unknown {
  return error instanceof Failure ? new RollcallError(error) : error;
}

export function invalidConfiguration(diagnostics: readonly Diagnostic[]): RollcallError {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const more = errors.length > 1 ? ` And ${errors.length - 1} more.` : '';
  const failure = new Failure({
    exitCode: ExitCode.invalidConfiguration,
    code: 'invalid-configuration',
    message: `The configuration has ${errors.length === 1 ? '1 error' : `${errors.length} errors`}: ${first?.message ?? ''}${more}`,
    help: 'Fix each error in `diagnostics`. Nothing was sent.',
  });
  return new RollcallError(failure, { diagnostics });
}

export function planRefused(plan: Plan, exitCode: ExitCode): RollcallError {
  const errors = plan.diagnostics.filter(({ severity }) => severity === 'error');
  const failure = new Failure({
    exitCode,
    code: 'plan-refused',
    message: `Plan ${plan.planId} was refused: ${errors.map(({ message }) => message).join(' ')} Nothing was sent.`,
    help: errors[0]?.help ?? 'Read `diagnostics`.',
  });
  return new RollcallError(failure, { diagnostics: plan.diagnostics, plan });
}

/** Returns a diagnostic whose sentences name options of the library. */
export function diagnosticInOptionNames(diagnostic: Diagnostic): Diagnostic {
  return {
    ...diagnostic,
    message: inOptionNames(diagnostic.message),
    help: inOptionNames(diagnostic.help),
  };
}
