import { runChild } from './run-child.ts';
import type { Row, Size } from './row.ts';
import { formatNumber, formatRatio } from './row.ts';

export interface CommitRates {
  /** Durable commits per second of the bare driver. */
  readonly bare: number;
  /** Durable commits per second of a ledger with 10,000 rows. */
  readonly small: number;
  /** Rate of the small ledger, relative to the bare driver. */
  readonly share: number;
  /** Time per row in a large ledger, relative to 10,000 rows. */
  readonly growth: number;
}

/** Measures how fast one process writes intents and their proofs, one durable commit each. */
export async function measureLedger(size: Size): Promise<readonly Row[]> {
  const sizes = size === 'quick' ? [100, 100_000] : [1_000, 1_000_000];
  const { bare, small, share, growth } = await runChild<CommitRates>(
    './ledger-rounds.js',
    ...sizes.map(String),
  );
  return [
    {
      what: 'ledger: durable commits, against the bare driver',
      target: 'at least 60%',
      measured: `${(share * 100).toFixed(0)}% round by round (medians: ${formatNumber(small)} a second against ${formatNumber(bare)})`,
      ok: share >= 0.6,
    },
    {
      what: `ledger: time per row at ${formatNumber(sizes[1] ?? 0)} rows, against 10,000`,
      target: 'no slower (1.05 ×)',
      measured: formatRatio(growth),
      ok: growth <= 1.05,
    },
  ];
}
