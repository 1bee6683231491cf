import type { LocalProblem } from '../source/scope.ts';

/**
 * What is wrong with a ledger's address: a password in it, or a database that rollcall does not speak.
 * The message never repeats the address.
 */
export function ledgerProblem(ledger: string): Omit<LocalProblem, 'at'> | undefined {
  const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(ledger)?.[1]?.toLowerCase();
  if (scheme === undefined) return undefined;
  if (scheme !== 'postgres' && scheme !== 'postgresql') {
    return {
      code: 'bad-ledger',
      message: `A ledger is a SQLite file or a PostgreSQL database; this address begins with \`${scheme}://\`.`,
      help: 'Write a path such as .rollcall/ledger.db, or an address that begins with postgres://.',
    };
  }
  const url = URL.canParse(ledger) ? new URL(ledger) : undefined;
  if (url === undefined) {
    return {
      code: 'bad-ledger',
      message: 'The address of the ledger cannot be read.',
      help: 'Write it as postgres://user@host:5432/database, with special characters percent-encoded.',
    };
  }
  if (url.password === '' && !url.searchParams.has('password')) return undefined;
  return {
    code: 'ledger-password',
    message: 'The address of the ledger holds a password, and this file is not the place for secrets.',
    help: 'Change the password, remove it here, and put the whole address into the environment variable ROLLCALL_LEDGER.',
  };
}
