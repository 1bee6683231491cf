/** An open database, independent of its engine. */
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './schema/tables.ts';

/** A transaction, or the database itself for a single query. */
export type Queryable = Kysely<Tables>;

export type WriteTransaction = Transaction<Tables>;

export interface Store {
  readonly db: Queryable;
  readonly engine: 'sqlite' | 'postgres';
  /** The file, or `host:port/database`, for messages; without a password. */
  readonly place: string;
  /** Returns the names of all tables, including tables of other programs. */
  tables(db: Queryable): Promise<readonly string[]>;
  /** Prevents other processes from migrating at the same time, until the transaction ends. */
  lockForMigration(transaction: WriteTransaction): Promise<void>;
  /**
   * Returns the time that leases use, in milliseconds since 1970: the server's for PostgreSQL, which several
   * machines share; this machine's for SQLite.
   */
  clock(transaction: WriteTransaction): Promise<number>;
  close(): Promise<void>;
}
