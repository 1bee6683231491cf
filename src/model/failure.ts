import { ExitCode } from './exit-code.ts';
import { failureKind, type FailureCode, type FailureKind } from './problem-codes.ts';

/**
 * A failure that a person can act on: what went wrong with the place and the numbers, and the next
 * step. Thrown at the edges; the command line prints it and exits with its code. Holds no token and
 * no address of a contact.
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

  /** Where the failure comes from. */
  get kind(): FailureKind {
    return failureKind(this.code);
  }
}

/** Closes a union: a new member that nobody handles is a type error here, and a loud failure at run time. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
