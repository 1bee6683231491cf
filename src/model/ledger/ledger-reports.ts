/** Reports of the commands about a whole ledger. None holds a password. */
import type { Instant } from '../time.ts';
import type { LedgerPlace } from './ledger-address.ts';
import type { LedgerEntry, Pause } from './ledger-view.ts';
import type { LeaseRecord } from './ledger.ts';

export interface LedgerStatus {
  /** Absent for a ledger of a format before 3. */
  readonly ledgerId?: string;
  readonly format: number;
  /** The new place of a copied ledger; the old one accepts no more writes. */
  readonly movedTo?: string;
  /** The source of an unfinished copy. */
  readonly copiedFrom?: string;
  readonly accounts: readonly AccountStatus[];
}

export interface AccountStatus {
  readonly portalId: number;
  readonly startedAt?: Instant;
  /** The history is complete from here on. */
  readonly coversFrom?: Instant;
  readonly gap?: { readonly from: Instant; readonly markedAt: Instant };
  readonly lastRun?: LastRun;
  /** The number of records in each state. */
  readonly records: Readonly<Partial<Record<LedgerEntry['state'], number>>>;
  readonly pauses: readonly Pause[];
  readonly lease?: LeaseRecord;
}

export interface LastRun {
  readonly run: number;
  readonly command: string;
  readonly actor: string;
  readonly startedAt: Instant;
  readonly finishedAt?: Instant;
  readonly exitCode?: number;
}

export interface LedgerCopy {
  readonly ledgerId: string;
  /** Every table that was copied and compared. */
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
}

export interface CreatedLedger {
  readonly place: LedgerPlace;
  readonly ledgerId: string;
}

export interface CopiedLedger {
  readonly from: LedgerPlace;
  readonly to: LedgerPlace;
  readonly copy: LedgerCopy;
}

export interface LedgerStatusResult {
  readonly place: LedgerPlace;
  readonly status: LedgerStatus;
  /** The id that the files accept, if they name one. */
  readonly pinned?: string;
}

export interface MarkedGap {
  readonly portalId: number;
  readonly from: Instant;
  readonly markedAt: Instant;
}

export interface PauseResult {
  readonly portalId: number;
  /** Everything that is paused now. */
  readonly pauses: readonly Pause[];
}

export interface ResolveResult {
  readonly portalId: number;
  readonly results: readonly ResolvedEnrollment[];
}

/** One enrollment that a user settled. */
export interface ResolvedEnrollment {
  readonly address: string;
  readonly outcome: 'enrolled' | 'not-enrolled';
  /**
   * The previous state: a request without a response, one without an effect, history that HubSpot does not show, or
   * settled like this before.
   */
  readonly was: 'open' | 'accepted' | 'history' | 'settled';
}
