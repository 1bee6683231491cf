/** The file that `rollcall snapshot` writes: an account of the simulator, and what a rehearsal of it needs. */
import type { LedgerRows } from '../../model/ledger/ledger-rows.ts';
import type { ContactId } from '../../model/target.ts';
import type { AccountSeed } from '../../simulator/account/account-seed.ts';
import type { PseudonymRules } from './pseudonyms.ts';
import type { ReadFacts } from './unread-facts.ts';

export const snapshotFormatVersion = 1;

export interface Snapshot extends AccountSeed {
  readonly snapshot: SnapshotPart;
}

export interface SnapshotPart {
  readonly formatVersion: typeof snapshotFormatVersion;
  /** The configuration files, in the order of reading. */
  readonly paths: readonly string[];
  /** The texts of all files by path, with pseudonyms and without comments. */
  readonly files: Readonly<Record<string, string>>;
  /** Absent: there was no ledger. */
  readonly ledger?: LedgerRows;
  readonly pseudonyms: PseudonymRules;
  /** What it has of each contact. */
  readonly facts: ReadFacts;
  /** The reps of rotations, and their order for each contact as indexes. */
  readonly rotation?: {
    readonly reps: readonly string[];
    readonly orders: Readonly<Record<ContactId, readonly number[]>>;
  };
}
