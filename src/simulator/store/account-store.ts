import type { AccountSeed } from '../account/account-seed.ts';
import { type SimulatedAccount, openSimulatedAccount, type RealTimeOptions } from '../account/account.ts';
import type { LoggedRequest } from '../account/inspection.ts';

/** Where a simulated account lives: in memory, or in a file that several processes share. */
export interface AccountStore {
  /** The account as it is now; only for reading. */
  read(): SimulatedAccount;
  /** Runs a change alone, and keeps it. A change that throws must not have changed anything. */
  mutate<T>(change: (account: SimulatedAccount) => T): Promise<T>;
  /** A new account from the same seed, with the next portal id. Forgets the requests. */
  reset(): Promise<void>;
  log(request: LoggedRequest): void;
  requests(): readonly LoggedRequest[];
}

/** An account that lives as long as the process. `seed` makes a new copy at each call. */
export function memoryStore(seed: () => AccountSeed, runtime: RealTimeOptions): AccountStore {
  let account = openSimulatedAccount(seed(), runtime);
  let requests: LoggedRequest[] = [];
  return {
    read: () => account,
    mutate: async (change) => change(account),
    reset: async () => {
      account = openSimulatedAccount({ ...seed(), portalId: account.head.portalId + 1 }, runtime);
      requests = [];
    },
    log: (request) => {
      requests.push(request);
    },
    requests: () => [...requests],
  };
}
