import type { Instant } from '../time.ts';
import type { outputFormatVersion } from './plan.ts';

/** What `rollcall snapshot` wrote. */
export interface TakenSnapshot {
  readonly formatVersion: typeof outputFormatVersion;
  readonly path: string;
  readonly portalId: number;
  /** The account's time of the copy. */
  readonly at: Instant;
  readonly contacts: number;
  readonly enrollments: number;
  readonly targets: number;
  readonly lists: number;
  /** The enrollments and removals of the ledger that the snapshot contains. */
  readonly records: number;
  /** The requests to HubSpot. */
  readonly requests: number;
  readonly bytes: number;
  /** The entries of the plan on the account. */
  readonly entries: number;
  /** The entries that only the plan on the account, or only that on the snapshot has. Empty: the plans are equal. */
  readonly differences: readonly string[];
}
