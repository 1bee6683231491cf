import { isLedgerAddressProblem, readLedgerAddress } from '../../model/ledger/ledger-address.ts';

/** The reason why the address of a ledger cannot be used, with the next step. */
interface LedgerAddressRefusal {
  readonly code: 'bad-ledger' | 'ledger-password';
  readonly message: string;
  readonly help: string;
}

/**
 * Returns what is wrong with the address of a ledger outside the environment: what `readLedgerAddress`
 * finds, or a password. `subject` is what holds the address: `` `ledger` ``, `--ledger`. The message never
 * repeats the address.
 */
export function ledgerAddressProblem(
  address: string,
  subject = 'The address of the ledger',
): LedgerAddressRefusal | undefined {
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
