import type { AccountSeed } from '../account/account-seed.ts';
import { type SimulatedAccount, openSimulatedAccount, type RealTimeOptions } from '../account/account.ts';
import type { LoggedRequest } from '../account/inspection.ts';

/** Stores a simulated account: in memory, or in a file that several processes share. */
export interface AccountStore {
  /** Returns the current account. The caller must not change it. */
  read(): SimulatedAccount;
  /** Runs a change exclusively and saves it. A change that throws must leave the account unchanged. */
  mutate<T>(change: (account: SimulatedAccount) => T): Promise<T>;
  /** Replaces the account with a new one from the same seed, with the next portal id. Deletes the logged requests. */
  reset(): Promise<void>;
  log(request: LoggedRequest): void;
  requests(): readonly LoggedRequest[];
}

/** Creates a store that keeps the account in memory. `seed` returns a new copy at each call. */
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
