import type { LedgerActivity } from '../ledger/activity.ts';
import type { Pause } from '../ledger/ledger-view.ts';
import type { LeaseRecord, RecordedReview } from '../ledger/ledger.ts';
import type { Instant } from '../time.ts';

/** What the ledger shows about the runs of an account, as `rollcall status` reads it. */
export interface Status {
  readonly portalId: number;
  /** The time of the check: this machine's clock, or that of the simulated account. */
  readonly at: Instant;
  /** The milliseconds of `--max-age`. Absent without the flag. */
  readonly maxAge?: number;
  readonly activity: LedgerActivity;
  readonly pauses: readonly Pause[];
  /** The last reviewed plan of each set of files that an apply used, oldest first. */
  readonly reviews: readonly RecordedReview[];
  /** The one of the files of this command. Absent before the first one. */
  readonly review?: RecordedReview;
  /** Absent if the lock is free. */
  readonly lease?: LeaseRecord;
}

/** Returns when the latest completed apply ended, with changes or without. */
export function completedAt({
  lastCompleted,
  lastCompletedHeartbeat,
}: Pick<LedgerActivity, 'lastCompleted' | 'lastCompletedHeartbeat'>): Instant | undefined {
  const times = [lastCompleted?.finishedAt, lastCompletedHeartbeat?.at];
  return times.reduce((latest, at) => (latest === undefined || (at ?? '') > latest ? at : latest), undefined);
}

/** Returns whether no apply completed within `--max-age`. Without the flag, no status is overdue. */
export function isOverdue({ activity, at, maxAge }: Status): boolean {
  if (maxAge === undefined) return false;
  const completed = completedAt(activity);
  return completed === undefined || Date.parse(at) - Date.parse(completed) > maxAge;
}
