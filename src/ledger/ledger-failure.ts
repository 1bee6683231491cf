/** Turns database errors into failures with a next step. */
import { Failure } from '../model/failure.ts';
import { AlreadyIntendedError, LeaseLostError } from '../model/ledger/ledger.ts';
import type { Store } from './store.ts';

type Place = Pick<Store, 'engine' | 'place'>;

/**
 * Runs a read of the ledger, and repeats it once on a new connection after a lost connection. Throws a
 * `Failure`: `ledger-unreadable` for a file, `ledger-unreachable` for a server.
 */
export async function runRead<T>(place: Place, work: () => Promise<T>): Promise<T> {
  try {
    return await work().catch((error: unknown) => {
      if (error instanceof ConnectionLostError) return work();
      throw error;
    });
  } catch (error) {
    throw isKnownError(error) ? error : readFailure(place, error);
  }
}

/**
 * Runs a write of the ledger, once: after a lost connection it is unknown whether the write took effect. Throws a
 * `Failure` `ledger-write` on a database error.
 */
export async function runWrite<T>(place: Place, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isKnownError(error) ? error : writeFailure(place, error);
  }
}

/** Returns the failure for a ledger that exists but cannot be read. */
export function readFailure({ engine, place }: Place, cause: unknown): Failure {
  if (engine === 'postgres') {
    return new Failure({
      code: 'ledger-unreachable',
      message: `The ledger at PostgreSQL ${place} ${lacksPrivileges(cause) ? 'cannot be read' : 'does not respond'}: ${reasonOf(cause)}.`,
      help: connectHelp(cause),
      cause,
    });
  }
  return new Failure({
    code: 'ledger-unreadable',
    message: `The ledger file ${place} cannot be read: ${reasonOf(cause)}.`,
    help: 'Check the path and its permissions. If the file is damaged, restore it from a copy. Do not delete it: it is the only record of past enrollments.',
    cause,
  });
}

/** Returns the failure for a write that did not commit. */
export function writeFailure({ engine, place }: Place, cause: unknown): Failure {
  const where = engine === 'postgres' ? `PostgreSQL ${place}` : `file ${place}`;
  return new Failure({
    code: 'ledger-write',
    message: `The ledger in ${where} cannot be written: ${reasonOf(cause)}. Every request sent so far was recorded first.`,
    help: writeHelp(engine, cause),
    cause,
  });
}

/** Returns whether a unique index refused the row. Other constraints do not count: they indicate a defect. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (codeOf(error) === '23505') return true;
  return 'rawCode' in error && sqliteUnique.some((code) => code === error.rawCode);
}

/** SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE. */
const sqliteUnique: readonly unknown[] = [1555, 2067];

/** SQLite's primary result codes. Source: https://www.sqlite.org/rescode.html. */
export const sqliteResultCode = { busy: 5, readOnly: 8, full: 13, cantOpen: 14 } as const;

/** Returns whether SQLite returned this primary result code, or an extended code of it. */
export function isSqliteError(error: unknown, primary: number): boolean {
  return (
    error instanceof Error &&
    'rawCode' in error &&
    typeof error.rawCode === 'number' &&
    error.rawCode % 256 === primary
  );
}

function isKnownError(error: unknown): boolean {
  return error instanceof Failure || error instanceof LeaseLostError || error instanceof AlreadyIntendedError;
}

function writeHelp(engine: Store['engine'], cause: unknown): string {
  const code = cause instanceof Error ? codeOf(cause) : undefined;
  if (isSqliteError(cause, sqliteResultCode.full) || code === 'ENOSPC')
    return 'Free some disk space, then run the same command again.';
  const isRefused = code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
  if (
    isRefused ||
    isSqliteError(cause, sqliteResultCode.readOnly) ||
    isSqliteError(cause, sqliteResultCode.cantOpen)
  ) {
    return 'Make the file and its folder writable for this user (SQLite keeps two files next to it), then run the same command again.';
  }
  if (isSqliteError(cause, sqliteResultCode.busy)) {
    return 'Another process is writing to it. Run the same command again when that process has finished.';
  }
  if (lacksPrivileges(cause)) return writeGrantHelp;
  if (engine === 'postgres') {
    return 'Check the server and the connection, then run the same command again. It checks the open intents in HubSpot.';
  }
  return 'Check the disk and the permissions, then run the same command again. It checks the open intents in HubSpot.';
}

/** Node's error codes for a server certificate without a trusted issuer. */
const certificateCodes: readonly (string | undefined)[] = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
];

function lacksPrivileges(cause: unknown): boolean {
  const error = firstCause(cause);
  // `insufficient_privilege`.
  return error instanceof Error && codeOf(error) === '42501';
}

const grantHelp =
  'The server responds, but the role in the address lacks privileges. With the address of the owner of the tables, run `rollcall ledger grant --role ROLE` (a role that plans) or `rollcall ledger grant --role ROLE --write` (a role that applies), and execute the SQL that it prints.';

const writeGrantHelp =
  'The role in the address may not write the ledger. Use the address of the role that applies. To let this role write: with the address of the owner of the tables, run `rollcall ledger grant --role ROLE --write`, and execute the SQL that it prints. Only the owner can migrate a ledger of an earlier format.';

/** Returns the next step for a server that cannot be reached, depending on the error code. */
function connectHelp(cause: unknown): string {
  const error = firstCause(cause);
  const code = error instanceof Error ? codeOf(error) : undefined;
  if (certificateCodes.includes(code)) {
    return 'This machine does not trust the CA that signed the server certificate. Download the CA certificate of the database service, and end the address with ?sslmode=verify-full&sslrootcert=/path/ca.pem.';
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return 'The server certificate is for another host name. Use the host name that the database service shows, with ?sslmode=verify-full at the end of the address.';
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return 'Renew the server certificate, or download the current CA certificate and end the address with ?sslmode=verify-full&sslrootcert=/path/ca.pem.';
  }
  if (error instanceof Error && 'syscall' in error && error.syscall === 'open') {
    return 'Correct the path of `sslrootcert`, `sslcert` or `sslkey` in the address. It must name a file on this machine.';
  }
  if (lacksPrivileges(cause)) return grantHelp;
  if (code === '28000') {
    return 'Check the user in the address. If the server accepts only TLS, end the address with ?sslmode=verify-full.';
  }
  if (code === '3D000') return 'Create the database, or correct its name in the address.';
  return 'Check that the server runs, that this machine can reach it, and the user and password in ROLLCALL_LEDGER. For a TLS error, end the address with ?sslmode=verify-full (plus &sslrootcert=/path/ca.pem for a private CA), or with ?sslmode=disable if the server does not support TLS.';
}

function reasonOf(cause: unknown): string {
  const error = firstCause(cause);
  if (!(error instanceof Error)) return 'unknown error';
  const code = codeOf(error);
  const text = error.message.replace(/\.$/, '');
  return code === undefined || text.includes(code) ? text : `${text} (${code})`;
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' && error.code !== '' ? error.code : undefined;
}

/** Returns the database or network error behind a lost connection; of several attempts, the first. */
function firstCause(error: unknown): unknown {
  const cause = error instanceof ConnectionLostError ? error.cause : error;
  return cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause;
}

/** The connection broke during a query. It is unknown whether the query took effect. */
export class ConnectionLostError extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}
