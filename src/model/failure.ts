import { ExitCode } from './exit-code.ts';
import { failureKind, type FailureCode, type FailureKind } from './results/problem-codes.ts';

/**
 * An error that a user can act on: the problem with its place and numbers, and the next step. The command line prints
 * it and exits with its code. Contains no token and no email address of a contact.
 */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  readonly code: FailureCode;
  readonly help: string;

  constructor(problem: {
    exitCode?: ExitCode;
    code: FailureCode;
    message: string;
    help: string;
    cause?: unknown;
  }) {
    super(problem.message, problem.cause === undefined ? undefined : { cause: problem.cause });
    this.name = 'Failure';
    this.exitCode = problem.exitCode ?? ExitCode.error;
    this.code = problem.code;
    this.help = problem.help;
  }

  /** The source of the failure. */
  get kind(): FailureKind {
    return failureKind(this.code);
  }
}

/** Returns an error as a `Failure`. An error of another class is a defect of rollcall; its message omits the stack. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure({
    code: 'internal',
    message: `Internal error in rollcall: ${error instanceof Error ? error.message : String(error)}`,
    help: 'Please report it with the command line and the output of --log-level debug. The ledger records the requests that were sent.',
  });
}

/** Throws for a union member without a case. A missing case is a type error at the call. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
