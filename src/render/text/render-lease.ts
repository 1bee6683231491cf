import type { LeaseRecord } from '../../model/ledger.ts';
import { moment } from '../wording/moment.ts';
import { plain } from '../wording/plain.ts';

/** Who holds an account's lease, since when, and when it ends by itself. */
export function renderLease(lease: LeaseRecord | undefined): string {
  if (lease === undefined) return 'Nobody holds the lease.\n';
  const run = lease.run === undefined ? '' : `, run ${lease.run}`;
  return [
    `Account ${lease.portalId} is locked by ${plain(lease.owner)}${run}`,
    `  held since         ${moment(lease.acquiredAt)}`,
    `  last sign of life  ${moment(lease.heartbeatAt)}`,
    `  ends by itself     ${moment(lease.expiresAt)}`,
    `  generation         ${lease.generation}`,
    '',
  ].join('\n');
}
