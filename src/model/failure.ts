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

/** Throws for a union member without a case. A missing case is a type error at the call. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
