/** Opening an account where it lives, and what can be done to it without a server. */
import { Failure } from '../../model/failure.ts';
import { parseDuration } from '../../model/time.ts';
import type { AccountSeed } from '../account/account-seed.ts';
import { type RealTimeOptions, toSeed } from '../account/account.ts';
import { advance } from '../account/clock.ts';
import { inspectAccount, type Inspection } from '../account/inspection.ts';
import { completeDueUnenrollments } from '../account/workflow-rules.ts';
import { defaultAccount } from '../seed/default-account.ts';
import { type AccountStore, memoryStore } from './account-store.ts';
import { fileStore, readSeedFile } from './file-store.ts';

export interface StoreOptions {
  /** Keeps the account in this file, shared with other processes; else in memory. */
  readonly stateFile?: string;
  /** What to begin with, where no state file exists yet: an account, or the path of one as JSON. */
  readonly account?: AccountSeed | string;
  /** How long calculated properties show the past, in real time; 500 if left out. */
  readonly lagMilliseconds?: number;
  /** How long a bridge workflow takes, in real time; 0 if left out. */
  readonly unenrollDelayMilliseconds?: number;
}

export function openStore(options: StoreOptions): AccountStore {
  const runtime: RealTimeOptions = {
    lagMilliseconds: options.lagMilliseconds ?? 500,
    unenrollDelayMilliseconds: options.unenrollDelayMilliseconds ?? 0,
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
  completeDueUnenrollments(account);
  return inspectAccount(account, store.requests());
}

export function snapshotStore(store: AccountStore): AccountSeed {
  const account = store.read();
  completeDueUnenrollments(account);
  return structuredClone(toSeed(account));
}

export function advanceStore(store: AccountStore, duration: string | number): Promise<void> {
  const milliseconds = toMilliseconds(duration);
  return store.mutate((account) => {
    completeDueUnenrollments(account);
    advance(account, milliseconds);
  });
}

/** Milliseconds of `90s`, `30m`, `12h`, `3d`, `2w`; a number is milliseconds already. Throws a `Failure`. */
function toMilliseconds(duration: string | number): number {
  if (typeof duration === 'number' && Number.isFinite(duration) && duration >= 0) return duration;
  const milliseconds = parseDuration(String(duration));
  if (milliseconds !== undefined) return milliseconds;
  throw new Failure({
    code: 'simulator-duration',
    message: `"${duration}" is no duration.`,
    help: 'Give a number and a unit: 90s, 30m, 12h, 3d or 2w.',
  });
}
