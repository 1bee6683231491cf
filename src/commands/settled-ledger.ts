import { Failure } from '../model/failure.ts';
import type { LedgerAdmin } from './ledger-deps.ts';

/** The ledger of a new configuration. */
export interface SettledLedger {
  /** For the file, so without a password. */
  readonly address: string;
  /** Absent where no ledger is there yet, or it cannot be reached. */
  readonly ledgerId?: string | undefined;
}

/**
 * Returns the ledger at an address without a password, otherwise the one of the environment or the usual
 * one. Throws `Failure` `bad-ledger`.
 */
export async function settledLedger(
  ledgers: Pick<LedgerAdmin, 'status' | 'place'>,
  address: string | undefined,
): Promise<SettledLedger> {
  const { address: written } = ledgers.place({ address });
  try {
    const { status } = await ledgers.status({ address });
    return { address: written, ledgerId: status?.ledgerId };
  } catch (error) {
    // A first file can be written before the database can be reached.
    if (error instanceof Failure) return { address: written };
    throw error;
  }
}
