import { Failure } from '../model/failure.ts';
import { isAddressProblem, readLedgerAddress } from '../model/ledger/ledger-address.ts';
import type { LedgerLocation } from '../model/ledger/ledger-address.ts';

/**
 * Returns where an address leads. `from` names in messages what holds the address. Throws `Failure`
 * `bad-ledger`, which never quotes the address.
 */
export function checkedLocation(address: string, from = 'The address of the ledger'): LedgerLocation {
  const read = readLedgerAddress(address);
  if (!isAddressProblem(read)) return read;
  throw new Failure({ code: read.code, message: `${from} ${read.problem}.`, help: read.help });
}
