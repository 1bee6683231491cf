/** Parses the address of a ledger: the path of a SQLite file, or the URL of a PostgreSQL database. */
import { Failure } from '../failure.ts';

/** A valid address. `place` is for messages and never contains a password. */
export type LedgerLocation =
  | { readonly engine: 'sqlite'; readonly path: string; readonly place: string }
  | {
      readonly engine: 'postgres';
      /** The connection string for the driver, including the password. */
      readonly url: string;
      /** `host:port/database`. */
      readonly place: string;
      /** The same address without secrets, to write into a file. */
      readonly publicUrl: string;
      readonly hasPassword: boolean;
      readonly tls: boolean;
      /** The file that `sslrootcert` names. */
      readonly rootCertificate?: string;
    };

/** The place of a command's ledger, for messages. Contains no password. */
export interface LedgerPlace {
  /** The resolved path of a file, or `host:port/database`. */
  readonly place: string;
  /** Its source: a variable, the key `` `ledger` `` of the files, or a flag. */
  readonly from: string;
  /** It is the default of its source. */
  readonly isDefault?: boolean;
  readonly isFile: boolean;
  /** The location to write into a file: a path, or a URL without a password. */
  readonly location: string;
}

/** The SQLite file of files without `ledger`. */
export const defaultLedger = '.rollcall/ledger.db';

/** Returns the place and its source for messages: `/srv/app/ledger.db (from ROLLCALL_LEDGER)`. */
export function describeLedgerPlace({ place, from, isDefault = false }: LedgerPlace): string {
  return `${place} (from ${isDefault ? 'the default of ' : ''}${from})`;
}

interface LedgerLocationProblem {
  readonly code: 'bad-ledger';
  /** A predicate without its subject: `is empty`. Never quotes the location. */
  readonly problem: string;
  readonly help: string;
}

/**
 * Parses a location. A problem never quotes it: any part of a mistyped one may be the password.
 */
export function parseLedgerLocation(text: string): LedgerLocation | LedgerLocationProblem {
  return textProblem(text) ?? (hasScheme(text) ? readUrl(text) : readPath(text));
}

export function isLedgerLocationProblem(
  read: LedgerLocation | LedgerLocationProblem,
): read is LedgerLocationProblem {
  return 'problem' in read;
}

const writeEither =
  'Write a path such as .rollcall/ledger.db, or an address such as postgres://USER@HOST:5432/DATABASE.';
const writeUrl =
  'Write it as postgres://USER:PASSWORD@HOST:5432/DATABASE. In the user and the password, write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, and % as %25.';

function locationProblem(problem: string, help: string = writeEither): LedgerLocationProblem {
  return { code: 'bad-ledger', problem, help };
}

