/** Results of the commands that work on a whole ledger. None contains a password. */
import type { ContactId } from '../target.ts';
import type { Instant } from '../time.ts';
import type { LedgerPlace } from './ledger-location.ts';
import type { LedgerEntry, Pause } from './ledger-view.ts';
import type { LeaseRecord } from './ledger.ts';

export interface LedgerStatus {
  /** Absent for a ledger of a format before 3. */
  readonly ledgerId?: string;
  readonly format: number;
  /** The new place of a copied ledger. The old ledger refuses writes. */
  readonly movedTo?: string;
  /** The source of an unfinished copy. */
  readonly copiedFrom?: string;
  readonly accounts: readonly AccountStatus[];
}

export interface AccountStatus {
  readonly portalId: number;
  readonly startedAt?: Instant;
  /** The start of the complete history. */
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
  /** All tables, each copied and compared. */
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

/** `read`: the role of plans and drift. `write`: a role that may apply. */
export type LedgerAccess = 'read' | 'write';

/** The SQL that lets a role read or write a ledger. */
export interface LedgerGrant {
  readonly place: LedgerPlace;
  readonly role: string;
  readonly access: LedgerAccess;
  readonly statements: readonly string[];
}

export interface LedgerStatusResult {
  readonly place: LedgerPlace;
  readonly status: LedgerStatus;
  /** The ledger id that the files require, if they name one. */
  readonly pinned?: string;
}

/** The contact that `history forget` erased. */
export interface ForgetResult {
  /** The requested contact id. */
  readonly contactId: ContactId;
  /** All erased ids: the contact's own, those merged into it, and those that share an email with it. */
  readonly ids: readonly ContactId[];
  /** The number of email addresses that are blocked with them. */
  readonly emails: number;
  /** False if HubSpot no longer has the contact. Then only emails that the ledger recorded are blocked. */
  readonly inHubSpot: boolean;
}

export interface MarkedGap {
  readonly portalId: number;
  readonly from: Instant;
  readonly markedAt: Instant;
}

export interface PauseResult {
  readonly portalId: number;
  /** All pauses in force after the command. */
  readonly pauses: readonly Pause[];
}

export interface ResolveResult {
  readonly portalId: number;
  readonly results: readonly ResolvedEnrollment[];
}

/** One enrollment that a user settled. */
export interface ResolvedEnrollment {
  readonly address: string;
  readonly outcome: ResolveOutcome;
  /**
   * The previous state. `open`: a request without a response. `accepted`: a request without a visible effect.
   * `history`: history that HubSpot does not show. `settled`: settled with the same outcome before. `refused`: refused
   * by HubSpot.
   */
  readonly was: 'open' | 'accepted' | 'history' | 'settled' | 'refused';
}

/**
 * The decision of a user about one enrollment. `enrolled`, `not-enrolled`: what HubSpot shows. `retry`: the next apply
 * may send a refused request again.
 */
export type ResolveOutcome = 'enrolled' | 'not-enrolled' | 'retry';
