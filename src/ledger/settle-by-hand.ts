import type { Instant } from '../model/instant.ts';
import type { IntentId, Lease } from '../model/ledger.ts';

/** What a person found out about an intent whose answer was lost. */
export interface Resolution {
  readonly intent: IntentId;
  /** `proved`: the contact was enrolled. `refused`: it was not, and the declaration is free again. */
  readonly state: 'proved' | 'refused';
  /** Who says so. */
  readonly person: string;
  readonly at: Instant;
  readonly effectAt?: Instant;
}

/** Settles an intent by somebody's word. Throws as `Lease.settle` does. */
export async function settleByHand(lease: Lease, resolution: Resolution): Promise<void> {
  const { person, ...settlement } = resolution;
  await lease.settle([{ ...settlement, evidence: `resolved by ${person}` }]);
}
