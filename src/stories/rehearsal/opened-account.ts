import type { RehearsedAccount } from '../../model/results/rehearsal.ts';
import type { AccountSeed } from '../../simulator/account/account-seed.ts';

/** The account that a forecast copies. */
export interface OpenedAccount {
  readonly account: AccountSeed;
  readonly from: Omit<RehearsedAccount, 'at'>;
  /** Writes a copy of the ledger to a path. Absent: the forecast begins with a new one. */
  readonly writeLedger?: (path: string) => Promise<void>;
}
