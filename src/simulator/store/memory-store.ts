import type { Runtime } from '../account/account.ts';
import { openAccount } from '../account/account.ts';
import type { AccountSeed } from '../account/account-seed.ts';
import type { SeenRequest } from '../account/inspection.ts';
import type { AccountStore } from './account-store.ts';

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
