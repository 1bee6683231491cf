/** Opens the store of an account, and reads or advances the account without a server. */
import { existsSync } from 'node:fs';
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
  /** The file that keeps the account and can be shared between processes; if left out, memory. */
  readonly stateFile?: string;
  /** Only read the state file: changes and the log of requests remain in memory. */
  readonly leaveFiles?: boolean;
  /** The account to start from if no state file exists, or the path of its JSON file; if left out, the default one. */
  readonly account?: AccountSeed | string;
  /** How long calculated properties lag, in real time; 500 if left out. */
  readonly lagMilliseconds?: number;
  /** How long an unenroll workflow takes to unenroll a contact, in real time; 0 if left out. */
  readonly unenrollDelayMilliseconds?: number;
}

export function openStore(options: StoreOptions): AccountStore {
  const runtime: RealTimeOptions = {
    lagMilliseconds: options.lagMilliseconds ?? 500,
    unenrollDelayMilliseconds: options.unenrollDelayMilliseconds ?? 0,
    realNow: Date.now,
  };
  const { account, stateFile, leaveFiles = false } = options;
  const seed = (): AccountSeed => {
    if (leaveFiles && stateFile !== undefined && existsSync(stateFile)) return readSeedFile(stateFile);
    if (account === undefined) return defaultAccount();
    return typeof account === 'string' ? readSeedFile(account) : structuredClone(account);
  };
  return stateFile === undefined || leaveFiles
    ? memoryStore(seed, runtime)
    : fileStore(stateFile, seed, runtime);
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

/** Returns the milliseconds of `90s`, `30m`, `12h`, `3d` or `2w`, or the number itself. Throws a `Failure`. */
function toMilliseconds(duration: string | number): number {
  if (typeof duration === 'number' && Number.isFinite(duration) && duration >= 0) return duration;
  const milliseconds = parseDuration(String(duration));
  if (milliseconds !== undefined) return milliseconds;
  throw new Failure({
    code: 'simulator-duration',
    message: `Invalid duration "${duration}".`,
    help: 'Pass a number and a unit: 90s, 30m, 12h, 3d or 2w.',
  });
}
