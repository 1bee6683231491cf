import type { AccountSeed } from '../account/account-seed.ts';
import { type Account, openAccount, type Runtime } from '../account/account.ts';
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

/** An account that lives as long as the process. `seed` makes a new copy at each call. */
export function memoryStore(seed: () => AccountSeed, runtime: Runtime): AccountStore {
  let account = openAccount(seed(), runtime);
  let requests: SeenRequest[] = [];
  return {
    read: () => account,
    mutate: async (change) => change(account),
    reset: async () => {
      account = openAccount({ ...seed(), portalId: account.head.portalId + 1 }, runtime);
      requests = [];
    },
    log: (request) => {
      requests.push(request);
    },
    requests: () => [...requests],
  };
}
