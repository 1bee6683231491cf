/** The dependencies of the commands that manage the ledger without HubSpot. */
import type { DesiredState } from '../model/desired-state.ts';
import type { Instant } from '../model/time.ts';
import type { LedgerPlace } from '../model/ledger/ledger-address.ts';
import type {
  CopiedLedger,
  CreatedLedger,
  LedgerStatus,
  MarkedGap,
  PauseResult,
  ShownStatus,
} from '../model/ledger/ledger-reports.ts';
import type { LedgerDeps, View } from './deps.ts';

export interface LedgerAdminDeps extends LedgerDeps {
  readonly view: LedgerAdminView;
  readonly ledgers: LedgerAdmin;
  /** The account that the files name, without a token; the simulated one with its own clock. */
  readonly offlineAccount: (
    desired: Pick<DesiredState, 'portal'>,
  ) => Promise<{ readonly portalId: number; readonly now: Instant }>;
}

/** Which ledger: at an address without a password, otherwise the one of the environment or the files. */
export interface WhichLedger {
  readonly address?: string | undefined;
  readonly desired?: DesiredState | undefined;
}

/** Manages whole ledgers. Every method throws a `Failure`. */
export interface LedgerAdmin {
  place(of: WhichLedger): LedgerPlace;
  status(of: WhichLedger): Promise<{
    readonly place: LedgerPlace;
    /** Absent without a ledger. */
    readonly status: LedgerStatus | undefined;
  }>;
  create(of: WhichLedger): Promise<CreatedLedger>;
  /** Each end: an address without a password, or `env:NAME`. */
  copy(from: string, to: string): Promise<CopiedLedger>;
}

export interface LedgerAdminView extends View {
  ledgerCreated(result: CreatedLedger): void;
  ledgerStatus(result: ShownStatus): void;
  ledgerCopied(result: CopiedLedger): void;
  gapMarked(result: MarkedGap): void;
  pauses(result: PauseResult): void;
}
