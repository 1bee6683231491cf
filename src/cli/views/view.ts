import type { View } from '../../commands/deps.ts';
import type { Rehearsal } from '../../model/results/rehearsal.ts';
import type { StoryResults } from '../../model/results/story-result.ts';
import type { TakenSnapshot } from '../../model/results/taken-snapshot.ts';
import type { Inspection } from '../../render/text/inspection.ts';
import { safeLine } from '../../render/view/safe-text.ts';
import type { LedgerViews } from './ledger-view.ts';
import type { AccountViews } from './account-views.ts';

/** A view that also shows failures and the simulated account. */
export interface CliView extends View, AccountViews, LedgerViews {
  failure(error: unknown): void;
  stories(results: StoryResults): void;
  /** `emails` are the addresses of the contacts by id, for `--show-emails`. */
  rehearsal(result: Rehearsal, shown: { readonly emails: ReadonlyMap<string, string> }): void;
  snapshotTaken(result: TakenSnapshot): void;
  simulatorInspection(inspection: Inspection): void;
  simulatorAdvanced(before: Inspection, after: Inspection): void;
  /** Shows a change of the simulated account and its state afterwards. */
  simulatorChanged(summary: string, after: Inspection): void;
}

/** The stack of an error for `--log-level debug`, safe for a terminal. */
export function stackOf(error: Error): string {
  return (error.stack ?? '').split('\n').map(safeLine).join('\n');
}
