import { isLedgerAddressProblem, readLedgerAddress } from '../../model/ledger/ledger-address.ts';
import type { LocalProblem } from '../source-file.ts';

/**
 * Returns what is wrong with the address of a ledger outside the environment: what `readLedgerAddress`
 * finds, or a password. `subject` is what holds the address: `` `ledger` ``, `--ledger`. The message never
 * repeats the address.
 */
export function ledgerAddressProblem(
  address: string,
  subject = 'The address of the ledger',
): Omit<LocalProblem, 'at'> | undefined {
  const read = readLedgerAddress(address);
  if (isLedgerAddressProblem(read)) {
    return { code: read.code, message: `${subject} ${read.problem}.`, help: read.help };
  }
  if (read.engine === 'sqlite' || !read.hasPassword) return undefined;
  return {
    code: 'ledger-password',
    message: `${subject} holds a password, and only the environment may hold secrets.`,
    help: 'Change the password, remove it here, and put the whole address into the environment variable ROLLCALL_LEDGER.',
  };
}
