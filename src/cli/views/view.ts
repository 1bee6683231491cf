import type { View } from '../../commands/deps.ts';
import type { Inspection } from '../../render/text/inspection.ts';
import { safeLine } from '../../render/view/safe-text.ts';
import type { LedgerViews } from './ledger-view.ts';
import type { AccountViews } from './account-views.ts';

/** A view that also shows failures and the simulated account. */
export interface CliView extends View, AccountViews, LedgerViews {
  failure(error: unknown): void;
  simulatorInspection(inspection: Inspection): void;
  simulatorAdvanced(before: Inspection, after: Inspection): void;
  /** Shows a change of the simulated account and its state afterwards. */
  simulatorChanged(summary: string, after: Inspection): void;
}

/** The stack of an error for `--log-level debug`, safe for a terminal. */
export function stackOf(error: Error): string {
  return (error.stack ?? '').split('\n').map(safeLine).join('\n');
}
