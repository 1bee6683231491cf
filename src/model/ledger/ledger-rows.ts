import type { ContactId } from '../target.ts';

/**
 * The records of one account in a ledger without its secret, for `rollcall snapshot`. Hashes of addresses and contacts are
 * replaced by `email:PSEUDONYM` or `contact:ID`.
 */
export type LedgerRows = readonly LedgerRowsOfTable[];

interface LedgerRowsOfTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export interface LedgerRowsRequest {
  readonly portalId: number;
  /** The addresses whose hashes become pseudonyms. Records of other addresses are left out. */
  readonly emails: ReadonlyMap<string, string>;
  readonly contactIds: Iterable<ContactId>;
  /** Replaces the addresses in a text of HubSpot. */
  readonly withoutAddresses: (text: string) => string;
}
