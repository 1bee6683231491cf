import { child } from './child.ts';
import type { Row } from './row.ts';
import { number, times } from './row.ts';

export interface CommitRates {
  /** Durable commits a second, of the bare driver and of a ledger of 10,000 rows. */
  readonly bare: number;
  readonly small: number;
  /** The second beside the first. */
  readonly share: number;
  /** The time of a ledger of 1,000,000 rows beside that of 10,000. */
  readonly growth: number;
}

/** Intents and their proofs, one durable commit each, as fast as one process writes them. */
export async function ledgerCommits(): Promise<readonly Row[]> {
  const { bare, small, share, growth } = await child<CommitRates>('./ledger-in-turns.js');
  return [
    {
      what: 'ledger: durable commits, beside the bare driver',
      target: 'at least 60%',
      measured: `${(share * 100).toFixed(0)}% round by round (medians: ${number(small)} a second beside ${number(bare)})`,
      ok: share >= 0.6,
    },
    {
      what: 'ledger: time per row at 1,000,000 rows, beside 10,000',
      target: 'no slower (1.05 ×)',
      measured: times(growth),
      ok: growth <= 1.05,
    },
  ];
}
