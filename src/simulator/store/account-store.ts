import type { Account } from '../account/account.ts';
import type { SeenRequest } from '../account/inspection.ts';

/** Where a simulated account lives: in memory, or in a file that several processes share. */
export interface AccountStore {
  /** The account as it is now; only for reading. */
  read(): Account;
  /** Runs a change alone, and keeps it. A change that throws must not have changed anything. */
  mutate<T>(change: (account: Account) => T): Promise<T>;
  /** A new account from the same seed, with the next portal id. Forgets the requests. */
  reset(): Promise<void>;
  log(request: SeenRequest): void;
  requests(): readonly SeenRequest[];
}