function textProblem(text: string): LedgerLocationProblem | undefined {
  if (text.trim() === '') return locationProblem('is empty');
  if (/[\r\n]/u.test(text.trim())) {
    return locationProblem('has more than one line', 'Write the address, and nothing else, on one line.');
  }
  if (text !== text.trim()) return locationProblem('begins or ends with a space', 'Remove the space.');
  if (/[\p{Cc}\p{Cf}]/u.test(text)) {
    return locationProblem('contains an invisible character', 'Type the address instead of pasting it.');
  }
  if (/^["'`\u2018\u201c]|["'`\u2019\u201d]$/u.test(text)) {
    return locationProblem(
      'is in quotation marks',
      'Remove the quotation marks: in a secret or in the .env file of a container, they are part of the value.',
    );
  }
  if (text.includes('$') && !hasScheme(text)) {
    return locationProblem(
      'contains a `$`, so a variable was not expanded',
      'Write the value instead of the variable.',
    );
  }
  return undefined;
}

function hasScheme(text: string): boolean {
  return /^[a-z][a-z\d+.-]*:/iu.test(text);
}

/** Schemes that a message may print even if no `//` follows. Any other text before the `:` may be a user name. */
const knownSchemes = [
  'jdbc',
  'sqlite',
  'sqlite3',
  'file',
  'mysql',
  'mariadb',
  'libsql',
  'postgres',
  'postgresql',
];

function readUrl(text: string): LedgerLocation | LedgerLocationProblem {
  if (/^[a-z]:[\\/]/iu.test(text)) {
    return locationProblem(
      'is a Windows path with a drive letter',
      'Write a path relative to the working folder, with forward slashes: .rollcall/ledger.db.',
    );
  }
  const [, scheme = '', slashes] = /^([^:]*):(\/\/)?/u.exec(text) ?? [];
  const name = scheme.toLowerCase();
  if (!['postgres', 'postgresql'].includes(name) || slashes === undefined) {
    return locationProblem(otherScheme(name, slashes !== undefined));
  }
  const [, authority = '', rest = ''] = /^[^:]*:\/\/([^/?#]*)(.*)$/su.exec(text) ?? [];
  // A reserved character in a password moves the rest of the password into the path, the query or the fragment.
  if (rest.includes('@') || rest.includes('#'))
    return locationProblem('has a reserved character that is not encoded', writeUrl);
  if (/%(?![\da-f]{2})/iu.test(text)) return locationProblem('has a `%` that is not encoded', writeUrl);
  if (/\s/u.test(text)) return locationProblem('contains a space', writeUrl);
  if (!URL.canParse(text)) return locationProblem('is not a valid URL', writeUrl);
  if (!isDecodable(authority + rest)) return locationProblem('has a `%` that is not encoded', writeUrl);
  return locationOf(new URL(text));
}

function otherScheme(name: string, slashes: boolean): string {
  const isShown = slashes || knownSchemes.includes(name);
  const begins = isShown
    ? `begins with \`${name}:${slashes ? '//' : ''}\``
    : 'does not begin with `postgres://`';
  return `${begins}, and a ledger is a SQLite file or a PostgreSQL database`;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

const secretParameters = ['password', 'sslpassword'];
const sslModes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];

function locationOf(url: URL): LedgerLocation | LedgerLocationProblem {
  const { searchParams } = url;
  const host = searchParams.get('host') ?? decodeURIComponent(url.hostname);
  const database = decodeURIComponent(url.pathname.slice(1));
  if (host === '') return locationProblem('has no host', writeUrl);
  if (database === '') return locationProblem('has no database name', writeUrl);
  if (database.includes('/')) return locationProblem('has a `/` in its database name or password', writeUrl);
  const port = searchParams.get('port') ?? (url.port === '' ? '5432' : url.port);
  // Messages print the place. Settings that do not follow a `?` may contain a password.
  if (/[;?=&]/u.test(host + database) || !/^\d+$/u.test(port)) {
    return locationProblem(
      'has settings in its host, port or database name',
      'Write settings after a `?`, with `&` between them: postgres://USER@HOST:5432/DATABASE?sslmode=verify-full. If the address contained a password outside its place, change that password.',
    );
  }
  const sslMode = searchParams.get('sslmode');
  if (sslMode !== null && !sslModes.includes(sslMode)) {
    return locationProblem(
      'has an unknown `sslmode`',
      `Use sslmode=verify-full, or one of: ${sslModes.join(', ')}.`,
    );
  }
  const root = searchParams.get('sslrootcert');
  return {
    engine: 'postgres',
    url: forDriver(url, port),
    place: `${host}:${port}/${database}`,
    publicUrl: withoutSecrets(url),
    hasPassword: url.password !== '' || secretParameters.some((name) => searchParams.has(name)),
    tls: sslMode !== null ? sslMode !== 'disable' : ['true', '1'].includes(searchParams.get('ssl') ?? ''),
    ...(root === null || root === 'system' ? {} : { rootCertificate: root }),
  };
}

/**
 * Returns the address for the driver `pg`. `pg` treats `prefer`, `require` and `verify-ca` as `verify-full` and warns
 * on stderr that a later version may change this, so this function passes `verify-full`.
 */
function forDriver(given: URL, port: string): string {
  const url = new URL(given);
  url.port = port;
  const { searchParams } = url;
  const sslMode = searchParams.get('sslmode');
  const isAlias = sslMode !== null && ['prefer', 'require', 'verify-ca'].includes(sslMode);
  if (isAlias && searchParams.get('uselibpqcompat') !== 'true') setParameter(url, 'sslmode', 'verify-full');
  // libpq's name for the certificates of the system, which Node uses by default.
  if (searchParams.get('sslrootcert') === 'system') setParameter(url, 'sslrootcert', undefined);
  return url.href;
}

function withoutSecrets(given: URL): string {
  const url = new URL(given);
  url.password = '';
  for (const name of secretParameters) setParameter(url, name, undefined);
  return url.href;
}

/**
 * Sets or removes a parameter of the query. `URLSearchParams` would encode spaces of other parameters as `+`, which
 * PostgreSQL does not decode.
 */
function setParameter(url: URL, name: string, value: string | undefined): void {
  const parts = url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && decodeURIComponent(part.split('=', 1)[0] ?? '') !== name);
  if (value !== undefined) parts.push(`${name}=${value}`);
  url.search = parts.join('&');
}

/** File extensions of a ledger. A word without one of them may be a host name. */
const fileEnding = /\.(?:db|db3|sqlite|sqlite3)$/iu;

function readPath(text: string): LedgerLocation | LedgerLocationProblem {
  if (text.startsWith('//') || /:[^/]*@/u.test(text) || (!/^[./]/u.test(text) && /[@:]/u.test(text))) {
    return locationProblem('looks like a database address without `postgres://`', writeUrl);
  }
  if (/(?:^|\s)(?:host|hostaddr|port|dbname|user|password|service)\s*=/iu.test(text)) {
    return locationProblem('is a list of PostgreSQL settings', writeUrl);
  }
  if (text.startsWith('~'))
    return locationProblem('begins with `~`, which only a shell expands', 'Write the full path.');
  if (text.includes('\\'))
    return locationProblem('contains a backslash', 'Write the path with forward slashes.');
  if (/\?[^/]*$/u.test(text))
    return locationProblem('has settings after a `?`, which only a PostgreSQL address may have');
  if (/(?:^|\/)\.{0,2}$/u.test(text))
    return locationProblem('is a folder', 'Write the path of a file: .rollcall/ledger.db.');
  if (!fileEnding.test(text) && !/^(?:\/|\.)/u.test(text)) {
    return locationProblem(
      'is neither a file ending in .db or .sqlite nor a PostgreSQL address',
      'Write a path such as .rollcall/ledger.db, begin it with ./ to use another ending, or write a database as postgres://HOST/DATABASE.',
    );
  }
  return { engine: 'sqlite', path: text, place: text };
}

/**
 * Returns the location of an address. Throws `Failure` `bad-ledger`, which never quotes the address. `from` is the
 * source of the address in that message, such as `ROLLCALL_LEDGER`.
 */
export function requireLedgerLocation(location: string, from = 'The address of the ledger'): LedgerLocation {
  const read = parseLedgerLocation(location);
  if (!isLedgerLocationProblem(read)) return read;
  throw new Failure({ code: read.code, message: `${from} ${read.problem}.`, help: read.help });
}

/** The reason why rollcall refuses the address of a ledger, with the next step. */
interface LedgerLocationRefusal {
  readonly code: 'bad-ledger' | 'ledger-password';
  readonly message: string;
  readonly help: string;
}

/**
 * Returns the problem of a ledger location outside the environment: a problem of `parseLedgerLocation`, or a password.
 * `subject` is the source of the location, such as `` `ledger` `` or `--ledger`. The message never quotes the location.
 */
export function ledgerLocationProblem(
  location: string,
  subject = 'The address of the ledger',
): LedgerLocationRefusal | undefined {
  const read = parseLedgerLocation(location);
  if (isLedgerLocationProblem(read)) {
    return { code: read.code, message: `${subject} ${read.problem}.`, help: read.help };
  }
  if (read.engine === 'sqlite' || !read.hasPassword) return undefined;
  return {
    code: 'ledger-password',
    message: `${subject} contains a password. Secrets are allowed only in environment variables.`,
    help: 'Change the password, remove it here, and set the environment variable ROLLCALL_LEDGER to the full address.',
  };
}
