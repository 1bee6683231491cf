import type { View } from '../../commands/deps.ts';
import { Failure } from '../../model/failure.ts';
import type { Inspection } from '../../render/text/inspection.ts';
import { safeLine } from '../../render/view/safe-text.ts';
import type { LedgerViews } from './ledger-view.ts';
import type { AccountViews } from './survey-view.ts';

/** A view that also shows failures and the simulated account. */
export interface CliView extends View, AccountViews, LedgerViews {
  failure(error: unknown): void;
  simulatorInspection(inspection: Inspection): void;
  simulatorAdvanced(before: Inspection, after: Inspection): void;
  /** Shows a change of the simulated account and its state afterwards. */
  simulatorChanged(summary: string, after: Inspection): void;
}

/** Returns an error as a `Failure`. The message of a defect omits the stack. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure({
    code: 'internal',
    message: `Internal error in rollcall: ${error instanceof Error ? error.message : String(error)}`,
    help: 'Please report it with the command line and the output of --log-level debug. The ledger records the requests that were sent.',
  });
}

/** The stack of an error for `--log-level debug`, safe for a terminal. */
export function stackOf(error: Error): string {
  return (error.stack ?? '').split('\n').map(safeLine).join('\n');
}
