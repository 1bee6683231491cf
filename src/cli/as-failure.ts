import { Failure } from '../model/failure.ts';
import { plain } from '../render/wording/plain.ts';

/** What ended a command, as a person can act on it. A defect of ours is told without its stack. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure({
    code: 'internal',
    message: `rollcall itself failed: ${error instanceof Error ? error.message : String(error)}`,
    help: 'Please report it with the command line and --log-level debug. What was sent is in the ledger.',
  });
}

/** The stack of an error for `--log-level debug`, safe for a terminal. */
export function stackOf(error: Error): string {
  return (error.stack ?? '').split('\n').map(plain).join('\n');
}
