/** Errors of the databases as failures that a person can act on. */
import { Failure } from '../model/failure.ts';
import { AlreadyIntendedError, LeaseLostError } from '../model/ledger/ledger.ts';
import type { Store } from './store.ts';

type Place = Pick<Store, 'engine' | 'place'>;

/**
 * Does what reads the ledger; repeats it once on a new connection when the connection was lost. Throws a
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
 * Does what writes the ledger, once: after a lost connection, whether it took effect is unknown. Throws a
 * `Failure` with code `ledger-write` when it did not commit.
 */
export async function runWrite<T>(place: Place, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isKnownError(error) ? error : writeFailure(place, error);
  }
}

/** The failure of a ledger that is there and can't be read. */
export function readFailure({ engine, place }: Place, cause: unknown): Failure {
  if (engine === 'postgres') {
    return new Failure({
      code: 'ledger-unreachable',
      message: `The ledger at PostgreSQL ${place} ${lacksRights(cause) ? 'cannot be read' : 'does not respond'}: ${reasonOf(cause)}.`,
      help: connectHelp(cause),
      cause,
    });
  }
  return new Failure({
    code: 'ledger-unreadable',
    message: `The ledger file ${place} can't be read: ${reasonOf(cause)}.`,
    help: 'Check the path and its permissions. If the file is damaged, restore it from a copy; do not delete it, because it is the only record of who was enrolled.',
    cause,
  });
}

/** The failure of a record that could not be committed. */
export function writeFailure({ engine, place }: Place, cause: unknown): Failure {
  const where = engine === 'postgres' ? `PostgreSQL ${place}` : `file ${place}`;
  return new Failure({
    code: 'ledger-write',
    message: `The ledger in ${where} can't be written: ${reasonOf(cause)}. Nothing was sent that was not recorded first.`,
    help: writeHelp(engine, cause),
    cause,
  });
}

/** Returns whether a unique index refused the row. No other constraint may pass for one: it would hide a defect. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (codeOf(error) === '23505') return true;
  return 'rawCode' in error && sqliteUnique.some((code) => code === error.rawCode);
}

/** SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE */
const sqliteUnique: readonly unknown[] = [1555, 2067];

/** SQLite's primary result codes: https://www.sqlite.org/rescode.html */
export const sqliteResultCode = { busy: 5, readOnly: 8, full: 13, cantOpen: 14 } as const;

/** Returns whether SQLite gave this primary result code, or a finer form of it. */
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
    return 'Another process is writing to it. Run the same command again when it is done.';
  }
  if (lacksRights(cause)) return grantRightsHelp;
  if (engine === 'postgres') {
    return 'Check the server and the connection, then run the same command again: it reads back what was left open.';
  }
  return 'Check the disk and the permissions, then run the same command again: it reads back what was left open.';
}

/** Codes by which Node refuses a server's certificate. */
const certificateCodes: readonly (string | undefined)[] = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
];

function lacksRights(cause: unknown): boolean {
  const error = firstCause(cause);
  // `insufficient_privilege`
  return error instanceof Error && codeOf(error) === '42501';
}

const grantRightsHelp =
  'The server responds, and the role in the address lacks rights. As the owner of the tables, run: grant usage, create on schema public to ROLE; grant select, insert, update, delete on all tables in schema public to ROLE;';

/** Returns the next step for a server that cannot be reached, by the code of the error. */
function connectHelp(cause: unknown): string {
  const error = firstCause(cause);
  const code = error instanceof Error ? codeOf(error) : undefined;
  if (certificateCodes.includes(code)) {
    return 'This machine does not know who signed the certificate of the server. Download the CA certificate of the database service, and end the address with ?sslmode=verify-full&sslrootcert=/path/ca.pem.';
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return 'The certificate is for another host name. Use the host name that the database service shows, with ?sslmode=verify-full at the end of the address.';
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return 'Renew the certificate of the server, or download the present CA certificate and end the address with ?sslmode=verify-full&sslrootcert=/path/ca.pem.';
  }
  if (error instanceof Error && 'syscall' in error && error.syscall === 'open') {
    return 'Correct the path of `sslrootcert`, `sslcert` or `sslkey` in the address: it is a file on this machine.';
  }
  if (lacksRights(cause)) return grantRightsHelp;
  if (code === '28000') {
    return 'Check the user in the address. If the server accepts only TLS, end the address with ?sslmode=verify-full.';
  }
  if (code === '3D000') return 'Create the database, or correct its name in the address.';
  return 'Check that the server runs, that this machine may reach it, and the user and password in ROLLCALL_LEDGER. If it is about TLS: a server with TLS takes ?sslmode=verify-full (and &sslrootcert=/path/ca.pem for a CA of its own) at the end of the address, one without TLS ?sslmode=disable.';
}

function reasonOf(cause: unknown): string {
  const error = firstCause(cause);
  if (!(error instanceof Error)) return 'for an unknown reason';
  const code = codeOf(error);
  const text = error.message.replace(/\.$/, '');
  return code === undefined || text.includes(code) ? text : `${text} (${code})`;
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' && error.code !== '' ? error.code : undefined;
}

/** The error of the database or the network below a lost connection, or of several attempts the first. */
function firstCause(thrown: unknown): unknown {
  const cause = thrown instanceof ConnectionLostError ? thrown.cause : thrown;
  return cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause;
}

/** The connection to the server broke during a query: whether the query took effect is unknown. */
export class ConnectionLostError extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}
