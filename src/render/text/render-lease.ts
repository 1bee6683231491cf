import type { LeaseRecord } from '../../model/ledger/ledger.ts';
import { moment } from '../wording/moment.ts';
import { plain } from '../wording/plain.ts';

/** Renders the holder of an account's lock, since when, and when it expires. */
export function renderLease(lease: LeaseRecord | undefined): string {
  if (lease === undefined) return 'The lock is free.\n';
  const run = lease.run === undefined ? '' : `, run ${lease.run}`;
  return [
    `Account ${lease.portalId} is locked by ${plain(lease.owner)}${run}`,
    `  held since         ${moment(lease.acquiredAt)}`,
    `  last heartbeat     ${moment(lease.heartbeatAt)}`,
    `  expires            ${moment(lease.expiresAt)}`,
    `  generation         ${lease.generation}`,
    '',
  ].join('\n');
}
