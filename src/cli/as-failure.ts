import { Failure } from '../model/failure.ts';

/** What ended a command, as a person can act on it. A defect of ours is told without its stack. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure({
    code: 'internal',
    message: `rollcall itself failed: ${error instanceof Error ? error.message : String(error)}`,
    help: 'Please report it with the command line and --log-level debug. What was sent is in the ledger.',
  });
}
