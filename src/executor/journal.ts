import type { Change } from '../model/plan.ts';
import type { Outcome } from '../model/report.ts';
import type { Stop } from './stop.ts';

/** What an apply has come to; shared by the batches of one run. */
export interface Journal {
  readonly run: number;
  readonly planId: string;
  /** By `keyOf`. */
  readonly outcomes: Map<string, Outcome>;
  /** Told after each outcome. */
  readonly filed: () => void;
  /** Set once: nothing new is sent afterwards. */
  stop?: Stop;
}

/** Files an outcome under its change. */
export function record(journal: Journal, change: Change, outcome: Omit<Outcome, 'address' | 'action'>): void {
  journal.outcomes.set(keyOf(change), { address: change.address, action: change.action, ...outcome });
  journal.filed();
}

/** What became of a request whose answer the ledger did not take. */
export const unrecorded = {
  status: 'unknown',
  reason: 'HubSpot was asked, and the ledger could not take down the answer',
  help: 'Run apply again when the ledger can be written: it reads back what was left open.',
} as const;

/** A person may leave and enter the same target in one plan, so the action belongs to the key. */
export function keyOf(change: Change): string {
  return `${change.action} ${change.address}`;
}

/** The list that a change is made through, when it is. */
export function viaListOf(change: Change | undefined): string | undefined {
  return change?.action === 'enroll' ? change.viaList : undefined;
}
