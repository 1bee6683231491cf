import type { View } from '../../commands/deps.ts';
import { Failure } from '../../model/failure.ts';
import type { Inspection } from '../../render/text/inspection.ts';
import { safeLine } from '../../render/view/safe-text.ts';
import type { LedgerViews } from './ledger-view.ts';
import type { AccountViews } from './survey-view.ts';

/** A view that can also say what ended a command, and show the simulated account. */
export interface CliView extends View, AccountViews, LedgerViews {
  failure(error: unknown): void;
  simulatorInspection(inspection: Inspection): void;
  simulatorAdvanced(before: Inspection, after: Inspection): void;
  /** What was done to the simulated account, and how it is now. */
  simulatorChanged(done: string, after: Inspection): void;
}

/** What ended a command, as a person can act on it. A defect of ours is told without its stack. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure({
    code: 'internal',
    message: `rollcall itself failed: ${error instanceof Error ? error.message : String(error)}`,
    help: 'Please report it with the command line and --log-level debug. What was sent is in the ledger.',
  });
}

/** The stack of an error for `--log-level debug`, safe for a terminal. */
export function stackOf(error: Error): string {
  return (error.stack ?? '').split('\n').map(safeLine).join('\n');
}
