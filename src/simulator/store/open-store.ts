/** Opening an account where it lives, and what can be done to it without a server. */
import type { Runtime } from '../account/account.ts';
import { seedOf } from '../account/account.ts';
import type { AccountSeed } from '../account/account-seed.ts';
import { advance } from '../account/clock.ts';
import type { Inspection } from '../account/inspection.ts';
import { inspectAccount } from '../account/inspection.ts';
import { settleBridges } from '../account/workflow-rules.ts';
import { timeToPass } from '../duration.ts';
import { defaultAccount } from '../seed/default-account.ts';
import type { AccountStore } from './account-store.ts';
import { fileStore } from './file-store.ts';
import { memoryStore } from './memory-store.ts';
import { readSeedFile } from './seed-file.ts';

export interface StoreOptions {
  /** Keeps the account in this file, shared with other processes; else in memory. */
  readonly stateFile?: string;
  /** What to begin with, where no state file exists yet: an account, or the path of one as JSON. */
  readonly account?: AccountSeed | string;
  /** How long calculated properties show the past, in real time; 500 if left out. */
  readonly lagMilliseconds?: number;
  /** How long a bridge workflow takes, in real time; 0 if left out. */
  readonly bridgeDelayMilliseconds?: number;
}

export function openStore(options: StoreOptions): AccountStore {
  const runtime: Runtime = {
    lagMilliseconds: options.lagMilliseconds ?? 500,
    bridgeDelayMilliseconds: options.bridgeDelayMilliseconds ?? 0,
    realNow: Date.now,
  };
  const { account, stateFile } = options;
  const seed = (): AccountSeed => {
    if (account === undefined) return defaultAccount();
    return typeof account === 'string' ? readSeedFile(account) : structuredClone(account);
  };
  return stateFile === undefined ? memoryStore(seed, runtime) : fileStore(stateFile, seed, runtime);
}

export function inspectStore(store: AccountStore): Inspection {
  const account = store.read();
  settleBridges(account);
  return inspectAccount(account, store.requests());
}

export function snapshotStore(store: AccountStore): AccountSeed {
  const account = store.read();
  settleBridges(account);
  return structuredClone(seedOf(account));
}

export function advanceStore(store: AccountStore, duration: string | number): Promise<void> {
  const milliseconds = timeToPass(duration);
  return store.mutate((account) => {
    settleBridges(account);
    advance(account, milliseconds);
  });
}
