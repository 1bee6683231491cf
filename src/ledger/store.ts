/** What the code above the SQL dialects needs to know of an open database. */
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './schema/tables.ts';

/** A transaction, or the database itself where one query is enough. */
export type Queryable = Kysely<Tables>;

export type WriteTransaction = Transaction<Tables>;

export interface Store {
  readonly db: Queryable;
  readonly engine: 'sqlite' | 'postgres';
  /** The file, or `host:port/database`; for messages, so without password. */
  readonly place: string;
  /** Names of the tables that are there, rollcall's and others. */
  tables(db: Queryable): Promise<readonly string[]>;
  /** Keeps other processes from making the tables at the same time, until the transaction ends. */
  lockForMigration(transaction: WriteTransaction): Promise<void>;
  /**
   * The clock that leases run on, in milliseconds since 1970: the database's where processes on several
   * machines share it, else ours.
   */
  clock(transaction: WriteTransaction): Promise<number>;
  close(): Promise<void>;
}
