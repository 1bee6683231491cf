import type { ObservedState } from '../../model/observed-state.ts';
import type { RehearsedAccount } from '../../model/results/rehearsal.ts';
import type { AccountSeed } from '../../simulator/account/account-seed.ts';

/** The account that a forecast copies. */
export interface OpenedAccount {
  readonly account: AccountSeed;
  readonly from: Omit<RehearsedAccount, 'at'>;
  /** Writes a copy of the ledger to a path. Absent: the forecast begins with a new one. */
  readonly writeLedger?: (path: string) => Promise<void>;
  /** The order of reps that a snapshot kept. */
  readonly repOrders?: ObservedState['repOrders'];
  /** The files are those of the snapshot, with pseudonyms. */
  readonly withFiles?: true;
}
